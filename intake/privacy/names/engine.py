"""What finds names must be, and how one is found by the setting `INLOOP_NAMES_ENGINE`.

A built-in engine is found the way that a plug-in is: by a name that leads to `package.module:Class`.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import entry_points
from pkgutil import resolve_name
from typing import Protocol, cast

from models.errors import Rejected

OFF = "off"
"""No machine looks for names: who approves a text does."""

GROUP = "inloop.name_finders"
"""The entry points by which an installed package gives its engines a short name."""

BUILT_IN = {"deduce": "intake.privacy.names.deduced:Deduced"}


class NameFinder(Protocol):
    """A machine that finds persons in a text.

    It is made as `Class()`, once, in a process of its own that stays; making it must be quick and check only that it
    could work, since every start of Inloop does so; it raises Rejected with the remedy if not. It may write nothing but
    to a temporary folder, and needs no internet.
    """

    def warm_up(self) -> None:
        """Load what takes long. Called once, before the first text."""
        ...

    def persons(self, text: str) -> Sequence[tuple[int, int]]:
        """Where names of persons stand: characters from and up to. Titles may belong to it ("mevrouw De Boer")."""
        ...


def finder_named(setting: str) -> NameFinder | None:
    """The engine of a setting: `off` (None), a name, or `package.module:Class`.

    :raises Rejected: there is no such engine, or it could not work here; the message says the remedy.
    """
    if setting == OFF:
        return None
    known = BUILT_IN | {found.name: found.value for found in entry_points(group=GROUP)}
    reference = known.get(setting, setting)
    if ":" not in reference:
        raise Rejected(
            f"'{setting}' finds no names; there is: {', '.join((OFF, *sorted(known)))}, or package.module:Class",
            code="no_engine",
        )
    try:
        made = resolve_name(reference)
    except (ImportError, AttributeError, ValueError) as error:
        raise Rejected(
            f"{reference} cannot be imported; install its package where Inloop is installed", code="no_engine"
        ) from error
    return cast(NameFinder, made())
