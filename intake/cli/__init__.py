"""`inloop`: the command line. Results on stdout, messages on stderr; exit codes 0, 1 (in part), 2 (nothing changed)."""

from __future__ import annotations

import logging
import os
import sys

import click

from intake.cli import accounts, consultations, exporting, meetings, paper, processes
from intake.settings import unknown_settings
from models.errors import InloopError


class _Inloop(click.Group):
    """Turns our own errors into a message and exit code 2."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except InloopError as error:
            click.echo(error.message, err=True)
            sys.exit(2)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)


@click.group(cls=_Inloop, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """The walk-in door beside an online participation platform."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s", stream=sys.stderr)
    for name in unknown_settings(os.environ):
        click.echo(f"{name} is no setting of Inloop and does nothing; see docs/settings.md", err=True)


for command in (
    *accounts.COMMANDS,
    *consultations.COMMANDS,
    *paper.COMMANDS,
    *meetings.COMMANDS,
    *exporting.COMMANDS,
    *processes.COMMANDS,
):
    main.add_command(command)
