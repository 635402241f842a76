"""How well and how fast paper is read, on pages made from seeds that no test and no tuning has used.

Each function returns plain figures; CPU time is this process's and its children's, on one core.
"""

from __future__ import annotations

import resource
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from benchmarks.result import Progress, Result
from channels.paper.batch import read_file
from channels.paper.form import PrintedForm, make_form
from models.definition import Definition, Number, OpenText, Postcode
from models.reading import Value
from models.vocabulary import AnswerState
from scans.engines.tesseract import Tesseract
from scans.print import PrintedPage, read_print
from tests.paper_kit import (
    DAMAGES,
    FIXTURES,
    Filled,
    Grey,
    Pen,
    as_pdf,
    blotches,
    fill,
    flat,
    noisy,
    options_for,
    random_answers,
    square,
    turned,
)

TYPEFACES = (
    "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
)

Figures = dict[str, float]


def fresh_seed() -> int:
    """A seed nobody has seen. Printed with the figures, so that a bad page can be made again."""
    return secrets.randbelow(10**9)


@dataclass
class _Clock:
    cpu: float = 0.0
    wall: float = 0.0


@contextmanager
def _timed(clock: _Clock) -> Iterator[None]:
    wall, cpu = time.perf_counter(), cpu_seconds()
    yield
    clock.cpu += cpu_seconds() - cpu
    clock.wall += time.perf_counter() - wall


