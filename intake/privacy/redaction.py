"""Identifying numbers and addresses in a text, proposed to be left out before it is published.

Proposals only: a person decides. The original is never changed; `redacted` makes the text that would be published.
Found are telephone numbers, e-mail addresses, citizen service numbers (BSN), bank accounts (IBAN), number plates, and
postcodes that stand with a house number. Names are not: a list of rules finds too few and too much.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from stdnum import iban
from stdnum.exceptions import ValidationError
from stdnum.nl import bsn


class Kind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    BSN = "bsn"
    IBAN = "iban"
    PLATE = "plate"
    ADDRESS = "address"


STANDS_FOR = {
    Kind.PHONE: "[telefoonnummer]",
    Kind.EMAIL: "[e-mailadres]",
    Kind.BSN: "[burgerservicenummer]",
    Kind.IBAN: "[rekeningnummer]",
    Kind.PLATE: "[kenteken]",
    Kind.ADDRESS: "[adres]",
}
"""What a reader sees in its place."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` up to `end` of the text."""

    start: int
    end: int
    kind: Kind


def propose(text: str) -> tuple[Span, ...]:
    """What identifies somebody, in order, without overlaps."""
    spans: list[Span] = []
    left = text
    for find in _FINDERS:
        for span in sorted(find(left), key=lambda span: (span.start - span.end, span.start)):
            if all(span.end <= other.start or span.start >= other.end for other in spans):
                spans.append(span)
                left = left[: span.start] + _TAKEN * (span.end - span.start) + left[span.end :]
    return tuple(sorted(spans))


def redacted(text: str, spans: Iterable[Span]) -> str:
    """The text with a word in place of each span. They may not overlap."""
    out, at = [], 0
    for span in sorted(spans):
        out += [text[at : span.start], STANDS_FOR[span.kind]]
        at = span.end
    return "".join([*out, text[at:]])


_TAKEN = "\0"
"""Stands for a character that was found already: what is surest is looked for first."""

_EMAIL = re.compile(
    r"""[\w.!#$%&'*+/=?^`{|}~-]+[ ]?@[ ]?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,24}\b
    |\b[\w.-]+[ ](?:apenstaartje|apestaartje|\(at\)|\[at\])[ ][\w-]+(?:(?:[ ](?:punt|\(dot\))[ ]|\.)[\w-]+)+""",
    re.VERBOSE | re.IGNORECASE,
)
"""As written, and as somebody spells it out on the telephone."""


def _emails(text: str) -> Iterator[Span]:
    for found in _EMAIL.finditer(text):
        yield Span(found.start(), found.end(), Kind.EMAIL)


_GAP = r"[\s.\-–/()]{0,3}"
_DUTCH_NUMBER = re.compile(
    rf"(?<![\w+])(?:\(?(?:\+|00)31\)?{_GAP}(?:\(0\){_GAP})?[1-9]|\(?0[1-9])(?:{_GAP}\d){{8}}(?!\d)"
)
"""Ten digits, or +31 and nine, however they are grouped."""
_FOR_ALL = frozenset(
    {
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.UAN,
    }
)
"""Numbers of services, that identify nobody."""


def _phones(text: str) -> Iterator[Span]:
    for match in phonenumbers.PhoneNumberMatcher(text, "NL", leniency=phonenumbers.Leniency.VALID):
        if phonenumbers.number_type(match.number) not in _FOR_ALL:
            yield _phone(text, match.start, match.end)
    for found in _DUTCH_NUMBER.finditer(text):
        if not re.match(r"\D*0[89]00", found[0]):
            yield _phone(text, found.start(), found.end())


def _phone(text: str, start: int, end: int) -> Span:
    """Without a bracket that opens before the number and closes behind it."""
    said = text[start:end]
    opens = said.startswith("(") and said.count("(") > said.count(")")
    return Span(start + opens, end, Kind.PHONE)


_NINE = re.compile(r"(?<![\w.,-])\d(?:[ .]?\d){8}(?![\w]|[.,]\d)")
_CALLED_BSN = re.compile(
    r"\b(?:bsn|burger\s?service\s?(?:nummer|nr)|sofi\s?-?\s?(?:nummer|nr))\b\D{0,20}(\d(?:[ .\-]?\d){7,8})(?!\d)",
    re.IGNORECASE,
)


def _citizens(text: str) -> Iterator[Span]:
    """Nine digits that pass the eleven-test, and whatever is called one: a mistyped one identifies as well."""
    for found in _NINE.finditer(text):
        if bsn.is_valid(re.sub(r"\D", "", found[0])):
            yield Span(found.start(), found.end(), Kind.BSN)
    for found in _CALLED_BSN.finditer(text):
        yield Span(found.start(1), found.end(1), Kind.BSN)


