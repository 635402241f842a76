"""A sheet that goes out empty comes back filled, and says what is wrong with it cell by cell."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from channels.meetings.sheet import SheetReading, is_sheet, make_sheet, read_sheet
from models.consultation_file import parse_definition
from models.definition import Definition
from models.errors import Rejected
from models.vocabulary import AnswerState

DEFINITION = """
code: "4821"
organisation: zaandijk
title: {nl: "Een nieuw plein"}
languages: [nl, en]
opens: 2026-11-01
closes: 2027-12-31
privacy: {notice: {nl: "Wij bewaren uw antwoorden veilig."}}
questions:
  - {key: first, type: choice, ask: {nl: "Wat moet er zeker komen?", en: "What should be there?"}, options: [
      {key: trees, label: {nl: "meer bomen", en: "more trees"}}, {key: benches, label: {nl: "bankjes", en: "benches"}}]}
  - {key: also, type: choices, most: 2, required: false, ask: {nl: "Wat nog meer?"}, options: [
      {key: light, label: {nl: "meer licht"}}, {key: toilet, label: {nl: "een toilet"}},
      {key: art, label: {nl: "kunst"}}]}
  - {key: safe, type: scale, from: 1, to: 5, ask: {nl: "Hoe veilig is het?"}}
  - {key: why, type: text, ask_if: {question: safe, in: [1, 2]}, ask: {nl: "Waardoor komt dat?"}}
  - {key: again, type: yes_no, ask: {nl: "Wilt u weer meepraten?"}}
  - {key: age, type: number, min: 0, max: 120, required: false, ask: {nl: "Hoe oud bent u?"}}
  - {key: where, type: postcode, digits: 4, required: false, ask: {nl: "Wat is uw postcode?"}}
