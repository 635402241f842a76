"""A seeded hand that fills printed forms in, and what then happens to paper: scanners, faxes, copiers, phones."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

from channels.paper.form import PrintedForm
from channels.printed.layout import Box, FormLayout
from models.conditions import applies
from models.consultation_file import parse_definition
from models.definition import Choice, Choices, Definition, Number, OpenText, Postcode, Question, Scale, YesNo
from models.reading import Value

Grey = NDArray[np.uint8]

INK_PX = 12
"""Pixels to the mm at which forms are filled in: 305 dpi."""


FIXTURES = Path(__file__).parent / "fixtures" / "paper"


def square() -> Definition:
    """A consultation with every type of question, and with contact."""
    return parse_definition((FIXTURES / "square.yaml").read_bytes())


def printed(pdf: bytes) -> list[Grey]:
    """The pages as they come out of a good printer."""
    document = pdfium.PdfDocument(pdf)
    document.init_forms()
    scale = INK_PX * 25.4 / 72
    return [np.array(page.render(scale=scale, grayscale=True).to_numpy()).squeeze() for page in document]


def as_pdf(pages: Sequence[Grey], dpi: float = 200) -> bytes:
    """Scanned pages as one PDF of pictures."""
    return _saved(pages, "PDF", dpi)


def as_tiff(pages: Sequence[Grey], dpi: float = 200) -> bytes:
    """Scanned pages as one TIFF."""
    return _saved(pages, "TIFF", dpi)


def as_jpeg(page: Grey) -> bytes:
    """A photograph, which says nothing of its scale."""
    out = io.BytesIO()
    Image.fromarray(page).save(out, "JPEG", quality=85)
    return out.getvalue()


def _saved(pages: Sequence[Grey], kind: str, dpi: float) -> bytes:
    out = io.BytesIO()
    first, *others = [Image.fromarray(page) for page in pages]
    options = {"resolution": dpi} if kind == "PDF" else {"dpi": (dpi, dpi)}
    first.save(out, kind, save_all=True, append_images=others, **options)
    return out.getvalue()


@dataclass
class Pen:
    """Draws on pages at `INK_PX`. One pen is one person: a seed, a width in mm, a darkness."""

    seed: int
    width: float = 0.5
    dark: int = 40
    style: str = "mixed"
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)

    def stroke(self, page: Grey, points: NDArray[np.floating], width: float | None = None) -> None:
        """A wobbly line through `points` (mm)."""
        steps = np.linspace(0, len(points) - 1, 12 * (len(points) - 1) + 1)
        smooth = np.stack([np.interp(steps, range(len(points)), points[:, k]) for k in (0, 1)], axis=1)
        smooth += np.cumsum(self.rng.normal(0, 0.025, smooth.shape), axis=0)
        path = np.round(smooth * INK_PX * 16).astype(np.int32).reshape(-1, 1, 2)
        thick = max(1, round((width or self.width) * INK_PX * self.rng.uniform(0.85, 1.15)))
        layer = np.full_like(page, 255)
        cv2.polylines(layer, [path], False, (self.dark,), thick, cv2.LINE_AA, shift=4)
        np.minimum(page, layer, out=page)

    def mark(self, page: Grey, box: Box, style: str | None = None) -> str:
        """Tick a box in this pen's style; tells which it was."""
        style = style or self.style
        if style == "mixed":
            style = str(self.rng.choice(["cross", "tick", "scribble", "small", "big", "line"]))
        spot = np.array([box.x, box.y]) + self.rng.normal(0, 0.25, 2)
        size = box.w
        shapes: dict[str, list[list[list[float]]]] = {
            "cross": [[[0.15, 0.15], [0.85, 0.85]], [[0.85, 0.12], [0.15, 0.88]]],
            "big": [[[-0.15, -0.1], [1.15, 1.1]], [[1.1, -0.15], [-0.1, 1.15]]],
            "small": [[[0.35, 0.35], [0.7, 0.68]], [[0.68, 0.33], [0.36, 0.7]]],
            "tick": [[[0.15, 0.5], [0.4, 0.85], [1.05, -0.1]]],
            "line": [[[0.1, 0.85], [0.9, 0.15]]],
            "scribble": [[[float(x), float(y)] for x, y in self.rng.uniform(0.12, 0.88, (9, 2))]],
        }
        if style == "fill":
            self.fill(page, box, cover=0.82)
        else:
            for points in shapes[style]:
                jitter = self.rng.normal(0, 0.05, (len(points), 2))
                self.stroke(page, spot + (np.array(points) + jitter) * size)
        return style

    def fill(self, page: Grey, box: Box, cover: float = 1.06) -> None:
        """Fill a box with close strokes; `cover` above 1 runs over the edge."""
        inset = box.w * (1 - cover) / 2
        rows = np.arange(inset, box.h - inset + 0.01, 0.3)
        points = [[inset if at % 2 else box.w - inset, row] for at, row in enumerate(rows)]
        self.stroke(page, np.array(points) + [box.x, box.y], width=0.55)

    def undo(self, page: Grey, box: Box) -> None:
        """Black a box out wholly, over the cross that was in it."""
        self.mark(page, box, "cross")
        self.fill(page, box)

    def comb(self, page: Grey, box: Box, text: str) -> None:
        """One character a cell, from the left, in strokes that lean and vary as by hand."""
        assert box.cells
        cell = box.w / box.cells
        face = int(self.rng.choice([cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX_SMALL]))
        for at, character in enumerate(text):
            tile = np.full((240, 200), 255, np.uint8)
            thick = max(4, round(self.width * 20))
            (w, h), _ = cv2.getTextSize(character, face, 5.0, thick)
            cv2.putText(tile, character, ((200 - w) // 2, (240 + h) // 2), face, 5.0, (self.dark,), thick, cv2.LINE_AA)
            tall = self.rng.uniform(0.52, 0.72) * box.h
            factor = tall * INK_PX / max(h, 1)
            lean, turn = self.rng.normal(0, 0.08), self.rng.normal(0, 0.05)
            middle = np.array([box.x + (at + 0.5) * cell, box.y + box.h / 2]) + self.rng.normal(0, 0.35, 2)
            shape = factor * np.array([[self.rng.uniform(0.85, 1.1), lean + turn], [-turn, 1.0]])
            matrix = np.hstack([shape, (middle * INK_PX - shape @ [100.0, 120.0])[:, None]])
            layer = cv2.warpAffine(tile, matrix, page.shape[::-1], flags=cv2.INTER_AREA, borderValue=(255,))
            np.minimum(page, layer, out=page)

    def write(self, page: Grey, box: Box, text: str) -> None:
        """Words on the lines of a write box."""
        lines = max(1, round(box.h / 8.5))
        words, row, line = text.split(), 0, ""
        rows: list[str] = []
        for word in words:
            if len(line) + len(word) > box.w / 3.4:
                rows.append(line)
                line = ""
            line = f"{line} {word}".strip()
        for row, written in enumerate([*rows, line][:lines]):
            at = (round((box.x + 4) * INK_PX), round((box.y + (row + 0.72) * box.h / lines) * INK_PX))
            cv2.putText(page, written, at, cv2.FONT_HERSHEY_SIMPLEX, 1.75, (self.dark,), 5, cv2.LINE_AA)


@dataclass(frozen=True)
class Filled:
    """A filled form: its pages, and what was answered."""

    pages: list[Grey]
    answers: dict[str, Value]


def boxes_of(layout: FormLayout, question: str) -> list[tuple[int, Box]]:
    return [(page, box) for page, box in layout.boxes() if box.question == question]


def fill(form: PrintedForm, definition: Definition, answers: dict[str, Value], pen: Pen, copy: int = 0) -> Filled:
    """Write `answers` on one printed copy."""
    count = len(form.layout.pages)
    pages = printed(form.pdf)[copy * count : (copy + 1) * count]
    fill_pages(pages, form.layout, definition, answers, pen)
    return Filled(pages, answers)


def fill_pages(
    pages: list[Grey], layout: FormLayout, definition: Definition, answers: dict[str, Value], pen: Pen
) -> None:
    for key, value in answers.items():
        question = definition.question(key)
        for page, box in boxes_of(layout, key):
            if box.kind == "tick":
                if box.option in options_for(question, value):
                    pen.mark(pages[page - 1], box)
            elif box.kind == "comb":
                pen.comb(pages[page - 1], box, str(value))
            else:
                pen.write(pages[page - 1], box, str(value))
                break


def options_for(question: Question, value: Value) -> set[str]:
    """The tick boxes that say `value`."""
    if isinstance(value, bool):
        return {"yes" if value else "no"}
    return set(value) if isinstance(value, list) else {str(value)}


def random_answers(definition: Definition, rng: np.random.Generator) -> dict[str, Value]:
    """Answers for the questions that apply; some are left out."""
    out: dict[str, Value] = {}
    for question in definition.questions:
        if not applies(definition, question, out) or rng.random() < 0.12:
            continue
        match question:
            case Choice():
                out[question.key] = question.options[int(rng.integers(len(question.options)))].key
            case Choices():
                count = int(rng.integers(1, question.most + 1))
                picked = set(rng.choice(len(question.options), count, replace=False).tolist())
                out[question.key] = [o.key for n, o in enumerate(question.options) if n in picked]
            case Scale():
                out[question.key] = int(rng.integers(question.lowest, question.highest + 1))
            case YesNo():
                out[question.key] = bool(rng.random() < 0.5)
            case Number():
                out[question.key] = int(rng.integers(question.min, question.max + 1))
            case Postcode():
                out[question.key] = str(rng.integers(1000, 9999)) + ("AB" if question.digits == 6 else "")
            case OpenText():
                out[question.key] = "Het is hier donker en er ligt veel glas"
    return out


def _warp(image: Grey, matrix: NDArray[np.floating], size: tuple[int, int], paper: int) -> Grey:
    flags = cv2.INTER_AREA | cv2.INTER_LINEAR
    return np.asarray(cv2.warpPerspective(image, matrix, size, flags=flags, borderValue=(paper,)), np.uint8)


def scaled(image: Grey, dpi: float) -> Grey:
    factor = dpi / (INK_PX * 25.4)
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, None, fx=factor, fy=factor, interpolation=how), np.uint8)


