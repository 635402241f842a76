"""Meetings: the empty sheet out, filled sheets and notes in."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from channels.meetings.sheet import make_sheet
from intake.cli.opening import opened
from intake.cli.waiting import wait_for
from intake.files import required_version
from intake.meeting_files import take_in_meeting_file
from models.errors import Rejected, TryAgain


@click.group()
def meeting() -> None:
    """What was said in meetings."""


@meeting.command()
@click.argument("code")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The .xlsx.")
@click.option("--language", help="Default: the consultation's first.")
def sheet(code: str, output: Path, language: str | None) -> None:
    """Make an empty sheet for a facilitator to fill in."""
    with opened() as services:
        version = required_version(services, code)
    if language is not None and language not in version.definition.languages:
        raise Rejected(f"this consultation has {', '.join(version.definition.languages)}", code="unknown_language")
    content = make_sheet(version.definition, language or version.definition.first_language, version=version.number)
    try:
        output.write_bytes(content)
    except OSError as error:
        raise Rejected(f"{output} cannot be written: {error.strerror}", code="output") from error


@meeting.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--consultation", "code", required=True, help="What the meeting was about.")
@click.option("--title", help="Default: what the notes say, or the file's name.")
@click.option("--date", "held_on", type=click.DateTime(["%Y-%m-%d"]), help="The day it was held.")
@click.option("--place", help="Where it was held.")
@click.option("--wait", is_flag=True, help="Wait for recognition of photographs and scans too.")
def import_file(
    file: Path, code: str, title: str | None, held_on: datetime | None, place: str | None, wait: bool
) -> None:
    """Take in a filled sheet or notes. Prints one JSON line."""
    line: dict[str, Any] = {"file": str(file), "meeting": None, "submissions": [], "problems": []}
    with opened() as services:
        required_version(services, code)
        try:
            taken = take_in_meeting_file(
                services,
                file.read_bytes(),
                file.name,
                consultation=code,
                title=title,
                held_on=held_on.date() if held_on else None,
                place=place,
            )
            result = wait_for(services, taken.entry_id, work=taken.first)
        except (Rejected, TryAgain) as error:
            result = {"problems": [_problem(error.code, error.message)]}
        else:
            if not taken.first:
                result = _before(result)
    line |= result
    click.echo(json.dumps(line, ensure_ascii=False))
    if any(problem["code"] != "already_received" for problem in line["problems"]):
        raise SystemExit(1)


def _before(result: dict[str, Any]) -> dict[str, Any]:
    told = [problem for problem in result.get("problems", []) if problem["row"] is None]
    again = _problem("already_received", "this very file was received before; nothing was stored")
    return {"meeting": result.get("meeting"), "submissions": [], "problems": [*told, again]}


def _problem(code: str, message: str) -> dict[str, Any]:
    return {"row": None, "column": None, "code": code, "message": message}
