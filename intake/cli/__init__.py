"""`inloop`: the command line. Results on stdout, messages on stderr; exit codes 0, 1 (in part), 2 (nothing changed)."""

from __future__ import annotations

import logging
import os
import sys
from importlib import import_module

import click

from intake.settings import unknown_settings
from models.errors import InloopError

MODULES = {
    "organisation": "accounts",
    "user": "accounts",
    "token": "accounts",
    "consultation": "consultations",
    "number": "consultations",
    "form": "printing",
    "codes": "coding",
    "scan": "scanning",
    "watch": "watching",
    "names": "naming",
    "separators": "separating",
    "meeting": "meetings",
    "publish": "online",
    "pull": "online",
    "openstad": "online",
    "reference": "reference",
    "export": "exporting",
    "erase": "erasing",
    "retention": "erasing",
    "insight": "insight",
    "audit": "auditing",
    "keys": "rotating",
    "upgrade": "processes",
    "web": "processes",
    "work": "processes",
    "run": "processes",
    "demo": "processes",
}
"""Where each command lives. A command loads its own module only: they need very different, and heavy, libraries."""


class _Inloop(click.Group):
    """Loads commands when they are called, and turns our own errors into a message and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        command = getattr(import_module(f"intake.cli.{MODULES[cmd_name]}"), cmd_name)
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
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
    for chatty in ("alembic", "fontTools", "pikepdf"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    for name in unknown_settings(os.environ):
        click.echo(f"{name} is no setting of Inloop and does nothing; see docs/settings.md", err=True)
