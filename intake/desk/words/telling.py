"""Moments, ages, pages and receipts as people say them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from intake.desk.language import Phrase, _
from models.clock import now
from models.definition import HOME_ZONE
from scans.identity import spoken

_WEEKDAYS = (Phrase("ma"), Phrase("di"), Phrase("wo"), Phrase("do"), Phrase("vr"), Phrase("za"), Phrase("zo"))
_MONTHS = (
    Phrase("januari"), Phrase("februari"), Phrase("maart"), Phrase("april"), Phrase("mei"), Phrase("juni"),
    Phrase("juli"), Phrase("augustus"), Phrase("september"), Phrase("oktober"), Phrase("november"), Phrase("december"),
)  # fmt: skip


def moment(at: datetime) -> str:
    """`ma 23 november 2026, 14:05`, in Dutch time."""
    local = at.astimezone(HOME_ZONE)
    return f"{_WEEKDAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"


def short_moment(at: datetime) -> str:
    """`23-11-2026 14:05`, in Dutch time."""
    return f"{at.astimezone(HOME_ZONE):%d-%m-%Y %H:%M}"


def minutes(seconds: float) -> str:
    """A place in a recording: 1:05."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def age(at: datetime) -> str:
    """How long ago, in the largest fitting unit."""
    passed = now() - at
    if passed >= timedelta(days=2):
        return _("{count} dagen", count=passed.days)
    hours = int(passed.total_seconds() // 3600)
    if hours >= 1:
        return _("{count} uur", count=hours)
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return _("minder dan een minuut")
    return _("1 minuut") if minutes == 1 else _("{count} minuten", count=minutes)


def pages(numbers: Iterable[int]) -> str:
    """`pagina 3`, or `pagina's 2, 5 tot en met 9 en 12`."""
    ordered = sorted(set(numbers))
    runs: list[list[int]] = []
    for number in ordered:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [one for run in runs for one in _run(run)]
    listed = _("{some} en {last}", some=", ".join(told[:-1]), last=told[-1]) if len(told) > 1 else told[0]
    return _("pagina {number}", number=listed) if len(ordered) == 1 else _("pagina's {numbers}", numbers=listed)


def _run(run: list[int]) -> list[str]:
    if len(run) > 2:
        return [_("{first} tot en met {last}", first=run[0], last=run[-1])]
    return [str(number) for number in run]


def sheet(name: str) -> str:
    """A sheet's name as it stands on paper."""
    return spoken(name)


def receipt(number: str) -> str:
    """A receipt in groups of four, as people read it out."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