"""
KEYS = ["first", "also", "safe", "why", "again", "age", "where", "supporters", "table", "remark"]


@pytest.fixture(scope="module")
def definition() -> Definition:
    return parse_definition(DEFINITION.encode())


def filled(definition: Definition, *rows: dict[str, Any]) -> bytes:
    """Our own empty sheet with these rows from row 3 on, by key."""
    book = load_workbook(io.BytesIO(make_sheet(definition, "nl")))
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, 3):
        for key, value in row.items():
            sheet.cell(number, KEYS.index(key) + 1, value)
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_hand(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return saved(book)


def values(reading: SheetReading, row: int = 0) -> dict[str, Any]:
    return {r.question: r.value for r in reading.rows[row].readings}


def faults(reading: SheetReading) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.code) for p in reading.problems]


def read(data: bytes, definition: Definition) -> SheetReading:
    return read_sheet(data, definition, language="nl")


def test_an_empty_sheet_holds_keys_then_texts_and_reads_back_empty(definition: Definition) -> None:
    data = make_sheet(definition, "nl", version=3)
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == KEYS
    assert "Wat moet er zeker komen?" in sheet.cell(2, 1).value
    assert "2 = bankjes" in sheet.cell(2, 1).value
    assert sheet.freeze_panes == "A3"
    assert sheet.cell(3, 2).number_format == "@"
    assert read(data, definition) == SheetReading((), (), made_for=3)


def test_the_sheet_is_in_the_wanted_language_where_it_was_translated(definition: Definition) -> None:
    sheet = load_workbook(io.BytesIO(make_sheet(definition, "en"))).worksheets[0]
    assert "more trees" in sheet.cell(2, 1).value
    assert "How many people" in sheet.cell(2, KEYS.index("supporters") + 1).value


def test_hints_refuse_nothing(definition: Definition) -> None:
    sheet = load_workbook(io.BytesIO(make_sheet(definition, "nl"))).worksheets[0]
    hints = sheet.data_validations.dataValidation
    assert len(hints) == len(KEYS)
    assert not any(hint.showErrorMessage for hint in hints)
    assert all(len(hint.prompt) <= 255 and len(hint.promptTitle) <= 32 for hint in hints)


def test_a_row_becomes_readings_with_what_was_typed_kept(definition: Definition) -> None:
    reading = read(
        filled(definition, {"first": " bankjes ", "also": "1, 3", "safe": "2", "why": "Te donker.", "again": "ja",
                            "age": "71", "where": "1506", "supporters": "3", "table": "2", "remark": "via dochter"}),
        definition,
    )  # fmt: skip
    assert reading.problems == ()
    (row,) = reading.rows
    assert values(reading) == {"first": "benches", "also": ["light", "art"], "safe": 2, "why": "Te donker.",
                               "again": True, "age": 71, "where": "1506"}  # fmt: skip
    assert (row.number, row.supporters, row.table, row.remark) == (3, 3, "2", "via dochter")
    assert row.readings[0].raw == " bankjes "
    assert {r.state for r in row.readings} == {AnswerState.READ}
    assert {r.confidence for r in row.readings} == {None}


def test_numbers_and_booleans_of_the_spreadsheet_are_what_was_typed(definition: Definition) -> None:
    row = {
        "first": 2,
        "also": 1.3,
        "safe": 4.0,
        "again": True,
        "age": 71.0,
        "where": 1506.0,
        "supporters": 2,
        "table": 1,
    }
    reading = read(filled(definition, row), definition)
    assert reading.problems == ()
    assert values(reading) == {"first": "benches", "also": ["light", "art"], "safe": 4, "again": True, "age": 71,
                               "where": "1506"}  # fmt: skip
    assert (reading.rows[0].supporters, reading.rows[0].table) == (2, "1")
    assert {r.question: r.raw for r in reading.rows[0].readings}["again"] == "TRUE"


def test_an_empty_cell_is_an_empty_answer_and_a_question_that_does_not_apply_has_none(definition: Definition) -> None:
    (row,) = read(filled(definition, {"safe": "5"}), definition).rows
    states = {r.question: r.state for r in row.readings}
    assert states["first"] is AnswerState.EMPTY
    assert "why" not in states
    assert {r.confidence for r in row.readings} == {None}


def test_an_answer_where_the_condition_does_not_apply_waits_for_a_person(definition: Definition) -> None:
    (row,) = read(filled(definition, {"safe": "5", "why": "toch wel donker"}), definition).rows
    why = next(r for r in row.readings if r.question == "why")
    assert (why.state, why.value) == (AnswerState.UNCERTAIN, "toch wel donker")


def test_good_rows_come_in_and_faults_are_named_by_row_and_column(definition: Definition) -> None:
    reading = read(
        filled(definition, {"first": "1"}, {"first": "fontein", "safe": "9"}, {"first": "2", "supporters": "veel"},
               {"also": "1, 2, 3"}, {"first": "1"}),
        definition,
    )  # fmt: skip
    assert [row.number for row in reading.rows] == [3, 7]
    assert faults(reading) == [(4, "first", "unknown"), (4, "safe", "out_of_range"), (5, "supporters", "supporters"),
                               (6, "also", "too_many")]  # fmt: skip
    assert "“9”" in reading.problems[1].message
    assert "from 1 to 5" in reading.problems[1].message


@pytest.mark.parametrize("supporters", ["0", "-1", "2,5", 2.5, 0, "drie", True])
def test_supporters_must_be_a_whole_number_of_people(definition: Definition, supporters: object) -> None:
    assert faults(read(filled(definition, {"first": "1", "supporters": supporters}), definition)) == [
        (3, "supporters", "supporters")
    ]


def test_a_date_that_the_spreadsheet_made_is_a_fault_in_a_choice_and_text_in_an_open_answer(
    definition: Definition,
) -> None:
    day = datetime(2027, 3, 1)  # noqa: DTZ001 - a spreadsheet's dates have no zone
    reading = read(filled(definition, {"also": day}, {"safe": "1", "why": day}), definition)
    assert faults(reading) == [(3, "also", "date")]
    assert values(reading)["why"] == "1-3-2027"


def test_a_formula_counts_by_its_result_and_is_a_fault_without_one(definition: Definition) -> None:
    data = filled(definition, {"age": "=30+5"})
    assert faults(read(data, definition)) == [(3, "age", "formula")]
    computed = edited(data, "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb"<v ?/>|<v></v>", b"<v>35</v>", xml))
    assert values(read(computed, definition))["age"] == 35


def edited(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def test_columns_are_found_by_key_in_any_order(definition: Definition) -> None:
    data = by_hand(["remark", " Safe ", "first", "table", "supporters", "why", "also", "again", "age", "where"],
                   ["opmerking", "Hoe veilig?", "Wat moet er komen?"], ["stil", 3, "meer bomen", "B", 4])  # fmt: skip
    reading = read(data, definition)
    assert reading.problems == ()
    assert values(reading)["safe"] == 3
    assert (reading.rows[0].table, reading.rows[0].supporters, reading.rows[0].remark) == ("B", 4, "stil")


def test_an_extra_column_is_named_and_rows_still_count(definition: Definition) -> None:
    reading = read(by_hand([*KEYS, "tijd"], ["tekst"], ["1", *[None] * 9, "20.15"]), definition)
    assert faults(reading) == [(1, "tijd", "unknown_column")]
    assert len(reading.rows) == 1


def test_rows_wait_when_a_key_was_renamed_so_that_no_answer_is_dropped(definition: Definition) -> None:
    keys = ["veiligheid" if key == "safe" else key for key in KEYS]
    reading = read(by_hand(keys, ["tekst"], ["1", None, "3"], ["2"]), definition)
    assert faults(reading) == [(1, "veiligheid", "unknown_column"), (1, "safe", "missing_column"),
                               (3, "veiligheid", "renamed_column")]  # fmt: skip
    assert [row.number for row in reading.rows] == [4]


def test_a_doubled_key_is_a_fault_where_both_say_something_else(definition: Definition) -> None:
    reading = read(by_hand([*KEYS, "first"], ["tekst"], ["1", *[None] * 9, "2"], ["2"]), definition)
    assert faults(reading) == [(1, "first", "duplicate_column"), (3, "first", "duplicate_column")]
    assert [row.number for row in reading.rows] == [4]


def test_text_beside_the_columns_is_not_lost_without_a_word(definition: Definition) -> None:
    reading = read(filled(definition, {"first": "1"}), definition)
    assert len(reading.rows) == 1
    data = by_hand(KEYS, ["tekst"], ["1", *[None] * 9, "wil teruggebeld worden"])
    assert faults(read(data, definition)) == [(3, "K", "no_key")]


def test_rows_without_content_or_with_only_a_table_are_passed_over(definition: Definition) -> None:
    reading = read(filled(definition, {"table": "1"}, {"first": "  "}, {"table": "1", "first": "1"}), definition)
    assert [row.number for row in reading.rows] == [5]
    assert reading.problems == ()


def test_a_row_that_answers_nothing_is_named(definition: Definition) -> None:
    assert faults(read(filled(definition, {"remark": "boze meneer", "supporters": "2"}), definition)) == [
        (3, "", "no_answer")
    ]


def test_answers_in_the_row_of_texts_are_named(definition: Definition) -> None:
    reading = read(by_hand(KEYS, ["1", None, "3"], ["2"]), definition)
    assert faults(reading) == [(2, "", "row_two")]
    assert [row.number for row in reading.rows] == [3]


def test_a_table_merged_over_rows_counts_for_each_and_an_answer_only_once(definition: Definition) -> None:
    book = load_workbook(io.BytesIO(filled(definition, {"first": "1", "table": "2"}, {"safe": "3"})))
    sheet = book.worksheets[0]
    sheet.merge_cells("I3:I4")
    sheet.merge_cells("A3:A4")
    reading = read(saved(book), definition)
    assert [row.table for row in reading.rows] == ["2", "2"]
    assert values(reading, 1)["first"] is None
    sheet.merge_cells("A5:B5")
    sheet["A5"] = "1"
    assert faults(read(saved(book), definition)) == [(5, "first", "merged")]


def test_fingerprints_survive_correcting_and_moving_and_tell_twins_apart(definition: Definition) -> None:
    first = read(filled(definition, {"first": "1"}, {"first": "x"}, {"first": "1"}, {"safe": "2"}), definition)
    second = read(filled(definition, {"safe": "2"}, {"first": "1"}, {"first": "1"}, {"first": "2"}), definition)
    known = {row.fingerprint for row in first.rows}
    assert len(known) == 3
    assert known < {row.fingerprint for row in second.rows}
    assert {row.fingerprint for row in second.rows} - known == {second.rows[3].fingerprint}


def test_other_worksheets_and_hidden_ones_are_ignored(definition: Definition) -> None:
    book = load_workbook(io.BytesIO(filled(definition, {"first": "1"})))
    book.create_sheet("kladje", 0).append(["zomaar", "iets"])
    hidden = book.create_sheet("oud", 0)
    hidden.append(KEYS)
    hidden.append(["tekst"])
    hidden.append(["2"])
    hidden.sheet_state = "hidden"
    reading = read(saved(book), definition)
    assert [values(reading)["first"]] == ["trees"]


def test_a_sheet_of_another_consultation_is_refused_by_name(definition: Definition) -> None:
    other = definition.model_copy(update={"code": "9999"})
    with pytest.raises(Rejected, match="4821") as refused:
        read(make_sheet(definition, "nl"), other)
    assert refused.value.code == "other_consultation"


def test_sheets_are_told_from_spreadsheets_with_notes(definition: Definition) -> None:
    assert is_sheet(make_sheet(definition, "nl"), definition)
    assert is_sheet(by_hand(KEYS[:3], ["tekst"]), definition)
    assert not is_sheet(by_hand(["Onderwerp", "Opmerking", "Aantal"], ["Spelen", "hek", 3]), definition)
    assert not is_sheet(b"zomaar tekst", definition)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04kapot", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"first,also\n1,2\n", "not_a_sheet"),
        (by_hand(["Onderwerp", "Aantal"], ["Spelen", 3]), "not_a_sheet"),
        (b"\x00\x01\x02\x03\x7f" * 100, "not_a_document"),
    ],
)
def test_what_is_no_sheet_is_refused_with_its_reason(definition: Definition, data: bytes, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        read(data, definition)
    assert refused.value.code == code


def test_a_bomb_is_refused_before_it_is_unpacked(definition: Definition) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"<workbook/>")
        bomb.writestr("xl/_rels/workbook.xml.rels", b" " * 200_000_000)
    with pytest.raises(Rejected) as refused:
        read(out.getvalue(), definition)
    assert refused.value.code == "too_large"


def test_entities_are_refused(definition: Definition) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    with pytest.raises(Rejected):
        read(edited(make_sheet(definition, "nl"), "xl/worksheets/sheet1.xml", lambda _: bomb), definition)


def test_a_million_declared_rows_cost_nothing(definition: Definition) -> None:
    def stretch(xml: bytes) -> bytes:
        xml = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', xml)
        return xml.replace(b"</sheetData>", b'<row r="1048576"><c r="A1048576" t="n"/></row></sheetData>')

    data = edited(filled(definition, {"first": "1"}), "xl/worksheets/sheet1.xml", stretch)
    assert len(read(data, definition).rows) == 1


def test_a_sheet_that_libreoffice_saved_reads_the_same(definition: Definition) -> None:
    data = (Path(__file__).parents[2] / "fixtures" / "meetings" / "sheet-saved-by-libreoffice.xlsx").read_bytes()
    reading = read(data, definition)
    assert faults(reading) == [(4, "first", "unknown")]
    assert values(reading) == {"first": "benches", "also": ["light", "art"], "safe": 2, "why": "dónker", "again": True,
                               "age": None, "where": None}  # fmt: skip
    assert [row.number for row in reading.rows] == [3, 5]
