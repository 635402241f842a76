"""Somebody with a ball-point: fills in a printed form and lays it crookedly on a scanner."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Mapping

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from channels.paper.form import PrintedForm
from channels.printed.layout import Box

DPI = 200
MM = DPI / 25.4
"""Pixels in a millimetre."""

Answers = Mapping[str, Iterable[str] | str]
"""By question: options to tick, or what to write."""


def fill_and_scan(form: PrintedForm, answers: Answers, *, seed: int = 1) -> bytes:
    """The filled form as a scanner delivers it: a PDF of grey pages, each a little askew."""
    hand = random.Random(seed)  # noqa: S311 - a hand that shakes the same way each time
    document = pdfium.PdfDocument(form.pdf)
    pages = [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]
    for number, box in form.layout.boxes():
        _write(ImageDraw.Draw(pages[number - 1]), box, answers.get(box.question, ()), hand)
    crooked = [page.rotate(hand.uniform(-2, 2), fillcolor=245, resample=Image.Resampling.BICUBIC) for page in pages]
    scan = io.BytesIO()
    crooked[0].save(scan, "PDF", save_all=True, append_images=crooked[1:], resolution=DPI)
    return scan.getvalue()


def _write(draw: ImageDraw.ImageDraw, box: Box, answer: Iterable[str] | str, hand: random.Random) -> None:
    if box.kind == "tick":
        if box.option in ([answer] if isinstance(answer, str) else list(answer)):
            _cross(draw, box, hand)
    elif isinstance(answer, str) and answer:
        _letters(draw, box, answer)


def _cross(draw: ImageDraw.ImageDraw, box: Box, hand: random.Random) -> None:
    left, top, right, bottom = box.x * MM, box.y * MM, (box.x + box.w) * MM, (box.y + box.h) * MM

    def near(x: float, y: float) -> tuple[float, float]:
        return x + hand.uniform(-3, 3), y + hand.uniform(-3, 3)

    draw.line([near(left, top), near(right, bottom)], fill=40, width=4)
    draw.line([near(left, bottom), near(right, top)], fill=40, width=4)


def _letters(draw: ImageDraw.ImageDraw, box: Box, text: str) -> None:
    cells = box.cells or 1
    size = (box.h * 0.7 if box.kind == "comb" else 5) * MM
    font = ImageFont.load_default(size)
    if box.kind == "write":
        draw.text((box.x * MM + 10, box.y * MM + 8), text, fill=40, font=font)
        return
    for at, character in enumerate(text):
        middle = ((box.x + (at + 0.5) * box.w / cells) * MM, (box.y + box.h / 2) * MM)
        draw.text(middle, character, fill=40, font=font, anchor="mm")
