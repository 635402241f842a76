"""Write boxes filled in by hand, read by each engine that may propose handwriting: the same pages in the same run.

The hands are typefaces made from somebody's handwriting, with each word bent, slanted and set off its line anew. Real
cursive is harder than all of them; nobody's letters may be kept here to measure it.
"""

from __future__ import annotations

import secrets
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from benchmarks.result import Progress, Result
from benchmarks.worn.kinds import KINDS, Paper
from benchmarks.worn.pens import PX_PER_MM, Pen, Sheet
from benchmarks.worn_paper import printed, together
from channels.paper.batch import Engines, read_file
from channels.printed.layout import Box
from models.definition import Definition
from scans.engines.named import handwriting_engine
from scans.engines.tesseract import Tesseract

ENGINES = ("tesseract", "rapidocr")
KNOWN_HANDS = {
    "Breip": 1.15,
    "DkgHandwriting": 0.85,
    "Ecolier_court": 1.0,
    "Because We Learn": 0.9,
    "Because We Build": 0.9,
    "annie-use-your-telescope": 0.92,
    "architects-daughter": 0.96,
    "bad-script": 0.87,
    "caveat-brush": 1.09,
    "cedarville-cursive": 1.08,
    "delicious-handrawn": 1.05,
    "gaegu": 1.22,
    "gochi-hand": 0.92,
    "handlee": 0.91,
    "homemade-apple": 0.74,
    "kalam": 0.88,
    "mansalva": 1.16,
    "marck-script": 1.2,
    "nanum-pen-script": 0.94,
    "neucha": 0.9,
    "reenie-beanie": 1.1,
    "rock-salt": 0.58,
    "schoolbell": 0.95,
    "shadows-into-light": 0.75,
    "short-stack": 0.83,
    "sriracha": 0.92,
    "sue-ellen-francisco": 0.86,
    "swanky-and-moo-moo": 1.33,
    "the-girl-next-door": 0.83,
}
"""Families that thresholds may be chosen on, and how large each is written, against the line: those of `typefaces/` so
that an x is 2.4 mm high, and from top to tail a line is at most 7 mm. Which of these are known was told by their names,
once: those are not whose SHA-256, as a number, is a multiple of 3."""
UNKNOWN_HANDS = {
    "femkeklaver": 1.0,
    "Kristi": 1.6,
    "Rufscript": 0.9,
    "Because We Mentor": 0.9,
    "Because We Connect": 0.9,
    "caveat": 1.26,
    "covered-by-your-grace": 0.92,
    "gloria-hallelujah": 0.86,
    "indie-flower": 1.11,
    "oooh-baby": 1.18,
    "patrick-hand": 0.96,
}
"""Families that are only judged by."""
DAMAGE = ("flat", "skewed", "noise", "fax_fine", "copied", "shadowed", "worn", "photo")
TYPEFACES = Path(__file__).parent / "typefaces" / "node_modules" / "@fontsource"
LINE_MM = 8.5
SAYINGS = (
    "Meer bankjes bij het water graag.",
    "Ik durf 's avonds niet meer langs de brug te lopen.",
    "De bus rijdt te weinig op zondag, vooral voor ouderen.",
    "Laat de oude linde alstublieft staan!",
    "Een zebrapad bij de school zou veel helpen.",
    "Er ligt altijd zwerfvuil achter de winkels.",
    "Mijn rollator blijft steken tussen de tegels.",
    "Kan er een waterpomp voor de kinderen komen?",
    "De lantaarn op de hoek is al drie maanden stuk.",
    "Geen auto's meer op het plein, dat is veiliger.",
    "Wij missen een plek waar jongeren kunnen zitten.",
    "Het gras wordt te vaak gemaaid, denk aan de bijen.",
    "Graag een toilet in de buurt van de markt.",
    "De stoep is te smal voor een kinderwagen.",
    "Ik vind het plan mooi, maar veel te duur.",
    "Waarom moet alles van steen zijn?",
    "Er wordt op de Kerkstraat 60 gereden, niet 30.",
    "Op nr. 14 en 16 staat al jaren water in de kelder.",
    "Mevrouw Jansen en ik willen graag meedenken over het park.",
    "Kom eens kijken op een dinsdag om half negen!",
    "Zorg dat er ook iets te doen is voor kleuters.",
    "Hoezo 85 parkeerplaatsen minder? Daar ben ik tegen.",
    "Fietsers rijden hier veel te hard, zet er een drempel neer.",
    "Wat gebeurt er met de kastanjes aan de Dorpsweg?",
    "Ik woon hier sinds 1987 en het was nooit zo lawaaierig.",
    "De vuilnisbak zit elk weekend vol, ratten lopen er rond.",
    "Please keep the old oak trees near the playground.",
    "The crossing at the station feels unsafe after dark.",
    "My daughter needs a wider path for her wheelchair.",
    "We would love a small garden where neighbours can meet.",
    "Ik soe graach in bankje by de feart ha wolle.",
    "Mear griente op it skoalplein, dat is goed foar elts.",
)


