"""Postcodes, typed and said."""

from __future__ import annotations

import pytest

from channels.understanding import Medium
from tests.unit.understanding.sample import EXACTLY, WHERE, hear, meant, spoken

FOUR = spoken("""
nl: 1506; " 1506."; 15 06; 1 5 0 6; 1506ab; 1506 AB; 1506 ab.; 1.506; 15-06; ١٥٠٦; NL-1506 AB → 1506
nl: 1506 Zaandam; 1506 AB Zaandam → 1506
nl: vijftien nul zes; een vijf nul zes; vijftienhonderd zes; duizend vijfhonderd zes; 15 nul 6 → 1506
nl: mijn postcode is 1506; het is 1506 → 1506
nl: mijn postcode is vijftien nul zes; één vijf nul zes; eh vijftien nul zes → 1506
nl: vijftien vierenveertig; vijftien vier en veertig; 15 44; een vijf vier vier → 1544
nl: vijftienhonderd vierenveertig; een vijf dubbel vier → 1544
nl: twintig dertig → 2030
nl: vijftien zes; 15 6 → unsure: 1506
nl: 0506; 150; 15065; 999999; nul vijf nul zes; zaandam; vijftien; hallo → unknown
nl: 1506 12; 1506 12 34 → unsure: 1506
nl: overslaan → skip
en: fifteen oh six; one five oh six; fifteen hundred and six; fifteen zero six; my postcode is 1506 → 1506
en: fifteen forty-four; one five double four → 1544
fy: fyftjin nul seis; ien fiif nul seis → 1506
fy: fyftjin fjouwerenfjirtich → 1544
tr: bir beş sıfır altı; on beş sıfır altı; bin beş yüz altı → 1506
tr: on beş kırk dört → 1544
ar: ١٥٠٦; واحد خمسة صفر ستة; خمسة عشر صفر ستة; ألف وخمسمئة وستة → 1506
pl: jeden pięć zero sześć; piętnaście zero sześć; tysiąc pięćset sześć → 1506
pl: piętnaście czterdzieści cztery → 1544
uk: один п'ять нуль шість; п'ятнадцять нуль шість; тисяча п'ятсот шість → 1506
uk: п'ятнадцять сорок чотири → 1544
""")

SIX = spoken("""
nl: 1506AB; 1506 ab; 1506 a b; 15 06 ab; 1506-ab; 1506 A.B.; 1506АВ; vijftien nul zes a b → 1506AB
nl: vijftien nul zes, aa bee → 1506AB
nl: 1506 Anton Bernard; vijftien nul zes Anton Bernhard; 1506 alfa bravo → 1506AB
nl: 1506 de a van anton de b van bernard; 1506 a en b → 1506AB
nl: 1506 AB Zaandam; 1506 AB 12; mijn postcode is 1506 ab → 1506AB or unsure: 1506AB
nl: 1506 x ray zulu; 1506 iks zet; 1506 xantippe zaandam → 1506XZ
nl: 1506 Karel Lodewijk; 1506 kaa el → 1506KL
nl: 1506 in zaandam → unsure: 1506IN
nl: 1506; 1506 a; 1506 abc; 1506 sa; 1506 SS; ab 1506; 0506 ab → unknown
en: fifteen oh six alpha bravo; 1506 a b; 1506 ay bee; 1506 a as in alpha b as in bravo → 1506AB
uk: 1506 АВ → 1506AB
""")


@pytest.mark.parametrize(("language", "said", "meaning"), FOUR, ids=str)
def test_four_digits(language: str, said: str, meaning: str) -> None:
    assert meant(hear(WHERE, said, language, Medium.SPEECH)) == meaning


@pytest.mark.parametrize(("language", "said", "meaning"), SIX, ids=str)
def test_digits_and_letters(language: str, said: str, meaning: str) -> None:
    assert meant(hear(EXACTLY, said, language)) in meaning.split(" or ")


def test_a_cell_that_a_spreadsheet_made_a_number() -> None:
    assert meant(hear(WHERE, "1506.0", medium=Medium.CELL)) == "1506"
