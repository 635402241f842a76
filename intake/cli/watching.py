"""Scans that come in by themselves."""

from __future__ import annotations

import json

import click

from intake.cli.opening import opened


@click.command()
@click.option("--once", is_flag=True, help="Look once, print a JSON line for each place, and end.")
def watch(once: bool) -> None:
    """Take in what scanners put into the folders and mailboxes of INLOOP_WATCH."""
    from intake.watching.watch import look_once
    from intake.watching.watch import watch as keep_watching

    with opened(by_itself=True) as services:
        if not once:
            keep_watching(services)
            return
        failed = False
        for place, look in look_once(services):
            line = {
                "place": place.address,
                "organisation": place.organisation,
                "taken": look.taken,
                "already_received": look.known,
                "refused": [{"file": name, "code": code} for name, code in look.refused],
                "unfinished": look.unfinished,
                "problem": look.problem,
            }
            click.echo(json.dumps(line, ensure_ascii=False))
            failed |= bool(look.refused or look.problem)
    if failed:
        raise SystemExit(1)
