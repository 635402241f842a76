"""What finds names works in a process of its own: it stays warm, and whatever it does we go on."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from benchmarks.letters_set.fill import letters
from benchmarks.redaction_judged import beside, names
from intake.privacy.names.apart import WarmFinder
from intake.privacy.names.engine import finder_named
from models.errors import NeedsPerson, Rejected, TryAgain

PLUGIN = "tests.engines:NamesByList"
TEXT = "Groeten van Piet Fictief"


@pytest.fixture
def finder() -> Iterator[WarmFinder]:
    made = WarmFinder(PLUGIN, text_seconds=2.0)
    yield made
    made.close()


def test_a_plug_in_finds_names_and_its_process_stays(finder: WarmFinder) -> None:
    assert finder.persons(TEXT) == [(12, 24)]
    first = finder.process_id
    assert finder.persons("Niemand\nhier") == []
    assert finder.process_id == first


def test_after_a_crash_the_next_text_is_looked_through(finder: WarmFinder) -> None:
    with pytest.raises(TryAgain):
        finder.persons("CRASH")
    assert finder.persons(TEXT) == [(12, 24)]


def test_an_engine_that_hangs_costs_one_text(finder: WarmFinder) -> None:
    with pytest.raises(NeedsPerson):
        finder.persons("HANG")
    assert finder.persons(TEXT) == [(12, 24)]


@pytest.mark.parametrize("setting", ["nothing", "no.such.module:Engine", "tests.engines:Nobody"])
def test_an_engine_that_is_not_there_is_named_with_the_remedy(setting: str) -> None:
    with pytest.raises(Rejected, match=r"install|there is: off, deduce"):
        finder_named(setting)


def test_off_is_no_engine() -> None:
    assert finder_named("off") is None


def test_deduce_finds_persons_and_leaves_streets_under_discussion_alone() -> None:
    finder = WarmFinder("deduce")
    try:
        filled = letters(random.Random(20261123))
        persons, streets, _ = names(filled, [beside(one, finder.persons(one.text)) for one in filled])
    finally:
        finder.close()
    assert persons.value >= 0.9
    assert streets.value >= 0.95
