"""Forms through the second generator of damage (`benchmarks.worn`), on pages from seeds nobody has seen."""

from __future__ import annotations

import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
from PIL import Image
from rapidfuzz.distance import Levenshtein

from benchmarks.result import Progress, Result
from benchmarks.worn.characters import Script
from benchmarks.worn.kinds import KINDS, Paper
from benchmarks.worn.pens import Sheet
from benchmarks.worn.people import Meant, areas, fill_in
from channels.paper.batch import read_file
from channels.paper.form import PrintedForm, make_form
from models.consultation_file import parse_definition
from models.definition import Definition
from models.reading import Reading, Value
from models.vocabulary import AnswerState

CONSULTATION = Path(__file__).parents[1] / "docs" / "examples" / "plein.yaml"
MANY_BOXES = Path(__file__).parent / "worn" / "many_boxes.yaml"
SHEETS = 2
PHOTO_DPI = 250.0
"""What is said of a photograph in a PDF, which must be of some size."""

CURLED = ("photo_curled",)


@dataclass(slots=True)
class Boxes:
    """What became of the tick boxes and the combs of some pages; `characters` are those in combs that were found."""

    pages: int = 0
    lost: int = 0
    boxes: int = 0
    wrong: int = 0
    review: int = 0
    combs: int = 0
    combs_review: int = 0
    characters: int = 0
    characters_wrong: int = 0


def run(progress: Progress) -> list[Result]:
    """All kinds of damage; the seed is among the figures."""
    seed = secrets.randbelow(10**6)
    results = [Result("worn_paper", "seed", float(seed), "")]
    form, definition, blank = printed(MANY_BOXES)
    for kind in KINDS:
        progress(f"worn paper: {kind}")
        found = boxes(kind, form, definition, blank, seed=seed, sheets=SHEETS)
        allowed = found.boxes / (300 if kind in CURLED else 5_000)
        results += [
            Result("worn_paper", f"{kind}: pages not found", found.lost, f"of {found.pages}", at_most=0),
            Result("worn_paper", f"{kind}: silently wrong", found.wrong, f"of {found.boxes} boxes", at_most=allowed),
            Result("worn_paper", f"{kind}: boxes to review", 100 * found.review / max(found.boxes, 1), "%", at_most=1),
            Result(
                "worn_paper",
                f"{kind}: characters in combs silently wrong",
                100 * found.characters_wrong / max(found.characters, 1),
                f"% of {found.characters}",
                at_most=1,
            ),
            Result("worn_paper", f"{kind}: combs to review", found.combs_review, f"of {found.combs}"),
        ]
    return results


def printed(consultation: Path = CONSULTATION) -> tuple[PrintedForm, Definition, list[Sheet]]:
    """A form and its empty pages in colour at 300 dpi."""
    definition = parse_definition(consultation.read_bytes())
    form = make_form(definition, 1, language="nl")
    pages = [page.render(scale=300 / 72).to_numpy()[:, :, :3] for page in pdfium.PdfDocument(form.pdf)]
    return form, definition, [np.ascontiguousarray(page) for page in pages]


def boxes(kind: str, form: PrintedForm, definition: Definition, blank: list[Sheet], *, seed: int, sheets: int) -> Boxes:
    """Forms filled in by as many people, their pages damaged in one way, each sheet's in one file."""
    out = Boxes()
    for at in range(sheets):
        rng = np.random.default_rng([seed + at, sum(map(ord, kind))])
        pages = [page.copy() for page in blank]
        meant = fill_in(pages, form.layout, definition, rng, Script.draw(rng).write)
        scans: list[bytes] = []
        for number, page in enumerate(pages, start=1):
            asked = [box for on, box in form.layout.boxes() if on == number and definition.has(box.question)]
            if asked:
                scans.append(KINDS[kind](Paper(page, tuple(areas(form.layout, number)), pages[number - 2]), rng))
        reading = read_file(together(scans), known=lambda *_: definition)
        found = {r.question: r for document in reading.documents for r in document.readings}
        out.pages += len(scans)
        out.lost += len(scans) - sum(len(document.pages) for document in reading.documents if document.kind == "form")
        for key in meant.ticked:
            if key in found:
                count = sum(box.question == key for _, box in form.layout.boxes())
                out.boxes += count
                _judge(out, found[key], meant, key, count)
        for key, text in meant.combs.items():
            if key in found:
                _judge_comb(out, found[key], text)
    return out


def together(pages: Sequence[bytes]) -> bytes:
    """JPEGs as one PDF, TIFFs as one TIFF; the pictures stay as they are."""
    out = io.BytesIO()
    pictures = [Image.open(io.BytesIO(page)) for page in pages]
    first = pictures[0]
    if first.format == "TIFF":
        first.save(out, "TIFF", compression="group4", dpi=first.info["dpi"], save_all=True, append_images=pictures[1:])
        return out.getvalue()
    pdf = pikepdf.new()
    for page, picture in zip(pages, pictures, strict=True):
        points = 72 / float(picture.info.get("dpi", (PHOTO_DPI,))[0])
        width, height = picture.width * points, picture.height * points
        colours = pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB
        jpeg = pikepdf.Stream(pdf, page, Filter=pikepdf.Name.DCTDecode, ColorSpace=colours, BitsPerComponent=8)
        jpeg.Type, jpeg.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        jpeg.Width, jpeg.Height = picture.width, picture.height
        pdf.add_blank_page(page_size=(width, height))
        pdf.pages[-1].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=pdf.make_indirect(jpeg)))
        pdf.pages[-1].Contents = pdf.make_stream(f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Scan Do Q".encode())
    pdf.save(out)
    return out.getvalue()


def _judge(out: Boxes, reading: Reading | None, meant: Meant, key: str, count: int) -> None:
    unsure = reading is not None and reading.state in (AnswerState.UNCERTAIN, AnswerState.ILLEGIBLE)
    if key in meant.doubtful:
        out.wrong += 0 if unsure else 1
    elif unsure:
        out.review += count
    else:
        out.wrong += len(chosen(reading.value if reading else None) ^ meant.ticked[key])


def _judge_comb(out: Boxes, reading: Reading, text: str) -> None:
    out.combs += 1
    out.characters += len(text)
    if reading.state in (AnswerState.UNCERTAIN, AnswerState.ILLEGIBLE):
        out.combs_review += 1
    else:
        out.characters_wrong += wrong_characters(reading, text)


def wrong_characters(reading: Reading, text: str) -> int:
    """How many characters of a comb were read otherwise than they were meant."""
    return Levenshtein.distance(reading.raw or "", text)


def chosen(value: Value | None) -> frozenset[str]:
    """The options whose boxes say `value`."""
    if value is None:
        return frozenset()
    if isinstance(value, bool):
        return frozenset({"yes" if value else "no"})
    return frozenset({str(value)}) if isinstance(value, str | int) else frozenset(value)
