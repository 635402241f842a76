"""Checking one field at a time, shared between people."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from intake.desk.checking_words import DOUBTS
from intake.desk.language import english
from models import claims, evidence, normalized
from models.claims import CLAIM, SOON
from models.clock import now
from models.consultations import latest, load_definition
from models.decisions import DECISION
from models.definition import HOME_ZONE
from models.evidence import EVIDENCE
from models.normalized import NormalizedSubmission
from models.reading import OnPage, Reading
from models.secrets import new_id
from models.submissions import ANSWER
from models.tables import CallBack, Dialogue
from models.vocabulary import AnswerState, Channel, DialogueState, Doubt, Role, Status
from tests.integration.desk.town import CONSULTATION, Town, add_staff, submit, unsure
from tests.integration.desk.visitor import Visitor, hidden


@pytest.fixture
def colleague(app: object, town: Town, visitor: Visitor) -> Visitor:
    add_staff(town.services.store, "collega@zaandijk.example", "zaandijk", Role.CLERK)
    assert visitor.sign_in("collega@zaandijk.example").status_code == 302
    return visitor


def stored(town: Town, name: str) -> NormalizedSubmission:
    with town.services.store.read() as connection:
        return normalized.one(connection, town.submissions[name])


def begin(visitor: Visitor, town: Town, name: str = "form") -> str:
    """Open the first field that waits there; its address."""
    waits = next(one.question for one in stored(town, name).answers if one.state in ("uncertain", "illegible"))
    address = f"/nakijken/{town.submissions[name]}/{waits}"
    assert visitor.get(address).status_code == 200
    return address


def judge(visitor: Visitor, address: str, verdict: str, **more: object) -> str:
    """Decide; where it leads."""
    seen = visitor.get(address).text.split('name="gezien" value="')[1].split('"')[0]
    answer = visitor.post(address, {"gezien": seen, "oordeel": verdict, **more})
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def test_the_oldest_comes_first_and_every_field_of_it(clerk: Visitor, town: Town) -> None:
    address = clerk.get("/nakijken").location
    submission_id = address.split("/")[2]
    seen = set()
    while address.startswith(f"/nakijken/{submission_id}/"):
        assert address not in seen
        seen.add(address)
        address = judge(clerk, address, "onleesbaar")
    with town.services.store.read() as connection:
        assert normalized.one(connection, submission_id).status is not Status.NEEDS_PERSON


def test_what_comes_next_is_fetched_beforehand_also_of_another_contribution_and_not_claimed_by_that(
    clerk: Visitor, colleague: Visitor, town: Town
) -> None:
    with town.services.store.write() as connection:
        connection.execute(ANSWER.update().values(state=AnswerState.READ))
        query = sa.select(EVIDENCE.c.sha256).where(EVIDENCE.c.id == town.evidence["page"])
        page = connection.execute(query).scalar_one()
        two = [
            submit(connection, town.version(), Channel.FORM, [on_page(key, page) for key in keys], ago=ago)
            for ago, keys in ((timedelta(9), ("first", "safe")), (timedelta(8), ("why", "where")))
        ]
        for one in two:
            evidence.link(connection, one.id, town.evidence["page"])
    first, second = (one.id for one in two)
    assert following(clerk, clerk.get("/nakijken").location) == f"/inzendingen/{first}/uitsneden/safe"
    last = judge(clerk, f"/nakijken/{first}/first", "bewaar", waarde="trees")
    ahead = following(clerk, last)
    assert clerk.get(ahead).location == f"/inzendingen/{second}/uitsneden/why"
    assert clerk.get(ahead, follow_redirects=True).mimetype == "image/jpeg"
    assert colleague.get("/nakijken").location == f"/nakijken/{second}/why", "it is free until somebody sees it"
    assert clerk.get(ahead).status_code == 204, "what a colleague has is not fetched"


def on_page(question: str, page: str) -> Reading:
    value = {"safe": 2, "first": "trees"}.get(question, "1506")
    return unsure(question, value, 0.5, evidence=page, where=OnPage(1, 20, 60, 60, 16))


def following(visitor: Visitor, address: str) -> str:
    found = re.search(r'data-next="([^"]*)"', visitor.get(address).text)
    assert found
    return found[1]


def test_two_people_never_have_the_same_contribution(clerk: Visitor, colleague: Visitor, town: Town) -> None:
    mine, theirs = clerk.get("/nakijken").location, colleague.get("/nakijken").location
    assert mine.split("/")[2] != theirs.split("/")[2]
    refused = colleague.get(mine)
    assert refused.status_code == 409
    assert "Een collega kijkt dit na" in refused.text


def test_a_claim_ends_by_itself(clerk: Visitor, colleague: Visitor, town: Town) -> None:
    mine = begin(clerk, town)
    with town.services.store.write() as connection:
        connection.execute(CLAIM.update().values(until=now() - timedelta(seconds=1)))
    assert colleague.get(mine).status_code == 200
    assert clerk.get(mine).status_code == 409


def test_many_at_once_each_get_another_one(clerk: Visitor, town: Town) -> None:
    with town.services.store.write() as connection:
        users = connection.execute(sa.text("SELECT id FROM staff ORDER BY email")).scalars().all()
        found = [claims.take_next(connection, [], one) for one in users]
    given = [one for one in found if one]
    assert len(set(given)) == len(given) >= 3


def test_a_decision_can_be_undone_and_both_stay_on_record(clerk: Visitor, town: Town) -> None:
    address = begin(clerk, town)
    question = address.rsplit("/", 1)[-1]
    before = stored(town, "form").answer(question)
    judge(clerk, address, "onleesbaar")
    assert stored(town, "form").answer(question).state is AnswerState.ILLEGIBLE
    assert clerk.post("/nakijken/ongedaan").location == address
    assert stored(town, "form").answer(question) == before
    with town.services.store.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(DECISION)).scalar_one() >= 2


def test_undoing_brings_back_what_was_finished(clerk: Visitor, town: Town) -> None:
    address = begin(clerk, town)
    while address.startswith(f"/nakijken/{town.submissions['form']}/"):
        address = judge(clerk, address, "onleesbaar")
    assert stored(town, "form").status is Status.ACCEPTED
    clerk.post("/nakijken/ongedaan")
    assert stored(town, "form").status is Status.NEEDS_PERSON


def test_nothing_to_undo_is_told(clerk: Visitor) -> None:
    assert "Er is niets om ongedaan te maken" in clerk.post("/nakijken/ongedaan", follow=True).text


def test_a_colleague_is_asked_and_the_asker_is_not_given_it_again(
    clerk: Visitor, colleague: Visitor, town: Town
) -> None:
    address = clerk.get("/nakijken").location
    after = judge(clerk, address, "collega", vraag="Is dit een 1 of een 7?")
    assert after.split("/")[2] != address.split("/")[2]
    page = colleague.get(address)
    assert "Een collega kwam er niet uit" in page.text
    assert "Is dit een 1 of een 7?" in page.text


def test_what_is_put_off_comes_back_at_the_end(clerk: Visitor, town: Town) -> None:
    first = clerk.get("/nakijken").location.split("/")[2]
    seen, address = [first], judge(clerk, clerk.get("/nakijken").location, "overslaan")
    while address.startswith("/nakijken/") and (one := address.split("/")[2]) not in seen:
        seen.append(one)
        address = judge(clerk, address, "overslaan")
    assert len(seen) > 1


def unclear(town: Town) -> str:
    """A postcode of which the machine is not sure, with what it may be instead; where it is checked."""
    with town.services.store.write() as connection:
        proposed = unsure("where", "1506", 0.8, others=("1508", "1606"))
        return f"/nakijken/{submit(connection, town.version(), Channel.FORM, [proposed]).id}/where"


def test_what_else_may_stand_there_is_a_button_each(clerk: Visitor, town: Town) -> None:
    address = unclear(town)
    page = clerk.get(address).text
    assert re.findall(r'name="anders" value="(\d+)" data-choice="(\d)"', page) == [("1508", "1"), ("1606", "2")]
    seen = page.split('name="gezien" value="')[1].split('"')[0]
    assert page.index('value="bewaar"') < page.index('name="anders"'), "Enter would press what comes first"
    # What stands in the field goes along with the button, and is not what was pressed.
    clerk.post(address, {"gezien": seen, "waarde": "1506", "anders": "1606"})
    with town.services.store.read() as connection:
        answer = normalized.one(connection, address.split("/")[2]).answer("where")
    assert (answer.value, answer.state) == ("1606", AnswerState.CORRECTED)
    assert 'name="anders"' not in clerk.get(address).text


def test_nothing_given_is_no_answer(clerk: Visitor, town: Town) -> None:
    address = begin(clerk, town)
    seen = hidden(
        clerk.get(address).text.replace('method="post" class', f'method="post" action="{address}" class'), address
    )
    answer = clerk.post(address, {"gezien": seen, "oordeel": "bewaar"})
    assert answer.status_code == 400
    assert "Kies of typ eerst een antwoord" in answer.text


def test_a_figure_is_shown_to_oneself_alone(clerk: Visitor, colleague: Visitor, town: Town) -> None:
    judge(clerk, begin(clerk, town), "onleesbaar")
    assert "u keek er 1 na" in clerk.get(clerk.get("/nakijken").location).text
    assert "u keek er" not in colleague.get(colleague.get("/nakijken").location).text


def test_somebody_elses_organisation_has_no_such_page(at_the_desk: Callable[[Role], Visitor], town: Town) -> None:
    clerk = at_the_desk(Role.CLERK)
    assert clerk.get(f"/nakijken/{town.submissions['elsewhere']}/idea").status_code == 404


def test_two_who_begin_at_the_whole_contribution_get_another_one_each(
    clerk: Visitor, colleague: Visitor, town: Town
) -> None:
    first = clerk.get("/volgende").location
    assert clerk.get("/volgende").location == first
    assert colleague.get("/volgende").location != first


def test_after_the_last_field_comes_what_waits_for_another_reason(clerk: Visitor, town: Town) -> None:
    address = clerk.get("/nakijken").location
    while address.startswith("/nakijken/"):
        address = judge(clerk, address, "onleesbaar")
    assert address == "/volgende"


def test_of_two_marks_none_is_proposed_so_that_nobody_accepts_a_guess(clerk: Visitor, town: Town) -> None:
    address = f"/nakijken/{town.submissions['form']}/first"
    for page in (address, f"/inzendingen/{town.submissions['form']}"):
        choices = clerk.get(page).text.split("Er staan twee kruisjes, of meer dan mag.")[1].split("</fieldset>")[0]
        assert 'value="trees"' in choices
        assert "checked" not in choices
        assert "procent zeker" not in choices
    seen = clerk.get(address).text.split('name="gezien" value="')[1].split('"')[0]
    refused = clerk.post(address, {"gezien": seen, "oordeel": "bewaar"})
    assert refused.status_code == 400
    assert "Kies of typ eerst een antwoord" in refused.text
    judge(clerk, address, "bewaar", waarde="benches")
    answers = {one.question: one for one in stored(town, "form").answers}
    assert (answers["first"].value, answers["first"].state) == ("benches", AnswerState.CORRECTED)


def closing(town: Town, code: str, days: int) -> None:
    """A consultation like the town's, that closes so many days from today."""
    closes = (now().astimezone(HOME_ZONE) + timedelta(days=days)).date()
    text = re.sub(r"closes: .*", f"closes: {closes}", CONSULTATION.replace('"4821"', f'"{code}"'))
    load_definition(town.services.store, text.encode())


