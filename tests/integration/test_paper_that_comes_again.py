"""In either database: of two scans of one sheet one counts, and how it goes at watched places is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models import watching
from models.consultations import Version
from models.errors import Rejected
from models.same_paper import drop, let_count
from models.store import Store
from models.submissions import NewSubmission, begin, move, status_of
from models.vocabulary import Channel, Held, Status
from tests.integration.test_one_voice import BEGAN, load

REASONS = ("counts", "replaced")
BY: None = None


@pytest.fixture
def version(store: Store) -> Version:
    return load(store)


@pytest.fixture
def scanned(store: Store, version: Version) -> Callable[..., str]:
    """A submission from a sheet, waiting for a person if it came in before."""

    def make(sheet: str = "AAAAABBBBB", held: Held | None = None) -> str:
        new = NewSubmission(
            organisation_id=version.organisation_id,
            consultation_id=version.consultation_id,
            version_id=version.version_id,
            channel=Channel.FORM,
            language="nl",
            received_at=BEGAN,
            status=Status.NEEDS_PERSON if held else Status.ACCEPTED,
            origin=f"sheet:{sheet}",
            held=held,
        )
        with store.write() as connection:
            return begin(connection, new).id

    return make


def statuses(store: Store, *ids: str) -> list[Status]:
    with store.read() as connection:
        return [status_of(connection, one) for one in ids]


def test_the_chosen_scan_counts_and_can_be_unchosen(
    store: Store, version: Version, scanned: Callable[..., str]
) -> None:
    first, second = scanned(), scanned(held=Held.SAME_SHEET)
    for chosen, other in ((second, first), (first, second), (second, first)):
        with store.write() as connection:
            let_count(connection, chosen, other, version.definition, by=BY, reasons=REASONS)
        assert statuses(store, chosen, other) == [Status.ACCEPTED, Status.SUPERSEDED]


def test_two_sheets_are_never_taken_for_one(store: Store, version: Version, scanned: Callable[..., str]) -> None:
    first, other = scanned(), scanned("CCCCCDDDDD")
    with pytest.raises(Rejected, match="not from one sheet"), store.write() as connection:
        let_count(connection, first, other, version.definition, by=BY, reasons=REASONS)
    assert statuses(store, first, other) == [Status.ACCEPTED, Status.ACCEPTED]


@pytest.mark.parametrize("decided", [Status.APPROVED, Status.WITHDRAWN])
def test_what_somebody_decided_about_does_not_give_way(
    store: Store, version: Version, scanned: Callable[..., str], decided: Status
) -> None:
    first, second = scanned(), scanned(held=Held.SAME_SHEET)
    with store.write() as connection:
        move(connection, first, decided)
    with pytest.raises(Rejected, match="decided"), store.write() as connection:
        let_count(connection, second, first, version.definition, by=BY, reasons=REASONS)
    assert statuses(store, first, second) == [decided, Status.NEEDS_PERSON]


def test_a_dropped_scan_leaves_the_first_counting(store: Store, scanned: Callable[..., str]) -> None:
    first, second = scanned(), scanned(held=Held.SAME_SHEET)
    with store.write() as connection:
        drop(connection, second, by=BY, reason="double")
    assert statuses(store, first, second) == [Status.ACCEPTED, Status.SUPERSEDED]


def test_a_watched_place_is_one_row_that_tells_since_when_it_is_in_trouble(store: Store, version: Version) -> None:
    organisation = version.organisation_id

    def note(**changes: object) -> object:
        with store.write() as connection:
            watching.looked(connection, organisation, "/srv/scans", **changes)
            (row,) = watching.places(connection, organisation)
        return row

    fine = note(took=True)
    assert (fine.problem, fine.problem_since, fine.taken_at is not None) == (None, None, True)
    first, second = note(problem="no_folder"), note(problem="no_folder")
    assert first.problem_since == second.problem_since
    assert second.taken_at == fine.taken_at
    assert note().problem_since is None


def test_refused_files_are_told_newest_first_and_not_for_ever(store: Store, version: Version) -> None:
    organisation = version.organisation_id
    with store.write() as connection:
        watching.refuse(connection, organisation, "/srv/scans", "oud.zip", "packed")
        long_ago = watching.refused_files(connection, organisation)[0].at - watching.TOLD_FOR
        connection.execute(watching.REFUSED.update().values(at=long_ago))
        watching.refuse(connection, organisation, "/srv/scans", "een.zip", "packed")
        watching.refuse(connection, organisation, "/srv/scans", "twee.zip", "packed")
        told = [row.name for row in watching.refused_files(connection, organisation)]
    assert told == ["twee.zip", "een.zip"]
