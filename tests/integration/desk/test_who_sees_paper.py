"""Who sent a form, and with which code, is seen on paper by clerks alone: each role tries each kind of image."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
import zxingcpp
from flask import Flask
from PIL import Image

from channels.paper.form import make_form
from channels.printed.layout import CONTACT, Box
from intake.jobs import run_entry
from intake.scanned_files import take_in_scan
from models import accounts, audit, codes
from models.consultations import load_definition
from models.contacts import on_paper
from models.evidence import EVIDENCE, LINK
from models.submissions import SUBMISSION
from models.vocabulary import EvidenceKind, Role, Scope
from scans.identity import PageIdentity
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor
from tests.paper_kit import Pen, as_pdf, boxes_of, fill, scaled

CODE = "4822"
SHORT = f"""
code: "{CODE}"
organisation: zaandijk
title: Een nieuw plein voor Zaandijk
languages: [nl]
opens: 2026-01-01
closes: 2099-12-31
participation: code
contact: optional
privacy: {{notice: "Wij bewaren uw antwoorden veilig."}}
questions:
  - {{key: again, type: yes_no, ask: "Wilt u weer meepraten?"}}
  - {{key: why, type: text, lines: 3, ask: "Waarom?"}}
"""
PAGE, SCAN, ARCHIVE = EvidenceKind.PAGE, EvidenceKind.SCAN, EvidenceKind.ARCHIVE


@dataclass(frozen=True, slots=True)
class Sent:
    """Two people's forms in one scan, the second before the first and its pages the other way around."""

    submissions: tuple[str, ...]
    codes: tuple[str, ...]
    pages: int
    place: tuple[int, Box]
    """The page of the form and the box where people wrote how to reach them."""


@pytest.fixture
def sent(town: Town) -> Sent:
    store = town.services.store
    load_definition(store, SHORT.encode())
    version = town.version(CODE)
    with store.write() as connection:
        made = codes.make(store, connection, town.services.vault, version, 2)
    given = [(one.code, str(one.form_number)) for one in made]
    form = make_form(version.definition, version.number, language="nl", codes=given)
    place = next((page, box) for page, box in boxes_of(form.layout, CONTACT) if box.kind == "write")
    people = []
    for copy, name in enumerate(("Verzonnen Dorpsstraat 12", "Bedacht Kerkweg 7")):
        pen = Pen(40 + copy)
        pages = fill(form, version.definition, {"again": True, "why": "te donker"}, pen, copy).pages
        for page, box in boxes_of(form.layout, CONTACT):
            if box.kind == "tick":
                pen.mark(pages[page - 1], box)
        pen.write(pages[place[0] - 1], place[1], name)
        people.append(pages)
    stack = [scaled(page, 200) for page in itertools.chain(reversed(people[1]), people[0])]
    taken = take_in_scan(town.services, as_pdf(stack), "post.pdf", organisation_id=version.organisation_id)
    run_entry(town.services, taken.entry_id)
    with store.read() as connection:
        query = sa.select(SUBMISSION.c.id).where(SUBMISSION.c.consultation_id == version.consultation_id)
        found = tuple(connection.execute(query).scalars())
    assert len(found) == 2
    return Sent(found, tuple(one.code for one in made), len(form.layout.pages), place)


def evidence(town: Town, submission: str, kind: EvidenceKind) -> list[sa.Row[tuple[str, int]]]:
    query = sa.select(EVIDENCE.c.id, EVIDENCE.c.printed_page).join(LINK, LINK.c.evidence_id == EVIDENCE.c.id)
    with town.services.store.read() as connection:
        return list(connection.execute(query.where(LINK.c.submission_id == submission, EVIDENCE.c.kind == kind)))


def coded(content: bytes) -> bool:
    """Whether a machine reads a participation code off that picture."""
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(content)).convert("L"))
    identities = [PageIdentity.parse(one.text) for one in found]
    return any(one is not None and one.participation is not None for one in identities)


def covered(content: bytes, box: Box) -> bool:
    """Whether nothing can be made out in that box of a page: paper and ink are the same."""
    image = Image.open(io.BytesIO(content)).convert("L")
    scale = image.width / 210
    edges = (box.x * scale, box.y * scale, (box.x + box.w) * scale, (box.y + box.h) * scale)
    darkest, lightest = image.crop(tuple(map(round, edges))).getextrema()  # type: ignore[arg-type, misc]
    return bool(lightest - darkest < 40 and lightest < 140)


