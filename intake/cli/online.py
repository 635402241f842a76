"""Deliveries to the online platform, and what comes from there."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from intake.cli.opening import opened
from intake.deliveries.target import LineHeld
from intake.services import Services
from models.clock import now
from models.consultations import Version
from models.errors import Rejected


def published(services: Services, code: str | None) -> Iterator[Version]:
    """Consultations that name a platform: one, or all.

    :raises Rejected: there is none of that code, or it names none.
    """
    import sqlalchemy as sa

    from intake.files import required_version
    from models.consultations import ORGANISATION, all_latest

    if code is not None:
        found = required_version(services, code)
        if found.definition.publish is None:
            raise Rejected(f"consultation {code} names no platform; add 'publish' to its file", code="no_mapping")
        yield found
        return
    with services.store.read() as connection:
        ids = connection.execute(sa.select(ORGANISATION.c.id).order_by(ORGANISATION.c.slug)).scalars().all()
        every = [found for one in ids for found in all_latest(services.store, connection, one)]
    yield from (found for found in every if found.definition.publish is not None)


@click.command()
@click.option("--consultation", "code", help="One consultation; else all.")
def publish(code: str | None) -> None:
    """Bring to the online platform what was approved, and take away what was withdrawn. A JSON line a consultation."""
    from intake.deliveries.publishing import publish_now
    from intake.jobs import run_entry

    partly = False
    with opened() as services:
        for found in published(services, code):
            with click.progressbar(length=1, label=found.code, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

                def tick(left: int, bar: object = bar) -> None:
                    bar.length = max(bar.length or 1, left)  # type: ignore[attr-defined]
                    bar.update(bar.length - left - bar.pos)  # type: ignore[attr-defined]

                standing = publish_now(services, found, run_entry, tick)
            line = {
                "consultation": standing.code,
                "there": standing.there,
                "gone": standing.gone,
                "waiting": standing.waiting,
                "to_approve": standing.to_approve,
                "failed": [{"receipt": one.receipt, "problem": one.problem} for one in standing.failed],
                "problem": standing.line.problem,
            }
            click.echo(json.dumps(line, ensure_ascii=False))
            partly |= bool(standing.failed or standing.waiting or standing.line.problem)
    if partly:
        raise SystemExit(1)


@click.command()
@click.option("--consultation", "code", help="One consultation; else all.")
def pull(code: str | None) -> None:
    """Take in what people did on OpenStad, and what its staff said of ours. A JSON line a consultation."""
    from channels.online.keep import Came
    from intake.openstad.pulling import pull as pull_one

    partly = False
    with opened() as services:
        for found in published(services, code):
            if found.definition.publish is None or found.definition.publish.to != "openstad":
                continue
            pulled = pull_one(services, found)
            line = {
                "consultation": pulled.code,
                "new": pulled.came[Came.NEW],
                "changed": pulled.came[Came.CHANGED],
                "known": pulled.came[Came.KNOWN],
                "gone": pulled.gone,
                "outcomes": pulled.outcomes,
                "problem": pulled.problem,
            }
            click.echo(json.dumps(line, ensure_ascii=False))
            partly |= pulled.problem is not None
    if partly:
        raise SystemExit(1)


@click.group()
def openstad() -> None:
    """The online platform, before it is used."""


@openstad.command()
@click.argument("widget", type=click.IntRange(1))
@click.option("--project", type=click.IntRange(1), help="OpenStad's project; default: where that enquête is used.")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A new file.")
def questions(widget: int, project: int | None, output: Path) -> None:
    """Make a consultation file from an enquête that is on OpenStad already; what it cannot hold is named."""
    from intake.deliveries.registry import openstad_access
    from intake.openstad.client import OpenStad, check_account
    from intake.openstad.questions import consultation_from

    if output.exists():
        raise Rejected(f"{output} is there already; choose a new name", code="output")
    with opened() as services:
        used = {
            (one.definition.publish.project, one.definition.organisation)
            for one in published(services, None)
            if one.definition.publish is not None and one.definition.publish.widget == widget
        }
        if project is None and len(used) == 1:
            ((project, _),) = used
        if project is None:
            raise Rejected(f"say with --project where enquête {widget} is", code="no_project")
        try:
            api = OpenStad(*openstad_access(services.settings), project)
            check_account(api.account())
            if widget not in api.widgets():
                raise Rejected(f"there is no enquête {widget} in project {project}", code="no_widget")
            made = consultation_from(
                api.widget(widget),
                api.config(),
                project=project,
                organisation=next(iter(used))[1] if used else "organisatie",
                today=now().date(),
            )
        except LineHeld as why:
            raise Rejected(why.message, code=why.code) from why
    output.write_text(made.text, encoding="utf-8")
    for one in made.left_out:
        click.echo(f"not in {output.name}: {one}", err=True)
    if made.left_out:
        raise SystemExit(1)


@openstad.command("check")
@click.option("--consultation", "code", help="One consultation; else all that are published.")
def check_all(code: str | None) -> None:
    """Say what is right and wrong about address, token, role, project, enquête, limits, dates and questions."""
    from intake.openstad.check import check

    wrong = False
    with opened() as services:
        for found in published(services, code):
            click.echo(f"{found.code} {found.definition.text(found.definition.title, 'en')}")
            for finding in check(services.settings, found):
                click.echo(f"  {'good ' if finding.is_good else 'WRONG'} {finding.text}")
                wrong |= not finding.is_good
    if wrong:
        raise SystemExit(1)
