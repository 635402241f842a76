"""Deliveries to the online platform, and what comes from there."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import click

from intake.cli.opening import opened
from intake.services import Services
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