_ACCOUNT = re.compile(r"(?<!\w)(?=([a-z]{2}\d{2}(?:[ .\-]?[a-z0-9]){11,30}))", re.IGNORECASE)


def _accounts(text: str) -> Iterator[Span]:
    for found in _ACCOUNT.finditer(text):
        length = _account_length(found[1])
        if length:
            yield Span(found.start(), found.start() + length, Kind.IBAN)


def _account_length(text: str) -> int:
    """How much of the text is a bank account: what follows it may look like more of it. 0: none of it."""
    for end in range(len(text), 14, -1):
        candidate = text[:end]
        if not candidate[-1].isalnum():
            continue
        try:
            iban.validate(re.sub(r"[ .\-]", "", candidate))
        except ValidationError:
            continue
        return end
    return 0


_DASH = r"[-–]"
_PLATE_FORMS = (
    "LL-99-99",
    "99-99-LL",
    "99-LL-99",
    "LL-99-LL",
    "LL-LL-99",
    "99-LL-LL",
    "99-LLL-9",
    "9-LLL-99",
    "LL-999-L",
    "L-999-LL",
    "LLL-99-L",
    "L-99-LLL",
    "9-LL-999",
    "999-LL-9",
    "LLL-99-9",
    "9-99-LLL",
)
"""The forms that Dutch number plates have had since 1951."""


def _plate(form: str, between: str) -> str:
    return between.join(part.replace("L", "[A-Z]").replace("9", r"\d") for part in form.split("-"))


_PLATE = re.compile(rf"(?<![\w-])(?:{'|'.join(_plate(form, _DASH) for form in _PLATE_FORMS)})(?![\w-])", re.IGNORECASE)
_CALLED_PLATE = re.compile(
    rf"\bkentekens?\b\W{{0,3}}(?:\w+\W){{0,3}}?({'|'.join(_plate(form, '[ –-]?') for form in _PLATE_FORMS)})(?!\w)",
    re.IGNORECASE,
)


def _plates(text: str) -> Iterator[Span]:
    for found in _PLATE.finditer(text):
        yield Span(found.start(), found.end(), Kind.PLATE)
    for found in _CALLED_PLATE.finditer(text):
        yield Span(found.start(1), found.end(1), Kind.PLATE)


_POSTCODE = r"(?:[1-9]\d{3}[ ]?[A-Z]{2}|[1-9]\d{3}[a-z]{2})\b"
"""Small letters only right behind the digits: "1234 en 56" is none."""
_HOUSE = r"\d{1,5}(?:[ ]?[a-zA-Z]{1,2}\b|[ ]?[-–/][ ]?(?:\d{1,4}|[IVX]{1,4}|[a-zA-Z]|hs|huis|bis)\b)?"
_NUMBER = r"(?i:(?:huis)?(?:nummer|nr\.?|no\.?))"
_PARTICLES = r"(?:van|de|den|der|het|ten|ter|te|aan|op|in|bij|['’]t|['’]s)"
_STREET = rf"""(?:(?:\d{{1,2}}e|['’][ts])[ -])?(?:[A-Z][\w.'’-]*(?:[ ](?:[A-Z\d][\w.'’-]*|{_PARTICLES}(?=[ ])))*
    |\b\w*(?:straat|weg|laan|plein|kade|gracht|dijk|singel|hof|pad|steeg|plantsoen|dreef|park|ring|markt|haven|baan))"""
_ADDRESS = re.compile(
    rf"""(?<!\w){_STREET}[ ](?:{_NUMBER}[ ])?{_HOUSE}[ \t]*[,;]?\s{{0,3}}{_POSTCODE}
    |(?<!\w){_POSTCODE}[ \t]*(?:[,;+/-]|en|op|,?[ ]met)?[ \t]*(?:{_NUMBER}[ \t]*:?[ \t]*)?{_HOUSE}(?![\w%€])
    |(?<!\w)(?:{_NUMBER}[ \t]*)?{_HOUSE}[ \t]*(?:[,;]|en|,?[ ]met|op)?[ \t]*(?i:postcode)[ \t]*:?[ \t]*{_POSTCODE}
    |(?<!\w){_NUMBER}[ \t]*{_HOUSE}[ \t]*[,;]?[ \t]*{_POSTCODE}""",
    re.VERBOSE,
)
"""A street with its number before a postcode; a postcode before a house number; the two with words between."""


def _addresses(text: str) -> Iterator[Span]:
    for found in _ADDRESS.finditer(text):
        yield Span(found.start(), found.end(), Kind.ADDRESS)


_FINDERS: tuple[Callable[[str], Iterator[Span]], ...] = (_emails, _accounts, _phones, _citizens, _plates, _addresses)
