"""Notes are read from what they are, whole, and divided as a person would."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import docx
import pikepdf
import pytest
from openpyxl import Workbook
from PIL import Image

from channels.meetings.containers import FileKind
from channels.meetings.notes import read_notes
from channels.meetings.proposals import proposals
from channels.meetings.segments import Segment, SegmentKind
from channels.meetings.splitting import split_notes
from models.errors import NeedsPerson, Rejected
from models.vocabulary import AnswerState

FIXTURES = Path(__file__).parents[2] / "fixtures" / "meetings"
MINUTES = FIXTURES / "verslag-bewonersavond.docx"
ROUGH = FIXTURES / "notities-inloop.txt"


def split(text: str, name: str = "notities.txt") -> list[Segment]:
    return list(split_notes(read_notes(text.encode(), name=name)))


def kinds(segments: list[Segment]) -> list[tuple[str, str]]:
    return [(s.kind.value, s.words) for s in segments]


def said(segments: list[Segment]) -> list[Segment]:
    return [s for s in segments if s.kind is SegmentKind.CONTRIBUTION]


def outline(path: Path) -> list[tuple[str, str, int, str | None]]:
    segments = split_notes(read_notes(path.read_bytes(), name=path.name))
    return [(s.kind.value, " ".join(s.words.split()), s.supporters, s.table) for s in segments]


def test_minutes_fall_apart_along_headings_lists_tables_and_questions() -> None:
    segments = list(split_notes(read_notes(MINUTES.read_bytes(), name=MINUTES.name)))
    counted = {kind: sum(s.kind is kind for s in segments) for kind in SegmentKind}
    assert counted[SegmentKind.CONTRIBUTION] == 12
    assert counted[SegmentKind.ANSWER] == 2
    assert counted[SegmentKind.LESSON] == 1
    assert counted[SegmentKind.PROCEDURE] == 2
    shade, fountain = said(segments)[0], said(segments)[5]
    assert (shade.table, shade.supporters) == ("Tafel 1", 8)
    assert fountain.votes is not None
    assert (fountain.votes.in_favour, fountain.votes.against) == (6, 2)
    assert [(s.theme, s.supporters) for s in said(segments)[7:10]] == [("Spelen", 11), ("Verkeer", 5), ("Kosten", 1)]


def test_rough_notes_keep_who_spoke_and_for_how_many() -> None:
    segments = list(split_notes(read_notes(ROUGH.read_bytes(), name=ROUGH.name)))
    assert [(s.speaker, s.supporters) for s in said(segments)] == [
        ("mw (75+)", 1), ("dhr, rolstoel", 1), ("3 scholieren", 3), ("mw met hond", 1), ("echtpaar", 2), ("anoniem", 1),
        (None, 2), ("Turkse mevrouw (via dochter)", 1)]  # fmt: skip
    assert said(segments)[-2].words == "meer groen"
    assert segments[-1].kind is SegmentKind.LESSON


def test_the_head_proposes_title_date_and_place() -> None:
    notes = read_notes(MINUTES.read_bytes(), name=MINUTES.name)
    assert (notes.title, notes.date, notes.place) == (
        "Verslag bewonersavond stationsplein", date(2026, 11, 5), "buurthuis De Bedachte Brug, Zaandijk")  # fmt: skip
    rough = read_notes(ROUGH.read_bytes(), name=ROUGH.name)
    assert (rough.title, rough.date, rough.place) == ("Inloopmiddag bibliotheek", date(2026, 11, 9), "bibliotheek")


def test_a_sentence_that_comes_first_was_said_and_is_no_title() -> None:
    notes = read_notes(b"Er moet meer groen komen.\nDe lamp is kapot.\n", name="notities.txt")
    assert notes.title is None
    assert [segment.kind for segment in split_notes(notes)] == [SegmentKind.CONTRIBUTION] * 2
    titled = read_notes(b"Verslag van de avond op 9 november 2026.\n\nDe lamp is kapot.\n", name="notities.txt")
    assert titled.title == "Verslag van de avond"


def test_an_opendocument_text_says_the_same_as_the_word_document() -> None:
    assert outline(FIXTURES / "verslag-bewonersavond.odt") == outline(MINUTES)


def test_a_born_digital_pdf_holds_the_same_words_in_paragraphs() -> None:
    pdf = read_notes((FIXTURES / "verslag-bewonersavond.pdf").read_bytes(), name="x.pdf")
    word = read_notes(MINUTES.read_bytes(), name="x.docx")
    signs = re.compile(r"[\uf0b7•]|\d\.")
    assert sorted(w for w in pdf.text.split() if not signs.fullmatch(w)) == sorted(word.text.split())
    assert outline(FIXTURES / "verslag-bewonersavond.pdf") == outline(MINUTES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_a_text_file_is_read_in_the_encoding_it_was_saved_in(encoding: str) -> None:
    text = "Café ’t Hoekje\r\n\r\n- één idee: coördinatie\r\n"
    assert read_notes(text.encode(encoding), name="a.txt").text == text.replace("\r\n", "\n")


def test_the_content_decides_and_not_the_name() -> None:
    assert read_notes(MINUTES.read_bytes(), name="notities.txt").kind is FileKind.DOCX


def test_a_spreadsheet_with_notes_is_a_table() -> None:
    book = Workbook()
    for row in (["Inloop", None, None], ["Onderwerp", "Opmerking", "Aantal"], ["Spelen", "hek eromheen", 3]):
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    segments = list(split_notes(read_notes(out.getvalue(), name="a.xlsx")))
    assert [(s.words, s.theme, s.supporters) for s in said(segments)] == [("hek eromheen", "Spelen", 3)]


def test_a_picture_needs_a_person_unless_its_text_can_be_recognised() -> None:
    photo = b"\xff\xd8\xff\xe0" + b"\0" * 100
    with pytest.raises(NeedsPerson) as waiting:
        read_notes(photo, name="foto.jpg")
    assert waiting.value.code == "no_text_layer"
    notes = read_notes(photo, name="foto.jpg", ocr=lambda _: ("Inloop\n\n- meer groen\n- minder stenen\n", [3]))
    assert notes.recognised
    found = proposals(notes, split_notes(notes))
    assert [p.text for p in found] == ["meer groen", "minder stenen"]
    assert found[0].confidence == 0.5


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"%PDF-1.7 kapot", "damaged"),
        (b"PK\x03\x04", "damaged"),
        (b"{\\rtf1 hallo}", "old_format"),
        (bytes(range(32)) * 40, "not_a_document"),
        (b"<!DOCTYPE html><p>meer groen</p>", "markup"),
        (b"From: a@example.org\r\nMIME-Version: 1.0\r\n\r\nmeer groen", "markup"),
    ],
)
def test_what_is_no_document_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        read_notes(data, name="x")
    assert refused.value.code == code


def test_a_reply_inside_a_contribution_becomes_an_answer_of_its_own() -> None:
    text = (
        "Verslag\n\n## Rondvraag\n\nEen bewoner vraagt of de heg lager kan. De wethouder zegt toe dat uit te zoeken.\n"
    )
    assert kinds(split(text, "a.md"))[-2:] == [
        ("contribution", "Een bewoner vraagt of de heg lager kan."),
        ("answer", "De wethouder zegt toe dat uit te zoeken."),
    ]


def test_residents_who_speak_of_the_organisers_are_no_organisers() -> None:
    text = "Inloop\n\n- de gemeente luistert toch niet\n- De wethouder moet eens komen kijken.\n"
    assert [s.kind.value for s in split(text)] == ["heading", "contribution", "contribution"]


def test_named_officials_and_chairs_are_known_by_their_name() -> None:
    text = (
        "Klankbordgroep\n\nAanwezig: Ilse Brandt (projectleider), 9 bewoners\nVoorzitter: Omar\n\n"
        "Omar: welkom allemaal.\n\nMw. Tromp: wie maait het gras?\n\nIlse: dat doen wij zelf.\n"
    )
    assert [s.kind.value for s in split(text)][-3:] == ["procedure", "contribution", "answer"]


def test_lines_that_were_broken_to_fit_are_one_paragraph() -> None:
    text = (
        "Dorpsoverleg\n\nVeel bewoners vinden het jammer dat de bus na acht uur niet\n"
        "meer rijdt. Wie in Alkmaar naar de film wil, moet met de auto\n"
        "of vragen of iemand hem brengt. Dat is vooral voor jongeren\nvervelend.\n\nIemand wil een buurtbus.\n"
    )
    assert len(said(split(text))) == 2


def test_lines_of_rough_notes_are_each_a_contribution() -> None:
    lines = ["openingstijden ruimer", "waarom niet gewoon het oude bad opknappen?", "te duur", "meneer: tillift graag"]
    assert len(said(split("kraam op de markt\n\n" + "\n".join(lines)))) == 4


@pytest.mark.parametrize(
    ("text", "supporters"),
    [
        ("Meer bomen (8 mensen zijn het hiermee eens)", 8),
        ("2x: meer groen", 2),
        ("meer groen 3x", 3),
        ("3 scholieren: een dak", 3),
        ("Twaalf bewoners willen een hek.", 12),
        ("Drieëntwintig mensen vinden de bus te duur.", 23),
        ("echtpaar: parkeren", 2),
        ("moeder en dochter - vrouwenuurtje", 2),
        ("Samen eten (door vijftien mensen genoemd).", 15),
        ("Een klimboom – 4 mensen", 4),
        ("Schaduwdoek (12)", 12),
        ("Geen fontein. (6 voor, 2 tegen)", 6),
        ("Bankjes, genoemd door zes bewoners", 6),
        ("Three tenants said that the rent must not go up.", 3),
        ("Een speelplek voor kinderen van 4 tot 12 jaar", 1),
        ("Drie tafels van veertien mensen was te groot", 1),
        ("Er passen 40 mensen in de zaal, dat is te weinig.", 1),
        ("Bus 305 rijdt maar 2 keer per uur", 1),
        ("Twee lantaarns zijn al 3 maanden stuk", 1),
        ("Binnen 2 kilometer geen molens", 1),
    ],
)
def test_only_numbers_of_people_who_agree_count(text: str, supporters: int) -> None:
    assert said(split(f"Inloop\n\n- {text}\n"))[0].supporters == supporters


def test_a_table_with_answers_gives_both_sides_of_a_row() -> None:
    table = "| Nr | Vraag | Reactie gemeente | Aantal |\n|---|---|---|---|\n| 1 | Het hek klemt | Wordt gemaakt | 4 |\n"
    rows = [s for s in split(f"# Schouw\n\n{table}", "a.md") if s.kind is not SegmentKind.HEADING]
    assert [(s.kind.value, s.words, s.supporters) for s in rows] == [
        ("contribution", "Het hek klemt", 4), ("answer", "Wordt gemaakt", 1)]  # fmt: skip


def test_columns_that_only_arrange_speak_for_themselves() -> None:
    document = docx.Document()
    document.add_heading("Oogst", 1)
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Noordkant", "Zuidkant"
    table.cell(1, 0).text = "meer licht"
    table.cell(1, 0).add_paragraph("minder stenen")
    table.cell(1, 1).text = "een boom"
    out = io.BytesIO()
    document.save(out)
    segments = list(split_notes(read_notes(out.getvalue(), name="a.docx")))
    assert [(s.words, s.theme) for s in said(segments)] == [
        ("meer licht", "Noordkant"), ("minder stenen", "Noordkant"), ("een boom", "Zuidkant")]  # fmt: skip


def test_proposals_are_uncertain_statements_that_point_into_the_notes() -> None:
    notes = read_notes(ROUGH.read_bytes(), name=ROUGH.name)
    found = proposals(notes, split_notes(notes))
    assert len(found) == 8
    reading = found[2].reading(evidence="ab" * 32)
    assert (reading.question, reading.state) == ("statement", AnswerState.UNCERTAIN)
    assert reading.value == "plek om te zitten waar het droog is, en wifi"
    assert reading.raw == notes.text[found[2].start : found[2].end]
    assert reading.confidence is not None
    assert reading.confidence < 1
    assert (found[2].supporters, found[2].remark) == (3, "3 scholieren")


def test_a_protected_pdf_and_a_scanned_one_say_what_to_do() -> None:
    out = io.BytesIO()
    with pikepdf.open(FIXTURES / "verslag-bewonersavond.pdf") as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Rejected) as refused:
        read_notes(out.getvalue(), name="a.pdf")
    assert refused.value.code == "encrypted"
    scan = io.BytesIO()
    Image.new("L", (400, 600), 255).save(scan, format="PDF")
    with pytest.raises(NeedsPerson):
        read_notes(scan.getvalue(), name="a.pdf")


def test_elements_nested_without_end_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as deep:
        deep.writestr("word/document.xml", "<a>" * 50_000 + "</a>" * 50_000)
    with pytest.raises(Rejected) as refused:
        read_notes(out.getvalue(), name="a.docx")
    assert refused.value.code == "damaged"


def test_a_recording_that_was_written_out_is_divided_by_who_speaks() -> None:
    """Whether the time stands before the name or the name above the words; whoever opens the talk leads it."""
    bracketed = split(
        "Gesprek in de buurtkamer\n\n[00:00:04] Gespreksleider: Welkom. Wat kan beter?\n"
        "[00:01:09] Omar: De lift is elke week stuk.\n[00:01:33] Karin (corporatie): Ik ga dat na."
    )
    assert [kind for kind, _ in kinds(bracketed)] == ["heading", "procedure", "contribution", "answer"]
    assert (said(bracketed)[0].speaker, said(bracketed)[0].words) == ("Omar", "De lift is elke week stuk.")
    above = split(
        "Avond over daken\n\nIris Bedacht   0:03\nFijn dat jullie er zijn.\n\nTon V.   0:41\nMijn dak ligt op het "
        "noorden.\n\nIris Bedacht   0:52\nDan kun je meedoen met de sporthal."
    )
    assert [kind for kind, _ in kinds(above)] == ["heading", "procedure", "contribution", "answer"]
    assert (said(above)[0].speaker, said(above)[0].words) == ("Ton V.", "Mijn dak ligt op het noorden.")
    chat = split("Groepschat\n\n[12-03-2026, 19:45] Wim: Het water staat hoog.\n[12-03-2026, 20:02] Waterschap: Klopt.")
    assert [kind for kind, _ in kinds(chat)][1:] == ["contribution", "answer"]


def test_a_table_tells_decisions_votes_and_sides_apart() -> None:
    decided = split("| Besproken | Besluit | Wie |\n| Glas bij de doelen. | Een extra bak. | Dirk |\n")
    assert [kind for kind, _ in kinds(decided)] == ["heading", "contribution", "procedure"]
    (voted,) = said(split("| Stelling | Eens | Oneens |\n| De markt op zaterdag | 31 | 12 |\n"))
    assert voted.votes is not None
    assert (voted.supporters, voted.votes.in_favour, voted.votes.against) == (31, 31, 12)
    sides = said(split("| Thema | Sterk | Zwak |\n| Groen | Volkstuinen | Modder |\n"))
    assert [(one.theme, one.words) for one in sides] == [("Groen, Sterk", "Volkstuinen"), ("Groen, Zwak", "Modder")]


def test_hurried_frisian_and_listed_people_are_understood() -> None:
    hurried = split("tafel 4 / host: Joke / 7 pers\n\n- ouders (3): oversteek eng\n\npauze\n\n- meer licht\n")
    assert [kind for kind, _ in kinds(hurried)] == ["procedure", "contribution", "procedure", "contribution"]
    assert (said(hurried)[0].supporters, said(hurried)[0].table) == (3, "tafel 4")
    frisian = split("De haven\n\nDe foarsitter hjit elkenien wolkom.\n\n12 minsken wolle dat it iepen bliuwt.\n")
    assert [(s.kind.value, s.supporters) for s in frisian][1:] == [("procedure", 1), ("contribution", 12)]
    listed = split(
        "Verslag\nAanwezig: Kees Bedacht (bewoner), Petra Schijn (winkelier), Rob Fictief (gemeente)\n\n"
        "Groen\n\nKees stelt voor om bomen te planten. Petra sluit zich aan. Rob maakt er een melding van.\n"
    )
    assert [kind for kind, _ in kinds(listed)][-3:] == ["contribution", "contribution", "answer"]
    flipped = split("WAT MAG BLIJVEN\nde lindes\nsnackbar!\n\nWAT MOET WEG\nscooters\n")
    assert [kind[:4] for kind, _ in kinds(flipped)] == ["head", "cont", "cont", "head", "cont"]


def test_white_space_without_end_is_not_looked_through_without_end() -> None:
    """It would take hours: a title is cut before it is cleaned, and a line of facts is short."""
    notes = read_notes(f"Jan{' ' * 20_000}0:41".encode(), name="a.txt")
    assert notes.title == "Jan 0:41"
    assert len(split_notes(notes)) == 1