def cpu_seconds() -> float:
    """Of this process and of those it started and saw end."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def forms(damage: str, *, sheets: int = 10, seed: int) -> Figures:
    """Forms with one kind of damage: boxes silently wrong, boxes sent to a person, combs wrong, pages not found."""
    definition = square()
    form = make_form(definition, 1, language="nl")
    boxes = wrong = review = combs = combs_wrong = combs_review = lost = 0
    for at in range(sheets):
        rng = np.random.default_rng(seed + at)
        filled = _ticked(form, definition, rng, seed + at)
        pages = [DAMAGES[damage](page, rng) for page in filled.pages[:2]]
        reading = read_file(as_pdf(pages, _dpi(pages[0])), known=lambda *_: definition)
        found = {r.question: r for document in reading.documents for r in document.readings if document.kind == "form"}
        lost += len(pages) - sum(len(document.pages) for document in reading.documents if document.kind == "form")
        for question in definition.questions:
            reading_, wanted = found.get(question.key), filled.answers.get(question.key)
            if isinstance(question, OpenText) or (reading_ is None and wanted is None):
                continue
            value = reading_.value if reading_ else None
            sure = reading_ is not None and reading_.state in (AnswerState.READ, AnswerState.EMPTY)
            if isinstance(question, Number | Postcode):
                combs += wanted is not None
                combs_wrong += sure and value != wanted
                combs_review += not sure
                continue
            count = sum(box.question == question.key for _, box in form.layout.boxes())
            boxes += count
            wrong += len(_options(value, question) ^ _options(wanted, question)) if sure else 0
            review += 0 if sure else 1
    return {
        "seed": seed,
        "sheets": sheets,
        "pages_lost": lost,
        "boxes": boxes,
        "boxes_wrong": wrong,
        "answers_to_review": review,
        "combs": combs,
        "combs_wrong": combs_wrong,
        "combs_to_review": combs_review,
    }


def form_speed(*, sheets: int = 12, seed: int) -> Figures:
    """Forms (two pages of questions at 300 dpi, no handwriting) a minute and core, from file to answers."""
    definition = square()
    form = make_form(definition, 1, language="nl")
    rng = np.random.default_rng(seed)
    pages = [flat(page, rng) for at in range(sheets) for page in _ticked(form, definition, rng, seed + at).pages[:2]]
    data = as_pdf(pages, 300)
    clock = _Clock()
    with _timed(clock):
        read_file(data, known=lambda *_: definition)
    return {
        "seed": seed,
        "sheets": sheets,
        "pages_a_minute_and_core": 60 * len(pages) / clock.cpu,
        "forms_a_minute_and_core": 60 * sheets / clock.cpu,
        "cpu_seconds_a_page": clock.cpu / len(pages),
    }


def letters(damage: str, *, count: int = 4, seed: int) -> Figures:
    """Typed Dutch letters: character error rate, pages whose reading is bad but looks good, pages a minute and core."""
    texts = [(FIXTURES / name).read_text(encoding="utf-8") for name in ("brief-1.txt", "brief-2.txt")]
    clock, wrong, characters, unseen, doubted = _Clock(), 0, 0, 0, 0
    for at in range(count):
        rng = np.random.default_rng(seed + at)
        text = texts[at % 2]
        page = LETTER_DAMAGES[damage](_typed(text, rng), rng)
        with _timed(clock):
            read = read_print(page, _dpi(page), Tesseract(), ["nl"])
        errors, length = _errors(read, text)
        wrong, characters = wrong + errors, characters + length
        unseen += errors / length > 0.05 and read.confidence >= 0.9
        doubted += read.confidence < 0.9
    return {
        "seed": seed,
        "letters": count,
        "character_error_rate": wrong / characters,
        "bad_and_not_doubted": unseen,
        "doubted": doubted,
        "cpu_seconds_a_page": clock.cpu / count,
        "pages_a_minute_and_core": 60 * count / clock.cpu,
    }


def run(progress: Progress) -> list[Result]:
    """Everything, on fresh seeds."""
    results: list[Result] = []
    for damage in DAMAGES:
        progress(f"paper: forms, {damage}")
        results += _form_results(damage, forms(damage, sheets=6, seed=fresh_seed()))
    progress("paper: how many forms a minute")
    speed = form_speed(seed=fresh_seed())
    results.append(
        Result("paper", "forms a minute and core, two pages at 300 dpi", speed["forms_a_minute_and_core"], "1/min", 300)
    )
    for damage in LETTER_DAMAGES:
        progress(f"paper: letters, {damage}")
        results += _letter_results(damage, letters(damage, seed=fresh_seed()))
    return results


def _form_results(damage: str, found: Figures) -> list[Result]:
    return [
        Result("paper", f"{damage}: pages lost", found["pages_lost"], "pages", at_most=0),
        Result("paper", f"{damage}: boxes silently wrong", found["boxes_wrong"] / found["boxes"], "share", at_most=0.0),
        Result(
            "paper", f"{damage}: answers sent to a person", found["answers_to_review"], f"of {found['boxes']:.0f} boxes"
        ),
        Result("paper", f"{damage}: combs silently wrong", found["combs_wrong"], f"of {found['combs']:.0f}"),
    ]


def _letter_results(damage: str, found: Figures) -> list[Result]:
    return [
        Result("paper", f"letters {damage}: character errors", 100 * found["character_error_rate"], "%", at_most=1.5),
        Result("paper", f"letters {damage}: bad and not doubted", found["bad_and_not_doubted"], "pages", at_most=0),
        Result("paper", f"letters {damage}: pages a minute and core", found["pages_a_minute_and_core"], "1/min", 40),
    ]


def _ticked(form: PrintedForm, definition: Definition, rng: np.random.Generator, seed: int) -> Filled:
    answers: dict[str, Value] = {
        key: value
        for key, value in random_answers(definition, rng).items()
        if not isinstance(definition.question(key), OpenText)
    }
    pen = Pen(seed, width=float(rng.uniform(0.3, 0.8)), dark=int(rng.integers(10, 110)))
    return fill(form, definition, answers, pen)


def _options(value: Value | None, question: object) -> set[str]:
    return set() if value is None else options_for(question, value)  # type: ignore[arg-type]


def _dpi(page: Grey) -> float:
    return float(max(page.shape)) / (297 / 25.4)


def _typed(text: str, rng: np.random.Generator) -> Grey:
    """A letter at 305 dpi, which is what the damages expect."""
    page = Image.new("L", (2520, 3564), 250)
    face = ImageFont.truetype(str(rng.choice(TYPEFACES)), int(rng.integers(42, 52)))
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            if face.getlength(f"{line} {word}") > 1850:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines.append(line)
    ImageDraw.Draw(page).multiline_text((300, 300), "\n".join(lines), 30, face, spacing=18)
    return np.asarray(page)


def _errors(read: PrintedPage, text: str) -> tuple[int, int]:
    got, wanted = " ".join(line.text for line in read.lines), " ".join(text.split())
    return Levenshtein.distance(got, wanted), len(wanted)


def _faint(image: Grey, rng: np.random.Generator) -> Grey:
    """A copy of a copy."""
    page = cv2.GaussianBlur(DAMAGES["skewed"](image, rng), (0, 0), 0.9)
    light = 255 - (255 - np.asarray(page, np.float32)) * 0.45
    return noisy(blotches(light.astype(np.uint8), rng, 0.8), rng, 5)


def _upright(image: Grey, rng: np.random.Generator) -> Grey:
    return noisy(turned(image, rng.uniform(-0.3, 0.3), 250), rng, 2)


LETTER_DAMAGES: dict[str, Callable[[Grey, np.random.Generator], Grey]] = {
    "clean": _upright,
    "skewed": DAMAGES["skewed"],
    "noisy": DAMAGES["noisy"],
    "fax": DAMAGES["fax"],
    "faint": _faint,
    "shadowed": DAMAGES["shadowed"],
    "photographed": DAMAGES["photographed"],
}
