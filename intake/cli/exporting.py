"""Submissions out."""

from __future__ import annotations

import sys

import click

from intake.cli.opening import opened
from intake.exporting import FORMATS, note_export
from intake.files import required_version
from models.normalized import Wanted
from models.vocabulary import Channel, Status


@click.command()
@click.option("--consultation", "code", help="One consultation's.")
@click.option("--format", "kind", default="jsonl", type=click.Choice(list(FORMATS)), show_default=True)
@click.option("--channel", type=click.Choice([str(one) for one in Channel]), help="One door's.")
@click.option("--status", type=click.Choice([str(one) for one in Status]), help="Default: all.")
def export(code: str | None, kind: str, channel: str | None, status: str | None) -> None:
    """Write normalized submissions to stdout, oldest first."""
    wanted = Wanted(
        consultation=code,
        channel=Channel(channel) if channel else None,
        status=Status(status) if status else None,
    )
    with opened() as services:
        if code is not None:
            required_version(services, code)
        note_export(services, wanted, kind)
        FORMATS[kind](services, wanted, sys.stdout.buffer)
