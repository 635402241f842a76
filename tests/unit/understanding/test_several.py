"""Several options at once, however they are strung together."""

from __future__ import annotations

import pytest

from channels.understanding import Medium, NotUnderstood, Reason, Skipped, Understood
from models.definition import Choices
from tests.unit.understanding.sample import ALSO, hear, meant, options, spoken

SAID = spoken("""
nl: 1 3; 1,3; 1, 3; 1 en 3; 1 & 3; 1/3; 1+3; 13; 31; 3 1; 1.3; 1 3 3; 113; ١ ٣; １，３; 1, 3.; 1️⃣ 3️⃣ → trees play
nl: ①③ → trees play
nl: a en c; a, c; A C; a c; A+C; een en drie; 1 en c; de eerste en de derde; optie 1 en 3 → trees play
nl: nummer 1 en nummer 3; eerste en derde → trees play
nl: meer bomen en een speelplek; bomen, speelplek; trees, play; speelplek en meer bomen → trees play
nl: graag bomen en een speelplek → trees play
nl: 2; b; bankjes; twee; ik wil bankjes; optie 2; 22; bankjes, bankjes → benches
nl: 2 bankjes en 4 meer licht; bankjes + licht; 2 en licht → benches light
nl: geen; niks; geen van deze; Geen.; overslaan; skip; geen van alle → skip
nl: 1 2 3 4; 1234; alles; allemaal; alle → too_many
nl: 1 5; 15; 9; 0; 1,99 → out_of_range
nl: 1 en 5; optie 7 → not
nl: bankjs en licht; ac → unsure
nl: 1-3; 1 of 3; bankjes of meer licht → ambiguous
nl: 1en3; 1 en3 → trees play
en: 1 or 3; trees or benches → ambiguous
nl: 1-2 → trees benches
nl: hallo; bankjes maar geen bomen; weet niet; niet 1 → not
en: 1 and 3; a and c; trees and a playground; a playground and trees; one and three → trees play
en: first and third → trees play
en: none; none of these → skip
fy: 1 en 3; beammen en in boartersplak; ien en trije → trees play
fy: gjin → skip
tr: 1 ve 3; bir ve üç; ağaç ve oyun alanı; birinci ve üçüncü → trees play
tr: hiçbiri; hiç biri → skip
ar: ١ و ٣; ١،٣; أ و ج; الأول والثالث; واحد و ثلاثة → trees play or not
ar: لا شيء → skip
pl: 1 i 3; a i c; jeden i trzy; 1 oraz 3; drzew i plac zabaw → trees play
pl: żadne; zadne z nich → skip
uk: 1 і 3; 1 та 3; один і три; 1 i 3; дерев та майданчик → trees play
uk: жодне; жоден → skip
""")


@pytest.mark.parametrize(("language", "said", "meaning"), SAID, ids=str)
def test_several_options(language: str, said: str, meaning: str) -> None:
    outcome = hear(ALSO, said, language)
    wanted = meaning.split(" or ")
    shown = (
        " ".join(outcome.value)
        if isinstance(outcome, Understood) and isinstance(outcome.value, list)
        else str(meant(outcome))
    )
    if isinstance(outcome, NotUnderstood):
        assert "not" in wanted or outcome.reason in wanted
    else:
        assert shown in wanted


def of(size: int, most: int) -> Choices:
    return Choices(
        key="q",
        ask={},
        most=most,
        options=options(*((f"o{n}", {"nl": "x" * n + "straat"}) for n in range(1, size + 1))),
    )


@pytest.mark.parametrize(
    ("size", "said", "meaning"),
    [
        (13, "13", ["o13"]),
        (12, "13", ["o1", "o3"]),
        (12, "12", ["o12"]),
        (12, "1 12", ["o1", "o12"]),
        (9, "12", ["o1", "o2"]),
        (9, "921", ["o1", "o2", "o9"]),
    ],
)
def test_a_row_of_digits_is_an_option_where_there_is_one(size: int, said: str, meaning: list[str]) -> None:
    assert meant(hear(of(size, 4), said)) == meaning


def test_both() -> None:
    assert meant(hear(of(2, 2), "allebei")) == ["o1", "o2"]


def test_none_is_an_option_where_the_list_has_it() -> None:
    listed = Choices(
        key="q", ask={}, most=2, options=options(("a", {"nl": "bomen"}), ("none", {"nl": "geen van deze"}))
    )
    assert meant(hear(listed, "geen")) == ["none"]
    assert hear(ALSO, "geen") == Skipped()


def test_a_range_is_asked_about_with_what_it_may_mean() -> None:
    assert hear(ALSO, "1-3") == NotUnderstood(Reason.AMBIGUOUS, (["trees", "play"], ["trees", "benches", "play"]))


@pytest.mark.parametrize("said", ["1, 3", "1.3", "1,3", "1;3", "trees, play", "trees;play"])
def test_in_a_cell(said: str) -> None:
    assert meant(hear(ALSO, said, medium=Medium.CELL)) == ["trees", "play"]
