"""A coordinator approves what everybody may read, sees what waits and why, and has what failed delivered again."""

from __future__ import annotations

import html
import re

import pytest
import sqlalchemy as sa

from intake.deliveries import lines, planning
from intake.deliveries.planning import DELIVERY, PUBLIC_TEXT
from intake.deliveries.target import Length, Limits, LineHeld
from models.consultations import load_definition
from models.submissions import status_of
from models.tables.deliveries import DeliveryState
from models.vocabulary import Channel, Status
from tests.integration.desk.town import CONSULTATION, Town, read, submit
from tests.integration.desk.visitor import Visitor, hidden

SAID = "Bel mij op 06 12345678. Het plein is veel te donker in de avond."
BODY = "Het plein is veel te donker in de avond. " * 4


def publish_as(town: Town, mapping: str) -> None:
    load_definition(town.services.store, f"{CONSULTATION}\npublish: {{to: openstad, project: 2, {mapping}}}\n".encode())


def said(town: Town, text: str = SAID) -> str:
    with town.services.store.write() as connection:
        readings = [read("first", "trees"), read("safe", 1), read("why", text)]
        return submit(connection, town.version(), Channel.PHONE, readings).id


def approve(visitor: Visitor, submission: str, **fields: str) -> tuple[int, str]:
    path = f"/inzendingen/{submission}/publiceren"
    page = visitor.get(path).text
    seen = html.unescape(re.findall(r'name="gezien" value="([^"]*)"', page)[0])
    answer = visitor.post(path, {"gezien": seen, **fields})
    return answer.status_code, answer.text


def status(town: Town, submission: str) -> Status:
    with town.services.store.read() as connection:
        return status_of(connection, submission)


def test_what_identifies_somebody_is_proposed_to_be_left_out(coordinator: Visitor, town: Town) -> None:
    publish_as(town, "as: submission, widget: 1")
    page = html.unescape(coordinator.get(f"/inzendingen/{said(town)}/publiceren").text)
    (proposed,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert proposed == "Bel mij op [telefoonnummer]. Het plein is veel te donker in de avond."
    assert f"<q>{SAID}</q>" in page, "what came in stands beside it"


def test_an_approved_text_is_what_leaves_and_who_approved_it_is_known(coordinator: Visitor, town: Town) -> None:
    publish_as(town, "as: submission, widget: 1")
    submission = said(town)
    assert approve(coordinator, submission, **{"answer.why": "Het plein is te donker."})[0] == 302
    assert status(town, submission) is Status.APPROVED
    with town.services.store.read() as connection:
        kept = connection.execute(sa.select(PUBLIC_TEXT).where(PUBLIC_TEXT.c.submission_id == submission)).one()
        waiting = connection.execute(sa.select(DELIVERY.c.state)).scalars().all()
    assert kept.answers == {"why": "Het plein is te donker."}
    assert kept.approved_by is not None
    assert waiting == [DeliveryState.WAITING]


def test_a_number_stays_only_if_somebody_says_that_it_may(coordinator: Visitor, town: Town) -> None:
    publish_as(town, "as: submission, widget: 1")
    submission = said(town)
    code, page = approve(coordinator, submission, **{"answer.why": SAID})
    assert (code, "Hier staat iets waaraan iemand te herkennen is" in page) == (400, True)
    assert SAID in html.unescape(page), "what was typed is still there"
    assert status(town, submission) is Status.ACCEPTED
    assert approve(coordinator, submission, **{"answer.why": SAID, "mag_blijven": "1"})[0] == 302


def test_the_limits_of_the_platform_are_shown_and_kept(coordinator: Visitor, town: Town) -> None:
    publish_as(town, "as: resource")
    submission = said(town)
    limits = Limits(title=Length(10, 50), summary=Length(20, 140), body=Length(140, 5000))
    with town.services.store.write() as connection:
        lines.works(connection, town.version().consultation_id, limits)
    path = f"/inzendingen/{submission}/publiceren"
    assert "10 tot en met 50 tekens." in coordinator.get(path).text
    texts = {"title": "Licht", "summary": "Het plein is te donker.", "body": BODY}
    code, page = approve(coordinator, submission, **texts)
    assert (code, "Deze tekst is te kort of te lang. 10 tot en met 50 tekens." in page) == (400, True)
    assert approve(coordinator, submission, **{**texts, "title": "Meer licht op het plein"})[0] == 302


def test_what_changed_while_somebody_looked_is_shown_again(coordinator: Visitor, town: Town) -> None:
    publish_as(town, "as: submission, widget: 1")
    submission = said(town)
    path = f"/inzendingen/{submission}/publiceren"
    answer = coordinator.post(path, {"gezien": "iets van eerder", "answer.why": "Te donker."})
    assert answer.status_code == 409
    assert status(town, submission) is Status.ACCEPTED


@pytest.mark.parametrize("code", ["away", "bad_token", "closed"])
def test_staff_see_what_waits_and_why_in_plain_words(coordinator: Visitor, town: Town, code: str) -> None:
    publish_as(town, "as: submission, widget: 1")
    submission = said(town)
    approve(coordinator, submission, **{"answer.why": "Te donker."})
    with town.services.store.write() as connection:
        lines.hold(connection, town.version().consultation_id, LineHeld("what the platform said", code=code))
    page = coordinator.get("/publiceren").text
    assert "<dt>Onderweg</dt><dd>1</dd>" in page
    assert {"away": "niet te bereiken", "bad_token": "het token nakijken", "closed": "is dicht"}[code] in page
    assert hidden(page, "/publiceren/4821/opnieuw", "csrf_token")


def test_what_failed_is_delivered_again_at_a_persons_word(coordinator: Visitor, town: Town) -> None:
    publish_as(town, "as: submission, widget: 1")
    submission = said(town)
    approve(coordinator, submission, **{"answer.why": "Te donker."})
    with town.services.store.write() as connection:
        failed = {"state": DeliveryState.FAILED, "code": "deleted_there", "problem": "deleted"}
        connection.execute(DELIVERY.update().values(**failed))
        delivery = connection.execute(sa.select(DELIVERY.c.id)).scalar_one()
    assert "Iemand heeft dit op het platform weggehaald" in coordinator.get("/publiceren").text
    coordinator.post(f"/publiceren/bezorgingen/{delivery}/opnieuw")
    with town.services.store.read() as connection:
        assert connection.execute(sa.select(DELIVERY.c.state)).scalar_one() is DeliveryState.WAITING


def test_approving_goes_on_with_whatever_has_waited_longest(coordinator: Visitor, town: Town) -> None:
    publish_as(town, "as: submission, widget: 1")
    planning.plan(town.services.store, town.version())
    first, second = said(town), said(town)
    for _ in range(10):
        answer = coordinator.get("/publiceren/volgende")
        following = answer.location.split("/")[2] if "inzendingen" in answer.location else None
        if following in (first, None):
            break
        approve(coordinator, following, **{"answer.why": "Goed."})
    assert following == first
    approve(coordinator, first, **{"answer.why": "Te donker."})
    assert second in coordinator.get("/publiceren/volgende").location
