"""A consultation is built, changed, previewed, opened and closed in the browser, and is a file all the while."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest

from models import audit, printing
from models.clock import now
from models.consultation_file import parse_definition
from models.consultations import assign_line, latest, line
from models.definition import HOME_ZONE, Definition
from models.strict_yaml import dump_mapping, load_mapping
from models.tables.audit import Act, By
from models.vocabulary import Role
from tests.integration.desk.town import CODE, CONSULTATION, OTHER_CODE, Town
from tests.integration.desk.visitor import Visitor, form_fields, hidden

GENERAL = {
    "code": "5150",
    "title.nl": "De nieuwe speelplek",
    "languages": ["nl", "tr"],
    "first": "nl",
    "opens": "2026-01-01",
    "closes": "2030-01-01",
    "participation": "open",
    "contact": "optional",
    "privacy.notice.nl": "Wij bewaren uw antwoorden veilig.",
    "publish.to": "none",
}


def begin(coordinator: Visitor, **more: object) -> str:
    """A draft; its address."""
    answer = coordinator.post("/raadplegingen/nieuw", dict(more))
    assert answer.status_code == 302, answer.text
    return answer.location


def revision(coordinator: Visitor, address: str) -> str:
    found = re.search(r'name="gezien" value="(\d+)"', coordinator.get(address).text)
    assert found
    return found[1]


def act(coordinator: Visitor, draft: str, what: str, **more: object) -> str:
    """Press a button of the draft's own page; the page that comes then."""
    seen = revision(coordinator, draft)
    return coordinator.post(draft, {"actie": what, "gezien": seen, **more}, follow=True).text


def save(coordinator: Visitor, address: str, fields: dict[str, object], *, act: str = "bewaar") -> str:
    seen = revision(coordinator, address)
    answer = coordinator.post(address, {"gezien": seen, "actie": act, **fields}, follow=True)
    assert answer.status_code == 200, answer.text
    return answer.text


def newest(town: Town, code: str) -> Definition:
    with town.services.store.read() as connection:
        found = latest(town.services.store, connection, code)
    assert found
    return found.definition


def add(coordinator: Visitor, draft: str, kind: str, at: int, **fields: object) -> str:
    act(coordinator, draft, "nieuw", type=kind)
    address = f"{draft}/vragen/{at}"
    return save(coordinator, address, {"type": kind, "shown_type": kind, "required": "ja", **fields})


def test_a_consultation_is_built_from_nothing_to_an_open_one_without_a_script(coordinator: Visitor, town: Town) -> None:
    draft = begin(coordinator)
    save(coordinator, f"{draft}/algemeen", GENERAL)
    scale = {"ask.nl": "Hoe mooi is het plein?", "ask.tr": "Meydan ne kadar güzel?", "from": "1", "to": "5"}
    add(coordinator, draft, "scale", 0, **scale)
    add(coordinator, draft, "text", 1, **{"ask.nl": "Waarom?", "seconds": "60"})
    condition = {"type": "text", "shown_type": "text", "ask.nl": "Waarom?", "was_key": "waarom", "key": "waarom"}
    why = f"{draft}/vragen/1"
    save(coordinator, why, {**condition, "ask_if.question": "hoe_mooi_is_het_plein", "seconds": "60"})
    save(
        coordinator,
        why,
        {**condition, "ask_if.question": "hoe_mooi_is_het_plein", "ask_if.kind": "scale", "ask_if.typed": "1, 2"},
    )
    rows = {"rows": "3", "options[0].label.nl": "schommels", "options[2].label.nl": "een zandbak", "most": "1"}
    add(coordinator, draft, "choices", 2, **{"ask.nl": "Wat moet er komen?", **rows})
    assert "Alles klopt" in coordinator.get(draft).text

    assert "Dit is nu versie 1" in act(coordinator, draft, "vaststellen")
    made = newest(town, "5150")
    assert made.title == {"nl": "De nieuwe speelplek"}
    assert made.languages == ("nl", "tr")
    assert [question.key for question in made.questions] == ["hoe_mooi_is_het_plein", "waarom", "wat_moet_er_komen"]
    assert made.questions[1].ask_if
    assert made.questions[1].ask_if.any_of == (1, 2)
    assert not made.questions[1].required
    assert [option.key for option in made.questions[2].options] == ["schommels", "een_zandbak"]  # type: ignore[union-attr]
    assert coordinator.get(draft).status_code == 404


