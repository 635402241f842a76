"""What is published: a site that needs no server, a book, a print and a text, the same each time they are made."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from intake.cli.reference import reference as command
from intake.reference.formats import FORMATS
from intake.reference.publication import Publication, gather
from models import reference_keeping as keeping
from models.accounts import add_organisation
from models.consultations import ORGANISATION
from models.errors import Rejected
from models.reference import ENTRY
from models.reference_keeping import NewEntry
from models.store import Store
from models.tables.reference import EntryKind, EntryState

ENDLESS = "zonderspatie" * 20
"""Longer than a line of the page."""

PICTURE = "\U0001f642"
"""No font of ours has it."""

HOSTILE = (
    f"{ENDLESS} {PICTURE} <script>alert('x')</script> & \"> *vet* [hier](javascript:alert(1)) \x0b"
    "\n\n# kop\n- lijst\n1. nummer"
)
TEXTS = {
    EntryKind.LESSON: "Nodig de volgende keer ook jongeren uit.\n\nZij weten wat er speelt.",
    EntryKind.QUESTION: "In het voorjaar van 2027.",
    EntryKind.STATEMENT: "Er moet betere speelplaatsverlichting komen.",
    EntryKind.DOCUMENT: "De plannen op kaart.",
}


@pytest.fixture
def store(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    made = Store(sqlite_url)
    monkeypatch.setenv("INLOOP_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("INLOOP_HOME", str(tmp_path / "home"))
    add_organisation(made, "zaandijk", "Gemeente Zaandijk")
    with made.write() as connection:
        ours = _organisation(connection)
        for kind, text in TEXTS.items():
            new = NewEntry(
                kind=kind,
                text=text,
                title="Wanneer begint het werk?" if kind in (EntryKind.QUESTION, EntryKind.DOCUMENT) else None,
                url="https://www.example.org/kaart.pdf" if kind is EntryKind.DOCUMENT else None,
                place="Buurthuis De Sluis",
                held_on=date(2026, 11, 12),
                said_by="mevrouw Verzonnen",
            )
            keeping.add(connection, ours, new, by=None, themes=["Spelen & licht"])
        keeping.add_theme(connection, ours, "Spelen & licht", proposed=False)
        keeping.add(connection, ours, NewEntry(kind=EntryKind.STATEMENT, text=HOSTILE), by=None)
        draft = NewEntry(kind=EntryKind.LESSON, text="Dit is nog een ontwerp")
        keeping.add(connection, ours, draft, state=EntryState.DRAFT, by=None)
        keeping.present(connection, ours, title="Naslagwerk Zaandijk", intro="Wat wij hoorden.", shared=False)
    yield made
    made.close()


def _organisation(connection: sa.Connection) -> str:
    return str(connection.execute(sa.select(ORGANISATION.c.id).where(ORGANISATION.c.slug == "zaandijk")).scalar_one())


@pytest.fixture
def publication(store: Store) -> Publication:
    return gather(store, "zaandijk")


def _zip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_made_again_is_the_same_to_the_byte(publication: Publication, kind: str) -> None:
    assert FORMATS[kind].make(publication) == FORMATS[kind].make(publication)


@pytest.mark.parametrize("kind", FORMATS)
def test_only_what_everybody_may_read_is_in_it(publication: Publication, kind: str) -> None:
    made = FORMATS[kind].make(publication)
    if kind == "pdf":
        text = _pdf_text(made)
    elif kind == "md":
        text = made.decode()
    else:
        text = "\n".join(content.decode() for content in _zip(made).values())
    assert "jongeren" in text
    assert "Verzonnen" not in text, "a name that nobody approved"
    assert "ontwerp" not in text, "a draft"


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.add(str(given["id"]))
        for name in ("href", "src"):
            if given.get(name):
                self.found.append(str(given[name]))


def test_every_page_of_the_site_is_reached_without_a_script_and_every_link_leads_somewhere(
    publication: Publication,
) -> None:
    files = _zip(FORMATS["site"].make(publication))
    reached, waiting = set[str](), ["index.html"]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        if not name.endswith(".html"):
            continue
        page = _Links()
        page.feed(files[name].decode())
        for link in page.found:
            if link.startswith("https://"):
                continue
            target = link.partition("#")[0]
            if not target:
                assert link[1:] in page.ids, (name, link)
                continue
            folder = Path(name).parent
            path = (folder / target).as_posix()
            while "stuk/../" in path:
                path = path.replace("stuk/../", "")
            assert path in files, (name, link)
            waiting.append(path)
    assert set(files) - reached == {"zoekindex.js"}, "which the search fetches itself"


def test_nothing_that_somebody_said_is_read_as_part_of_a_page(publication: Publication) -> None:
    for name, content in _zip(FORMATS["site"].make(publication)).items():
        if name.endswith(".html"):
            assert "<script>alert" not in content.decode(), name
    index = _zip(FORMATS["site"].make(publication))["zoekindex.js"].decode()
    assert "<script" not in index
    found = json.loads(index.removeprefix("const ZOEKINDEX = ").rstrip(";\n"))
    assert len(found["stukken"]) == len(publication.entries)
    assert "\\<script\\>" in FORMATS["md"].make(publication).decode()


def test_the_book_is_what_a_reader_expects(publication: Publication) -> None:
    """What epubcheck would refuse, as far as it can be said in a few lines."""
    content = FORMATS["epub"].make(publication)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        first = file.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    files = _zip(content)
    assert files["mimetype"] == b"application/epub+zip"
    container = _parsed(files["META-INF/container.xml"])
    root = container.find(".//{*}rootfile")
    assert root is not None
    package = _parsed(files[root.attrib["full-path"]])
    items = {item.attrib["id"]: item.attrib["href"] for item in package.iterfind(".//{*}item")}
    assert {f"boek/{href}" for href in items.values()} | {"mimetype", "META-INF/container.xml", "boek/boek.opf"} == set(
        files
    )
    assert {item.attrib["idref"] for item in package.iterfind(".//{*}itemref")} < set(items)
    assert len(package.findall(".//{*}item[@properties='nav']")) == 1
    for tag in ("identifier", "title", "language"):
        assert package.findtext(f".//{{http://purl.org/dc/elements/1.1/}}{tag}")
    for name, page in files.items():
        if not name.endswith(".xhtml"):
            continue
        read = _parsed(page)
        ids = [one.attrib["id"] for one in read.iter() if "id" in one.attrib]
        assert len(ids) == len(set(ids)), name
        for link in read.iterfind(".//{*}a"):
            target, _, part = link.attrib["href"].partition("#")
            if not target.startswith("https://"):
                assert f"boek/{target}" in files
                assert not part or f'id="{part}"' in files[f"boek/{target}"].decode(), link.attrib["href"]


def _parsed(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314  # a file of our own


def _pdf_text(content: bytes) -> str:
    import pypdfium2 as pdfium

    return "\n".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(content))


def test_the_print_is_tagged_and_has_everything(publication: Publication) -> None:
    content = FORMATS["pdf"].make(publication)
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "nl"
        assert "/StructTreeRoot" in opened.Root
    text = _pdf_text(content)
    for said in TEXTS.values():
        assert said.split("\n")[0] in text
    assert ENDLESS in re.sub(r"[\s\u200b]", "", text), "a word without end is broken, and stays on the page"


def test_the_site_in_a_folder_loses_what_is_published_no_more(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    done = CliRunner().invoke(command, ["publish", "zaandijk", "-o", str(folder)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert done.output.startswith("5 entries")
    before = {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*.html")}
    assert sum(name.startswith("stuk/") for name in before) == 5
    with store.write() as connection:
        ours = _organisation(connection)
        gone = connection.execute(sa.select(ENTRY.c.id).where(ENTRY.c.kind == EntryKind.QUESTION)).scalar_one()
        assert keeping.remove(connection, ours, gone, by=None)  # type: ignore[arg-type]
    (folder / "eigen.txt").write_text("van de gemeente")
    done = CliRunner().invoke(command, ["publish", "zaandijk", "-o", str(folder)], catch_exceptions=False)
    assert re.match(r"4 entries, \d+ files, 2 taken away", done.output), done.output
    left = "".join(path.read_text() for path in folder.rglob("*") if path.suffix in (".html", ".js"))
    assert TEXTS[EntryKind.QUESTION] not in left
    assert (folder / "eigen.txt").exists()
    same = folder / "stijl.css"
    assert same.is_file()


def test_a_folder_with_other_things_is_left_alone(store: Store, tmp_path: Path) -> None:
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol" / "brief.txt").write_text("van iemand")
    with pytest.raises(Rejected, match="holds other files"):
        CliRunner().invoke(command, ["publish", "zaandijk", "-o", str(tmp_path / "vol")], catch_exceptions=False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["nergens"], "there is no organisation"), (["zaandijk", "--shared"], "does not take part")],
)
def test_what_cannot_be_published_says_why(store: Store, arguments: list[str], said: str) -> None:
    with pytest.raises(Rejected, match=said):
        CliRunner().invoke(command, ["export", "--format", "md", *arguments], catch_exceptions=False)


def test_a_book_comes_out_on_stdout(store: Store) -> None:
    for kind, begins in (("epub", b"PK"), ("pdf", b"%PDF"), ("md", b"# Naslagwerk Zaandijk")):
        done = CliRunner().invoke(command, ["export", "zaandijk", "--format", kind], catch_exceptions=False)
        assert done.exit_code == 0
        assert done.stdout_bytes.startswith(begins)
