"""What a letter says about itself: who wrote it, when, and about what. Kept apart from what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from channels.paper.results import Correspondence

SALUTATION = re.compile(
    r"^\W*(?:(?:zeer\s+)?geacht[e]?\b|beste\b|hallo\b|goede(?:n?dag|morgen|middag|navond)|l\.?\s?s\.?\W*$"
    r"|mijnheer\b|dames en heren"
    r"|aan wie dit leest|dear\b|to whom it may|sayın\b|szanown|шановн|السيد|السادة|حضرة|leave\b|bêste\b|achte\b"
    r"|sehr geehrte[rs]?\b|lieber?\b|guten (?:tag|morgen|abend)\b|werte[rs]?\b)",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:^|[.,;!?]\s)\W*((?:met (?:de )?(?:vriendelijke|hartelijke|beste|hoogachtende)\b|hoogachtend|vriendelijke groet"
    r"|hartelijke groet|groet(?:en|jes)?\b|m\.?\s?v\.?\s?g\b|yours\b|kind regards|best regards|regards\b"
    r"|sincerely|mei freonlike|saygıl|z poważaniem|з повагою|مع\s+(?:فائق|أطيب|التحيات)"
    r"|mit (?:freundliche[nm]|besten|herzlichen|vorzüglicher)\b|hochachtungsvoll"
    r"|(?:viele|beste|herzliche|freundliche) grü(?:ß|ss)e))",
    re.IGNORECASE,
)
"""Group 1 is the greeting itself."""

_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    "|january|february|march|may|june|july|august|october"
    "|jannewaris|febrewaris|maaie|septimber|novimber|desimber"
    "|jänner|januar|februar|märz|mai|juni|juli|oktober|dezember"
)
_DATE = re.compile(rf"\b\d{{1,2}}(?:\.?\s+(?:{_MONTHS})\s+|[-/.]\d{{1,2}}[-/.])\d{{2,4}}\b", re.IGNORECASE)
_REFERENCE = re.compile(
    r"^\W*(?:betreff?t?|betr|ihr zeichen|aktenzeichen|onderwerp|kenmerk|uw kenmerk|ons kenmerk"
    r"|re|subject|reference|konu|dotyczy|тема|الموضوع)"
    r"\s*[:.]\s*(.+)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\b")
_ADDRESSEE = re.compile(
    r"^\W*(?:aan\b|an (?:die|das|den)\b|(?:de |het )?(?:gemeente|provincie|waterschap|college)\b"
    r"|t\.?\s?a\.?\s?v\b|to\s*:)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b[1-9]\d{3}\s?[A-Z]{2}\b|\bpostbus\b|\btel(?:efoon)?\b|@|^\W*aan\s*:|^aan (?:de|het)\b"
    r"|^(?:de )?(?:gemeente|provincie|afdeling|t\.?a\.?v\.?)\b"
    r"|^[A-Z][\w.'\- ]+(?:straat|weg|laan|plein|kade|gracht|hof|dijk)\s+\d",
    re.IGNORECASE,
)

_NAME = re.compile(
    r"^\W*(?:(?:de heer|dhr|mevrouw|mevr|mw|fam|familie|namens)\b\.?\s*)?"
    r"(?:(?:van|de|der|den|ten|ter|het|in|en|el|al|von|&|-|'t)\s+|[A-ZÀ-ÞŠŽÇĞİŞ][\w.'’\-]*[\s,]*){2,6}$"
)
_CAPACITY = re.compile(
    r"^\W*(?:(?:algemeen|vice|namens|het)\W+)?(?:voorzitter|secretaris|penningmeester|directeur|bestuur|bewoner|eigenaar)\w*\b",
    re.IGNORECASE,
)
_HOUSE = re.compile(r"^[A-ZÀ-Þ'][\w.'’\- ]{2,40}\s\d{1,4}(?:[ \-]?[a-zA-Z]{1,3}|-\d+)?\W*$")
FACT = re.compile(
    r"(?-i:\b[1-9]\d{3}\s?[A-Z]{2}\b)|(?<!\d)(?:\+|00)\d{2}[\s\d()\-]{8,}\d|(?<![\d.,])0\d{1,3}[\s\-–]?\d[\d\s]{4,8}\d(?![\d.,])"
    r"|\w\s?@\s?\w|\bwww\.|\b(?:KvK|IBAN|BTW-?nr|BIC)\b|\b[A-Z]{2}\d{2}\s?[A-Z]{4}\s?\d|\bpostbus\s+\d",
    re.IGNORECASE,
)
"""How to reach somebody: a postcode, a number to call, an address of e-mail, a bank account."""

_LABEL = re.compile(r"\b(?:tel(?:efoon)?|mob(?:iel)?|e-?mail|mail|nummer|t|m|e)\b[.:]?", re.IGNORECASE)

LONGEST_HEAD = 90
"""Characters. Lines of a letter's head are short."""

