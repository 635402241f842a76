"""A mailing: for each person a letter with the address in the window of the envelope, and behind it their own form.

The address stands on the letter alone. The form that comes back says nobody's name, and nothing here is stored.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from channels.paper.content import LARGE, NORMAL, form_content, isolated
from channels.paper.form import PrintedForm, make_form
from channels.paper.texts import RIGHT_TO_LEFT, texts
from channels.printed.stamping import grouped
from channels.printed.typesetting import typeset
from models.definition import Definition

TEMPLATE = Path(__file__).parent / "letter.typ"

AT_A_TIME = 100
"""Letters that are typeset together: with 500 the typesetter's own memory grows to 550 MB, with 100 to 360 MB."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One letter of a mailing.

    :ivar address: lines as they stand in the window of the envelope.
    :ivar online: the code with which this person signs in on the website.
    """

    code: str
    form_number: str
    address: tuple[str, ...]
    online: str | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, and the telephone number to call and text, as people write it.

    :ivar asks_for_code: whether who calls it has to key in the number of the consultation.
    """

    name: str
    phone: str | None = None
    asks_for_code: bool = False


def make_mailing(
    definition: Definition,
    version: int,
    recipients: Sequence[Recipient],
    sender: Sender,
    *,
    language: str,
    large: bool = False,
    tick: Callable[[int], None] = lambda _: None,
) -> PrintedForm:
    """All letters, each followed by its form, for two-sided printing.

    :param tick: is told how many letters were added to the file, now and then.
    :raises Rejected: the language is not one of the consultation's, or a code makes no sense.
    :raises TryAgain: a font is missing on this machine.
    """
    codes = [(one.code, one.form_number) for one in recipients]
    letters = _letters(_common(definition, sender, language, large=large), recipients, tick)
    return make_form(definition, version, language=language, codes=codes, large=large, before=letters)


def _letters(
    common: dict[str, object], recipients: Sequence[Recipient], tick: Callable[[int], None]
) -> Iterator[list[pikepdf.Page]]:
    """The pages of each letter; all letters have as many."""
    for first in range(0, len(recipients), AT_A_TIME):
        some = recipients[first : first + AT_A_TIME]
        own = [{"address": one.address, "code": grouped(one.code), "online": one.online} for one in some]
        with pikepdf.open(io.BytesIO(typeset({**common, "recipients": own}, TEMPLATE))) as typed:
            count = len(typed.pages) // len(some)
            pages = list(typed.pages)
            for at in range(len(some)):
                yield pages[at * count : (at + 1) * count]
        tick(len(some))


def _common(definition: Definition, sender: Sender, language: str, *, large: bool) -> dict[str, object]:
    """What every letter says, with the same title, introduction and direction as the form behind it."""
    words = texts(language)
    form = form_content(definition, language, LARGE if large else NORMAL, personal=True)
    ways = [words.letter_paper]
    if sender.phone is not None:
        call = words.letter_phone_code if sender.asks_for_code else words.letter_phone
        number = isolated(sender.phone) if language in RIGHT_TO_LEFT else sender.phone
        ways += [text.format(number=number, code=definition.code) for text in (call, words.letter_text)]
    return {
        **{name: form[name] for name in ("language", "direction", "large", "title", "intro", "words")},
        "sender": [sender.name, *definition.return_address[1:]],
        "ways": ways,
        "until": words.letter_until.format(date=words.day(definition.closes)),
    }
