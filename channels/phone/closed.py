"""What somebody hears who calls about a consultation that is not open."""

from __future__ import annotations

from channels.catalogue import catalogue
from channels.days import spoken_day
from channels.turns import Mode, Say
from models.definition import Definition


def closed_lines(definition: Definition, language: str | None = None) -> tuple[Say, ...]:
    """In the caller's language, or where that is not known in each of the consultation's."""
    return tuple(
        Say(
            catalogue(spoken, Mode.PHONE)(
                "closed",
                title=definition.text(definition.title, spoken),
                opens=spoken_day(definition.opens, spoken),
                closes=spoken_day(definition.closes, spoken),
            ),
            spoken,
        )
        for spoken in ((language,) if language else definition.languages)
    )