def test_a_file_goes_in_and_comes_out_saying_the_same(coordinator: Visitor) -> None:
    draft = begin(coordinator, bestand=(io.BytesIO(CONSULTATION.encode()), "plein.yaml"))
    for part in ("algemeen", *(f"vragen/{at}" for at in range(7))):
        address = f"{draft}/{part}"
        save(coordinator, address, fields_of(coordinator.get(address).text))
    out = coordinator.get(f"{draft}/bestand").data
    assert parse_definition(out) == parse_definition(CONSULTATION.encode())


def fields_of(page: str) -> dict[str, list[str]]:
    return form_fields(page, "ontwerp")


def test_every_fault_stands_at_its_field_with_the_remedy(coordinator: Visitor) -> None:
    broken = (
        CONSULTATION.replace("from: 1, to: 5", "from: 5, to: 1")
        .replace('ask: {nl: "Wilt u weer meepraten?", en: "Would you join again?"}', 'ask: {en: "Again?"}')
        .replace('code: "4821"', 'code: "48"')
        .replace("min: 0, max: 120", "min: zeven, max: 120")
    )
    draft = begin(coordinator, bestand=(io.BytesIO(broken.encode()), "plein.yaml"))
    page = coordinator.get(draft).text
    for path in ("code", "questions[2].to", "questions[4].ask", "questions[5].min"):
        assert f"<code>{path}</code>" in page, path
    assert 'id="fout-code">Kies een nummer van 4 tot en met 6 cijfers' in coordinator.get(f"{draft}/algemeen").text
    scale = coordinator.get(f"{draft}/vragen/2").text
    assert 'id="fout-to">Het einde moet hoger zijn' in scale
    assert re.search(r'name="to"[^>]* value="1"[^>]*aria-describedby=" *fout-to" aria-invalid="true"', scale)
    number = coordinator.get(f"{draft}/vragen/5").text
    assert re.search(r'name="min"[^>]* value="zeven"', number)


def test_a_file_that_is_no_yaml_says_where(coordinator: Visitor) -> None:
    answer = coordinator.post("/raadplegingen/nieuw", {"bestand": (io.BytesIO(b"code: [1"), "plein.yaml")})
    assert answer.status_code == 400
    assert "geen geldig YAML" in answer.text


def test_questions_are_moved_and_taken_out_by_buttons(coordinator: Visitor) -> None:
    draft = begin(coordinator, code=CODE, actie="wijzig")
    act(coordinator, draft, "omlaag:0")
    act(coordinator, draft, "omhoog:5")
    act(coordinator, draft, "weg:6")
    keys = [one["key"] for one in load_mapping(coordinator.get(f"{draft}/bestand").data)["questions"]]
    assert keys == ["also", "first", "safe", "why", "age", "again"]


def test_an_order_that_somebody_else_changed_is_not_changed_blindly(coordinator: Visitor) -> None:
    draft = begin(coordinator, code=CODE, actie="wijzig")
    seen = revision(coordinator, draft)
    act(coordinator, draft, "weg:0")
    answer = coordinator.post(draft, {"actie": "weg:0", "gezien": seen}, follow=True)
    assert "veranderde intussen" in answer.text
    assert len(load_mapping(coordinator.get(f"{draft}/bestand").data)["questions"]) == 6


def test_what_was_typed_stays_when_a_colleague_was_first(coordinator: Visitor) -> None:
    draft = begin(coordinator, code=CODE, actie="wijzig")
    address = f"{draft}/vragen/0"
    seen = revision(coordinator, address)
    fields = fields_of(coordinator.get(address).text)
    act(coordinator, draft, "omlaag:0")
    answer = coordinator.post(address, {**fields, "gezien": seen, "actie": "klaar", "ask.nl": "Wat wilt u?"})
    assert answer.status_code == 409
    assert "Een collega veranderde dit ontwerp" in answer.text
    moved = f"{draft}/vragen/1"
    save(coordinator, address, {**fields, "ask.nl": "Wat wilt u?"})
    assert "Wat wilt u?" in coordinator.get(moved).text