LONGEST_GREETING = 60
"""Characters of a greeting, and of a name that stands on the same line."""

SENDER_LINES = 6
ADDRESSEE_LINES = 5


def greets(text: str) -> bool:
    """Whether a line is a salutation, or begins with one; "beste oplossing" in the middle of a sentence is none."""
    found = SALUTATION.match(text)
    if found is None:
        return False
    if len(text) <= LONGEST_GREETING:
        return bool(re.search(r"[,:!.\-–،]\W*$", text)) or len(text.split()) <= 5
    return "," in text[found.end() : LONGEST_GREETING]


def closing_in(text: str) -> int | None:
    """Where in a line a greeting begins that ends a letter, with what stands before it in the same sentence."""
    found = CLOSING.search(text)
    if found is None or len(text) - found.start(1) > LONGEST_GREETING:
        return None
    before = re.search(r"[.!?…]\W+(?!.*[.!?…]\W)", text[: found.start(1)])
    start = before.end() if before else 0
    return start if found.start(1) - start <= LONGEST_GREETING else None


def reference_in(text: str) -> str | None:
    """What a line says that a letter is about; None if it is no such line."""
    found = _REFERENCE.match(text)
    return found[1].strip() if found else None


def is_head(text: str) -> bool:
    """Whether a line belongs to a letter's head: an address, a date, a subject."""
    return len(text) <= LONGEST_HEAD and bool(_ADDRESS.search(text) or _DATE.search(text) or _REFERENCE.match(text))


def is_name(text: str) -> bool:
    """Whether a line is nothing but words as in a name."""
    return len(text) <= LONGEST_GREETING and bool(_NAME.match(text))


def is_of_address(text: str) -> bool:
    """Whether a line is as in an address or below a signature, and no sentence."""
    if len(text) > LONGEST_GREETING:
        return False
    fact = FACT.search(text)
    beside = len(_LABEL.sub(" ", FACT.sub(" ", text)).split()) if fact else 0
    return bool((fact and beside <= 5) or _NAME.match(text) or _CAPACITY.match(text) or _HOUSE.match(text))


def is_only_fact(text: str) -> bool:
    """Whether a line says how to reach somebody and nothing else."""
    return bool(FACT.search(text)) and not re.search(
        r"[^\W\d_]{3}", _LABEL.sub(" ", re.sub(r"\S*\s?@\s?\S*", "", text))
    )


def correspondence(head: Sequence[str], signed: Sequence[str]) -> Correspondence:
    """Sender, date and reference of a letter, as far as its head and what stands below its greeting tell them."""
    date = next((found[0] for text in [*head, *signed] if (found := _DATE.search(text))), None)
    reference = next((about for text in head if (about := reference_in(text))), None)
    above = [text for text in _without_addressee(head) if not _REFERENCE.match(text) and not _DATE.search(text)]
    below = [text for text in signed if closing_in(text) is None and not _DATE.search(text)]
    return Correspondence(tuple(dict.fromkeys([*above[:SENDER_LINES], *below[:SENDER_LINES]])), date, reference)


def _without_addressee(head: Sequence[str]) -> list[str]:
    """The lines of a head that are not about whom the letter is sent to."""
    start = next((at for at, text in enumerate(head) if _ADDRESSEE.match(text)), None)
    if start is None:
        return [text for text in head if not greets(text)]
    end = start + 1
    while end < min(len(head), start + ADDRESSEE_LINES) and not (
        _DATE.search(head[end]) or _REFERENCE.match(head[end])
    ):
        end += 1
        if _POSTCODE.search(head[end - 1]):
            break
    return [text for text in [*head[:start], *head[end:]] if not greets(text)]
