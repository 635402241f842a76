"""What a speech engine must be, and how one is found by the setting `INLOOP_SPEECH_ENGINE`.

A built-in engine is found the way that a plug-in is: by a name that leads to `package.module:Class`. Whatever an engine
writes is a proposal: a person listens and has the last word.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Protocol, cast

from models.errors import Rejected

if TYPE_CHECKING:  # settings name an engine in every process, also in those that know no database
    from models.transcripts import Transcript

DESK = "desk"
"""No machine: a person at the desk listens and types."""

GROUP = "inloop.speech_engines"
"""The entry points by which an installed package gives its engines a short name."""

BUILT_IN = {"whisper": "channels.speech.whisper:Whisper"}


class SpeechEngine(Protocol):
    """A machine that writes down what it hears.

    It is made as `Class(argument)`, for each recording, in a process of its own with bounds on time and memory;
    `argument` is what stands behind the engine's name in the setting, empty if nothing does. Making it must be quick
    and check only that it could work, since every start of Inloop does so; it raises Rejected with the remedy if not.
    """

    def transcribe(self, sound: bytes, *, language: str, hints: Sequence[str]) -> Transcript:
        """Write down a recording.

        :param sound: a whole file as the telephone company gave it: WAV (often 8 kHz, one channel), MP3 or Ogg.
        :param language: ISO 639-1, the language in which the question was put.
        :param hints: words that are likely to be said; none for an open question.
        :return: segments in order, none where nobody speaks. What cannot be made out has no text; nothing is guessed.
        :raises TryAgain: something is missing for now; the same sound may succeed later.
        :raises NeedsPerson: this engine can make nothing of this sound.
        """
        ...


def engine_named(setting: str) -> SpeechEngine | None:
    """The engine of a setting: `desk` (None), `whisper:FOLDER`, `name:argument` or `package.module:Class:argument`.

    :raises Rejected: there is no such engine, or it could not work as it is set; the message says the remedy.
    """
    if setting == DESK:
        return None
    name, _, argument = setting.partition(":")
    reference = _known().get(name)
    if reference is None and "." in name:
        attribute, _, argument = argument.partition(":")
        reference = f"{name}:{attribute}"
    if reference is None:
        known = ", ".join((DESK, *sorted(_known())))
        raise Rejected(f"'{name}' is no speech engine; there is: {known}, or package.module:Class", code="no_engine")
    return cast(SpeechEngine, _loaded(reference)(argument))


def _known() -> dict[str, str]:
    return BUILT_IN | {found.name: found.value for found in entry_points(group=GROUP)}


def _loaded(reference: str) -> type:
    module, _, attribute = reference.partition(":")
    try:
        return cast(type, getattr(import_module(module), attribute))
    except (ImportError, AttributeError) as error:
        raise Rejected(
            f"the speech engine {reference} cannot be imported; install its package where Inloop is installed",
            code="no_engine",
        ) from error