@dataclass(slots=True)
class Read:
    """What an engine made of write boxes: characters in all, in those it proposed a text for, and wrong ones there."""

    boxes: int = 0
    proposed: int = 0
    characters: int = 0
    wrong: int = 0
    worse: int = 0
    seconds: float = 0.0
    by_damage: dict[str, list[int]] = field(default_factory=dict)


def run(progress: Progress) -> list[Result]:
    seed = secrets.randbelow(10**6)
    results = [Result("handwriting", "seed", float(seed), "")]
    for engine, found in compare(UNKNOWN_HANDS, seed, forms=1, progress=progress).items():
        share = found.proposed / max(found.boxes, 1)
        rate = 100 * found.wrong / max(found.characters, 1)
        results += [
            Result("handwriting", f"{engine}: boxes for which a text is proposed, of {found.boxes}", share, ""),
            Result("handwriting", f"{engine}: wrong characters in what is proposed", rate, "%", at_most=3),
            Result("handwriting", f"{engine}: proposals worse than 20%, of {found.proposed}", found.worse, ""),
            Result("handwriting", f"{engine}: a box", found.seconds / max(found.boxes, 1), "s"),
        ]
    return results


def compare(
    hands: Mapping[str, float], seed: int, *, forms: int, progress: Progress, engines: Sequence[str] = ENGINES
) -> dict[str, Read]:
    """Each engine on the same boxes: `forms` for each hand and damage."""
    read = {name: Read() for name in engines}
    made = {name: handwriting_engine(name) for name in engines}
    blank, definition = printed()[2], printed()[1]
    boxes = [(page, box) for page, box in printed()[0].layout.boxes() if box.kind == "write" and box.question[0] != "@"]
    for name, size in hands.items():
        for damage in DAMAGE:
            progress(f"handwriting: {name}, {damage}")
            for at in range(forms):
                rng = np.random.default_rng([seed, at, *map(ord, name + damage)])
                meant, file = _form(blank, boxes, font_of(name), size, damage, rng)
                for engine, out in read.items():
                    began = time.process_time()
                    values = _values(file, definition, Engines(Tesseract(), made[engine]))
                    out.seconds += time.process_time() - began
                    _judge(out, damage, meant, values)
    return read


def _judge(out: Read, damage: str, meant: Mapping[str, str], values: Mapping[str, str | None]) -> None:
    for question, text in meant.items():
        out.boxes += 1
        value = values.get(question)
        tally = out.by_damage.setdefault(damage, [0, 0, 0])
        if value is None:
            continue
        # Some hands have nothing but capitals.
        wrong = Levenshtein.distance(" ".join(text.casefold().split()), " ".join(value.casefold().split()))
        out.proposed += 1
        out.characters += len(text)
        out.wrong += wrong
        out.worse += wrong > 0.2 * len(text)
        tally[0] += 1
        tally[1] += len(text)
        tally[2] += wrong


def _values(file: bytes, definition: Definition, engines: Engines) -> dict[str, str | None]:
    reading = read_file(file, known=lambda *_: definition, engines=engines)
    found = [one for document in reading.documents for one in document.readings]
    return {one.question: one.value if isinstance(one.value, str) else None for one in found}


