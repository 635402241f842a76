"""The form as a PDF: any printer prints it, and a screen reader reads it in order."""

import ctypes
import io
from collections.abc import Iterator

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest

from channels.paper.form import make_form
from channels.paper.texts import languages
from scans.registration import PAGE_HEIGHT, PAGE_WIDTH
from tests.paper_kit import INK_PX, printed, square

MARGIN_OF_MARKS = 14
"""mm from the edge within which printers (5 mm) and copiers (10 mm) lose what registration needs."""


def _form(language: str = "nl", *, large: bool = False, copies: int = 1) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(make_form(square(), 1, language=language, large=large, copies=copies).pdf))


def _elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """A structure element with all under it, in reading order."""
    if "/S" in element:
        yield element
    for child in _children(element):
        if isinstance(child, pikepdf.Dictionary):
            yield from _elements(child)


def _children(element: pikepdf.Object) -> list[pikepdf.Object]:
    below = element.get("/K")
    if below is None:
        return []
    return list(below) if isinstance(below, pikepdf.Array) else [below]


def _kinds(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element.S) for element in _elements(pdf.Root.StructTreeRoot)]


def _widgets(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [annotation for page in pdf.pages for annotation in page.get("/Annots", ())]


@pytest.mark.parametrize("language", languages())
def test_a_form_says_its_title_and_language_and_is_tagged(language: str) -> None:
    with _form(language) as pdf:
        assert str(pdf.Root.Lang) == language
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"]
            assert metadata["pdfuaid:part"] == "1"


def test_headings_come_in_order_and_every_question_has_one() -> None:
    with _form() as pdf:
        kinds = [kind for kind in _kinds(pdf) if kind.startswith("/H")]
    assert kinds[0] == "/H1"
    assert set(kinds[1:]) == {"/H2"}
    instructions_contact_privacy_return = 4
    assert len(kinds) - 1 == len(square().questions) + instructions_contact_privacy_return


def test_a_screen_reader_meets_every_field_after_its_question_and_hears_what_it_is() -> None:
    definition = square()
    with _form() as pdf:
        elements = list(_elements(pdf.Root.StructTreeRoot))
        fields = [element for element in elements if element.S == "/Form"]
        told = [str(field.K[0].Obj.Contents) for field in fields]
        first = next(at for at, element in enumerate(elements) if element.S == "/Form")
        assert [str(e.S) for e in elements[:first]].count("/H2") == 2
        assert told[0] == "Wat moet er zeker komen?: meer bomen"
        assert told[2] == "Wat moet er zeker komen?: een steiger"
        assert "Hoe veilig is het?: 5" in told
        assert "Wilt u weer meepraten?: nee" in told
        assert "Waardoor komt dat?" in told
        assert told[-1] == "Wilt u horen wat de uitkomst is?: Telefoonnummer"
        order = [definition.text(question.ask, "nl") for question in definition.questions]
        asked = [text.split(":")[0] for text in told if text.split(":")[0] in order]
        assert list(dict.fromkeys(asked)) == order


def test_tab_goes_through_the_fields_in_that_order() -> None:
    with _form() as pdf:
        assert all(page.Tabs == "/S" for page in pdf.pages if "/Annots" in page)
        assert len(_widgets(pdf)) == sum(1 for kind in _kinds(pdf) if kind == "/Form")
        assert all(int(widget.F) & 4 for widget in _widgets(pdf)), "what is filled in is printed"


def test_nobody_can_type_more_than_is_printed() -> None:
    no_scrolling, comb = 1 << 23, 1 << 24
    with _form() as pdf:
        texts = [widget for widget in _widgets(pdf) if widget.get("/FT") == "/Tx"]
        assert all(int(widget.Ff) & no_scrolling for widget in texts)
        combs = {str(w.T): int(w.MaxLen) for w in texts if int(w.Ff) & comb}
    assert combs == {"age": 3, "where": 6}


def test_a_print_run_has_no_fields_and_no_scripts() -> None:
    with _form(copies=3) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert _widgets(pdf) == []
    with _form() as pdf:
        assert not {"/OpenAction", "/AA", "/Names"} & set(pdf.Root.keys())
        assert all("/AA" not in widget and "/A" not in widget for widget in _widgets(pdf))


@pytest.mark.parametrize("language", ["nl", "ar", "uk"])
@pytest.mark.parametrize("copies", [1, 2])
def test_every_font_is_in_the_file(language: str, copies: int) -> None:
    with _form(language, copies=copies) as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
        holders = [font.DescendantFonts[0] if "/DescendantFonts" in font else font for font in fonts]
        assert holders
        assert all({"/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys()) for font in holders)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("language", languages())
def test_no_print_is_smaller_than_promised_and_all_of_it_is_black(language: str, large: bool) -> None:
    """The sheet's name in the margin is for staff; the address has to fit the window of an envelope."""
    smallest = 18 if large else 12
    document = pdfium.PdfDocument(make_form(square(), 1, language=language, large=large).pdf)
    for page in document:
        words = page.get_textpage()
        for text in page.get_objects(filter=(pdfium.raw.FPDF_PAGEOBJ_TEXT,)):
            said = _said(text, words)
            if said and "5310-1" not in said:
                assert _size(text) >= smallest - 0.01, said
        picture = np.array(page.render(scale=4, grayscale=True).to_numpy()).squeeze()
        inside = (picture > 90) & (picture < 200)
        solid = inside[1:-1, 1:-1] & inside[:-2, 1:-1] & inside[2:, 1:-1] & inside[1:-1, :-2] & inside[1:-1, 2:]
        assert solid.mean() < 0.0005, "grey areas come out of a printer as specks"


def _said(text: pdfium.PdfObject, words: pdfium.PdfTextPage) -> str:
    raw = pdfium.raw
    length = raw.FPDFTextObj_GetText(text, words, None, 0)
    buffer = (raw.FPDF_WCHAR * (length // 2 + 1))()
    raw.FPDFTextObj_GetText(text, words, buffer, length)
    return bytes(buffer).decode("utf-16-le").strip("\0 ")


def _size(text: pdfium.PdfObject) -> float:
    size = ctypes.c_float()
    pdfium.raw.FPDFTextObj_GetFontSize(text, size)
    matrix = text.get_matrix()
    return size.value * abs(matrix.d)


@pytest.mark.parametrize("large", [False, True])
def test_nothing_stands_where_printers_and_copiers_lose_it(large: bool) -> None:
    for page in printed(make_form(square(), 1, language="nl", large=large).pdf):
        dark = np.argwhere(page < 128) / INK_PX
        assert dark.min() >= MARGIN_OF_MARKS - 0.1
        assert dark[:, 0].max() <= PAGE_HEIGHT - MARGIN_OF_MARKS + 0.1
        assert dark[:, 1].max() <= PAGE_WIDTH - MARGIN_OF_MARKS + 0.1


def test_one_copy_is_small_and_a_further_one_costs_little() -> None:
    one = len(make_form(square(), 1, language="nl").pdf)
    many = len(make_form(square(), 1, language="nl", copies=200).pdf)
    assert one < 120_000
    assert (many - one) / 199 < 8_000
