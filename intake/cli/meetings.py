"""Meetings: the empty sheet out, filled sheets and notes in."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from channels.meetings.keep import Occasion, meeting_of
from channels.meetings.sheet import make_sheet
from channels.meetings.table_sheet import MOST_COPIES
from intake.cli.opening import opened
from intake.cli.waiting import wait_for
from intake.files import required_version
from intake.meeting_files import take_in_meeting_file, told
from intake.services import Services
from intake.table_sheets import print_table_sheet
from models import meetings
from models.consultations import Version
from models.errors import Rejected, TryAgain

NO_FAILURE = frozenset({"already_received", "pictures"})
"""Told, but all that the file says in words is in."""


@click.group()
def meeting() -> None:
    """What was said in meetings."""


@meeting.command()
@click.argument("code")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help=".xlsx to type in, .pdf to print and fill in by hand.",
)
@click.option("--language", help="Default: the consultation's first.")
@click.option("--paper", type=click.Choice(["a4", "a3"]), help="Of a .pdf. Default: a4.")
@click.option("--copies", type=click.IntRange(1, MOST_COPIES), help="Of a .pdf: one for each table. Default: 1.")
@click.option("--title", help="Of a .pdf: the meeting. Default: what the consultation is called.")
@click.option("--date", "held_on", type=click.DateTime(["%Y-%m-%d"]), help="Of a .pdf: the day it is held.")
@click.option("--place", help="Of a .pdf: where it is held.")
def sheet(code: str, output: Path, language: str | None, **printed: Any) -> None:
    """Make an empty sheet for a facilitator to fill in.

    A sheet on paper belongs to one meeting: that of the --title, --date and --place. If there is none
    yet, it is made.
    """
    on_paper = output.suffix.lower() == ".pdf"
    given = sorted(f"--{'date' if name == 'held_on' else name}" for name, value in printed.items() if value is not None)
    if given and not on_paper:
        raise Rejected(f"{', '.join(given)}: only for a sheet on paper, whose file ends in .pdf", code="usage")
    with opened() as services:
        version = required_version(services, code)
        language = language or version.definition.first_language
        if language not in version.definition.languages:
            raise Rejected(f"this consultation has {', '.join(version.definition.languages)}", code="unknown_language")
        if on_paper:
            content = _on_paper(services, version, language, **printed)
        else:
            content = make_sheet(version.definition, language, version=version.number)
    try:
        output.write_bytes(content)
    except OSError as error:
        raise Rejected(f"{output} cannot be written: {error.strerror}", code="output") from error


def _on_paper(
    services: Services,
    version: Version,
    language: str,
    *,
    paper: str | None,
    copies: int | None,
    title: str | None,
    held_on: datetime | None,
    place: str | None,
) -> bytes:
    day = held_on.date() if held_on else None
    called = title or version.definition.text(version.definition.title, language)
    with services.store.write() as connection:
        meeting_id = meeting_of(connection, version, Occasion(called[:300], day, place))
        found = meetings.find(connection, version.organisation_id, meeting_id)
    if found is None:
        raise Rejected("the meeting is gone; try again", code="no_meeting")
    made = print_table_sheet(services, version, found, language=language, copies=copies or 1, a3=paper == "a3")
    return made.pdf


@meeting.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--consultation",
    "codes",
    required=True,
    multiple=True,
    help="What the meeting was about; of several, first the main.",
)
@click.option("--title", help="Default: what the notes say, or what the consultation is called.")
@click.option("--date", "held_on", type=click.DateTime(["%Y-%m-%d"]), help="The day it was held.")
@click.option("--place", help="Where it was held.")
@click.option("--wait", is_flag=True, help="Wait for recognition of photographs and scans too.")
def import_file(
    file: Path, codes: tuple[str, ...], title: str | None, held_on: datetime | None, place: str | None, wait: bool
) -> None:
    """Take in a filled sheet or notes. Prints one JSON line."""
    line: dict[str, Any] = {"file": str(file), "meeting": None, "submissions": [], "problems": []}
    with opened() as services:
        for code in codes:
            required_version(services, code)
        try:
            taken = take_in_meeting_file(
                services,
                file.read_bytes(),
                file.name,
                consultation=codes[0],
                also=codes[1:],
                title=title,
                held_on=held_on.date() if held_on else None,
                place=place,
            )
            result = wait_for(services, taken.entry_id, work=taken.first)
        except (Rejected, TryAgain) as error:
            result = {"problems": [told(error.code, error.message)]}
        else:
            if not taken.first:
                result = _before(result)
    line |= result
    click.echo(json.dumps(line, ensure_ascii=False))
    if any(problem["code"] not in NO_FAILURE for problem in line["problems"]):
        raise SystemExit(1)


def _before(result: dict[str, Any]) -> dict[str, Any]:
    earlier = [problem for problem in result.get("problems", []) if problem["row"] is None]
    again = told("already_received", "this very file was received before; nothing was stored")
    return {"meeting": result.get("meeting"), "submissions": [], "problems": [*earlier, again]}
