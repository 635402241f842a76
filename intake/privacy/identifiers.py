"""Numbers that identify somebody: telephone, e-mail, citizen service number, bank account, number plate, birth date.

Found by libraries that know them (phonenumbers, python-stdnum) and by the forms in which people write them down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from stdnum import iban
from stdnum.exceptions import ValidationError
from stdnum.nl import bsn

from intake.privacy.spans import Kind, Span
from models.codes import is_code

_AT = r"(?:ape(?:n)?staart(?:je)?|[(\[{<][ ]?(?:at|ape(?:n)?staart(?:je)?|@)[ ]?[)\]}>]|©)"
_DOT = r"(?:[ ]?[(\[{][ ]?(?:dot|punt)[ ]?[)\]}][ ]?|[ ](?:punt|dot)[ ]|\.)"
_DASH_SAID = r"(?:[ ](?:(?:laag|liggend|hoog)[ ])?(?:streep(?:je)?|min(?:teken)?|koppelteken|underscore|dash)[ ])"
_PART = rf"[\w+-]{{1,40}}(?:{_DASH_SAID}[\w+-]{{1,40}}){{0,4}}"
_EMAIL = re.compile(
    rf"""(?<![\w.+-])[\w.!#$%&'*+/=?^`{{|}}~-]{{1,64}}[ ]?@[ ]?[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,6}}
        (?:\.[a-z]{{2,24}}|[ ]?\.[ ]?(?:nl|com|org|net|eu))\b
    |(?<![\w.+-])[\w.+-]{{1,64}}[ ]?@[ ]?[\w-]{{1,63}}(?:[ ]\.[ ][a-z\d-]{{2,63}}){{1,4}}\b
    |(?<![\w.+-])(?:{_PART}{_DOT}){{0,4}}{_PART}[ ]?{_AT}[ ]?{_PART}(?:{_DOT}{_PART}){{1,5}}
    |(?<![\w.+-])(?:{_PART}{_DOT}){{0,4}}{_PART}[ ]at[ ]{_PART}(?:[ ](?:punt|dot)[ ][a-z\d-]{{2,24}}){{1,4}}\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""As written, and as somebody spells it out on the telephone."""


def emails(text: str) -> Iterator[Span]:
    for found in _EMAIL.finditer(text):
        yield Span(found.start(), found.end(), Kind.EMAIL)


_GAP = r"[\s.\-–—/()~_·•]{0,3}"
_DUTCH_NUMBER = re.compile(
    rf"(?<![\w+])(?:\(?(?:\+|00)[ ]?31\)?{_GAP}(?:\(0\){_GAP})?[1-9]|\(?0[ ]?[1-9])(?:{_GAP}\d){{8}}(?!\d)"
)
"""Ten digits, or +31 and nine, however they are grouped."""
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:19|20)\d\d|\d\d/(?:19|20)\d\d/")
"""A date, or a case number with a year in its middle."""
_PART_OF_A_NUMBER = re.compile(r"\w-$")
"""What stands right before the tail of a case number: "OV-2024-0612345678"."""
_FOR_ALL = frozenset(
    {
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.UAN,
    }
)
"""Numbers of services, that identify nobody."""


_ABROAD = re.compile(rf"(?<![\w+])(?:\+|00)[ ]?(?!31)[1-9]\d{{0,2}}(?:{_GAP}\d){{7,12}}(?!\d)")
"""A number with its country: whoever wrote a plus means one, though no list of valid ranges has it (yet)."""
_ONES = "nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen"
_SAID_NUMBER = (
    rf"(?:{_ONES}|tien|elf|twaalf|dertien|veertien|(?:vijf|zes|zeven|acht|negen)tien|"
    r"(?:(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen)(?:en|ën))?"
    r"(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig))"
)
_SINGLE = frozenset(_ONES.split("|"))
_SAID = re.compile(rf"\b(?:nul|plus)(?:[ ,.\-]{{1,3}}(?:{_SAID_NUMBER}|\d{{1,4}})){{2,11}}\b", re.IGNORECASE)
"""Spelled in words, as a transcript may have it: "nul zes, twaalf vierendertig zesenvijftig achtenzeventig"."""


def _digits_in(word: str) -> int:
    return len(word) if word.isdecimal() else 1 if word in _SINGLE else 2


def phones(text: str) -> Iterator[Span]:
    for spelled in _SAID.finditer(text):
        if sum(_digits_in(word) for word in re.findall(r"\w+", spelled[0].lower())) >= 9:
            yield Span(spelled.start(), spelled.end(), Kind.PHONE)
    for abroad in _ABROAD.finditer(text):
        yield Span(abroad.start(), abroad.end(), Kind.PHONE)
    for match in phonenumbers.PhoneNumberMatcher(text, "NL", leniency=phonenumbers.Leniency.VALID):
        if phonenumbers.number_type(match.number) not in _FOR_ALL:
            yield from _phone(text, match.start, match.end)
    for found in _DUTCH_NUMBER.finditer(text):
        if not re.match(r"\D*0[89]00", found[0]):
            yield from _phone(text, found.start(), found.end())


def _phone(text: str, start: int, end: int) -> Iterator[Span]:
    """Without a bracket that opens before the number and closes behind it."""
    said = text[start:end]
    if _DATE.match(said) or _PART_OF_A_NUMBER.search(text[max(0, start - 2) : start]):
        return
    opens = said.startswith("(") and said.count("(") > said.count(")")
    yield Span(start + opens, end, Kind.PHONE)


_NINE = re.compile(r"(?<![\w.,-])(?:\d(?:[ .]?\d){8}|\d{3}-\d{3}-\d{3}|\d{4}-\d\d-\d{3})(?![\w-]|[.,]\d)")
_CALLED_BSN = re.compile(
    r"\b(?:bsn|burger\s?service\s?(?:nummer|nr)|sofi\s?-?\s?(?:nummer|nr))\b\D{0,20}(\d(?:[ .\-]?\d){7,8})(?!\d)",
    re.IGNORECASE,
)
_CALLED_OTHERWISE = re.compile(
    r"\b(?:\w*code|zaak\w*|dossier\w*|kenmerk|ontvangst\w*|bijdrage|melding\w*|kvk\S*|order\w*|factuur\w*|perceel|"
    r"vergunning\w*|besluit)\W{0,3}(?:(?:is|met|nummer|nr|no|heeft)\b\W{0,2}){0,2}$",
    re.IGNORECASE,
)
"""Words before nine digits that say what they are: one in eleven of those passes a citizen's test as well."""


def citizens(text: str) -> Iterator[Span]:
    """Nine digits that pass the eleven-test, and whatever is called one: a mistyped one identifies as well."""
    for found in _NINE.finditer(text):
        before = text[max(0, found.start() - 40) : found.start()]
        if bsn.is_valid(re.sub(r"\D", "", found[0])) and not _CALLED_OTHERWISE.search(before):
            yield Span(found.start(), found.end(), Kind.BSN)
    for found in _CALLED_BSN.finditer(text):
        yield Span(found.start(1), found.end(1), Kind.BSN)


_CALLED_CODE = re.compile(
    r"\bdeelname\s?-?code\w*\W{0,3}(?:(?:is|nummer|nr)\b\W{0,2}){0,2}(\d(?:[ .\-]?\d){8})(?!\d)", re.IGNORECASE
)


def codes(text: str) -> Iterator[Span]:
    """Participation codes: whoever reads one could take part in somebody's place."""
    for found in _CALLED_CODE.finditer(text):
        yield Span(found.start(1), found.end(1), Kind.CODE)


_DIGIT = {
    word: str(digit)
    for digit, words in enumerate(_ONES.replace("een|één", "een,één").split("|"))
    for word in words.split(",")
}
_NINE_SAID = re.compile(
    rf"(?<![\w.,-])(?:\d|(?:{_ONES})\b)(?:[ .,\-]{{0,3}}(?:\d|\b(?:{_ONES})\b)){{8}}(?![\w-]|[.,]\d)", re.IGNORECASE
)


def bare_codes(text: str) -> Iterator[Span]:
    """Nine digits that may be a participation code by their check digit, whatever they are called, also in words.

    Of other numbers of nine digits one in ten passes: for a consultation that has codes.
    """
    for found in _NINE_SAID.finditer(text):
        digits = "".join(_DIGIT.get(one, one) for one in re.findall(r"\d|[^\W\d_]+", found[0].lower()))
        if is_code(digits):
            yield Span(found.start(), found.end(), Kind.CODE)


_ACCOUNT = re.compile(r"(?<!\w)(?=([a-z]{2}\d{2}(?:[ .\-]?[a-z0-9]){11,30}))", re.IGNORECASE)
_DUTCH_ACCOUNT = re.compile(r"(?<!\w)NL[ .\-]?\d{2}[ .\-]?[A-Z]{4}(?:[ .\-]?\d){10}(?!\w)", re.IGNORECASE)
"""Its shape: one with a slip of the pen in it leads to somebody as well."""


def accounts(text: str) -> Iterator[Span]:
    for found in _ACCOUNT.finditer(text):
        length = _account_length(found[1])
        if length:
            yield Span(found.start(), found.start() + length, Kind.IBAN)
    for found in _DUTCH_ACCOUNT.finditer(text):
        yield Span(found.start(), found.end(), Kind.IBAN)


def _account_length(text: str) -> int:
    """How much of the text is a bank account: what follows it may look like more of it. 0: none of it."""
    for end in range(len(text), 14, -1):
        candidate = text[:end]
        if not candidate[-1].isalnum():
            continue
        try:
            iban.validate(re.sub(r"[ .\-]", "", candidate), check_country=False)
        except ValidationError:
            continue
        return end
    return 0


_DASH = r"[-–]"
_WIDE_DASH = r"[ ]?[-–][ ]?"
_OLD_FORMS = ("LL-99-99", "99-99-LL", "99-LL-99", "LL-99-LL", "LL-LL-99", "99-LL-LL", "L-99-LLL", "9-99-LLL")
_NEW_FORMS = ("99-LLL-9", "9-LLL-99", "LL-999-L", "L-999-LL", "LLL-99-L", "9-LL-999", "999-LL-9", "LLL-99-9")
"""The forms that Dutch number plates have had since 1951 (RDW's "sidecodes")."""
_NO_PLATE = r"(?!\d\d[-–](?:MM|CM|DM|KM|OF|EN|TM|OP|AM|PM|KG|ML|HA|UR|JA)[-–]\d\d)"
"""Two numbers with a measure or a word between them."""


def _plate(form: str, between: str, letter: str = "[A-Z]") -> str:
    return between.join(part.replace("L", letter).replace("9", r"\d") for part in form.split("-"))


_FORMS = (*_OLD_FORMS, *_NEW_FORMS)
_PLATE = re.compile(
    rf"(?<![\w-]){_NO_PLATE}(?:{'|'.join(_plate(form, _DASH) for form in _OLD_FORMS)}|"
    rf"{'|'.join(_plate(form, _WIDE_DASH) for form in _NEW_FORMS)})(?![\w-])",
    re.IGNORECASE,
)
_BARE_PLATE = re.compile(
    rf"(?<![\w-])(?:{'|'.join(_plate(form, ' ?', '[BDFGHJKLNPRSTVXZ]') for form in _NEW_FORMS)})(?![\w-])"
)
"""Without dashes: in capitals, of the letters that newer plates use, and in their forms, that nothing else has."""
_CALLED_PLATE = re.compile(
    rf"\b(?:kentekens?|nummerbord)\b\W{{0,3}}(?:\w+\W){{0,3}}?"
    rf"(?!(?:is|de|op|en|nr|no|zo|te|in)\b)({'|'.join(_plate(form, '[ –-]{0,3}') for form in _FORMS)})(?!\w)",
    re.IGNORECASE,
)
_OF_A_ROAD = re.compile(r"\b(?:route|lijn|bus|perceel|perceelnummer|sectie|artikel|type|model)\W{0,2}$", re.IGNORECASE)


def plates(text: str) -> Iterator[Span]:
    for found in _PLATE.finditer(text):
        yield Span(found.start(), found.end(), Kind.PLATE)
    for found in _CALLED_PLATE.finditer(text):
        yield Span(found.start(1), found.end(1), Kind.PLATE)
    for found in _BARE_PLATE.finditer(text):
        if not _OF_A_ROAD.search(text[max(0, found.start() - 20) : found.start()]):
            yield Span(found.start(), found.end(), Kind.PLATE)


_MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|m(?:aa)?rt|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sept?(?:ember)?|okt(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_BIRTH = re.compile(
    rf"\b(?:geboren|geb\.?|geboortedatum)(?:[ ](?:op|is|te[ ]\w+|in[ ]\w+))*[ ]?:?[ ]?"
    rf"(\d{{1,2}}(?:[-./ ]{{1,2}}\d{{1,2}}[-./ ]{{1,2}}|[ ]{_MONTH}[ ])(?:19|20)?\d\d)\b",
    re.IGNORECASE,
)


def births(text: str) -> Iterator[Span]:
    for found in _BIRTH.finditer(text):
        yield Span(found.start(1), found.end(1), Kind.BIRTH)
