"""What is found by which words, before any database has a say in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.dutch import compound_parts
from models.full_text import LONGEST_TERM, Phrase, Word, asked, excerpt, label, marked, terms


def found(text: str, search: str, *, loosely: bool = False) -> bool:
    """Whether everything that was asked is marked, or would be found, in a text."""
    query = asked(search, loosely=loosely)
    kept = terms(text)
    words = {*kept.stems.split(), *kept.parts.split()}
    begun = (*kept.forms.split(), *kept.stems.split())

    def holds(one: Word | Phrase) -> bool:
        if isinstance(one, Phrase):
            return f" {' '.join(one.stems)} " in f" {kept.stems} "
        return bool(words & set(one.terms)) or bool(one.begins and any(form.startswith(one.begins) for form in begun))

    return bool(query) and all(map(holds, query.wanted))


@pytest.mark.parametrize(
    ("text", "search"),
    [
        ("Er komt betere speelplaatsverlichting.", "verlichting"),
        ("Er komt betere speelplaatsverlichting.", "speelplaats"),
        ("De gemeenteraadsverkiezingen", "verkiezing"),
        ("overal parkeeroverlast", "overlast"),
        ("hondenpoep op de stoep", "hond"),
        ("Het buurthuis is dicht", "huis"),
        ("Er zijn nieuwe lantaarnpalen", "paal"),
        ("twee steden", "stad"),
        ("een stad", "steden"),
        ("hoge bomen", "boom"),
        ("langs de laanbomen", "laanboom"),
        ("met bankjes", "bank"),
        ("goede ideeën", "idee"),
        ("één café", "CAFE"),
        ("twee auto’s", "auto"),
        ("Іншої площі немає", "площі"),
        ("çocuk parkı", "COCUK"),
        ("de fietsenstalling", "fiets*"),
        ("op het plein bij de kerk", '"het plein"'),
        ("verlichting aan de straat", "de verlichting van straat"),
    ],
)
def test_a_text_is_found_by(text: str, search: str) -> None:
    assert found(text, search)


@pytest.mark.parametrize(
    ("text", "search"),
    [
        ("De gemeente wil meer", "meen"),
        ("de fietsenstalling", "stal*"),
        ("het plein is groot en de kerk klein", '"plein de kerk"'),
        ("verbetering", "ring"),
        ("verlichting", "lichting"),
        ("wandelen", "delen"),
        ("verlichting", "speelplaatsverlichting"),
    ],
)
def test_a_text_is_not_found_by(text: str, search: str) -> None:
    assert not found(text, search)


def test_a_phrase_does_not_reach_from_one_text_into_the_next() -> None:
    assert "plein kerk" not in terms("op het plein", "kerk").stems


@pytest.mark.parametrize("search", ["", "  ", '"', "* %", "'' -- ;", "_____"])
def test_what_holds_no_word_asks_nothing(search: str) -> None:
    assert not asked(search)


@given(st.text(max_size=300))
def test_a_term_has_letters_and_digits_only_whatever_was_written(text: str) -> None:
    kept = terms(text)
    for term in f"{kept.stems} {kept.forms} {kept.parts}".split():
        assert term.isascii()
        assert term.isalnum()
        assert term == term.lower()
        assert len(term) <= LONGEST_TERM


@given(st.text(max_size=300), st.text(max_size=40))
def test_marking_changes_no_character(text: str, search: str) -> None:
    assert "".join(piece for piece, _ in marked(text, asked(search))) == text


def test_what_was_looked_for_is_marked_word_by_word() -> None:
    text = "Er moet betere speelplaatsverlichting komen op het Plein."
    assert [piece for piece, hit in marked(text, asked('verlichting "het plein"')) if hit] == [
        "speelplaatsverlichting",
        "het Plein",
    ]


def test_an_excerpt_shows_the_place_of_what_was_found() -> None:
    text = f"{'Veel woorden vooraf. ' * 60}Dan de speeltuin. {'En nog veel erna. ' * 60}"
    shown = excerpt(text, asked("speeltuin"))
    assert "speeltuin" in shown
    assert len(shown) < 260
    assert shown.startswith("… ")
    assert shown.endswith(" …")


def test_a_label_is_no_word_of_a_text() -> None:
    assert label("s", "01AB-cd") == "s001abcd"


@pytest.mark.parametrize("word", ["mogelijk", "belangrijk", "kinderen", "gemeente", "parkeren", "verbetering"])
def test_a_word_that_is_no_compound_is_left_whole(word: str) -> None:
    assert compound_parts(word) == ()
