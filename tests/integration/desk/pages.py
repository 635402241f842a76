"""An address of every page of the desk, made from its table of routes: a page that is new is there by itself.

A new kind of thing in an address (`<thing_id>`) needs an example in `examples`, and a test says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from intake.desk.routes import ROUTES, Route, Who, may
from models import accounts, drafts, letters_to_answer, outbox, reference_keeping
from models.accounts import MEMBERSHIP
from models.clock import now
from models.consultations import load_definition
from models.duplicates import SUGGESTION
from models.letters_to_answer import LETTER
from models.normalized import MEETING
from models.reference_keeping import NewEntry
from models.secrets import new_id
from models.strict_yaml import load_mapping
from models.submissions import SUBMISSION
from models.tables.duplicates import SuggestionState
from models.tables.reference import EntryKind
from models.vocabulary import Channel, OutboxKind, Role
from tests.integration.desk.nearly_sure import keep_scanned
from tests.integration.desk.seeded_notes import keep_notes
from tests.integration.desk.town import CODE, CONSULTATION, OTHER_CODE, OTHER_CONSULTATION, Town, submit

NO_PAGES = frozenset(
    {
        "sign_in_elsewhere",  # leads to another site
        "signed_in_elsewhere",  # is led to from there
        "second_step",  # needs somebody who has an app
        "check_ahead",  # leads to a picture, or to nothing
        "divide_letter",  # needs a letter that was read line by line
        "reference_download",  # makes a book
        "separator_sheets",  # makes sheets of paper
        "organisation",  # needs somebody who serves several
    }
)
"""Opened by tests of their own."""

VISITORS = (Role.COORDINATOR, Role.ADMIN, Role.PRIVACY, Role.CLERK, Role.FACILITATOR)
"""Whoever of them may, opens a page: the first."""


@dataclass(frozen=True, slots=True)
class Page:
    """One address, and who opens it; None: somebody who is not signed in."""

    name: str
    path: str
    role: Role | None


def examples(town: Town) -> dict[str, str]:
    """For each thing in an address, one of Zaandijk's."""
    return _kept(town, CODE, {"submission_id": town.submissions["form"], "evidence_id": town.evidence["page"]}) | {
        "balie/submission_id": town.submissions["counter"],
        "question": "first",
        "code": CODE,
        "entry_id": town.work["here"],
        "call_back_id": town.call_backs["here"],
        "user_id": _somebody(town, "clerk@zaandijk.example"),
    }


def foreign(town: Town) -> dict[str, str]:
    """The same things, of the water board."""
    theirs = {"submission_id": town.submissions["elsewhere"], "evidence_id": town.evidence["elsewhere_page"]}
    return _kept(town, OTHER_CODE, theirs) | {
        "question": "idea",
        "code": OTHER_CODE,
        "entry_id": town.work["elsewhere"],
        "call_back_id": town.call_backs["elsewhere"],
        "user_id": _somebody(town, "clerk@meerdam.example"),
    }


def pages(town: Town) -> list[Page]:
    """Every page that answers a GET, and the states that an address can ask for."""
    publish = "publish: {to: openstad, project: 2, as: resource}"
    load_definition(town.services.store, f"{CONSULTATION}\n{publish}\n".encode())
    values = examples(town)
    found = [
        Page(route.name, filled(route, values), opener(route))
        for route in ROUTES
        if "GET" in route.methods and route.name not in NO_PAGES
    ]
    return found + list(_states(town, values, {page.name: page for page in found}))


def _states(town: Town, values: Mapping[str, str], known: Mapping[str, Page]) -> Iterator[Page]:
    for door, submission_id in town.submissions.items():
        if door not in ("elsewhere", "form"):
            yield replace(known["submission"], path=f"/inzendingen/{submission_id}")
    yield replace(known["check_field"], path=f"/nakijken/{values['nearly/submission_id']}/where")
    yield replace(known["accept_many"], path="/nakijken/tegelijk?zekerheid=90")
    listed = known["submissions"]
    yield replace(listed, path="/inzendingen?zoek=bestaatniet")
    yield replace(listed, path="/inzendingen?kanaal=sms&status=needs_person")
    yield replace(known["counter_entry"], path=f"/balie/{CODE}?taal=en")
    yield replace(known["submission"], path="/inzendingen/bestaat-niet")
    draft = known["draft_page"].path
    for at in range(1, 7):
        yield replace(known["draft_question"], path=f"{draft}/vragen/{at}")
    notes = known["notes_page"].path
    yield replace(known["notes_page"], path=f"{notes}?stuk=4")
    yield replace(known["notes_border"], path=f"{notes}/grens/4?splits=1")
    results = known["results_page"].path
    yield replace(known["results_page"], path=f"{results}?verdeel=kanaal")
    yield replace(known["open_texts"], path=f"/raadplegingen/{CODE}/teksten/why?zoek=donker")
    yield replace(known["consultation_preview"], path=f"/raadplegingen/{CODE}/voorbeeld?taal=en")


