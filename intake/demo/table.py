"""The submissions of a day as a table that fits a page."""

from __future__ import annotations

from collections.abc import Iterable

from models.normalized import NormalizedAnswer, NormalizedSubmission
from models.vocabulary import AnswerState

HEADINGS = ("channel", "status", "answers")
WIDTH = 96
MARKS = {AnswerState.UNCERTAIN: " [?]", AnswerState.ILLEGIBLE: "[to be heard or read]"}


def table(submissions: Iterable[NormalizedSubmission]) -> str:
    """One line a submission; `[?]` marks what a person still has to confirm."""
    rows = [HEADINGS, *((str(one.channel), str(one.status), _answers(one)) for one in submissions)]
    widths = [max(len(row[at]) for row in rows) for at in (0, 1)]
    lines = [f"{row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}" for row in rows]
    return "\n".join(_cut(line) for line in lines)


def _answers(submission: NormalizedSubmission) -> str:
    told = [_answer(answer) for answer in submission.answers if answer.state is not AnswerState.EMPTY]
    return " · ".join(told) or "none"


def _answer(answer: NormalizedAnswer) -> str:
    value = ", ".join(answer.value) if isinstance(answer.value, list) else answer.value
    shown = {True: "yes", False: "no"}[value] if isinstance(value, bool) else "" if value is None else str(value)
    text = f"{answer.question}: {' '.join(shown.split())}"
    return f"{text}{MARKS.get(answer.state, '')}"


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"
