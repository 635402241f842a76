"""Words that stand outside a document's running text are in the canonical text too, or it is told that they are not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx
import pikepdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm
from openpyxl import Workbook
from openpyxl.comments import Comment
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from benchmarks.meetings_set.making import source
from channels.meetings.notes import read_notes
from channels.meetings.segments import SegmentKind
from channels.meetings.sources.pdf_beside import as_read
from channels.meetings.splitting import split_notes
from models.errors import NeedsPerson, Rejected

W = nsdecls("w")
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def asides(data: bytes, name: str) -> list[str]:
    """What is left over of a file, each once in the text."""
    notes = read_notes(data, name=name)
    found = [s.text.strip() for s in split_notes(notes) if s.kind is SegmentKind.LEFT_OVER]
    assert all(notes.text.count(words) == 1 for words in found)
    return found


def word(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word document with parts of its own, by their names in the folder `word`."""
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("Wij willen meer groen.")
    document.element.body.insert(1, parse_xml(body))
    document.save(out)
    made = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/_rels/document.xml.rels":
                more = "".join(
                    f'<Relationship Id="x{n}" Type="{RELATIONS}/x" Target="{part}"/>'
                    for n, part in enumerate(parts or {})
                )
                data = data.replace(b"</Relationships>", f"{more}</Relationships>".encode())
            new.writestr(name, data)
        for part, xml in (parts or {}).items():
            new.writestr(f"word/{part}", xml)
    return made.getvalue()


def test_diagrams_charts_lettering_and_chosen_entries_of_word_are_read() -> None:
    letters = '<w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="Sierletters"/></w:pict>'
    chosen = (
        '<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="rood"/>'
        '<w:listEntry w:val="blauw"/></w:ddList></w:ffData></w:fldChar>'
    )
    chart = (
        '<c:chart xmlns:c="c" xmlns:a="a"><a:t>Stemmen</a:t><c:v>bomen</c:v><c:v>bomen</c:v>'
        "<c:val><c:numCache><c:v>8</c:v></c:numCache></c:val></c:chart>"
    )
    diagram = '<d:pt xmlns:d="d" xmlns:a="a"><a:t>Eerst praten</a:t></d:pt>'
    data = word(
        f"<w:p {W}><w:r>{letters}</w:r><w:r>{chosen}</w:r></w:p>",
        {"charts/chart1.xml": chart, "diagrams/data1.xml": diagram},
    )
    text = read_notes(data, name="a.docx").text
    assert "Sierlettersblauw" in text
    assert "rood" not in text
    assert sorted(asides(data, "a.docx")) == ["Eerst praten", "Stemmen", "bomen"]
    with pytest.raises(Rejected) as refused:
        read_notes(word(f"<w:p {W}/>", {"afchunk1.htm": "<p/>"}), name="a.docx")
    assert refused.value.code == "document_inside"


def test_pictures_that_may_hold_words_are_counted_and_ornaments_are_not() -> None:
    picture, out = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "PNG")
    document = docx.Document()
    document.add_picture(picture, Cm(12), Cm(9))
    document.add_picture(picture, Cm(2), Cm(2))
    document.save(out)
    with pytest.raises(NeedsPerson) as waiting:
        read_notes(out.getvalue(), name="a.docx")
    assert waiting.value.code == "no_text_layer"
    document.add_paragraph("De flap-over van tafel 2.")
    out = io.BytesIO()
    document.save(out)
    assert read_notes(out.getvalue(), name="a.docx").pictures == 1


def test_what_stands_around_the_cells_of_a_worksheet_is_read() -> None:
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in (["Opmerking", "Aantal"], ["hek eromheen", 3]):
        sheet.append(row)
    sheet["A2"].comment = Comment("zei de school ook", "Jan")
    assert sheet.oddHeader is not None
    sheet.oddHeader.center.text = '&"Arial"&12Inloop & meer'
    book.save(out)
    assert sorted(asides(out.getvalue(), "a.xlsx")) == ["Inloop & meer", "zei de school ook"]


def test_what_was_written_on_a_pdf_and_words_on_their_side_are_read() -> None:
    base = source("⟦h⟧# Verslag\n⟦c⟧Wij willen meer groen in de wijk.", "pdf")
    with pikepdf.open(io.BytesIO(base)) as document:
        page = document.pages[0]
        field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), V=String("ingevuld"))
        ticked = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Btn, T=String("b"), V=Name.Yes)
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Contents=String("klopt dit wel?"))
        for one in (field, ticked, note):
            one.Rect = Array([10, 10, 60, 40])
        page.Annots = Array([document.make_indirect(one) for one in (field, ticked, note)])
        document.Root.AcroForm = Dictionary(Fields=Array([page.Annots[0], page.Annots[1]]))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources.Font[Name("/Side")] = document.make_indirect(font)
        page.contents_add(b"BT /Side 12 Tf 0 1 -1 0 30 200 Tm (op zijn kant) Tj ET")
        out = io.BytesIO()
        document.save(out)
        blank = document.add_blank_page()
        curve = b"%d 9 m %d 60 l %d 80 %d 90 %d 99 c f "
        drawing = b"".join(curve % (x, x + 3, x, x + 5, x + 9) for x in range(0, 450, 3))
        blank.Contents = document.make_stream(drawing)
        drawn = io.BytesIO()
        document.save(drawn)
    assert sorted(asides(out.getvalue(), "a.pdf")) == ["ingevuld", "klopt dit wel?", "op zijn kant"]
    with pytest.raises(NeedsPerson):
        read_notes(drawn.getvalue(), name="a.pdf")


@pytest.mark.parametrize(
    ("looks", "glyphs", "reads"),
    [
        ("meer groen", list("meer groen"), "meer groen"),
        ("راجشلأا نم اديزم", ["ر", "ا", "ج", "ش", "لأ", "ا", " ", *"نم اديزم"], "مزيدا من الأشجار"),
        ("12 רבמצדב Plein םיצע", list("12 רבמצדב Plein םיצע"), "עצים Plein בדצמבר 12"),
    ],
)
def test_a_line_of_a_pdf_is_put_in_the_order_in_which_it_is_read(looks: str, glyphs: list[str], reads: str) -> None:
    assert as_read(looks, glyphs) == reads
