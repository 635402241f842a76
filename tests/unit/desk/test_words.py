"""The desk has a word for everything it can meet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import pytest

from intake.desk import words
from models.clock import now
from models.consultation_file import LANGUAGES
from models.tables.contacts import PartOfDay
from models.tables.replies import Remedy, ReplyPurpose, ReplyState, ReplyWay
from models.vocabulary import AnswerState, Channel, EvidenceKind, Held, OutboxKind, Role, Status


@pytest.mark.parametrize(
    ("known", "kind"),
    [
        (words.CHANNELS, Channel),
        (words.STATUSES, Status),
        (words.HELD, Held),
        (words.HELD_CHOICES, Held),
        (words.STATES, AnswerState),
        (words.STATE_MEANINGS, AnswerState),
        (words.ROLES, Role),
        (words.EVIDENCE, EvidenceKind),
        (words.PARTS_OF_DAY, PartOfDay),
        (words.WORK, OutboxKind),
        (words.REPLY_PURPOSES, ReplyPurpose),
        (words.REPLY_STATES, ReplyState),
        (words.REPLY_WAYS, ReplyWay),
        (words.REPLY_REMEDIES, Remedy),
        (words.REMEDIES, OutboxKind),
    ],
)
def test_a_closed_set_is_complete(known: Mapping[str, str], kind: type[StrEnum]) -> None:
    assert set(known) == set(kind)


def test_every_language_of_a_consultation_has_its_name() -> None:
    assert set(LANGUAGES) <= set(words.LANGUAGES)


def test_a_moment_is_told_in_dutch_time() -> None:
    assert words.moment(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "do 2 juli 2026, 00:30"
    assert words.short_moment(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == "01-01-2027 00:30"


@pytest.mark.parametrize(
    ("passed", "told"),
    [
        (timedelta(seconds=70), "1 minuut"),
        (timedelta(minutes=59, seconds=59), "59 minuten"),
        (timedelta(hours=25), "25 uur"),
        (timedelta(days=2, hours=3), "2 dagen"),
        (timedelta(seconds=59), "minder dan een minuut"),
        (timedelta(seconds=-5), "minder dan een minuut"),
    ],
)
def test_an_age_is_told_in_its_largest_unit(passed: timedelta, told: str) -> None:
    assert words.age(now() - passed) == told


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([3], "pagina 3"),
        ([3, 3], "pagina 3"),
        ([7, 3], "pagina's 3 en 7"),
        ([1, 2, 5], "pagina's 1, 2 en 5"),
        ([2, 5, 6, 7, 8, 9, 12], "pagina's 2, 5 tot en met 9 en 12"),
        ([4, 5, 6], "pagina's 4 tot en met 6"),
    ],
)
def test_pages_are_listed_as_people_say_them(numbers: list[int], told: str) -> None:
    assert words.pages(numbers) == told


def test_a_receipt_is_grouped_as_it_is_read_out() -> None:
    assert words.receipt("48271936") == "4827 1936"
    assert words.receipt("4827193600") == "4827 1936 00"