def filled(route: Route, values: Mapping[str, str]) -> str:
    """The route's address with these values; raises `KeyError` for a thing that has no example.

    A name that means another thing in one area, or on one page, stands in `values` with the first word of the area's
    addresses, or the page's name, before it.
    """
    area = route.path.split("/")[1]
    return re.sub(
        r"<(?:\w+:)?(\w+)>",
        lambda part: values.get(f"{route.name}/{part[1]}") or values.get(f"{area}/{part[1]}") or values[part[1]],
        route.path,
    )


def opener(route: Route) -> Role | None:
    """Who opens this page in a test."""
    if route.who is Who.EVERYBODY:
        return None
    if route.name == "original":
        return Role.CLERK  # a page of a form as it came in is for who opens the post
    return next(role for role in VISITORS if may(role, route.name))


def _somebody(town: Town, email: str) -> str:
    with town.services.store.read() as connection:
        found = accounts.user_id(connection, email)
    assert found
    return found


def town_staff(connection: sa.Connection, organisation_id: str) -> str:
    """Anybody who works there."""
    query = sa.select(MEMBERSHIP.c.user_id).where(MEMBERSHIP.c.organisation_id == organisation_id)
    return str(connection.execute(query.order_by(MEMBERSHIP.c.user_id).limit(1)).scalar_one())


def _kept(town: Town, code: str, ids: dict[str, str]) -> dict[str, str]:
    """Things that the seeded town has not: a meeting, two contributions that look alike."""
    version, meeting_id, suggestion_id = town.version(code), new_id(), new_id()
    file = (CONSULTATION if code == CODE else OTHER_CONSULTATION).encode()
    with town.services.store.write() as connection:
        here = {"organisation_id": version.organisation_id, "consultation_id": version.consultation_id}
        meeting = {"id": meeting_id, "title": "Wijkavond", "held_on": date(2026, 11, 12), "created_at": now()}
        connection.execute(MEETING.insert(), {**here, **meeting})
        twin = submit(connection, version, Channel.FORM, [])
        nearly = {"nearly/submission_id": keep_scanned(connection, version, ids["evidence_id"])} if code == CODE else {}
        suggestion = {
            "id": suggestion_id,
            "first_id": ids["submission_id"],
            "second_id": twin.id,
            "same_phone": True,
            "state": SuggestionState.OPEN,
            "made_at": now(),
        }
        connection.execute(SUGGESTION.insert(), {**here, **suggestion})
        notes_id = keep_notes(connection, version, meeting_id)
        lesson = NewEntry(kind=EntryKind.LESSON, text="Nodig de volgende keer ook jongeren uit.")
        entry_id = reference_keeping.add(connection, version.organisation_id, lesson, by=None)
        outbox.add(
            connection,
            OutboxKind.READ_SCAN,
            f"scan {meeting_id}",
            {"name": "stapel.pdf", "stack": meeting_id, "consultation": None},
            organisation_id=version.organisation_id,
        )
        row = connection.execute(sa.select(SUBMISSION).where(SUBMISSION.c.id == ids["submission_id"])).one()
        letters_to_answer.ask(connection, row, town_staff(connection, version.organisation_id))
        letter_id = connection.execute(sa.select(LETTER.c.id).where(LETTER.c.submission_id == row.id)).scalar_one()
        draft_id = drafts.begin(
            connection,
            version.organisation_id,
            load_mapping(file),
            version,
        )
    return {
        **ids,
        **nearly,
        "meeting_id": meeting_id,
        "suggestion_id": suggestion_id,
        "bijeenkomsten/evidence_id": notes_id,
        "bijeenkomsten/at": "3",
        "stack_id": meeting_id,
        "naslagwerk/entry_id": entry_id,
        "draft_id": draft_id,
        "letter_id": letter_id,
        "at": "0",
        "draft_sheet/page": "1",
        "consultation_sheet/page": "1",
        "kind": "epub",
        "results_file/kind": "csv",
        "overview_file/kind": "csv",
        "open_texts/question": "statement",
    }
