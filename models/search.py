"""Finding submissions by words in what people said or wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from models.history import SUBMISSION
from models.submissions import ANSWER

_ESCAPE = "\\"


class _AsText(FunctionElement[str]):
    """A JSON value as the text that it is, without quotes and escapes."""

    type = sa.Text()
    name = "as_text"
    inherit_cache = True


@compiles(_AsText, "sqlite")
def _on_sqlite(element: _AsText, compiler: SQLCompiler, **kept: Any) -> str:
    return f"json_extract({compiler.process(element.clauses, **kept)}, '$')"


@compiles(_AsText, "postgresql")
def _on_postgresql(element: _AsText, compiler: SQLCompiler, **kept: Any) -> str:
    return f"({compiler.process(element.clauses, **kept)} #>> '{{}}')"


def says(words: Sequence[str]) -> list[sa.ColumnElement[bool]]:
    """Conditions on a submission: each of `words` stands in one of its answers, as it came or as it was corrected.

    Parts of words are found too; capitals do not matter, accents do. Contact data is never looked through: it is
    encrypted.
    """
    return [_says(word) for word in words]


def _says(word: str) -> sa.ColumnElement[bool]:
    pattern = word.lower()
    for sign in (_ESCAPE, "%", "_"):
        pattern = pattern.replace(sign, _ESCAPE + sign)
    holds = [
        sa.func.lower(text).like(f"%{pattern}%", escape=_ESCAPE) for text in (ANSWER.c.raw, _AsText(ANSWER.c.value))
    ]
    return sa.exists().where(ANSWER.c.submission_id == SUBMISSION.c.id, sa.or_(*holds))
