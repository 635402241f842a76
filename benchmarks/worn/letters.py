"""Typed letters to a municipality, by people who do not exist, in several faces and layouts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.worn.pens import PX_PER_MM, Sheet

FACES: tuple[str, ...] = (
    "opentype/courier-prime/Courier Prime.otf",
    "opentype/urw-base35/NimbusRoman-Regular.otf",
    "opentype/urw-base35/NimbusSans-Regular.otf",
    "truetype/crosextra/Carlito-Regular.ttf",
    "truetype/crosextra/Caladea-Regular.ttf",
    "opentype/ebgaramond/EBGaramond12-Regular.otf",
    "truetype/gnutypewriter/gtw.ttf",
    "truetype/lato/Lato-Regular.ttf",
    "truetype/liberation/LiberationSerif-Regular.ttf",
    "truetype/liberation/LiberationMono-Regular.ttf",
    "truetype/liberation/LiberationSans-Regular.ttf",
    "truetype/dejavu/DejaVuSerif.ttf",
)
"""Below a folder of fonts. Those that are not there are left out; fonts-liberation and fonts-dejavu suffice."""

SUBJECTS = ("Het nieuwe zwembad", "Parkeren in de Dorpsstraat", "Bomen langs de vaart", "De bus naar het ziekenhuis")

SENTENCES = (
    "Al jaren wacht onze buurt op een veilige oversteek bij de school.",
    "Mijn man is 81 en loopt slecht; voor hem is elke stoeprand een hindernis.",
    "Kunt u mij zeggen wanneer de ambtenaar langskomt om te kijken?",
    "De bank bij de vijver is in 2019 weggehaald en nooit teruggekomen.",
    "Wij betaalden vorig jaar € 1.248,50 aan rioolheffing, dat is 12% meer dan eerst.",
    "In de zomer rijden er 's avonds scooters over het fietspad naar de haven.",
    "Dat geeft overlast, vooral voor gezinnen met jonge kinderen.",
    "Volgens het bestemmingsplan mag er ten hoogste drie verdiepingen gebouwd worden.",
    "Toch staat op de tekening een gebouw van vijf lagen, met een dakterras!",
    "Ik vraag u dringend om dit voor 1 maart opnieuw te bekijken.",
    "De geïnteresseerde bewoners kwamen op 14 februari bijeen in het café.",
    "Er waren achtendertig mensen, van wie de meesten tegen het plan zijn.",
    "Een moestuin zou ook prachtig zijn: leerlingen leren dan hoe groente groeit.",
    "Mijn voorstel is eenvoudig: maak van de Kerklaan een straat met eenrichtingsverkeer.",
    "Zo blijft er ruimte over voor bomen, en de auto's rijden vanzelf langzamer.",
    "Helaas kreeg ik op mijn brief van 3 november nog geen antwoord (kenmerk Z-23/4471).",
    "Misschien is die in de drukte van de verhuizing zoekgeraakt.",
    "De verlichting achter de flat doet het al zes weken niet meer.",
    "Vrouwen durven er na tien uur niet meer alleen te lopen.",
    "Het zou fijn zijn als de gemeente daar vóór de winter iets aan doet.",
    "Ook de coöperatie van volkstuinders maakt zich zorgen over het grondwater.",
    "Bij zware regen staat de kelder van nummer 17 blank.",
    "Wie is daarvoor verantwoordelijk: het waterschap of de gemeente?",
    "Uw medewerkster aan de balie was vriendelijk en heeft mij goed geholpen.",
    "Ik begrijp dat niet alles tegelijk kan, maar een planning zou al veel schelen.",
    "Van mij mag het gras best wat langer blijven, dat is beter voor de bijen.",
    "Wel moet het voetpad vrij blijven voor rolstoelen en kinderwagens.",
    "De speeltoestellen zijn oud; bij de glijbaan steekt een roestige schroef uit.",
    "Een zebrapad, een drempel en betere borden: meer vragen wij niet.",
    "Twee van de drie prullenbakken zijn verdwenen sinds de kermis.",
    "Hierdoor waait het afval zo de sloot in.",
    "Als vrijwilliger wil ik graag een ochtend per week meehelpen.",
    "Mijn dochter van negen vroeg: „Waarom mag de fontein niet meer aan?”",
    "Die vraag kon ik haar niet beantwoorden.",
    "Naar ons idee is een ééndaagse markt genoeg voor een dorp van deze omvang.",
    "De bus van 7.42 uur rijdt zo vaak niet, dat wij liever de fiets nemen.",
    "Het alternatief - een belbus - werkt alleen voor wie een telefoon heeft.",
    "Graag hoor ik van u wat er met onze handtekeningen is gebeurd.",
    "Zij liggen nu al meer dan een half jaar op het gemeentehuis.",
    "Een kopie van deze brief stuur ik aan de dorpsraad.",
)

TABLE = (("Straat", "Klachten"), ("Kerklaan", "12"), ("Dorpsstraat", "31"), ("Molenweg", "8"), ("Havenkade", "24"))


@dataclass(frozen=True, slots=True)
class Letter:
    """A page at 300 dpi and its text, line by line from top to bottom."""

    sheet: Sheet
    lines: tuple[str, ...]


def letter(number: int, fonts: Path = Path("/usr/share/fonts")) -> Letter:
    """Letter `number`: always the same one."""
    rng = np.random.default_rng([77, number])
    faces = [fonts / face for face in FACES if (fonts / face).is_file()]
    face = faces[number % len(faces)]
    points = (10, 11, 12, 13, 14, 11, 12, 10.5)[number % 8]
    font = ImageFont.truetype(str(face), round(points * 300 / 72))
    page = Image.new("L", (2480, 3508), 255)
    pen = _Pen(ImageDraw.Draw(page), font, round(points * 300 / 72 * rng.uniform(1.25, 1.5)))
    _head(pen, number, rng)
    order = rng.permutation(len(SENTENCES))
    used, start = 0, pen.y
    while pen.y < start + 1500 and used < 22:
        count = int(rng.integers(2, 6))
        pen.paragraph(" ".join(SENTENCES[n] for n in order[used : used + count]))
        used += count
        if number % 4 == 2 and used <= 5:
            pen.table(TABLE)
    pen.write("Met vriendelijke groet,")
    pen.gap(2)
    pen.write(("G. Voorbeeld", "Mevrouw T. Verzonnen", "Familie Nergens", "W. van Buitenaf")[number % 4])
    return Letter(np.asarray(cv2.cvtColor(np.asarray(page), cv2.COLOR_GRAY2BGR), np.uint8), tuple(pen.lines))


class _Pen:
    """Writes downwards; all measures in pixels."""

    def __init__(self, draw: ImageDraw.ImageDraw, font: ImageFont.FreeTypeFont, pitch: int) -> None:
        self.draw, self.font, self.pitch = draw, font, pitch
        self.left, self.right, self.y = round(25 * PX_PER_MM), round(188 * PX_PER_MM), round(22 * PX_PER_MM)
        self.lines: list[str] = []

    def write(self, text: str, x: int | None = None) -> None:
        self.draw.text((self.left if x is None else x, self.y), text, 20, self.font)
        self.lines.append(text)
        self.y += self.pitch

    def gap(self, lines: float) -> None:
        self.y += round(lines * self.pitch)

    def paragraph(self, text: str) -> None:
        line = ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and self.font.getlength(longer) > self.right - self.left:
                self.write(line)
                longer = word
            line = longer
        self.write(line)
        self.gap(0.7)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        for row in rows:
            for n, cell in enumerate(row):
                self.draw.text((self.left + n * 620 + 20, self.y), cell, 20, self.font)
            self.lines.append(" ".join(row))
            self.y += self.pitch
        self.gap(0.7)


def _head(pen: _Pen, number: int, rng: np.random.Generator) -> None:
    date = f"{int(rng.integers(1, 29))} februari 2027"
    if number % 3 == 1:
        # Two columns: who writes on the left, to whom on the right, a little lower.
        pen.write("T. Verzonnen")
        pen.write("Aan het college van de gemeente", x=pen.left + 1050)
        pen.write("Nergensweg 9")
        pen.write("Postbus 000, 9999 ZZ Buitendorp", x=pen.left + 1050)
    else:
        pen.write("G. Voorbeeld, Nergensweg 9, 9999 ZZ Buitendorp")
        pen.gap(1)
        pen.write("Aan de gemeente Buitendorp")
    pen.gap(1)
    pen.write(date)
    pen.write(f"Onderwerp: {SUBJECTS[number % len(SUBJECTS)]}")
    pen.gap(1)
    pen.write(("Geachte heer, mevrouw,", "Geacht college,", "Beste gemeente,")[number % 3])
    pen.gap(0.7)
