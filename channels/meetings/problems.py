"""Every message of the meeting's door, by its stable code: what is wrong and how to mend it."""

from __future__ import annotations

from models.errors import NeedsPerson, Rejected

FILES = {
    "empty": "The file is empty; choose the file that holds the sheet or the notes.",
    "too_large": "The file is larger than can be read; split it into several files.",
    "encrypted": "The file is protected by a password; save it without one and bring it in again.",
    "old_format": "This old format can't be read; save it as .xlsx, .docx or .odt and bring it in again.",
    "damaged": "The file is damaged; open it in the program that made it and save it again.",
    "not_a_document": "This is no document that can be read; save it as .xlsx, .docx, .odt, .pdf or .txt.",
    "markup": "This is a web page or a stored mail; copy its text into a .docx or .txt file and bring that in.",
    "document_inside": "Another document is set into this one; open it in Word, save it again and bring it in.",
    "not_a_sheet": "This is no sheet of this consultation: row 1 must hold the question keys. "
    "Make one with `inloop meeting sheet`.",
    "other_consultation": "The sheet was made for consultation {made_for}; bring it in there, "
    "or make a sheet for {wanted}.",
    "no_text_layer": "The pages are pictures without text; a person has to type them, or switch text recognition on.",
}
"""A whole file that can't be taken in."""

PICTURES = "Pictures in the notes: {count}. No writing in them was read; bring in as a photo what has words on it."
"""The notes were read; this tells what was not."""

CELLS = {
    "unknown": "“{text}” is none of the answers; write {accepted}.",
    "ambiguous": "“{text}” can mean more than one answer; write {accepted}.",
    "out_of_range": "“{text}” is outside the limits; write {accepted}.",
    "too_many": "“{text}” holds too many answers; write {accepted}.",
    "unsure": "“{text}” is not clearly one of the answers; write {accepted}.",
    "date": "The spreadsheet made a date of this cell ({text}); format it as text and write {accepted}.",
    "formula": "The cell holds a formula without a result; write the answer itself: {accepted}.",
    "supporters": "“{text}” is no number of people; write a whole number of 1 or more, or leave it empty.",
    "merged": "This cell is merged with the one beside it; unmerge them, so that each answer has its own cell.",
    "too_long": "The text is longer than {longest} characters; divide it over two rows.",
    "no_answer": "The row holds no answer to any question; write one, or empty the row.",
    "no_key": "Row 1 has no question key above this cell; put the text in a column that has one.",
    "renamed_column": "No question has the key “{key}”, so the row waits; restore the key in row 1.",
}
"""One cell: its row is left out until somebody corrects it."""

COLUMNS = {
    "unknown_column": "No question has the key “{key}”; restore the key in row 1, or move the text to `remark`.",
    "missing_column": "The column “{key}” is not there; if the question was asked, put its key back in row 1.",
    "duplicate_column": "The key “{key}” stands above two columns; keep one of them.",
    "row_two": "Row 2 is for the texts of the questions and is not read; move the answers to row 3 or below.",
}
"""The sheet's first two rows."""


def rejected(code: str, **facts: object) -> Rejected:
    return Rejected(FILES[code].format(**facts), code=code)


UNREAD_PAGE = "Nothing on this page can be read. Scan it again, or type what it says."


def unread_pictures(count: int) -> str:
    return PICTURES.format(count=count)


def needs_person(code: str) -> NeedsPerson:
    return NeedsPerson(FILES[code], code=code)


def message(code: str, **facts: object) -> str:
    """The message for a sheet problem's code."""
    return (CELLS.get(code) or COLUMNS[code]).format(**facts)