def test_the_most_urgent_comes_first_whatever_its_age(clerk: Visitor, town: Town) -> None:
    """Who waits for a call; then what closes within a week, or closed; then all else; of each the oldest."""
    store, days = town.services.store, SOON.days
    for code, left in (("4830", days), ("4831", days + 1), ("4832", -3)):
        closing(town, code, left)
    made: dict[str, str] = {}
    with store.write() as connection:
        connection.execute(ANSWER.update().values(state=AnswerState.READ))
        for name, code, ago in (
            ("later", "4831", 9), ("older", "4821", 8), ("soon", "4830", 3), ("closed", "4832", 2), ("calls", "4821", 1)
        ):  # fmt: skip
            version = latest(store, connection, code)
            assert version is not None
            reading = [unsure("first", "trees", 0.5)]
            made[name] = submit(connection, version, Channel.PHONE, reading, ago=timedelta(days=ago)).id
    _waits_for_a_call(town, made["calls"])
    order, address = [], clerk.get("/nakijken").location
    while address.startswith("/nakijken/"):
        order.append(address.split("/")[2])
        address = judge(clerk, address, "bewaar", waarde="trees")
    names = {id_: name for name, id_ in made.items()}
    assert [names[id_] for id_ in order] == ["calls", "soon", "closed", "later", "older"]


