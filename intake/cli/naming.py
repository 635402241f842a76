"""Names of persons in texts that wait for an approval."""

from __future__ import annotations

import click

from intake.cli.opening import opened


@click.command()
def names() -> None:
    """Look for names in what waits for an approval, by the engine of INLOOP_NAMES_ENGINE. Several may run."""
    from intake.privacy.names.searching import look_forever

    with opened() as services:
        look_forever(services)