def _form(
    blank: Sequence[Sheet],
    boxes: Sequence[tuple[int, Box]],
    font: Path,
    size: float,
    damage: str,
    rng: np.random.Generator,
) -> tuple[dict[str, str], bytes]:
    pages = [page.copy() for page in blank]
    pen, meant = Pen.draw(rng), {}
    for number, box in boxes:
        meant[box.question] = _fill(pages[number - 1], box, font, size, pen, rng)
    used = sorted({number for number, _ in boxes})
    return meant, together([KINDS[damage](Paper(pages[n - 1], (), pages[n - 2]), rng) for n in used])


def _fill(page: Sheet, box: Box, font: Path, size: float, pen: Pen, rng: np.random.Generator) -> str:
    """Write sayings on the lines of a box, as many as fit; what was written, line by line."""
    sayings = [str(one) for one in rng.permutation(np.array(SAYINGS))]
    lines = round(box.h / LINE_MM)
    height = LINE_MM * 0.62 * size * rng.uniform(0.85, 1.1)
    written: list[str] = []
    words = iter(" ".join(sayings).split())
    word = next(words)
    ends = False
    for line in range(lines - int(rng.integers(0, 2))):
        x, said = box.x + rng.uniform(1.5, 5), list[str]()
        tilt = rng.normal(0, 0.006)
        while not ends:
            ink = inked_word(word, font, height, rng)
            wide = ink.shape[1] / PX_PER_MM
            if x + wide > box.x + box.w - 1.5:
                break
            baseline = box.y + (line + 1) * LINE_MM - 1.6 + (x - box.x) * tilt + rng.normal(0, 0.2)
            _press(page, ink, x, baseline, height, pen)
            x += wide + height * rng.uniform(0.35, 0.6)
            said.append(word)
            word = next(words, "")
            ends = not word
        written.append(" ".join(said))
    return "\n".join(written)


def inked_word(word: str, font: Path, height: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """How much ink lies where: a word bent and slanted a little, its baseline at two thirds."""
    face = ImageFont.truetype(font, round(height * PX_PER_MM))
    left, _, right, _ = face.getbbox(word)
    high, edge = round(height * PX_PER_MM * 2.4), 12
    image = Image.new("L", (round(right - left) + 2 * edge, high), 0)
    ImageDraw.Draw(image).text((edge - left, high * 2 / 3), word, fill=255, font=face, anchor="ls")
    ink = np.asarray(image, np.float32) / 255
    rows, columns = np.mgrid[0 : ink.shape[0], 0 : ink.shape[1]].astype(np.float32)
    bend = [cv2.GaussianBlur(rng.normal(0, 1, ink.shape).astype(np.float32), (0, 0), 14) * 40 for _ in range(2)]
    slant = np.float32(rng.normal(0, 0.06)) * (rows - high * 2 / 3)
    return np.asarray(cv2.remap(ink, columns + bend[0] + slant, rows + bend[1], cv2.INTER_LINEAR), np.float32)


def _press(page: Sheet, ink: NDArray[np.float32], x: float, baseline: float, height: float, pen: Pen) -> None:
    left = round(x * PX_PER_MM)
    top = round(baseline * PX_PER_MM - ink.shape[0] * 2 / 3)
    part = page[top : top + ink.shape[0], left : left + ink.shape[1]]
    alpha = (ink[: part.shape[0], : part.shape[1]] * pen.cover)[..., None]
    mixed = part * (1 - alpha) + np.minimum(part, np.array(pen.colour, np.float32)) * alpha
    part[:] = mixed.astype(np.uint8)


def font_of(family: str) -> Path:
    """:raises FileNotFoundError: no package with it is installed; `scripts/setup --for bench` does."""
    packaged = TYPEFACES / family / "files" / f"{family}-latin-400-normal.woff"
    if packaged.is_file():
        return packaged
    for name, path in _installed():
        if family in name.split(","):
            return path
    raise FileNotFoundError(f"no typeface {family}; run scripts/setup --for bench")


def _installed() -> Iterator[tuple[str, Path]]:
    listed = subprocess.run(["fc-list", ":style=Regular", "family", "file"], capture_output=True, text=True, check=True)
    more = subprocess.run(["fc-list", "", "family", "file"], capture_output=True, text=True, check=True)
    for line in [*listed.stdout.splitlines(), *more.stdout.splitlines()]:
        path, _, families = line.partition(": ")
        yield families.strip(), Path(path)
