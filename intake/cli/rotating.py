"""Keys that encrypt contact data: which are in use, and everything encrypted anew with the current one."""

from __future__ import annotations

import sys

import click

from intake.cli.opening import opened


@click.group()
def keys() -> None:
    """Keys that encrypt contact data (INLOOP_ENCRYPTION_KEYS; the first is the current one)."""


@keys.command("status")
def status() -> None:
    """Show how much is encrypted with which key. A key with 0 everywhere can be taken out of the setting."""
    from models import keys as rotation

    with opened() as services:
        held = rotation.status(services.store, services.vault)
    for one in held:
        older = "".join(f", key {n}: {count}" for n, count in enumerate(one.keys[1:], start=2))
        lost = f", no key fits: {one.unreadable}" if one.unreadable else ""
        click.echo(f"{one.place}: current key: {one.keys[0]}{older}{lost}")
    raise SystemExit(1 if any(one.unreadable for one in held) else 0)


@keys.command("rotate")
def rotate() -> None:
    """Encrypt with the current key what an older one encrypted. May be stopped, repeated, and run beside all else."""
    from models import keys as rotation

    with opened() as services:
        total = sum(sum(one.keys) + one.unreadable for one in rotation.status(services.store, services.vault))
        with click.progressbar(length=total, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            done = rotation.rotate(services.store, services.vault, bar.update)
    for one in done:
        click.echo(f"{one.place}: {one.renewed} encrypted anew")
        if one.unreadable:
            click.echo(f"{one.place}: {one.unreadable} that no key fits; put the missing key back", err=True)
    raise SystemExit(1 if any(one.unreadable for one in done) else 0)
