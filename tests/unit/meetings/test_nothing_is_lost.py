"""Whatever the document: every visible character is in the canonical text once, and in exactly one segment."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.meetings.notes import Notes, read_notes
from channels.meetings.splitting import split_notes

W = nsdecls("w")
FIXTURES = Path(__file__).parents[2] / "fixtures" / "meetings"
SETS = Path(__file__).parents[3] / "benchmarks" / "meetings_set"

KNOWN = """
Opening;   ;# Tafel 1;Tafel 2:;- ;- meer groen (3x);  * bankjes;1. Parkeren;V: waarom?;A: daarom;-> komt goed;| a | b |
|---|---|;| 1 |;=====;-----;**Vet**;Datum: 3-3-2026;Wethouder: ja.;\t;\x0c;6 voor, 2 tegen;Geleerd;…;🙂;“
Een bewoner vraagt iets. De wethouder antwoordt dat het kan.;| Vraag | Antwoord |;3 scholieren: een dak;\xa0
[00:01:33] Karin: ja;Ton V.   0:41;[12-03-2026, 19:45] Wim: nee;00:00:02 Voorzitter: Welkom;> kaart;pauze;1 Kerkplein
Opening.;| Sterk | Zwak |;| Stelling | Eens | Oneens |;| Besproken | Besluit | Wie |;tafel 4 / host: Joke / 7 pers;\xa0
""".replace("\n", ";").split(";")
LINES = st.one_of(st.sampled_from(KNOWN), st.text(max_size=90))


def check(notes: Notes) -> None:
    """Blocks and segments each follow one another from the first character to the last."""
    segments = split_notes(notes)
    for parts in (notes.blocks, segments):
        assert parts[0].start == 0
        assert parts[-1].end == len(notes.text)
        assert all(a.end == b.start and a.start < a.end for a, b in pairwise(parts))
    assert "".join(segment.text for segment in segments) == notes.text
    assert all(block.start <= block.inner <= block.outer <= block.end for block in notes.blocks)


@given(st.lists(LINES, min_size=1, max_size=25).map("\n".join), st.sampled_from(["a.txt", "a.md"]))
@settings(max_examples=300, deadline=None)
def test_text_files_stay_as_they_are(text: str, name: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if (
        not text.strip("\x00\t\n\r ")
        or not text.strip()
        or sum(c < " " and c not in "\n\t" for c in text) * 50 > len(text)
    ):
        return
    notes = read_notes(("\ufeff" + text).encode(), name=name)
    assert notes.text == text
    check(notes)


class Document:
    """A Word document in which every visible run is a word of its own, and every invisible one as well."""

    def __init__(self) -> None:
        self.document = docx.Document()
        self.seen: list[str] = []
        self.unseen: list[str] = []

    def word(self, *, visible: bool = True) -> str:
        (self.seen if visible else self.unseen).append(f"w{len(self.seen) + len(self.unseen)}x")
        return (self.seen if visible else self.unseen)[-1]

    def run(self, *, visible: bool = True) -> str:
        return f"<w:r><w:t>{self.word(visible=visible)}</w:t></w:r>"

    def part(self, kind: str, depth: int = 0) -> str:
        """The XML of something that may stand in a paragraph."""
        match kind:
            case "insertion":
                return f'<w:ins w:id="1" w:author="a">{self.run()}</w:ins>'
            case "deletion":
                word = self.word(visible=False)
                return f'<w:del w:id="2" w:author="a"><w:r><w:delText>{word}</w:delText></w:r></w:del>'
            case "moved":
                old = f'<w:moveFrom w:id="3">{self.run(visible=False)}</w:moveFrom>'
                return f'{old}<w:moveTo w:id="4">{self.run()}</w:moveTo>'
            case "link":
                return f'<w:hyperlink w:anchor="a">{self.run()}{self.run()}</w:hyperlink>'
            case "control":
                return f"<w:sdt><w:sdtPr/><w:sdtContent>{self.run()}</w:sdtContent></w:sdt>"
            case "smart":
                return f'<w:smartTag w:element="place">{self.run()}</w:smartTag>'
            case "field":
                hidden = self.word(visible=False)
                return f"<w:r><w:instrText>{hidden}</w:instrText></w:r>{self.run()}"
            case "hidden":
                return f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{self.word(visible=False)}</w:t></w:r>"
            case "box":
                inside = f"<w:txbxContent>{self.paragraph(['run', 'link'])}</w:txbxContent>"
                old = f"<w:txbxContent><w:p>{self.run(visible=False)}</w:p></w:txbxContent>"
                return (
                    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
                    f'<mc:Choice Requires="wps"><w:drawing>{inside}</w:drawing></mc:Choice>'
                    f"<mc:Fallback><w:pict>{old}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
                )
            case _:
                return f"<w:r><w:t>{self.word()}</w:t><w:br/><w:t>{self.word()}</w:t><w:tab/></w:r>"

    def paragraph(self, kinds: list[str]) -> str:
        return f"<w:p>{''.join(self.part(kind) for kind in kinds)}</w:p>"

    def table(self, cells: list[list[str]]) -> str:
        inside = "".join(f"<w:tc>{self.paragraph(kinds)}</w:tc>" for kinds in cells)
        nested = f"<w:tbl><w:tr><w:tc>{self.paragraph(['run'])}</w:tc></w:tr></w:tbl>"
        return f"<w:tbl><w:tr>{inside}</w:tr><w:tr><w:tc>{nested}<w:p>{self.run()}</w:p></w:tc></w:tr></w:tbl>"

    def add(self, xml: str) -> None:
        body = self.document.element.body
        body.insert(
            len(body) - 1, parse_xml(xml.replace(">", f" {W}>", 1) if xml.startswith(("<w:p>", "<w:tbl>")) else xml)
        )

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


KINDS = st.sampled_from(["run", "insertion", "deletion", "moved", "link", "control", "smart", "field", "hidden", "box"])


@given(
    st.lists(
        st.one_of(st.lists(KINDS, max_size=4), st.lists(st.lists(KINDS, max_size=2), min_size=1, max_size=3)),
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_word_documents_give_every_visible_word_once(parts: list[list[str]] | list[list[list[str]]]) -> None:
    made = Document()
    for part in parts:
        made.add(made.table(part) if part and isinstance(part[0], list) else made.paragraph(part))  # type: ignore[arg-type]
    made.document.sections[0].header.paragraphs[0].text = made.word()
    made.document.sections[0].footer.paragraphs[0].text = made.word()
    made.add(made.paragraph(["run"]))
    notes = read_notes(made.saved(), name="a.docx")
    check(notes)
    for word in made.seen:
        assert notes.text.count(word) == 1, word
    for word in made.unseen:
        assert word not in notes.text, word


def test_footnotes_and_comments_of_a_word_document_are_kept_at_the_end() -> None:
    made = Document()
    made.add(made.paragraph(["run"]))
    notes_xml = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>streep</w:t></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1">{made.paragraph(["run"])}</w:footnote></w:footnotes>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made.saved())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/_rels/document.xml.rels":
                relation = (
                    b'<Relationship Id="rId99" Type="http://x/footnotes" Target="footnotes.xml"/></Relationships>'
                )
                data = data.replace(b"</Relationships>", relation)
            new.writestr(name, data)
        new.writestr("word/footnotes.xml", notes_xml)
    notes = read_notes(out.getvalue(), name="a.docx")
    check(notes)
    assert [notes.text.count(word) for word in made.seen] == [1] * 4
    assert "streep" not in notes.text


@pytest.mark.parametrize("path", [*FIXTURES.iterdir(), *SETS.glob("*/*.marked")], ids=lambda path: path.name)
def test_real_files_lose_nothing(path: Path) -> None:
    check(read_notes(path.read_bytes(), name=path.name))
