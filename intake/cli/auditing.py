"""The trail of who did what: checked, and taken out."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

import click

from intake.cli.opening import opened


@click.group()
def audit() -> None:
    """The trail: who looked at, changed, published, erased or took out what."""


@audit.command("verify")
@click.option("--organisation", "slug", help="One organisation's; else all, and the installation's own.")
@click.option("--head", metavar="NUMBER:HASH", help="What was printed before: a trail that was cut off has it no more.")
def verify(slug: str | None, head: str | None) -> None:
    """Check that nothing was changed or taken away. Prints each trail's last number and hash: keep them elsewhere."""
    from intake.privacy import trails
    from models.errors import Rejected

    if head is not None and slug is None:
        raise Rejected("--head is of one trail; give its --organisation as well", code="usage")
    kept = trails.kept_head(head) if head is not None else None
    broken = False
    with opened() as services, services.store.read() as connection:
        for name, chain in trails.named(connection, slug).items():
            found = services.trail.verify(connection, chain, kept)
            click.echo(f"{name} {found.records}:{found.head}")
            if found.why is not None:
                broken = True
                click.echo(f"{name}: record {found.broken_at} is {found.why.replace('_', ' ')}", err=True)
    raise SystemExit(1 if broken else 0)


@audit.command("export")
@click.option("--organisation", "slug", help="One organisation's; else all, and the installation's own.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["jsonl", "dpl"]),
    default="jsonl",
    show_default=True,
    help="jsonl: all fields. dpl: processings of personal data, as Logboek Dataverwerkingen names them.",
)
def export(slug: str | None, kind: str) -> None:
    """Write the trail to stdout, a JSON line a record, oldest first."""
    from intake.privacy import trails

    with opened() as services:
        with services.store.write() as connection:
            trails.note_taken_out(connection, slug, kind)
        with services.store.read() as connection:
            for chain in trails.named(connection, slug).values():
                for line in trails.FORMATS[kind](connection, chain, services.settings.register_url):
                    _write(line)
    sys.stdout.flush()


def _write(line: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
