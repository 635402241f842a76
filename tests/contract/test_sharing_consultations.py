"""A consultation is offered to other organisations, and taken over with its questions and without what is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from intake.cli.consultations import consultation
from models.consultations import latest
from models.errors import Rejected
from models.reference_keeping import NewEntry, add
from models.tables.reference import EntryKind
from tests.consultation import with_changes
from tests.installation import Installation

DATES = ("--opens", "2027-01-01", "--closes", "2027-02-01")
THEIRS = ("--organisation", "meerdam", "--as", "9911")


@pytest.fixture
def inloop(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    made = Installation(tmp_path / "home", database_url)
    for slug in ("zaandijk", "meerdam"):
        made.add_organisation(slug)
    made.load(with_changes(return_address=["Gemeente Zaandijk", "1500 AA Zaandijk"], publish={"to": "cloudevents"}))
    for name, value in (("HOME", str(tmp_path / "home")), ("DATABASE_URL", database_url)):
        monkeypatch.setenv(f"INLOOP_{name}", value)
    yield made
    made.close()


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(consultation, arguments, catch_exceptions=False)


def test_a_consultation_is_offered_listed_and_taken_over(inloop: Installation) -> None:
    store = inloop.services.store
    assert _run("offer", "4821", "--note", "Begin op tijd.").exit_code == 0
    with store.write() as connection:
        original = latest(store, connection, "4821")
        assert original is not None
        lesson = NewEntry(kind=EntryKind.LESSON, text="Kom vaker.", consultation_id=original.consultation_id)
        add(connection, original.organisation_id, lesson, by=None)
    listed = _run("offers").stdout.strip().split("\t")
    assert (listed[0], listed[2:]) == ("4821", ["Zaandijk", "1 lessons"])
    done = _run("take", "4821", *THEIRS, *DATES)
    assert (done.exit_code, done.stdout) == (0, "9911\n")
    with store.read() as connection:
        copy = latest(store, connection, "9911")
    assert copy is not None
    kept = {
        name: getattr(original.definition, name) for name in ("title", "intro", "languages", "questions", "privacy")
    }
    assert {name: getattr(copy.definition, name) for name in kept} == kept
    assert (copy.definition.organisation, str(copy.definition.opens)) == ("meerdam", "2027-01-01")
    assert copy.definition.publish is None
    assert copy.definition.return_address == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("take", "4821", *THEIRS, *DATES), "is not offered"),
        (("take", "0000", *THEIRS, *DATES), "is not offered"),
        (("offer", "0000"), "no consultation"),
        (("offer", "4821", "--withdraw"), "is not offered"),
    ],
)
def test_what_is_not_offered_is_not_taken(inloop: Installation, arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(Rejected, match=said):
        _run(*arguments)


def test_a_code_that_is_taken_or_wrong_dates_are_refused_and_nothing_is_made(inloop: Installation) -> None:
    _run("offer", "4821")
    with pytest.raises(Rejected, match="choose another"):
        _run("take", "4821", "--organisation", "meerdam", "--as", "4821", *DATES)
    wrong = _run("take", "4821", *THEIRS, "--opens", "2027-02-01", "--closes", "2027-01-01")
    assert wrong.exit_code == 2
    assert "closes" in wrong.stderr
    nobody = _run("take", "4821", "--organisation", "nergens", "--as", "9911", *DATES)
    assert nobody.exit_code == 2
    with inloop.services.store.read() as connection:
        assert latest(inloop.services.store, connection, "9911") is None