def test_a_condition_follows_a_question_that_is_called_otherwise(coordinator: Visitor) -> None:
    draft = begin(coordinator, code=CODE, actie="wijzig")
    address = f"{draft}/vragen/2"
    save(coordinator, address, {**fields_of(coordinator.get(address).text), "key": "veilig"})
    questions = load_mapping(coordinator.get(f"{draft}/bestand").data)["questions"]
    assert questions[3]["ask_if"] == {"question": "veilig", "in": [1, 2]}


def test_a_language_taken_out_takes_its_texts_along(coordinator: Visitor) -> None:
    draft = begin(coordinator, code=CODE, actie="wijzig")
    address = f"{draft}/algemeen"
    save(coordinator, address, {**fields_of(coordinator.get(address).text), "languages": ["nl"]})
    page = coordinator.get(draft).text
    assert "Alles klopt" in page
    assert "en:" not in coordinator.get(f"{draft}/bestand").text


def test_who_was_asked_an_older_version_is_told_of(coordinator: Visitor) -> None:
    draft = begin(coordinator, code=CODE, actie="wijzig")
    coordinator.post(f"/raadplegingen/{CODE}/dagen", {"actie": "sluit"})
    seen = revision(coordinator, draft)
    answer = coordinator.post(draft, {"actie": "vaststellen", "gezien": seen})
    assert answer.status_code == 409
    assert "Intussen is versie 2 vastgesteld" in answer.text
    over = hidden(answer.text.replace('method="post" class="buttons"', 'action="x"'), "x", "over")
    assert "Dit is nu versie 3" in act(coordinator, draft, "vaststellen", over=over)


def test_days_are_changed_from_the_page_and_somebody_can_see_who_did_it(coordinator: Visitor, town: Town) -> None:
    page = coordinator.post(f"/raadplegingen/{CODE}/dagen", {"actie": "sluit"}, follow=True).text
    assert "Dit is nu versie 2" in page
    assert newest(town, CODE).closes == now().astimezone(HOME_ZONE).date()
    with town.services.store.read() as connection:
        noted = connection.execute(audit.AUDIT.select().order_by(audit.AUDIT.c.number.desc()).limit(1)).one()
    assert (noted.act, noted.by_kind, noted.detail) == (Act.SET_UP, By.STAFF, {"code": CODE, "version": 2})
    refused = coordinator.post(
        f"/raadplegingen/{CODE}/dagen", {"actie": "dagen", "opens": "2027-01-01", "closes": "2026-01-01"}, follow=True
    )
    assert "Er is niets veranderd" in refused.text


def test_a_number_is_assigned_moved_and_released(coordinator: Visitor, town: Town) -> None:
    address = f"/raadplegingen/{CODE}/nummer"
    assert "+31755550100 hoort nu bij" in coordinator.post(address, {"nummer": "075 555 0100"}, follow=True).text
    store = town.services.store
    with store.read() as connection:
        found, served = line(connection, "+31755550100"), latest(store, connection, CODE)
    assert found
    assert served
    assert found.consultation_id == served.consultation_id
    released = coordinator.post(address, {"nummer": "+31755550100", "actie": "los"}, follow=True).text
    assert "vraagt bellers nu zelf" in released
    assert "geen telefoonnummer" in coordinator.post(address, {"nummer": "twaalf"}, follow=True).text


def test_a_number_of_another_organisation_stays_theirs(coordinator: Visitor, town: Town) -> None:
    assign_line(town.services.store, "+31755550199", code=OTHER_CODE)
    answer = coordinator.post(f"/raadplegingen/{CODE}/nummer", {"nummer": "+31755550199"}, follow=True)
    assert "van een andere organisatie" in answer.text
    with town.services.store.read() as connection:
        found = line(connection, "+31755550199")
    assert found
    assert found.organisation_id == town.version(OTHER_CODE).organisation_id


def test_the_preview_says_what_each_door_says(at_the_desk: Callable[[Role], Visitor]) -> None:
    page = at_the_desk(Role.FACILITATOR).get(f"/raadplegingen/{CODE}/voorbeeld").text
    assert '<p>meer bomen?</p><p class="after-pause">Toets 1.</p>' in page
    assert "Spreek na de piep" in page
    assert re.search(r"\d+ tekens, 1 × betaald", page)
    assert "Alleen als het antwoord op" in page
    assert 'loading="lazy"' in page
    picture = at_the_desk(Role.FACILITATOR).get(f"/raadplegingen/{CODE}/voorbeeld/1")
    assert picture.mimetype == "image/png"


