"""Where somebody lives: a postcode with a house number, in whatever order and words; a street with a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.privacy.spans import Kind, Span

_WORDS = (
    "en|of|op|is|in|te|om|de|er|ik|je|ze|we|ma|di|wo|do|vr|za|zo|nu|al|ja|na|af|km|cm|mm|ha|kg|kw|mw|tm|as|ga|we|me|u"
)
_POSTCODE = (
    rf"(?:[1-9]\d{{3}}[ -]{{0,2}}[A-Z]{{2}}|[1-9]\d{{3}}[a-z]{{2}}|[1-9]\d{{3}}[ -](?!(?:{_WORDS})\b)[a-z]{{2}}|"
    rf"(?<=pc[ ])[1-9]\d{{3}}[ -]?[a-zA-Z]{{2}}|(?<=postcode[ ])[1-9]\d{{3}}[ -]?[a-zA-Z]{{2}})\b"
)
"""In small letters behind a space only what is no word: "1234 en 56" is none."""
_WORD_AS_POSTCODE = r"[1-9]\d{3}[ ](?!(?:km|cm|mm|ha|kg|kw|mw|tm)\b)[a-z]{2}(?=[ \t]*(?:[.,;:)!?\r\n]|$))"
"""Of a postcode in small letters that is also a word, once a street and a number stand before it: what ends there."""
_HOUSE = (
    r"\d{1,5}(?:[ ]?[a-zA-Z]{1,2}(?:[-/]\d{1,3})?\b|"
    r"[ ]?\((?:boven|beneden|achter|hoog|huis|bis|hs|[IVX]{1,4}|\w)\)|"
    r"[ ]?[-–/][ ]?(?:\d{1,4}|[IVX]{1,4}|[a-zA-Z]|hs|huis|bis)\b|"
    r"[ ](?:I{1,3}|hs|huis|bis|rood|zwart|boven|beneden|achter|ongenummerd|toe)\b)?"
)
_SURE_HOUSE = rf"(?!(?:19|20)\d\d\b){_HOUSE}(?![\w%€.,]?\d)(?![ ]?(?:uur|jaar|m2|meter|euro|%|mensen|bomen|keer|dagen))"
"""Neither a year nor an amount of something."""
_NUMBER = r"(?i:(?:huis)?(?:nummer|nr\.?|no\.?))"
_PARTICLES = r"(?:van|de|den|der|het|ten|ter|te|aan|op|in|bij|['’]t|['’]s)"
_NAMED = rf"[A-Z][\w.'’-]{{0,40}}(?:[ ](?:[A-Z\d][\w.'’-]{{0,40}}|{_PARTICLES}(?=[ ]))){{0,6}}"
_SUFFIX = (
    "straat|weg|laan|plein|kade|gracht|dijk|singel|hof|pad|steeg|plantsoen|dreef|park|ring|markt|haven|baan|wal|"
    "boulevard|kwartier|hoek|erf|veld|burgwal|oord|sloot|zijde|meent|heuvel"
)
_STREET = rf"(?:(?:\d{{1,2}}e|['’][ts])[ -])?(?:{_NAMED}|\b\w{{0,40}}(?:{_SUFFIX}))"
_TOWN = r"(?:['’][a-z]-?)?[A-Z][\w'’-]+(?:[ ](?:aan|op|a/d|de|den|der|het|en)(?=[ ])|[ ][A-Z][\w'’-]+){0,4}"
_BETWEEN = (
    rf"(?:[ \t]*[,;(]?\s{{0,3}}(?:(?:te|in)[ ])?{_TOWN})?[ \t]*(?:[,;(./|–-]|te\b)?\s{{0,3}}"
    r"(?:[(]?(?i:postcode|pc)[ \t]*:?[ \t]*)?"
)
"""A town, and what announces the postcode."""
_ADDRESS = re.compile(
    rf"""(?<!\w){_STREET}[ ](?:{_NUMBER}[ ])?{_HOUSE}{_BETWEEN}{_POSTCODE}
    |(?<!\w){_STREET}[ ](?:{_NUMBER}[ ])?{_HOUSE}[ \t]*[,;/]?\s{{1,2}}{_WORD_AS_POSTCODE}
    |(?<!\w){_POSTCODE}(?:[ \t]*,?[ \t]*{_TOWN})?[ \t]*[,;/|–-]?\s{{0,2}}(?:{_NUMBER}[ ]|{_STREET}[ ]){_HOUSE}
    |(?<!\w){_POSTCODE}[ \t]*(?:[,;+/-]|en|op|,?[ ]met)?[ \t]*(?:(?:het|mijn|als|ons)[ ])?
        (?:{_NUMBER}[ \t]*(?:is|:)?[ \t]*)?{_HOUSE}(?![\w%€])
    |(?<!\w)[1-9]\d{{3}}[A-Z]{{2}}{_HOUSE}(?![\w%€])
    |(?<!\w)(?:{_NUMBER}[ \t]*(?:is|:)?[ \t]*)?{_HOUSE}[ \t]*(?:[,;(]|en|,?[ ]met|op)?[ \t]*(?:(?:de|mijn|onze)[ ])?
        (?i:postcode|pc)[ \t]*(?:is|:)?[ \t]*{_POSTCODE}
    |(?<!\w){_NUMBER}[ \t]*{_HOUSE}[ \t]*[,;]?[ \t]*{_POSTCODE}""",
    re.VERBOSE,
)
"""A street with its number and a postcode, in either order; a house number and a postcode, perhaps words between."""


def addresses(text: str) -> Iterator[Span]:
    for found in _ADDRESS.finditer(text):
        closes = found[0].count("(") > found[0].count(")") and text[found.end() : found.end() + 1] == ")"
        yield Span(found.start(), found.end() + closes, Kind.ADDRESS)


_WORD = r"[A-Z][\w.'’-]{0,40}"
_INSIDE = (
    r"(?:van(?![ ](?:de|het)[ ])|(?<!van[ ])(?<!op[ ])(?<!in[ ])(?<!uit[ ])(?<!aan[ ])de|den|der|ten|ter|te|['’]t)"
)
"""What stands inside the name of a street: "Jan van Galenstraat", but somebody "van de Kerkstraat"."""
_STREET_WORD = (
    rf"(?:[A-Z][\w'’-]{{0,40}}[a-z](?:{_SUFFIX})|"
    rf"{_WORD}[ ](?:(?:{_INSIDE}|{_WORD})[ ]){{0,4}}[A-Z]?[\w'’-]{{0,40}}(?:{_SUFFIX}|straatje))\b"
)
_LIVES = r"(?i:wo(?:on|nen|onden?|onachtig)|adres|afzender|huis|buren|gevestigd)"
_WITH_NUMBER = re.compile(
    rf"""(?<!\w)(?:(?:\d{{1,2}}e|['’][ts])[ -])?{_STREET_WORD}[ ](?:{_NUMBER}[ ])?{_SURE_HOUSE}
    |{_LIVES}\W{{1,3}}(?:\w+\W{{1,2}}){{0,4}}?(?:op|aan|in)[ ](?:(?:de|het)[ ])?
        (?P<named>{_NAMED}[ ](?:{_NUMBER}[ ])?{_SURE_HOUSE})""",
    re.VERBOSE,
)


def houses(text: str) -> Iterator[Span]:
    """A street with a house number, without a postcode: an address, or a place that somebody writes about."""
    for found in _WITH_NUMBER.finditer(text):
        part = "named" if found["named"] else 0
        yield Span(found.start(part), found.end(part), Kind.ADDRESS)


_NUMBER_AT_THE_END = re.compile(rf"(?:{_NUMBER}[ ])?\d{{1,5}}\S*(?:[ ]\S{{1,3}})?\s*$")


def number_of(text: str, span: Span) -> Span | None:
    """The house number at the end of an address; None if there is none."""
    found = _NUMBER_AT_THE_END.search(text[span.start : span.end])
    return None if found is None else Span(span.start + found.start(), span.end, Kind.HOUSE)


_STRONG = "straat|laan|plein|kade|gracht|weg|steeg|plantsoen|dreef|singel|markt|park|pad|baan|boulevard|straatje"
_PLACE = re.compile(
    rf"""(?<!\w)(?:{_WORD}[ ](?:(?:{_INSIDE}|{_WORD})[ ]){{0,4}})?[A-Z]?[\w'’-]{{0,40}}(?:{_STRONG})(?!\w)
    |\b(?:[Dd]e|[Hh]et|[Oo]p|[Aa]an|[Ll]angs|[Nn]aar|van[ ]de|in[ ]de)[ ](?:(?:de|het)[ ])?
        (?P<weak>[A-Z][\w'’-]{{0,40}}(?:{_SUFFIX}))(?!\w)""",
    re.VERBOSE,
)


def places(text: str) -> Iterator[tuple[int, int]]:
    """Streets, squares and the like by the form of their names: what stands there is no person."""
    for found in _PLACE.finditer(text):
        part = "weak" if found["weak"] else 0
        if any(letter.isupper() for letter in found[part]):
            yield found.start(part), found.end(part)
