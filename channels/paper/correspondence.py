"""What a letter says about itself: who wrote it, when, and about what. Kept apart from what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from channels.paper.results import Correspondence

SALUTATION = re.compile(
    r"^\W*(?:(?:zeer\s+)?geacht[e]?\b|beste\b|hallo\b|goede(?:n?dag|morgen|middag|navond)|l\.?\s?s\.?\W*$"
    r"|mijnheer\b|dames en heren"
    r"|aan wie dit leest|dear\b|to whom it may|sayın\b|szanown|шановн|السيد|السادة|حضرة|leave\b|bêste\b|achte\b)",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^\W*(?:met (?:de )?(?:vriendelijke|hartelijke|beste|hoogachtende)\b|hoogachtend|vriendelijke groet"
    r"|hartelijke groet|groet(?:en|jes)?\b|m\.?\s?v\.?\s?g\b|yours\b|kind regards|best regards|regards\b"
    r"|sincerely|mei freonlike|saygıl|z poważaniem|з повагою|مع\s+(?:فائق|أطيب|التحيات))",
    re.IGNORECASE,
)
_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    "|january|february|march|may|june|july|august|october"
    "|jannewaris|febrewaris|maaie|septimber|novimber|desimber"
)
_DATE = re.compile(rf"\b\d{{1,2}}(?:\s+(?:{_MONTHS})\s+|[-/.]\d{{1,2}}[-/.])\d{{2,4}}\b", re.IGNORECASE)
_REFERENCE = re.compile(
    r"^\W*(?:betreft|onderwerp|kenmerk|uw kenmerk|ons kenmerk|re|subject|reference|konu|dotyczy|тема|الموضوع)"
    r"\s*[:.]\s*(.+)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b[1-9]\d{3}\s?[A-Z]{2}\b|\bpostbus\b|\btel(?:efoon)?\b|@|^\W*aan\s*:|^aan (?:de|het)\b"
    r"|^(?:de )?(?:gemeente|provincie|afdeling|t\.?a\.?v\.?)\b"
    r"|^[A-Z][\w.'\- ]+(?:straat|weg|laan|plein|kade|gracht|hof|dijk)\s+\d",
    re.IGNORECASE,
)

LONGEST_HEAD = 90
"""Characters. Lines of a letter's head are short."""

SENDER_LINES = 6


def is_head(text: str) -> bool:
    """Whether a line belongs to a letter's head: an address, a date, a subject."""
    return len(text) <= LONGEST_HEAD and bool(_ADDRESS.search(text) or _DATE.search(text) or _REFERENCE.match(text))


def correspondence(texts: Sequence[str]) -> Correspondence:
    """Sender, date and reference of a letter, as far as they can be told from its lines."""
    salutation = next((at for at, text in enumerate(texts) if SALUTATION.match(text)), min(len(texts), 10))
    closing = next((at for at in range(len(texts) - 1, -1, -1) if CLOSING.match(texts[at])), None)
    head = texts[:salutation]
    date = next((found[0] for text in [*head, *texts[-3:]] if (found := _DATE.search(text))), None)
    reference = next((found[1].strip() for text in head if (found := _REFERENCE.match(text))), None)
    after = list(texts[closing + 1 :][:SENDER_LINES]) if closing is not None else []
    before = [text for text in head if not _REFERENCE.match(text) and not _DATE.search(text)]
    addressed = next((at for at, text in enumerate(before) if re.match(r"^\W*aan\b", text, re.IGNORECASE)), len(before))
    sender = dict.fromkeys([*before[:addressed][:SENDER_LINES], *after])
    return Correspondence(tuple(sender), date, reference)
