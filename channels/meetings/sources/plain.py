"""Text and Markdown files: lines, exactly as they stand."""

from __future__ import annotations

import re

from channels.meetings.blocks import BlockKind, Piece, Place

HASHES = re.compile(r"(#{1,6})[ \t]+\S")
UNDERLINE = re.compile(r"[ \t]*(=|-|_|\*|~){3,}[ \t]*")
PIPED = re.compile(r"[ \t]*\|.*\|[ \t]*")
LONGEST_ROW = 5_000
"""Characters. A longer line of pipes is no table that a person made."""

DASHED_CELLS = re.compile(r"[ \t|:+-]*-[ \t|:+-]*")


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or a Western Windows code page, with line ends as `\\n`.

    Only what can't be UTF-8 is taken for the code page: a text of some length in it never happens to be valid UTF-8.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    elif data[:200].count(0) * 3 > len(data[:200]):
        text = data.decode("utf-16-be" if data[0] == 0 else "utf-16-le", errors="replace")
    else:
        text = _eight_bits(data)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _eight_bits(data: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def pieces(text: str, *, markdown: bool) -> list[Piece]:
    """A piece for every line. Joined with what stands between them they are `text` again, character by character."""
    lines = text.split("\n")
    found: list[Piece] = []
    table = row = -1
    for at, line in enumerate(lines):
        after = "\n" if at < len(lines) - 1 else ""
        below = lines[at + 1] if at + 1 < len(lines) else ""
        if len(line) < LONGEST_ROW and PIPED.fullmatch(line):
            in_table = row >= 0
            table, row = (table, row + 1) if in_table else (table + 1, 0)
            found.extend(_row(line, after, table, row))
            continue
        row = -1
        found.append(_line(line, below, after, markdown))
    return found


def _line(line: str, below: str, after: str, markdown: bool) -> Piece:
    hashes = HASHES.match(line)
    if hashes and (markdown or len(hashes[1]) > 1 or not line.rstrip().endswith((".", "?", "!"))):
        return Piece(line, BlockKind.HEADING, level=len(hashes[1]), wrapped=True, after=after)
    underlined = (
        UNDERLINE.fullmatch(below) and line.strip() and not UNDERLINE.fullmatch(line) and len(line.strip()) < 90
    )
    if underlined and len(below.strip()) * 3 > len(line.strip()):
        return Piece(line, BlockKind.HEADING, level=1 if "=" in below else 2, wrapped=True, after=after)
    return Piece(line, wrapped=True, after=after)


def _row(line: str, after: str, table: int, row: int) -> list[Piece]:
    """The cells of a piped row; the pipes themselves are part of the text and go with the cell before them."""
    if DASHED_CELLS.fullmatch(line):
        return [Piece(line, BlockKind.CELL, place=Place(table, row, 0), after=after)]
    cells = re.findall(r"[ \t]*\|?(?:[^|\\]|\\.)*\|", line)
    rest = line[sum(map(len, cells)) :]
    if rest and cells:
        cells[-1] += rest
    found = [
        Piece(cell, BlockKind.CELL, place=Place(table, row, at), after="") for at, cell in enumerate(cells or [line])
    ]
    found[-1] = Piece(found[-1].text, BlockKind.CELL, place=found[-1].place, after=after)
    return found
