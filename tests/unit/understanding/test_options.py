"""An option is understood by number, letter, label, key or keyword; a typing error is only asked about."""

from __future__ import annotations

import pytest

from channels.understanding import Medium, Understood
from models.definition import Choice
from tests.unit.understanding.sample import FIRST, hear, meant, options, spoken

SAID = spoken("""
nl: 1; 1.; (1); 1!; 01; １; ١; 1️⃣; ①; a; A.; A); een; één; de eerste; 1e; 1ste; optie 1; optie1; nr. 1 → trees
nl: nummer een; antwoord a → trees
nl: meer bomen; Meer bomen!; MEER BOMEN; "meer bomen"; trees; more trees; bomen; 1 meer bomen; 1. bomen → trees
nl: ik wil graag meer bomen → trees
nl: 2; b; bankjes; Bankjes.; bank​jes; bankjés; benches; de tweede; 2e; twee → benches
nl: ik wil graag bankjes; doe maar b → benches
nl: bank; bankje; graag bankjes alstublieft; ik kies voor 2; voor bankjes; antwoord twee; de 2e graag → benches
nl: een speelplek; speelplek; play; ik wil een speelplek; 3; c → play
nl: de laatste; laatste; vierde; licht; 4 meer licht → light
nl: bankjs; bankejs; bamkjes; banken of zo bankjes → unsure: benches
nl: ik vind bomen belangrijk; misschien bankjes; bankjes denk ik → unsure: *
nl: twee denk ik; misschien 2 → unsure: benches
nl: meer; 1 of 2; a of b; bankjes en bomen; 1 3; 1 bankjes → ambiguous
nl: geen bankjes; niet bankjes; alles behalve bomen; boompjes; hallo; z; weet niet; geen; ja; x; ??? → unknown
nl: 5; 0; 99; vijf; optie 7; vijfde → out_of_range or unknown
nl: overslaan; Overslaan!; sla over; skip; volgende; geen antwoord → skip
en: the second one; second; 2nd; option b; two; I'd like benches please; benches; bench; bankjes → benches
en: option a; the first; 1st; i choose a; trees please → trees
en: a playground; playground → play
fy: beammen; mear beammen; de earste; ien; earste → trees
fy: bankjes; twadde; de twadde; twa; opsje 2 → benches
fy: oerslaan → skip
tr: ağaç; agac; birinci; ilk; bir; daha fazla ağaç istiyorum; DAHA FAZLA AĞAÇ → trees
tr: banklar; ikinci; iki; seçenek 2; 2. seçenek; BANKLAR; banklar olsun → benches
tr: ışık; ISIK; isik → light
tr: atla; geç; Geç!; gec → skip
ar: ١; أ; ا; الأول; واحد; الأشجار; الاشجار → trees
ar: ٢; ب; مقاعد; مَقاعِد; الثاني; اثنان; الخيار ٢; أريد مقاعد → benches
ar: ملعب; ج; الثالث → play
ar: تخطي; تخط → skip
pl: ławki; lawki; ŁAWKI; druga; dwa; opcja 2; opcja b; numer dwa; poproszę ławki → benches
pl: drzew; opcja a; pierwsza; jeden → trees
pl: pomiń; pomin; pomijam → skip
uk: лавки; ЛАВКИ; друга; два; варіант 2; варіант б; номер два; 2-й → benches
uk: дерев; перша; один; а → trees
uk: дитячий майданчик; майданчик; дитячий майданчик будь ласка → play
uk: пропустити; пропуск; Пропустити. → skip
""")


@pytest.mark.parametrize(("language", "said", "meaning"), SAID, ids=str)
def test_an_option(language: str, said: str, meaning: str) -> None:
    outcome = str(meant(hear(FIRST, said, language)))
    if meaning == "ambiguous":
        assert outcome.startswith("ambiguous")
    elif meaning == "unsure: *":
        assert outcome.startswith("unsure: ")
    else:
        assert outcome in meaning.split(" or ")


def test_an_exact_answer_is_certain_and_a_keyword_is_not() -> None:
    assert hear(FIRST, "Bankjes") == Understood("benches", 1.0)
    assert hear(FIRST, "bomen") == Understood("trees", 0.8)


def of_labels(*labels: str) -> Choice:
    return Choice(
        key="q", ask={}, options=options(*((f"option_{n}", {"nl": label}) for n, label in enumerate(labels, 1)))
    )


@pytest.mark.parametrize(
    ("labels", "said", "meaning"),
    [
        (("b", "a", "c"), "a", "option_2"),
        (("b", "a", "c"), "1", "option_1"),
        (("geen", "één", "twee"), "een", "option_2"),
        (("65 of ouder", "jonger dan 65"), "1", "option_1"),
        (("overslaan", "doorgaan"), "overslaan", "option_1"),
        (("meer groen en water", "meer groen"), "meer groen", "option_2"),
        (("meer groen en water", "meer groen"), "ik wil meer groen en water", "option_1"),
        (("veilig", "niet veilig"), "niet veilig", "option_2"),
        (("veilig", "niet veilig"), "ik vind het niet veilig", "option_2"),
        (("ja, zeker", "nee", "weet ik niet"), "weet niet", "option_3"),
        (("ja, zeker", "nee", "weet ik niet"), "ja", "option_1"),
    ],
)
def test_where_names_collide(labels: tuple[str, ...], said: str, meaning: str) -> None:
    assert meant(hear(of_labels(*labels), said)) == meaning


def test_a_number_goes_before_a_label_that_is_a_number_but_is_not_certain() -> None:
    children = of_labels("0", "1", "2")
    assert hear(children, "1") == Understood("option_1", 0.7)
    assert hear(of_labels("5", "10"), "10") == Understood("option_2", 1.0)


def test_two_options_with_one_label_are_asked_about() -> None:
    assert meant(hear(of_labels("Café", "cafe", "park"), "cafe")) == "ambiguous: option_1 or option_2"


def test_more_than_nine_options() -> None:
    many = of_labels(*(f"straat {chr(96 + n) * 3}" for n in range(1, 13)))
    assert meant(hear(many, "12")) == "option_12"
    assert meant(hear(many, "twaalf")) == "option_12"
    assert meant(hear(many, "l")) == "option_12"
    assert meant(hear(many, "13")) == "out_of_range"


@pytest.mark.parametrize(
    ("said", "meaning"), [("2.0", "benches"), ("2", "benches"), ("Bankjes", "benches"), ("", "skip"), ("-", "skip")]
)
def test_an_option_in_a_cell(said: str, meaning: str) -> None:
    assert meant(hear(FIRST, said, medium=Medium.CELL)) == meaning