def test_a_draft_with_faults_has_no_preview_yet(coordinator: Visitor) -> None:
    draft = begin(coordinator)
    answer = coordinator.get(f"{draft}/voorbeeld")
    assert answer.status_code == 409
    assert "Maak eerst in orde" in answer.text


@pytest.mark.parametrize("questions", ["geen", [1, {"key": 3}], [{"type": ["x"], "options": "a", "ask": 7}], {"a": 1}])
def test_whatever_stands_in_a_file_its_pages_open(coordinator: Visitor, questions: object) -> None:
    file = dump_mapping({**load_mapping(CONSULTATION.encode()), "questions": questions, "privacy": 3, "publish": [1]})
    draft = begin(coordinator, bestand=(io.BytesIO(file), "x.yaml"))
    for address in (draft, f"{draft}/algemeen", f"{draft}/bestand"):
        assert coordinator.get(address).status_code == 200, address
    assert coordinator.get(f"{draft}/vragen/0").status_code in (200, 404)


def test_a_warning_leads_to_where_it_is_mended(coordinator: Visitor) -> None:
    long = " ".join(["woord"] * 16)
    file = CONSULTATION.replace('nl: "Wat nog meer?", en: "What else?"', f'nl: "{long}?"')
    draft = begin(coordinator, bestand=(io.BytesIO(file.encode()), "plein.yaml"))
    page = coordinator.get(f"{draft}/voorbeeld").text
    assert f'<a href="{draft}/vragen/1">Vraag 2</a>, Nederlands: <q lang="nl" dir="auto">{long}</q>' in page
    assert f'<a href="{draft}/vragen/1">Vraag 2</a>, English: <q lang="nl" dir="auto">{long}?</q>' in page


def test_a_question_that_was_taken_out_is_put_back_whatever_happened_since(coordinator: Visitor) -> None:
    draft = begin(coordinator, code=CODE, actie="wijzig")
    before = coordinator.get(f"{draft}/bestand").text
    page = act(coordinator, draft, "weg:1")
    assert "Een vraag is weggehaald: Wat nog meer?" in page
    act(coordinator, draft, "omlaag:1")
    page = act(coordinator, draft, "omhoog:2")
    assert "Zet deze vraag terug" in page
    page = act(coordinator, draft, "terug")
    assert "Zet deze vraag terug" not in page
    assert coordinator.get(f"{draft}/bestand").text == before


def test_an_answer_that_was_taken_out_is_put_back_with_what_was_typed_meanwhile(coordinator: Visitor) -> None:
    draft = begin(coordinator, code=CODE, actie="wijzig")
    address = f"{draft}/vragen/0"
    page = save(coordinator, address, dict(fields_of(coordinator.get(address).text)), act="antwoord-weg:0")
    assert "Een antwoord is weggehaald: meer bomen" in page
    assert "meer bomen" not in coordinator.get(f"{draft}/bestand").text
    typed = {**fields_of(page), "ask.nl": "Wat komt er?", "key": "wens"}
    assert "Zet dit antwoord terug" in save(coordinator, address, typed)
    page = save(coordinator, address, dict(fields_of(coordinator.get(address).text)), act="antwoord-terug")
    assert "Zet dit antwoord terug" not in page
    kept = coordinator.get(f"{draft}/bestand").text
    assert kept.index("meer bomen") < kept.index("bankjes")
    assert "Wat komt er?" in kept


def test_where_the_boxes_of_a_form_stand_is_known_before_it_is_handed_out(coordinator: Visitor, town: Town) -> None:
    store = town.services.store
    assert coordinator.get(f"/raadplegingen/{CODE}/formulier?groot=ja").mimetype == "application/pdf"
    with store.read() as connection:
        found = latest(store, connection, CODE)
        assert found is not None
        (pages,) = printing.printed_of(connection, found.version_id)
    assert {box["question"] for page in pages for box in page["boxes"]} >= {"first", "why"}