def pages_seen(visitor: Visitor, town: Town, sent: Sent, asking: str = "") -> list[tuple[bool, bool, int]]:
    """Of each page: is the place of the contact box covered, is a code to be read, and which printed page it is."""
    seen = []
    for submission in sent.submissions:
        for row in evidence(town, submission, PAGE):
            answer = visitor.get(f"/inzendingen/{submission}/paginas/{row.id}{asking}")
            assert answer.status_code == 200
            seen.append((covered(answer.data, sent.place[1]), coded(answer.data), row.printed_page))
    assert len(seen) == 2 * sent.pages
    return seen


def test_who_sent_a_form_and_its_code_are_on_no_image_beyond_the_clerk(
    at_the_desk: Callable[[Role], Visitor], app: Flask, town: Town, sent: Sent
) -> None:
    for role in Role:
        visitor = at_the_desk(role)
        files = [
            (kind, row.id)
            for one in sent.submissions
            for kind in (PAGE, SCAN, ARCHIVE)
            for row in evidence(town, one, kind)
        ]
        opened = {(kind, visitor.get(f"/bewijs/{id_}").status_code) for kind, id_ in files}
        assert opened == {(kind, 200 if role is Role.CLERK else 404) for kind in (PAGE, SCAN, ARCHIVE)}, role
        if role is Role.FACILITATOR:
            paths = (
                f"/inzendingen/{sent.submissions[0]}{more}"
                for more in ("", f"/paginas/{files[0][1]}", "/uitsneden/again")
            )
            assert {visitor.get(path).status_code for path in paths} == {404}
            continue
        for hidden, readable, page in pages_seen(visitor, town, sent):
            assert readable is (role is Role.CLERK), role
            if page == sent.place[0]:
                assert hidden is not (role is Role.CLERK), role
            else:
                assert not hidden, "what people answered stays to be seen"
        for one in sent.submissions:
            shown = visitor.get(f"/inzendingen/{one}").text
            assert ("/bewijs/" in shown) is (role is Role.CLERK)
            for question in ("again", "why"):
                crop = visitor.get(f"/inzendingen/{one}/uitsneden/{question}")
                assert crop.status_code == 200
                assert not coded(crop.data)
    _the_api_tells_that_it_is_there(app, town, sent)
    _the_coordinator_asks(at_the_desk(Role.COORDINATOR), town, sent)
    for role in (Role.PRIVACY, Role.ADMIN):
        asked = pages_seen(at_the_desk(role), town, sent, "?afzender=1")
        assert all(hidden for hidden, _, page in asked if page == sent.place[0]), "asking is for who writes back"
    _nobody_knows_which_page_it_is(at_the_desk(Role.COORDINATOR), town, sent)


def _the_api_tells_that_it_is_there(app: Flask, town: Town, sent: Sent) -> None:
    token = accounts.add_token(town.services.store, "zaandijk", Scope.READ)
    listed = app.test_client().get(
        f"/v1/submissions/{sent.submissions[0]}/evidence", headers={"Authorization": f"Bearer {token}"}
    )
    kinds = {one["kind"] for one in listed.json["results"]}
    assert kinds == {PAGE, SCAN, ARCHIVE}
    assert {key for one in listed.json["results"] for key in one} == {
        "id",
        "kind",
        "mediaType",
        "bytes",
        "page",
        "storedAt",
    }
    assert not any(code in listed.text for code in sent.codes)


def _the_coordinator_asks(coordinator: Visitor, town: Town, sent: Sent) -> None:
    for hidden, readable, _ in pages_seen(coordinator, town, sent, "?afzender=1"):
        assert (hidden, readable) == (False, False), "how to reach somebody, and never the code"
    with town.services.store.read() as connection:
        contacts = {row.id for one in sent.submissions for row in on_paper(connection, one)}
        records = [row for chain in audit.chains(connection) for row in audit.records(connection, chain)]
    assert {row.subject_id for row in records if row.subject == "contact"} == contacts, "each look is in the trail"


def _nobody_knows_which_page_it_is(coordinator: Visitor, town: Town, sent: Sent) -> None:
    """As of pages that were kept before the printed page was."""
    with town.services.store.write() as connection:
        connection.execute(EVIDENCE.update().values(printed_page=None))
    assert all(hidden for hidden, _, _ in pages_seen(coordinator, town, sent))
