"""Participation codes: one voice for each, through whichever door, and never a lost contribution."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from intake.jobs import run_entry
from intake.privacy.asking import by_receipt
from intake.privacy.erasing import erase_person
from models.vocabulary import Status
from tests.commands import inloop as command
from tests.consultation import with_changes
from tests.installation import Installation

ASKING = with_changes(contact="none\nparticipation: code")


@pytest.fixture
def asking(on_each_store: Installation) -> Installation:
    """A consultation that asks for codes, in place of the one that does not."""
    on_each_store.load(ASKING)
    return on_each_store


def statuses(inloop: Installation) -> list[Status]:
    return [one.status for one in inloop.submissions()]


def test_a_code_counts_and_is_told_without_saying_which(asking: Installation) -> None:
    (code,) = asking.make_codes("4821", 1)
    entered = asking.enter("4821", {"first": "trees"}, participationCode=code)
    assert entered.status_code == 201, entered.text
    found = entered.get_json()
    assert (found["participationCode"], found["status"]) == (True, "accepted")
    assert code not in entered.text


def test_the_latest_of_one_code_counts(asking: Installation) -> None:
    mine, yours = asking.make_codes("4821", 2)
    for code, answer in ((mine, "trees"), (yours, "trees"), (mine, "benches")):
        assert asking.enter("4821", {"first": answer}, participationCode=code).status_code == 201
    assert statuses(asking) == [Status.SUPERSEDED, Status.ACCEPTED, Status.ACCEPTED]


def test_when_the_latest_is_erased_the_earlier_of_that_code_counts_again_and_is_named(asking: Installation) -> None:
    mine, yours = asking.make_codes("4821", 2)
    receipts = [
        asking.enter("4821", {"first": "trees"}, participationCode=code).get_json()["receipt"]
        for code in (mine, yours, mine)
    ]
    gone = erase_person(asking.services, by_receipt(receipts[2]), run_entry)
    assert gone.counts_again == [receipts[0]]
    assert {one.receipt: one.status for one in asking.submissions()} == dict.fromkeys(receipts[:2], Status.ACCEPTED)
    assert erase_person(asking.services, by_receipt(receipts[1]), run_entry).counts_again == []


@pytest.mark.parametrize("given", ["123456789", "12345", "", "abcdefghi", "1" * 400])
def test_a_code_that_does_not_exist_is_refused_and_named(asking: Installation, given: str) -> None:
    asking.make_codes("4821", 1)
    refused = asking.enter("4821", {"first": "trees"}, participationCode=given)
    assert refused.status_code == 400
    assert "participationCode" in refused.get_json()["detail"]
    assert not asking.submissions()


def test_a_code_of_another_consultation_is_none_here(asking: Installation) -> None:
    asking.load(ASKING.replace('code: "4821"', 'code: "4822"'), line=None)
    (elsewhere,) = asking.make_codes("4822", 1)
    assert asking.enter("4821", {"first": "trees"}, participationCode=elsewhere).status_code == 400


def test_without_a_code_a_contribution_is_kept_and_a_person_decides(asking: Installation) -> None:
    assert asking.enter("4821", {"first": "trees"}).get_json()["status"] == "needs_person"


def test_the_same_request_again_is_the_same_contribution(asking: Installation) -> None:
    (code,) = asking.make_codes("4821", 1)
    first = asking.enter("4821", {"first": "trees"}, key="k", participationCode=code)
    again = asking.enter("4821", {"first": "trees"}, key="k", participationCode=code)
    assert (first.status_code, again.status_code, again.data) == (201, 200, first.data)
    other = asking.enter("4821", {"first": "trees"}, key="k", participationCode=None)
    assert other.status_code == 409


def test_a_code_given_where_none_is_asked_for_must_exist_too(inloop: Installation) -> None:
    assert inloop.enter("4821", {"first": "trees"}, participationCode="123456789").status_code == 400


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a consultation that asks for codes."""
    home, file = tmp_path / "home", tmp_path / "asking.yaml"
    file.write_text(ASKING)
    for arguments in (
        ("upgrade",),
        ("organisation", "add", "zaandijk", "--name", "Zaandijk"),
        ("consultation", "load", str(file)),
    ):
        done = command(home, *arguments)
        assert done.returncode == 0, done.stderr
    return home


def test_codes_are_made_as_a_file_for_a_mailing(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "codes.csv"
    made = command(home, "codes", "4821", "--count", "40", "-o", str(file))
    assert (made.returncode, made.stdout) == (0, ""), made.stderr
    with file.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["form_number"] for row in rows] == [str(number) for number in range(1, 41)]
    assert len({row["code"] for row in rows}) == 40
    assert all(len(row["code"]) == 9 and row["code"].isdecimal() for row in rows)
    assert file.stat().st_mode & 0o077 == 0, "others on the machine could read the codes"
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_a_file_of_codes_is_never_written_over(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "codes.csv"
    file.write_text("codes that were posted\n")
    refused = command(home, "codes", "4821", "--count", "3", "-o", str(file))
    assert refused.returncode == 2
    assert "new name" in refused.stderr
    assert file.read_text() == "codes that were posted\n"


def test_a_folder_that_is_not_there_is_told_before_any_code_is_made(home: Path, tmp_path: Path) -> None:
    refused = command(home, "codes", "4821", "--count", "3", "-o", str(tmp_path / "nowhere" / "codes.csv"))
    assert refused.returncode == 2
    assert "cannot be written" in refused.stderr
    again = tmp_path / "codes.csv"
    command(home, "codes", "4821", "--count", "1", "-o", str(again))
    assert again.read_text().endswith(",1\n")


def test_a_consultation_that_is_unknown_or_asks_for_no_codes_is_told(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "open.yaml"
    file.write_text(with_changes(code='"5555"'))
    command(home, "consultation", "load", str(file))
    for code, said in (("5555", "participation: code"), ("9999", "9999")):
        refused = command(home, "codes", code, "--count", "3", "-o", str(tmp_path / "codes.csv"))
        assert refused.returncode == 2
        assert said in refused.stderr