def turned(image: Grey, degrees: float, paper: int = 255) -> Grey:
    """Rotated on a canvas of the same size, as skew on a flatbed."""
    h, w = image.shape
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(image, matrix, (w, h), flags=cv2.INTER_LINEAR, borderValue=(paper,)), np.uint8)


def noisy(image: Grey, rng: np.random.Generator, sigma: float) -> Grey:
    return np.clip(image + rng.normal(0, sigma, image.shape), 0, 255).astype(np.uint8)


def blotches(image: Grey, rng: np.random.Generator, low: float, cells: int = 5) -> Grey:
    """Uneven light: multiplied by a smooth field between `low` and 1."""
    field_ = rng.uniform(low, 1.0, (cells, cells)).astype(np.float32)
    wide = cv2.resize(field_, image.shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.clip(image * np.clip(wide, low * 0.9, 1.05), 0, 255).astype(np.uint8)


def dirt(image: Grey, rng: np.random.Generator, specks: int) -> Grey:
    out = image.copy()
    for x, y, size in zip(
        rng.integers(0, image.shape[1], specks),
        rng.integers(0, image.shape[0], specks),
        rng.integers(1, 3, specks),
        strict=True,
    ):
        cv2.circle(out, (int(x), int(y)), int(size), (int(rng.integers(20, 160)),), -1)
    return out


def flat(image: Grey, rng: np.random.Generator) -> Grey:
    return noisy(scaled(image, 300), rng, 2)


def skewed(image: Grey, rng: np.random.Generator) -> Grey:
    return noisy(turned(scaled(image, 200), rng.uniform(-6, 6)), rng, 3)


def noise(image: Grey, rng: np.random.Generator) -> Grey:
    page = cv2.GaussianBlur(turned(scaled(image, 200), rng.uniform(-2, 2)), (3, 3), 0)
    return dirt(noisy(np.asarray(page, np.uint8), rng, 22), rng, 300)


def fax(image: Grey, rng: np.random.Generator) -> Grey:
    page = noisy(turned(scaled(image, 200), rng.uniform(-2, 2)), rng, 18)
    black = np.where(page < rng.uniform(120, 170), 0, 255).astype(np.uint8)
    specks = rng.random(page.shape)
    black[specks < 0.002] = 0
    black[specks > 0.998] = 255
    return black


def copied(image: Grey, rng: np.random.Generator) -> Grey:
    page = cv2.GaussianBlur(turned(scaled(image, 200), rng.uniform(-2, 2)), (0, 0), rng.uniform(0.8, 1.3))
    hard = np.clip((np.asarray(page, np.float32) - 90) * 1.7, 0, 255).astype(np.uint8)
    return dirt(noisy(hard, rng, 6), rng, 200)


def shadowed(image: Grey, rng: np.random.Generator) -> Grey:
    return noisy(blotches(turned(scaled(image, 200), rng.uniform(-3, 3)), rng, 0.35), rng, 5)


def upside_down(image: Grey, rng: np.random.Generator) -> Grey:
    return np.asarray(cv2.rotate(skewed(image, rng), cv2.ROTATE_180), np.uint8)


def sideways(image: Grey, rng: np.random.Generator) -> Grey:
    return np.asarray(cv2.rotate(scaled(image, 150), cv2.ROTATE_90_CLOCKWISE), np.uint8)


def photographed(image: Grey, rng: np.random.Generator) -> Grey:
    page = scaled(image, 240)
    h, w = page.shape
    size = (round(w * 1.25), round(h * 1.2))
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    seen = corners * [1.02, 1.0] + [w * 0.1, h * 0.08] + rng.uniform(-0.055, 0.055, (4, 2)) * [w, h]
    matrix = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    table = rng.integers(40, 110, (size[1] // 8 + 1, size[0] // 8 + 1)).astype(np.uint8)
    background = np.asarray(cv2.resize(table, size), np.uint8)
    over = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_LINEAR)
    mask = cv2.warpPerspective(np.full_like(page, 255), matrix, size)
    shot = np.where(mask > 127, over, background).astype(np.uint8)
    shot = noisy(blotches(np.asarray(cv2.GaussianBlur(shot, (0, 0), 0.8), np.uint8), rng, 0.55), rng, 5)
    _, packed = cv2.imencode(".jpg", shot, [cv2.IMWRITE_JPEG_QUALITY, 75])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)


def curled(image: Grey, rng: np.random.Generator) -> Grey:
    page = scaled(image, 220)
    h, w = page.shape
    y, x = np.mgrid[:h, :w].astype(np.float32)
    bend = rng.uniform(-1.0, 1.0, 4) * 2.0 * 220 / 25.4
    dx = bend[0] * np.sin(np.pi * y / h) + bend[1] * np.sin(2 * np.pi * x / w) * 0.5
    dy = bend[2] * np.sin(np.pi * x / w) + bend[3] * np.sin(2 * np.pi * y / h) * 0.5
    bent = cv2.remap(page, x + dx.astype(np.float32), y + dy.astype(np.float32), cv2.INTER_LINEAR, borderValue=(255,))
    return photographed(np.asarray(cv2.resize(bent, image.shape[::-1], interpolation=cv2.INTER_CUBIC), np.uint8), rng)


Damage = Callable[[Grey, np.random.Generator], Grey]

DAMAGES: dict[str, Damage] = {
    "flat": flat,
    "skewed": skewed,
    "noisy": noise,
    "fax": fax,
    "copied": copied,
    "shadowed": shadowed,
    "upside_down": upside_down,
    "sideways": sideways,
    "photographed": photographed,
    "curled": curled,
}
