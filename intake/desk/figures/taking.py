"""Tables of figures as files to take along."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response
from werkzeug.exceptions import NotFound

from intake.desk import words
from intake.desk.language import _, desk_language
from intake.figures.pages import as_pdf
from intake.figures.tables import Table, as_csv, as_xlsx
from models.clock import now

KINDS = ("xlsx", "csv", "pdf")
_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def taken(kind: str, name: str, title: str, tables: Sequence[Table]) -> Response:
    """The tables as a file of that kind; 404 for any other kind.

    :param name: of the file, without what comes after the dot.
    """
    if kind not in KINDS:
        raise NotFound
    if kind == "pdf":
        made = as_pdf(title, _("Gemaakt op {moment}.", moment=words.moment(now())), tables, desk_language())
    else:
        made = as_csv(tables) if kind == "csv" else as_xlsx(tables)
    answer = Response(made, mimetype=_TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
