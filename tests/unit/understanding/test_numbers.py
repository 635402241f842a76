"""A number is a number only if it was given exactly."""

from __future__ import annotations

import pytest

from channels.understanding import Medium, Understood
from tests.unit.understanding.sample import AGE, MANY, SAFE, hear, meant, spoken

AGES = spoken("""
nl: 23; " 23 "; 23.; 23!; 023; ２３; ٢٣; ۲۳; 2️⃣3️⃣; 23,0; 23.0 → 23
nl: drieëntwintig; drieentwintig; drie en twintig; drie-en-twintig; Drieëntwintig!; DRIEËNTWINTIG → 23
nl: 23 jaar; 23 jaar oud; ik ben 23; Ik ben 23 jaar.; 23j; 23 jr; ik ben drieëntwintig jaar → 23
nl: mijn leeftijd is 23; eh 23 → 23
nl: tachtig; 80 jaar → 80
nl: honderd; 100 → 100
nl: honderd en twee; honderdtwee; honderdentwee → 102
nl: nul; 0 → 0
nl: een stuk of tien; ongeveer 40; bijna 40; tussen 20 en 30; ruim 40; zo'n 40; rond de 40; 40+; ~40 → unsure
nl: >40; 20-30; 40 of meer → unsure
nl: in de veertig 40; minstens 18; ouder dan 65; niet 23; 18 tot 25; hooguit 30; half 40; plusminus 50 → unsure
nl: 30er; een 30er; 40ish → unsure
nl: 12,5; 12.5; 2½; ½; anderhalf → unknown
nl: 130; honderddertig; 1.000; duizend; -5 → out_of_range
nl: ik ben een jongen van 12 → unsure: 12
nl: ik denk 40; 40 denk ik; misschien 40 → unsure: 40
nl: 20 of 30 → ambiguous: 20 or 30
nl: twintig een → ambiguous: 20 or 1
nl: ik heb 2 kinderen en ben 34 → ambiguous: 2 or 34
nl: geen; niks → unsure: 0
nl: oud; best oud; geen idee; weet niet; een jongen; tientwintig; geboren in mei → unknown
en: 23; twenty-three; twenty three; Twentythree; I'm 23; I am 23 years old; 23 yrs; i'm twenty-three → 23
en: a hundred and five; one hundred five; one hundred and five → 105
en: about 40; between 20 and 30; over 40; 40ish; at least 18; almost 40; in my 40 → asked
fy: trijeentweintich; trije en tweintich; ik bin 23 jier; 23 jier → 23
fy: fiifenfjirtich → 45
fy: sawat 40; likernôch 40; in stik of tsien → unsure
tr: yirmi üç; yirmiüç; YİRMİ ÜÇ; 23 yaşındayım; ben 23 yaşındayım; 23 yaş → 23
tr: otuz beş → 35
tr: yaklaşık 40; 40 civarı; en az 18; 20 ile 30 arası; yirmi buçuk → unsure
ar: ثلاثة وعشرون; ثلاثة و عشرون; ثلاث وعشرين; تلاتة وعشرين; ٢٣; عمري ٢٣ سنة; ٢٣ سنة; عمري ثلاثة وعشرون سنة → 23
ar: خمسة عشر; خمستعش → 15
ar: حوالي ٤٠; تقريبا أربعين; أكثر من ٤٠; بين ٢٠ و ٣٠ → unsure
pl: trzydzieści pięć; trzydziesci piec; mam 35 lat; 35 lat; mam trzydzieści pięć lat → 35
pl: około 40; prawie 40; ponad 40; co najmniej 18; między 20 a 30; kilkanaście 15 → unsure
uk: двадцять три; мені 23 роки; 23 роки; мені двадцять три роки; двадцять  три → 23
uk: п'ятдесят п’ять; пʼятдесят пять → 55
uk: близько 40; приблизно 40; майже 40; більше 40; між 20 і 30; десь 40 → unsure
""")

LARGE = spoken("""
nl: 1.000; 1 000; 1,000; 1000; duizend; eenduizend; een duizend → 1000
nl: vijftienhonderd zes; vijftienhonderdzes; duizend vijfhonderd zes; duizendvijfhonderdenzes → 1506
nl: 2 duizend; tweeduizend → 2000
nl: 999.999; negenhonderdnegenennegentigduizend negenhonderdnegenennegentig → 999999
nl: 1.000.000 → out_of_range
nl: honderdduizend → 100000
en: fifteen hundred and six; one thousand five hundred and six; one thousand, five hundred and six → 1506
fy: fyftjinhûndert en seis; tûzen fiifhûndert en seis → 1506
tr: bin beş yüz altı; binbeşyüzaltı → 1506
ar: ألف وخمسمئة وستة; ألف و خمسمائة و ستة → 1506
ar: ألفان وثلاثة; ألفين وثلاثة → 2003
pl: tysiąc pięćset sześć → 1506
pl: dwadzieścia tysięcy czterysta → 20400
uk: тисяча п'ятсот шість → 1506
uk: двадцять тисяч чотириста → 20400
""")

STEPS = spoken("""
nl: 4; vier; Vier.; een 4; 4!; 4/5; 4️⃣; cijfer 4; ik geef een vier; ٤; ik geef 4 punten → 4 or asked
nl: 1; een; één; heel onveilig; Heel onveilig!; 1 heel onveilig → 1
nl: 5; vijf; heel veilig; het is heel veilig; very safe → 5
nl: 6; 0; zes; -1 → out_of_range
nl: 3 of 4 → ambiguous: 3 or 4
nl: 4 heel veilig → ambiguous: 4 or 5
nl: 4-; 4+; ongeveer 4 → unsure
nl: 4,5; 3½; heel; veilig; niet heel veilig; best wel → unknown
en: four; a four; 4 out of 5 → 4 or asked
en: very unsafe → 1
fy: fjouwer → 4
fy: hiel feilich → 5
tr: dört → 4
tr: çok güvenli; cok guvenli → 5
ar: أربعة; ٤ → 4
ar: آمن جدا; امن جدًا → 5
pl: cztery → 4
pl: bardzo bezpiecznie → 5
uk: чотири → 4
uk: дуже безпечно → 5
""")


@pytest.mark.parametrize(("language", "said", "meaning"), AGES, ids=str)
def test_an_age(language: str, said: str, meaning: str) -> None:
    outcome = str(meant(hear(AGE, said, language)))
    assert outcome.split(":")[0] in ("unsure", "ambiguous") if meaning == "asked" else outcome == meaning


@pytest.mark.parametrize(("language", "said", "meaning"), LARGE, ids=str)
def test_a_large_number(language: str, said: str, meaning: str) -> None:
    assert str(meant(hear(MANY, said, language))) == meaning


@pytest.mark.parametrize(("language", "said", "meaning"), STEPS, ids=str)
def test_a_step_of_a_scale(language: str, said: str, meaning: str) -> None:
    outcome = str(meant(hear(SAFE, said, language)))
    if meaning == "4 or asked":
        assert outcome in ("4", "unsure: 4", "ambiguous: 4 or 5", "ambiguous: 1 or 4")
    else:
        assert outcome == meaning


@pytest.mark.parametrize("said", ["23", "23.0", " 23 "])
def test_a_number_in_a_cell(said: str) -> None:
    assert hear(AGE, said, medium=Medium.CELL) == Understood(23, 1.0)


def test_a_filler_of_one_language_is_no_number_of_the_next() -> None:
    """Turkish "bin" is a thousand, Frisian "ik bin" is "I am"."""
    assert meant(hear(AGE, "ik bin 23", "fy", others=("tr",))) == 23
