"""What people type and say, in every language, as tables in `heard/`: each line is `said; said → what it means`.

Behind the arrow stands the value; `23?` if it may be understood or asked about, but nothing else; `ask` if it must be
asked again; `skip`. All of it holds for what is typed and for what is said. `or` stands between meanings that are both
right.
The cases were written before the code was looked at, and as a second set after it was mended.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from channels.understanding import Medium, NotUnderstood, Outcome, Skipped, Understood
from channels.understanding.opening import opening
from channels.understanding.service_words import service_word
from models.reading import Value
from tests.unit.understanding.sample import AGAIN, AGE, ALSO, EXACTLY, FIRST, LANGUAGES, MANY, SAFE, WHERE, cases, hear

TABLES = Path(__file__).with_name("heard")
QUESTIONS = {
    "age": AGE, "many": MANY, "again": AGAIN, "where": WHERE, "exactly": EXACTLY, "first": FIRST, "also": ALSO,
    "safe": SAFE,
}  # fmt: skip
CLOSED = ("age", "again", "first", "also", "safe", "where")


def table(language: str) -> Iterator[tuple[str, str, str, str]]:
    """Language, section, what was said, and what it means."""
    for part in (TABLES / f"{language}.txt").read_text(encoding="utf-8").split("\n["):
        section, _, lines = part.removeprefix("[").partition("]")
        for said, meaning in cases(lines):
            yield language, section, said, meaning


ALL = [case for language in LANGUAGES for case in table(language)]


def written(value: Value) -> str:
    if isinstance(value, list):
        return ",".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def fits(outcome: Outcome, meaning: str) -> bool:
    """Whether an outcome is one of the meanings."""
    for one in meaning.split(" or "):
        wanted, asked_is_fine = one.removesuffix("?"), one.endswith("?")
        match outcome:
            case Understood(value, _) if wanted == written(value) or (wanted == "num" and written(value).isdecimal()):
                return True
            case Skipped() if wanted == "skip":
                return True
            case NotUnderstood(suggestions=suggestions):
                if wanted == "ask" or (asked_is_fine and wanted in map(written, suggestions)):
                    return True
            case _:
                pass
    return False


@pytest.mark.parametrize("medium", [Medium.TEXT, Medium.SPEECH])
@pytest.mark.parametrize("section", QUESTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_answers(language: str, section: str, medium: Medium) -> None:
    heard = [(said, meaning) for spoken_in, asked, said, meaning in ALL if (spoken_in, asked) == (language, section)]
    outcomes = [(said, meaning, hear(QUESTIONS[section], said, language, medium)) for said, meaning in heard]
    assert outcomes
    assert [one for one in outcomes if not fits(one[2], one[1])] == []


@pytest.mark.parametrize("section", CLOSED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_skip_at_every_closed_question(language: str, section: str) -> None:
    skips = [said for spoken_in, asked, said, _ in ALL if (spoken_in, asked) == (language, "skip")]
    outcomes = {said: hear(QUESTIONS[section], said, language) for said in skips}
    assert outcomes
    assert {said: found for said, found in outcomes.items() if not fits(found, "skip")} == {}


@pytest.mark.parametrize(("language", "section", "said", "meaning"), [c for c in ALL if c[1] == "opening"], ids=str)
def test_an_opening(language: str, section: str, said: str, meaning: str) -> None:
    found = opening(said)
    codes = [code for code in (found.code, found.participation_code) if code] if found else []
    assert (("/".join(codes) or "greeting") if found else "none") in meaning.split(" or ")


@pytest.mark.parametrize(("language", "section", "said", "meaning"), [c for c in ALL if c[1] == "service"], ids=str)
def test_a_service_word(language: str, section: str, said: str, meaning: str) -> None:
    found = service_word(said, (language, "nl", "en"))
    assert (str(found.word) if found else "nothing") in meaning.split(" or ")


def test_nothing_that_is_found_within_a_sentence_is_held_for_certain() -> None:
    for said in ("nou, doe mij die bankjes dan maar eens", "bankje graag hoor", "ja, maar niet elke week"):
        outcome = hear(FIRST if "bank" in said else AGAIN, said)
        assert isinstance(outcome, NotUnderstood) or outcome == Skipped() or outcome.confidence < 1.0


def test_every_language_has_every_table() -> None:
    assert {(language, section) for language, section, _, _ in ALL} == {
        (language, section) for language in LANGUAGES for section in (*QUESTIONS, "skip", "opening", "service")
    }


NOISE = (
    "je ne sais pas du tout; ich möchte mehr Bäume haben; nu știu; mmm hmm; asdf qwer zxcv; hello can you hear me; "
    "wat zegt u nou toch; het regent vandaag; mijn hond heet tommie; a moment; wacht even; met de gemeente; pardon; "
    "wie bent u; ik bel later terug; ik kan u niet verstaan; ten slotte; achter de kerk; half acht; 0612345678; 50%; "
    "e-mail; yes sir no sir; ja nee ja nee; hé jongens kom eens; ok google"
)
"""What a telephone hears besides answers: other languages, the room, a line that is bad."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", ["age", "again", "where", "first", "also", "safe"])
def test_noise_is_no_answer(language: str, question: str) -> None:
    outcomes = {said: hear(QUESTIONS[question], said, language, Medium.SPEECH) for said in NOISE.split("; ")}
    assert {said: outcome for said, outcome in outcomes.items() if isinstance(outcome, Understood)} == {}


def test_what_may_have_been_a_sigh_is_asked_back_on_the_phone() -> None:
    for question, said in ((FIRST, "a"), (FIRST, "een"), (AGE, "een")):
        spoken, typed = hear(question, said, "nl", Medium.SPEECH), hear(question, said, "nl", Medium.TEXT)
        assert isinstance(spoken, Understood)
        assert isinstance(typed, Understood)
        assert spoken.confidence < 0.75 < typed.confidence
