"""The published geometry says where the boxes really are on the printed page."""

import numpy as np
import pytest

from channels.paper.form import make_form
from channels.printed.layout import CONTACT, Box
from models.errors import Rejected
from scans.documents import Decoder
from scans.pages import FoundPage, find_page
from tests.paper_kit import INK_PX, Grey, boxes_of, printed, square

PRECISE = 0.2
"""mm."""


def _line_at(profile: np.ndarray, expected: float) -> float:
    """Where the darkest line within a millimetre of `expected` (mm) is."""
    low = round((expected - 1) * INK_PX)
    near = profile[low : round((expected + 1) * INK_PX)]
    return float(low + np.flatnonzero(near <= near.min() + 8).mean() + 0.5) / INK_PX


def _edges(page: Grey, box: Box) -> list[float]:
    """How far (mm) each side of an outline is from where the layout says."""
    rows = slice(round((box.y + 1) * INK_PX), round((box.y + box.h - 1) * INK_PX))
    columns = slice(round((box.x + 1) * INK_PX), round((box.x + box.w - 1) * INK_PX))
    across, down = page[rows].mean(axis=0), page[:, columns].mean(axis=1)
    return [
        _line_at(across, box.x) - box.x,
        _line_at(across, box.x + box.w) - box.x - box.w,
        _line_at(down, box.y) - box.y,
        _line_at(down, box.y + box.h) - box.y - box.h,
    ]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("language", ["nl", "ar"])
def test_every_outline_is_where_the_layout_says(language: str, large: bool) -> None:
    form = make_form(square(), 1, language=language, large=large)
    pages = printed(form.pdf)
    off = {(box.question, box.option): max(map(abs, _edges(pages[page - 1], box))) for page, box in form.layout.boxes()}
    assert {key: round(value, 2) for key, value in off.items() if value > PRECISE} == {}


def test_the_published_geometry_has_every_question_and_nothing_else() -> None:
    definition = square()
    layout = make_form(definition, 7, language="nl").layout
    published = layout.as_json()
    assert {k: published[k] for k in ("consultation", "version", "language")} == {
        "consultation": "5310",
        "version": 7,
        "language": "nl",
    }
    boxes = [box for page in published["pages"] for box in page["boxes"]]
    assert {box["question"] for box in boxes} == {question.key for question in definition.questions}
    assert [box["option"] for box in boxes if box["question"] == "safe"] == ["1", "2", "3", "4", "5"]
    assert [box["option"] for box in boxes if box["question"] == "again"] == ["yes", "no"]
    assert [(box["kind"], box.get("cells")) for box in boxes if box["question"] in ("age", "where")] == [
        ("comb", 3),
        ("comb", 6),
    ]
    assert [box["kind"] for box in boxes if box["question"] == "why"] == ["write"]
    assert all((page["width"], page["height"]) == (210, 297) for page in published["pages"])


def test_contact_boxes_are_printed_but_not_published() -> None:
    layout = make_form(square(), 1, language="nl").layout
    options = [box.option for _, box in boxes_of(layout, CONTACT)]
    assert options == ["wanted", "name", "address", "phone"]


def test_a_form_is_printed_on_both_sides_and_every_page_says_which_it_is() -> None:
    form = make_form(square(), 2, language="nl", codes=[("123456789", "1"), ("987654321", "2")])
    with Decoder() as decoder, decoder.open(form.pdf) as document:
        found = [find_page(page.image, page.dpi) for page in map(document.image, range(1, document.pages + 1))]
    pages = [page.payload.split("/") for page in found if isinstance(page, FoundPage)]
    count = len(form.layout.pages)
    assert len(pages) == 2 * count
    assert count % 2 == 0
    assert [page[5] for page in pages] == [str(n) for n in (*range(1, count + 1), *range(1, count + 1))]
    assert [page[-1] for page in pages] == ["123456789"] * count + ["987654321"] * count
    assert pages[0][4] != pages[-1][4]


def test_the_address_for_the_envelope_moves_no_box_and_is_a_page_of_the_form() -> None:
    plain = square()
    posted = plain.model_copy(
        update={"return_address": ("Waterschap Waterrijk", "Antwoordnummer 12", "1500 VB Zaandijk")}
    )
    without, with_ = (make_form(one, 1, language="nl").layout for one in (plain, posted))
    assert list(without.boxes()) == list(with_.boxes())
    assert len(with_.pages) % 2 == 0
    assert not with_.pages[-1].boxes


def test_a_single_copy_that_can_be_filled_in_on_screen_has_its_boxes_where_a_print_run_has_them() -> None:
    one, many = (make_form(square(), 1, language="nl", copies=copies).layout for copies in (1, 2))
    assert one == many


def test_a_thousand_forms_are_one_file_with_a_sheet_each() -> None:
    form = make_form(square(), 1, language="nl", copies=250)
    assert len(form.pdf) < 2_500_000


def test_a_language_that_the_consultation_does_not_have_is_refused() -> None:
    with pytest.raises(Rejected, match="has no 'de'"):
        make_form(square(), 1, language="de")
