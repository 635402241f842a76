"""The reference work at the desk: what is proposed is taken in by a person, and found again by everybody who may."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from models import reference
from models import reference_keeping as keeping
from models.consultations import ORGANISATION, latest
from models.reference import Entry, Wanted
from models.reference_keeping import NewEntry
from models.submissions import ANSWER, settle
from models.tables.reference import EntryKind, EntryState
from models.vocabulary import AnswerState, Role
from tests.integration.desk.town import CODE, XSS, Town, add_staff
from tests.integration.desk.visitor import Visitor

LESSON = "Nodig de volgende keer ook jongeren uit."


def _organisation(town: Town, slug: str = "zaandijk") -> str:
    with town.services.store.read() as connection:
        return str(connection.execute(sa.select(ORGANISATION.c.id).where(ORGANISATION.c.slug == slug)).scalar_one())


def _entries(town: Town, slug: str = "zaandijk", *, public: bool = True) -> list[Entry]:
    with town.services.store.read() as connection:
        wanted = Wanted(organisations=[_organisation(town, slug)], public=public)
        return list(reference.entries(connection, wanted).entries)


def _add(town: Town, text: str = LESSON, slug: str = "zaandijk", **more: object) -> str:
    with town.services.store.write() as connection:
        new = NewEntry(kind=EntryKind.LESSON, text=text, **more)  # type: ignore[arg-type]
        return keeping.add(connection, _organisation(town, slug), new, by=None)


@pytest.fixture
def confirmed(town: Town) -> str:
    """The contribution of the meeting, confirmed."""
    mine = town.submissions["meeting"]
    with town.services.store.write() as connection:
        connection.execute(ANSWER.update().where(ANSWER.c.submission_id == mine).values(state=AnswerState.CONFIRMED))
        version = latest(town.services.store, connection, CODE)
        assert version is not None
        settle(connection, mine, version.definition, complete=True)
    return mine


@pytest.fixture
def elsewhere(app: object, town: Town) -> Visitor:
    """A coordinator of the other organisation."""
    add_staff(town.services.store, "coordinator@meerdam.example", "meerdam", Role.COORDINATOR)
    visitor = Visitor(app.test_client())  # type: ignore[attr-defined]
    assert visitor.sign_in("coordinator@meerdam.example").status_code == 302
    return visitor


def test_a_proposal_is_taken_in_as_somebody_leaves_it(coordinator: Visitor, town: Town, confirmed: str) -> None:
    page = coordinator.get("/naslagwerk/voorstellen").text
    assert "Iedereen wil een toilet." in page
    origin = re.search(r'name="herkomst" value="([^"]+)"', page)
    assert origin
    given = {
        "herkomst": origin[1],
        "besluit": "op",
        "soort": "statement",
        "tekst": "Iedereen wil een toilet op het plein.",
    }
    done = coordinator.post("/naslagwerk/voorstellen", {**given, "themas": "Toiletten, Plein"}, follow=True)
    assert "Opgenomen in het naslagwerk." in done.text
    (entry,) = _entries(town)
    assert entry.text == "Iedereen wil een toilet op het plein."
    assert entry.submission_id == confirmed
    found = coordinator.get("/naslagwerk", query_string={"zoek": "pleinen"}).text
    assert "<mark>plein</mark>" in found
    assert "Toiletten" in coordinator.get(f"/naslagwerk/{entry.id}").text
    again = coordinator.post("/naslagwerk/voorstellen", given, follow=True)
    assert "Een collega besliste hier al over." in again.text
    assert len(_entries(town)) == 1


def test_what_is_left_out_is_not_proposed_again(coordinator: Visitor, town: Town, confirmed: str) -> None:
    page = coordinator.get("/naslagwerk/voorstellen").text
    origin = re.search(r'name="herkomst" value="([^"]+)"', page)
    assert origin
    coordinator.post("/naslagwerk/voorstellen", {"herkomst": origin[1], "besluit": "weg"})
    assert "Er is nu niets om op te nemen." in coordinator.get("/naslagwerk/voorstellen").text
    assert _entries(town, public=False) == []


def test_a_text_that_identifies_somebody_needs_a_second_look(coordinator: Visitor, town: Town) -> None:
    given = {"soort": "lesson", "tekst": "Bel met 06 12345678 voor de sleutel."}
    refused = coordinator.post("/naslagwerk/nieuw", given)
    assert refused.status_code == 400
    assert "waaraan iemand te herkennen is" in refused.text
    assert _entries(town) == []
    assert coordinator.post("/naslagwerk/nieuw", {**given, "blijft": "06 12345678"}).status_code == 302
    assert len(_entries(town)) == 1


def test_a_facilitator_writes_a_draft_and_a_coordinator_lets_everybody_read_it(
    at_the_desk: Callable[[Role], Visitor], coordinator: Visitor, town: Town
) -> None:
    facilitator = at_the_desk(Role.FACILITATOR)
    facilitator.post("/naslagwerk/nieuw", {"soort": "lesson", "tekst": LESSON, "wie": "public"})
    assert _entries(town) == []
    (draft,) = _entries(town, public=False)
    assert draft.state is EntryState.DRAFT
    assert (
        facilitator.post(
            f"/naslagwerk/{draft.id}/wijzigen", {"soort": "lesson", "tekst": f"{LESSON} Ook ouders."}
        ).status_code
        == 302
    )
    coordinator.post(f"/naslagwerk/{draft.id}/wijzigen", {"soort": "lesson", "tekst": LESSON, "wie": "public"})
    assert [one.text for one in _entries(town)] == [LESSON]
    assert facilitator.post(f"/naslagwerk/{draft.id}/wijzigen", {"soort": "lesson", "tekst": "x"}).status_code == 404
    assert facilitator.post(f"/naslagwerk/{draft.id}/weg").status_code == 403
    assert coordinator.post(f"/naslagwerk/{draft.id}/weg").status_code == 302
    assert _entries(town, public=False) == []


def test_a_name_is_shown_to_everybody_only_if_that_was_approved(coordinator: Visitor, town: Town) -> None:
    given = {"soort": "statement", "tekst": "Wij willen licht.", "naam": "mevrouw Verzonnen"}
    coordinator.post("/naslagwerk/nieuw", given)
    (entry,) = _entries(town)
    assert entry.said_by is None
    assert "niet voor iedereen" in coordinator.get(f"/naslagwerk/{entry.id}").text
    coordinator.post(f"/naslagwerk/{entry.id}/wijzigen", {**given, "naam_mag": "1", "wie": "public"})
    (entry,) = _entries(town)
    assert entry.said_by == "mevrouw Verzonnen"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"soort": "lesson", "tekst": " "}, "Vul een tekst in"),
        ({"soort": "question", "tekst": "Ja"}, "Vul de vraag"),
        ({"soort": "document", "titel": "Nota", "adres": "javascript:alert(1)"}, "begint met https://"),
        ({"soort": "lesson", "tekst": "x", "datum": "31-31"}, "Deze datum bestaat niet"),
    ],
)
def test_what_is_missing_is_said_beside_it_and_nothing_typed_is_lost(
    coordinator: Visitor, given: dict[str, object], says: str
) -> None:
    page = coordinator.post("/naslagwerk/nieuw", given)
    assert page.status_code == 400
    assert says in page.text
    for value in given.values():
        assert str(value).strip() in page.text


def test_what_somebody_said_is_never_part_of_the_page(coordinator: Visitor, town: Town) -> None:
    entry = _add(town, XSS, place=XSS)
    for path in ("/naslagwerk", "/naslagwerk?zoek=script", f"/naslagwerk/{entry}", f"/naslagwerk/{entry}/wijzigen"):
        assert "<script>alert" not in coordinator.get(path).text, path


def test_another_organisation_sees_it_only_if_both_share(coordinator: Visitor, elsewhere: Visitor, town: Town) -> None:
    entry = _add(town)
    for sharing in ((coordinator,), (elsewhere,)):
        for visitor in (coordinator, elsewhere):
            visitor.post("/naslagwerk/publiceren", {"delen": "1"} if visitor in sharing else {})
        assert elsewhere.get(f"/naslagwerk/{entry}").status_code == 404
    for visitor in (coordinator, elsewhere):
        visitor.post("/naslagwerk/publiceren", {"delen": "1"})
    assert LESSON in elsewhere.get(f"/naslagwerk/{entry}").text
    assert "jongeren" in elsewhere.get("/naslagwerk?van_wie=alle").text
    assert "jongeren" not in elsewhere.get("/naslagwerk").text
    assert elsewhere.post(f"/naslagwerk/{entry}/weg").status_code == 404
    assert elsewhere.get(f"/naslagwerk/{entry}/wijzigen").status_code == 404
    assert elsewhere.get("/naslagwerk/publiceren/md?gedeeld=1").text.count(LESSON[:20]) == 1


def test_themes_are_agreed_to_and_taken_away(coordinator: Visitor, town: Town) -> None:
    coordinator.post("/naslagwerk/nieuw", {"soort": "lesson", "tekst": LESSON, "themas": "Jeugd, Uitnodigen"})
    assert [theme.name for theme in _entries(town)[0].themes] == []
    page = coordinator.get("/naslagwerk/themas").text
    assert page.count("Voorgesteld") == 2
    with town.services.store.read() as connection:
        jeugd, invite = reference.themes(connection, [_organisation(town)], public=False)
    coordinator.post("/naslagwerk/themas", {"thema": jeugd.id, "naam": "Jongeren"})
    coordinator.post("/naslagwerk/themas", {"thema": invite.id, "besluit": "weg"})
    assert [theme.name for theme in _entries(town)[0].themes] == ["Jongeren"]
    assert coordinator.post("/naslagwerk/themas", {"thema": invite.id, "naam": "x"}).status_code == 404


def test_the_work_is_taken_along_in_every_form(coordinator: Visitor, town: Town) -> None:
    _add(town)
    for kind, begins in (("site", b"PK"), ("epub", b"PK"), ("pdf", b"%PDF"), ("md", b"# Naslagwerk")):
        answer = coordinator.get(f"/naslagwerk/publiceren/{kind}")
        assert answer.data.startswith(begins)
        assert answer.headers["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(coordinator.get("/naslagwerk/publiceren/site").data)) as site:
        assert "index.html" in site.namelist()
    assert coordinator.get("/naslagwerk/publiceren/exe").status_code == 404
    assert coordinator.get("/naslagwerk/publiceren/md?gedeeld=1").status_code == 404


def test_a_consultation_is_offered_with_its_lessons_and_taken_over(
    coordinator: Visitor, elsewhere: Visitor, town: Town
) -> None:
    version = town.version()
    _add(town, consultation_id=version.consultation_id)
    days = {"code": "9911", "eerste": "2027-01-01", "laatste": "2027-02-01"}
    assert elsewhere.post(f"/raadplegingen/delen/{CODE}/overnemen", days).status_code == 404
    assert elsewhere.post(f"/raadplegingen/delen/{CODE}/aanbod").status_code == 404
    coordinator.post(f"/raadplegingen/delen/{CODE}/aanbod", {"toelichting": "Begin op tijd met uitnodigen."})
    page = elsewhere.get("/raadplegingen/delen").text
    assert LESSON in page
    assert "Begin op tijd met uitnodigen." in page
    for wrong in ({"laatste": "2026-12-31"}, {"code": "abc"}, {"code": CODE}, {"eerste": "morgen"}):
        assert elsewhere.post(f"/raadplegingen/delen/{CODE}/overnemen", {**days, **wrong}).status_code == 400, wrong
    assert elsewhere.post(f"/raadplegingen/delen/{CODE}/overnemen", days).status_code == 302
    copy = town.version("9911")
    assert copy.organisation_id == _organisation(town, "meerdam")
    assert copy.definition.questions == version.definition.questions
    assert copy.definition.title == version.definition.title
    assert "9911, gemaakt naar" in elsewhere.get("/raadplegingen/delen").text
    coordinator.post(f"/raadplegingen/delen/{CODE}/aanbod", {"besluit": "terug"})
    assert LESSON not in elsewhere.get("/raadplegingen/delen").text