def _waits_for_a_call(town: Town, submission_id: str) -> None:
    with town.services.store.write() as connection:
        version, moment = town.version(), now()
        row = {
            "id": new_id(),
            "organisation_id": version.organisation_id,
            "consultation_id": version.consultation_id,
            "version_id": version.version_id,
            "channel": Channel.PHONE,
            "caller": "caller",
            "line": "+31750000000",
            "state": DialogueState.FINISHED,
            "step": 3,
            "memory": {},
            "submission_id": submission_id,
            "started_at": moment,
            "updated_at": moment,
        }
        connection.execute(sa.insert(Dialogue), row)
        connection.execute(sa.update(CallBack).values(dialogue_id=row["id"]))


def test_why_an_answer_waits_is_told_in_both_languages_at_each_of_them(clerk: Visitor, town: Town) -> None:
    assert set(DOUBTS) == set(Doubt)
    with town.services.store.write() as connection:
        one = submit(connection, town.version(), Channel.FORM, [unsure("why", "donker", 0.6)])
    dutch = {doubt: str(text) for doubt, text in DOUBTS.items()}
    for language, said in (("nl", dutch), ("en", {doubt: english()[text] for doubt, text in dutch.items()})):
        clerk.post("/taal", {"language": language})
        for doubt, text in said.items():
            with town.services.store.write() as connection:
                mine = ANSWER.c.submission_id == one.id
                connection.execute(ANSWER.update().where(mine).values(doubt=doubt))
            for address in (f"/nakijken/{one.id}/why", f"/inzendingen/{one.id}"):
                assert text in html.unescape(clerk.get(address).text), (language, doubt)
    assert len(set(dutch.values())) == len(Doubt) - 1, "only what was heard is told alike, answer or not"
