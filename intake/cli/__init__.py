"""`inloop`: the command line. Results on stdout, messages on stderr; exit codes 0, 1 (in part), 2 (nothing changed)."""

from __future__ import annotations

import gc
import logging
import os
import sys
from importlib import import_module

import click

from intake.settings import unknown_settings
from models.errors import InloopError

COMMANDS = {
    "organisation": ("accounts", "Municipalities, provinces and water boards."),
    "user": ("accounts", "Members of staff."),
    "token": ("accounts", "Tokens for programs that use the API."),
    "consultation": ("consultations", "Participation processes with their questions."),
    "number": ("consultations", "Our telephone numbers."),
    "form": ("printing", "Print the form of a consultation."),
    "codes": (
        "coding",
        "Make participation codes for a mailing: a CSV for `inloop form --codes`, readable for you alone.",
    ),
    "scan": ("scanning", "Take in scanned files, or folders of them."),
    "watch": ("watching", "Take in what scanners put into the folders and mailboxes of INLOOP_WATCH."),
    "names": ("naming", "Look for names in what waits for an approval, by the engine of INLOOP_NAMES_ENGINE."),
    "separators": (
        "separating",
        "Print sheets to lay between two letters, so that their pages are never taken together.",
    ),
    "meeting": ("meetings", "What was said in meetings."),
    "publish": ("online", "Bring to the online platform what was approved, and take away what was withdrawn."),
    "pull": ("online", "Take in what people did on OpenStad, and what its staff said of ours."),
    "openstad": ("online", "The online platform, before it is used."),
    "reference": ("reference", "What was said and learned in meetings, findable for everybody."),
    "export": ("exporting", "Write normalized submissions to stdout, oldest first."),
    "erase": ("erasing", "Erase a person's data at their request, for good."),
    "retention": ("erasing", "Terms after which data goes."),
    "insight": ("insight", "Write a person's own data to a file for that person, readable for you alone."),
    "audit": ("auditing", "The trail: who looked at, changed, published, erased or took out what."),
    "keys": ("rotating", "Keys that encrypt contact data (INLOOP_ENCRYPTION_KEYS; the first is the current one)."),
    "upgrade": ("processes", "Create the store, or bring it to this version."),
    "web": ("processes", "Serve webhooks, desk and API."),
    "work": ("processes", "Work on what is waiting."),
    "run": ("processes", "Start everything on this machine, with a queue of its own."),
    "demo": ("processes", "Play one day through every door, on an Inloop of its own, and print the submissions."),
}
"""Where each command lives, and what it says first of itself. A command loads its own module only, and the list of all
commands none: they need very different, and heavy, libraries."""

COLLECT_AFTER = (20_000, 20, 50)
"""Objects between two collections of garbage: a command makes very many while it loads its libraries, and keeps all."""


class _Inloop(click.Group):
    """Loads commands when they are called, and turns our own errors into a message and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in COMMANDS.items()])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        command = getattr(import_module(f"intake.cli.{module}"), cmd_name)
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> object:
        gc.set_threshold(*COLLECT_AFTER)
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
