"""What identifies somebody in a text, proposed to be left out before it is published.

Proposals only: a person decides. By rules are found telephone numbers, e-mail addresses, citizen service numbers (BSN),
bank accounts (IBAN), number plates, birth dates, participation codes, and postcodes that stand with a house number.
Names are not: a list of rules finds too few and too much. An engine for them is an extra (`intake.privacy.names`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from intake.privacy.addresses import addresses
from intake.privacy.identifiers import accounts, bare_codes, births, citizens, codes, emails, phones, plates
from intake.privacy.spans import Span

_TAKEN = "\0"
"""Stands for a character that was found already: what is surest is looked for first."""

_MISREAD = re.compile(r"(?<=\d)[OolI|](?![^\W\d])|(?<!\w)[OolI|](?=\d)")
"""A letter that stands among digits for one, as reading from paper gives: "O6-1234567l"."""


def _as_digits(text: str) -> str:
    """The same length, with digits where they were taken for letters."""
    return _MISREAD.sub(lambda found: "0" if found[0] in "Oo" else "1", text)


def _though_misread(find: Callable[[str], Iterator[Span]]) -> Callable[[str], Iterator[Span]]:
    """Look in the text as it is, and as it may have been."""

    def both(text: str) -> Iterator[Span]:
        yield from find(text)
        digits = _as_digits(text)
        if digits != text:
            yield from find(digits)

    return both


_FINDERS: tuple[Callable[[str], Iterator[Span]], ...] = (
    emails,
    _though_misread(accounts),
    codes,
    births,
    _though_misread(phones),
    _though_misread(citizens),
    plates,
    addresses,
)
_OF_CODES = (_though_misread(bare_codes),)


def propose(text: str, *, coded: bool = False) -> tuple[Span, ...]:
    """What identifies somebody, in order, without overlaps.

    :param coded: whether nine digits may be a participation code, as of a consultation that has them.
    """
    spans: list[Span] = []
    left = text
    for find in (*_FINDERS, *_OF_CODES) if coded else _FINDERS:
        for span in sorted(find(left), key=lambda span: (span.start - span.end, span.start)):
            if not any(span.overlaps(other) for other in spans):
                spans.append(span)
                left = left[: span.start] + _TAKEN * (span.end - span.start) + left[span.end :]
    return tuple(sorted(spans))
