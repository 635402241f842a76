"""Marked notes made into the files that people really hand in, and what of their text a reader then sees."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import openpyxl

from channels.printed.typesetting import typeset

MARK = re.compile(r"⟦(\w)(?: (\d+))?⟧")
LIST_SIGNS = re.compile(r"^(?:#+ |- |\d+\) )", re.MULTILINE)
HASHES = re.compile(r"^#+ ", re.MULTILINE)
TEMPLATE = Path(__file__).with_name("notes.typ")

OPEN_DOCUMENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:automatic-styles>'
    '<style:style style:name="B" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>'
    "</office:automatic-styles><office:body><office:text>"
)


def source(marked: str, suffix: str) -> bytes:
    """The file that a person would hand in."""
    text = MARK.sub("", marked)
    return MAKERS[suffix](text) if suffix in MAKERS else text.encode()


def visible(text: str, suffix: str) -> str:
    """What of marked text is text in such a file: in some, list signs, pipes and stars are structure."""
    if suffix in {"docx", "odt", "xlsx"}:
        return LIST_SIGNS.sub("", text).replace("|", " ").replace("**", "")
    return HASHES.sub("", text) if suffix == "pdf" else text


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _as_docx(text: str) -> bytes:
    """Real headings, lists, tables and bold paragraphs."""
    document = docx.Document()
    table = None
    for line in text.splitlines():
        if line.startswith("|"):
            cells = _cells(line)
            table = table if table is not None else document.add_table(rows=0, cols=len(cells))
            for cell, words in zip(table.add_row().cells, cells, strict=True):
                cell.text = words
            continue
        table = None
        if line.startswith("#"):
            document.add_heading(line.lstrip("# "), level=line.count("#", 0, 4) - 1)
        elif line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        elif line.startswith("**"):
            document.add_paragraph().add_run(line.strip("*")).bold = True
        elif line.strip():
            document.add_paragraph(line)
    return _saved(document.save)


def _as_odt(text: str) -> bytes:
    """Real headings, lists, tables and bold paragraphs, in OpenDocument."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        body = "".join(_elements(text))
        file.writestr("content.xml", f"{OPEN_DOCUMENT}{body}</office:text></office:body></office:document-content>")
        file.writestr("styles.xml", "<styles/>")
    return out.getvalue()


def _elements(text: str) -> Iterator[str]:
    lines = [escape(line) for line in text.splitlines() if line.strip()]
    for kind, group in groupby(lines, key=lambda line: line[:2] if line[:2] in {"- ", "| "} else ""):
        if kind == "- ":
            items = "".join(f"<text:list-item><text:p>{line[2:]}</text:p></text:list-item>" for line in group)
            yield f"<text:list>{items}</text:list>"
        elif kind == "| ":
            rows = [
                "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in _cells(line))
                for line in group
            ]
            yield f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>"
        else:
            for line in group:
                yield _paragraph(line)


def _paragraph(line: str) -> str:
    if line.startswith("#"):
        return f'<text:h text:outline-level="{line.count("#", 0, 4)}">{line.lstrip("# ")}</text:h>'
    if line.startswith("**"):
        return f'<text:p text:style-name="B">{line.strip("*")}</text:p>'
    return f"<text:p>{line}</text:p>"


def _as_pdf(text: str) -> bytes:
    lines = [line for line in text.splitlines() if line.strip()]
    found = [{"level": len(line) - len(line.lstrip("#")), "text": line.lstrip("# ")} for line in lines]
    return typeset({"title": found[0]["text"], "lines": found}, TEMPLATE)


def _as_xlsx(text: str) -> bytes:
    """One worksheet; numbers are numbers."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in text.splitlines():
        sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in _cells(line)])
    return _saved(book.save)


def _saved(save: Callable[[io.BytesIO], None]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


MAKERS = {"docx": _as_docx, "odt": _as_odt, "pdf": _as_pdf, "xlsx": _as_xlsx}
