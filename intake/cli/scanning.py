"""Scanned post in."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import click

from intake.cli.opening import opened
from intake.cli.waiting import wait_for
from intake.file_names import is_no_post, printable
from intake.files import TakenIn, required_version
from intake.queue import hint
from intake.scanned_files import HARMLESS, take_in_scan, too_large
from intake.services import Services
from models.errors import Rejected, TryAgain
from scans.limits import LIMITS


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--consultation", "code", help="What letters are about that do not say so themselves.")
@click.option("--wait", is_flag=True, help="Read the files now, in this process.")
def scan(files: tuple[Path, ...], code: str | None, wait: bool) -> None:
    """Take in scanned files, or folders of them. Prints one JSON line for each file."""
    failed = False
    with opened() as services:
        if code is not None:
            required_version(services, code)
        paths = list(_files(files))
        with click.progressbar(
            length=STEPS * max(1, len(paths)),
            label="Scanning",
            hidden=not sys.stderr.isatty(),
            file=sys.stderr,
        ) as bar:
            for at, path in enumerate(paths):
                line = _scan(replace(services, progress=partial(_show, bar, path, STEPS * at)), path, code, wait)
                _tell(line)
                bar.update(STEPS * (at + 1) - bar.pos)
                failed |= any(problem["code"] not in HARMLESS for problem in line["problems"])
    if failed:
        raise SystemExit(1)


STEPS = 100
"""Of the bar, for each file: a stack of hundreds of sheets is one."""

WIPE = "\r\033[K"
"""Takes away what stands on a terminal's line."""


class _Bar(Protocol):
    """What of click's progress bar is used here."""

    label: str
    pos: int

    def update(self, n_steps: int) -> None: ...

    def render_progress(self) -> None: ...


def _show(bar: _Bar, path: Path, before: int, done: int, pages: int) -> None:
    """How far it is within a file that begins at `before` on the bar."""
    if pages:
        bar.label = f"{printable(path.name)}, page {done} of {pages}"
        bar.update(before + STEPS * done // pages - bar.pos)
        bar.render_progress()


def _tell(line: dict[str, Any]) -> None:
    """On a line of its own, also where the bar stands on the same terminal."""
    if sys.stderr.isatty() and sys.stdout.isatty():
        click.echo(WIPE, nl=False, err=True)
    click.echo(json.dumps(line, ensure_ascii=False))


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    """Files in folders too, in order of name; not what is half-copied, or was left there by a system."""
    for path in paths:
        if path.is_dir():
            yield from (
                one
                for one in sorted(path.rglob("*"))
                if one.is_file() and not any(map(is_no_post, one.relative_to(path).parts))
            )
        else:
            yield path


def _scan(services: Services, path: Path, code: str | None, wait: bool) -> dict[str, Any]:
    told = printable(str(path))
    line: dict[str, Any] = {"file": told, "pages": 0, "documents": [], "problems": []}
    try:
        if path.exists() and not path.is_file():
            raise Rejected(f"{told} is no file", code="not_a_document")
        if path.stat().st_size > LIMITS.file_bytes:
            raise too_large()
        taken = take_in_scan(services, path.read_bytes(), path.name, consultation=code)
    except OSError as error:
        return _problem(line, "unreadable_page", f"{told} cannot be opened: {error.strerror}")
    except (Rejected, TryAgain) as error:
        return _problem(line, error.code, error.message)
    if not taken.first:
        return {**line, **_before(services, taken)}
    if not wait:
        hint(services.settings, [taken.entry_id])
        click.echo(f"{told}: stored; a worker will read it", err=True)
        return line
    return {**line, **wait_for(services, taken.entry_id)}


def _before(services: Services, taken: TakenIn) -> dict[str, Any]:
    """The very same file came in before: nothing new. If it could not be read then, that is told again."""
    result = wait_for(services, taken.entry_id, work=False)
    told = [] if result.get("documents") else [p for p in result.get("problems", []) if p["page"] is None]
    message = "this very file was received before; nothing was stored"
    again = {"page": None, "code": "already_received", "message": message}
    return {"pages": result.get("pages", 0), "documents": [], "problems": [*told, again]}


def _problem(line: dict[str, Any], code: str, message: str) -> dict[str, Any]:
    return {**line, "problems": [{"page": None, "code": code, "message": message}]}
