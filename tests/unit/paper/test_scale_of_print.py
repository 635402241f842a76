"""Tesseract is shown a page no larger than its smallest print needs, and what it tells is in the page's own pixels."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from channels.printed.fonts import find_font
from scans.documents import Grey
from scans.engines.tesseract import Tesseract
from scans.engines.tesserocr import TesserOcr
from scans.ocr import OcrEngine

TEXT = "De bank bij de vijver is in 2019 weggehaald en nooit teruggekomen"
SMALL = "Voorbeeldstraat 9 in Buitendorp, bereikbaar op werkdagen"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """The sizes of the pictures that the program was given."""
    sizes: list[tuple[int, ...]] = []
    write = cv2.imwrite

    def imwrite(path: str, image: Grey, *rest: list[int]) -> bool:
        sizes.append(image.shape)
        return write(path, image, *rest)

    monkeypatch.setattr(cv2, "imwrite", imwrite)
    return sizes


def page(*lines: tuple[str, float]) -> Grey:
    """A white page at 300 dpi with lines of so many points."""
    image = Image.new("L", (2480, 1400), 255)
    draw, top = ImageDraw.Draw(image), 100
    for text, points in lines:
        font = ImageFont.truetype(str(find_font("NotoSans-Regular.ttf")), round(points * 300 / 72))
        draw.text((200, top), text, font=font, fill=0)
        top += round(points * 300 / 72 * 1.6)
    return np.asarray(image, dtype=np.uint8)


def test_large_print_is_shown_smaller(shown: list[tuple[int, ...]]) -> None:
    large = page(*[(TEXT, 14)] * 7)
    Tesseract().lines(large, ["nl"])
    assert shown[0][0] < 0.8 * large.shape[0]


@pytest.mark.parametrize("engine", [Tesseract(), TesserOcr()], ids=["tesseract", "tesserocr"])
def test_the_boxes_of_large_print_are_those_of_the_page(engine: OcrEngine) -> None:
    large = page(*[(TEXT, 14)] * 8)
    lines = engine.lines(large, ["nl"])
    assert [line.text for line in lines] == [TEXT] * 8
    rows, columns = np.nonzero(large < 128)
    boxes = np.array([line.box for line in lines])
    ends = (boxes[:, :2] + boxes[:, 2:]).max(axis=0)
    assert np.abs(boxes[:, :2].min(axis=0) - (columns.min(), rows.min())).max() <= 3
    assert np.abs(ends - (columns.max(), rows.max())).max() <= 3


@pytest.mark.parametrize("lines", [[(TEXT, 8)] * 8, [*[(TEXT, 14)] * 8, (SMALL, 7)]])
def test_small_print_is_hardly_shown_smaller_even_where_there_is_little_of_it(
    lines: list[tuple[str, float]], shown: list[tuple[int, ...]]
) -> None:
    small = page(*lines)
    assert [line.text for line in Tesseract().lines(small, ["nl"])] == [text for text, _ in lines]
    assert shown[0][0] > 0.85 * small.shape[0]


def test_arabic_is_shown_as_it_is(shown: list[tuple[int, ...]]) -> None:
    large = page(*[(TEXT, 14)] * 8)
    Tesseract().lines(large, ["ar"])
    assert shown == [large.shape]
