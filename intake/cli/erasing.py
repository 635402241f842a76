"""Erasing: a person's data at their request, and what is due when its term ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import click

from intake.cli.asked import asked_for
from intake.cli.opening import opened


@click.command()
@click.option("--receipt", help="The number that the person got: one contribution, and all that belongs to it.")
@click.option("--phone", help="A telephone number: all that came from it, or is to reach it.")
def erase(receipt: str | None, phone: str | None) -> None:
    """Erase a person's data at their request, for good. Prints what was removed; a proof without personal data stays.

    What was published is withdrawn there first. What several people share goes too, such as the scan of a whole pile:
    the others keep their own pages and answers.
    """
    from intake.jobs import run_entry
    from intake.privacy.erasing import erase_person

    with opened() as services:
        erased = erase_person(services, asked_for(services, receipt, phone), run_entry)
    for one in erased.still_there:
        click.echo(f"{one}: is withdrawn, and still on the platform, so it stays here too; run this again", err=True)
    for one in erased.counts_again:
        click.echo(f"{one}: came earlier with the same code and counts again; erase it too if that is meant", err=True)
    if erased.still_there:
        raise SystemExit(1)
    _show(erased.rows, erased.files)


@click.group()
def retention() -> None:
    """Terms after which data goes."""


@retention.command("run")
def run() -> None:
    """Erase what is due: contact data and evidence whose term ended. Run it every night."""
    from models import retention as terms

    with opened() as services:
        removed = terms.run(services.store, services.evidence)
    for one in removed:
        click.echo(one.code or "without a consultation")
        _show(one.rows, len(one.blobs))


def _show(rows: Mapping[str, int], files: int) -> None:
    told = Counter(rows)
    told["files"] = files
    for what, count in sorted(told.items()):
        if count:
            click.echo(f"{count:6} {what.replace('_', ' ')}")
