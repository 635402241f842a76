"""Both databases find the same submissions, and forget their words when they are told to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from models import erasure, search
from models.erasure import of_receipt
from models.retention import _bare_answers
from models.submissions import SUBMISSION
from models.tables.erasures import ErasureGround
from tests.consultation import with_changes
from tests.installation import Installation

TEXTS = {
    "lamp": "De speelplaatsverlichting is kapot, al drie weken.",
    "bench": "Zet bankjes onder de bomen op het plein.",
    "bike": "De fietsen staan in de weg bij het café.",
    "secret": "De zeppelinhangarbewaker woont op de hoek.",
}


@pytest.fixture
def inloop(database_url: str, tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path / "home", database_url)
    made.add_organisation()
    made.load(with_changes())
    yield made
    made.close()


@pytest.fixture
def receipts(inloop: Installation) -> dict[str, str]:
    """Contributions by what they are about."""
    made = {
        name: inloop.enter("4821", {"first": "trees", "safe": 1, "why": text}).get_json()["receipt"]
        for name, text in TEXTS.items()
    }
    search.catch_up_all(inloop.services.store)
    return made


def _found(inloop: Installation, receipts: dict[str, str], words: str) -> set[str]:
    names = {receipt: name for name, receipt in receipts.items()}
    with inloop.services.store.read() as connection:
        organisation = connection.execute(sa.select(SUBMISSION.c.organisation_id).limit(1)).scalar_one()
        query = sa.select(SUBMISSION.c.receipt).where(search.says(connection, words, organisation))
        return {names[receipt] for receipt in connection.execute(query).scalars()}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("verlichting", {"lamp"}),
        ("speelplaatsen", {"lamp"}),
        ("bank", {"bench"}),
        ("boom plein", {"bench"}),
        ("fiets", {"bike"}),
        ("CAFE", {"bike"}),
        ("zeppe", {"secret"}),
        ('"op het plein"', {"bench"}),
        ('"op de plein"', set()),
        ("bank fiets", set()),
        ("trees", {"lamp", "bench", "bike", "secret"}),
        ("AND OR NOT NEAR(", set()),
        ("s0 x0", set()),
    ],
)
def test_both_databases_find_the_same(
    inloop: Installation, receipts: dict[str, str], words: str, names: set[str]
) -> None:
    assert _found(inloop, receipts, words) == names


def test_what_changed_is_indexed_anew_and_what_did_not_is_left(inloop: Installation, receipts: dict[str, str]) -> None:
    store = inloop.services.store
    with store.read() as connection:
        organisation = connection.execute(sa.select(SUBMISSION.c.organisation_id).limit(1)).scalar_one()
    assert search.catch_up(store, organisation) == 0
    receipts["new"] = inloop.enter("4821", {"first": "trees", "safe": 1, "why": "Een nieuwe zin"}).get_json()["receipt"]
    assert search.catch_up(store, organisation) == 1
    assert _found(inloop, receipts, "zin") == {"new"}


def test_an_erased_text_is_in_no_file_of_the_index(
    inloop: Installation, receipts: dict[str, str], tmp_path: Path
) -> None:
    store = inloop.services.store
    assert _found(inloop, receipts, "zeppelinhangarbewaker") == {"secret"}
    with store.write() as connection:
        traces = of_receipt(connection, receipts["secret"])
        _, blobs = erasure.erase(connection, traces, ErasureGround.REQUEST)
    erasure.sweep(store, inloop.services.evidence, blobs)
    assert _found(inloop, receipts, "zeppe") == set()
    assert _found(inloop, receipts, "verlichting") == {"lamp"}
    with store.read() as connection:
        kept = connection.execute(sa.select(search.SEARCH_TEXT)).all()
    assert "zeppelin" not in str(kept)
    if store.is_sqlite:
        database = Path(str(store.engine.url.database))
        for path in database.parent.glob(f"{database.name}*"):
            assert b"zeppelin" not in path.read_bytes(), path.name


def test_what_only_the_original_said_is_not_found_when_its_term_is_over(
    inloop: Installation, receipts: dict[str, str]
) -> None:
    store = inloop.services.store
    with store.write() as connection:
        version = connection.execute(sa.select(SUBMISSION.c.consultation_id).limit(1)).scalar_one()
        connection.execute(sa.text("update answer set value = null where question = 'why'"))
        _bare_answers(connection, version)
    search.catch_up_all(store)
    assert _found(inloop, receipts, "verlichting") == set()
    assert _found(inloop, receipts, "trees") == set(receipts)
