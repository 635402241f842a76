"""Skipping is explicit; silence is empty; open text is kept as it was said."""

from __future__ import annotations

import pytest

from channels.understanding import Medium, NotUnderstood, Reason, Skipped, Understood
from models.definition import Question
from tests.unit.understanding.sample import AGE, FIRST, LANGUAGES, QUESTIONS, WHY, hear, spoken

SKIPS = spoken("""
nl: overslaan; Overslaan!; OVERSLAAN; sla over; volgende; geen antwoord; "overslaan"; skip → skip
en: skip; Skip.; skip this question; pass; next; overslaan → skip
fy: oerslaan; sla oer; folgjende → skip
tr: atla; geç; Geç!; GEÇ; sonraki → skip
ar: تخطي; تخط; تخطّي; التالي → skip
pl: pomiń; pomin; POMIŃ; pomijam; dalej → skip
uk: пропустити; Пропуск; далі → skip
""")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
@pytest.mark.parametrize(("language", "said", "_"), SKIPS, ids=str)
def test_every_question_can_be_skipped_in_every_language(question: Question, language: str, said: str, _: str) -> None:
    assert hear(question, said, language) == Skipped()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("said", ["skip", "overslaan"])
def test_the_contracts_two_words_hold_everywhere(language: str, said: str) -> None:
    assert hear(WHY, said, language, others=()) == Skipped()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
@pytest.mark.parametrize("said", ["", " ", "\n\t", "\u200b", "\ufeff \u00a0", "\u200e"])
def test_nothing_is_empty_but_an_empty_cell_is_a_choice(question: Question, said: str) -> None:
    for medium in (Medium.TEXT, Medium.SPEECH):
        assert hear(question, said, medium=medium) == NotUnderstood(Reason.EMPTY)
    assert hear(question, said, medium=Medium.CELL) == Skipped()


@pytest.mark.parametrize("said", ["-", "—", "n.v.t.", "nvt", "N/A", "."])
def test_a_dash_in_a_cell_is_empty(said: str) -> None:
    assert hear(AGE, said, medium=Medium.CELL) == Skipped()
    assert hear(WHY, said, medium=Medium.CELL) == Skipped()


@pytest.mark.parametrize(
    "said", ["weet ik niet", "geen idee", "daarom", "👍", "niet overslaan svp", "stop met bouwen", "…", "nee"]
)
def test_open_text_is_kept(said: str) -> None:
    assert hear(WHY, said) == Understood(said, 1.0)


def test_open_text_is_cleaned_of_what_cannot_be_shown() -> None:
    assert hear(WHY, "  Te donker.\r\nEn glad\x00. ") == Understood("Te donker.\nEn glad.", 1.0)


@pytest.mark.parametrize("said", ["weet ik niet", "geen idee", "ik sla een vraag over de bomen over", "niet overslaan"])
def test_not_knowing_is_no_skip(said: str) -> None:
    assert isinstance(hear(FIRST, said), NotUnderstood)
