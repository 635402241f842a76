"""What a webhook of a call says was heard."""

from __future__ import annotations

import math
from collections.abc import Mapping

from channels.participation import MASK, masked
from channels.turns import CodeGiven, Heard, Keys, Receipt, Recorded, Silence, Spoken
from channels.webhooks import fingerprint, identifier
from models.vocabulary import EvidenceKind

UNRATED_CONFIDENCE = 0.8
"""Taken where the speech engine gives no confidence."""

KEYS = frozenset("0123456789*#")


def heard_in(fields: Mapping[str, str]) -> Heard:
    """A recording, keys, speech, or nothing of them."""
    if "RecordingUrl" in fields:
        reference = identifier(fields.get("RecordingSid") or fingerprint(fields["RecordingUrl"]))
        return Recorded(reference, seconds_in(fields), fields.get("Digits", ""))
    if digits := "".join(key for key in fields.get("Digits", "") if key in KEYS):
        return Keys(digits)
    if speech := fields.get("SpeechResult", "").strip():
        return Spoken(speech, _number(fields.get("Confidence"), UNRATED_CONFIDENCE, 1.0))
    return Silence()


def seconds_in(fields: Mapping[str, str]) -> float:
    """The length of a recording; one second where the company tells none."""
    return _number(fields.get("RecordingDuration"), 1.0)


def evidence_of(heard: Heard) -> tuple[EvidenceKind, str]:
    """What is kept of it. Nine digits and more are a code keyed too early or a number to call back: kept elsewhere."""
    match heard:
        case Keys(digits):
            return EvidenceKind.KEYS, masked(digits)
        case Receipt(number=number):
            return EvidenceKind.KEYS, number
        case CodeGiven():
            return EvidenceKind.KEYS, MASK
        case Spoken(text, _):
            return EvidenceKind.SPEECH, text
        case Recorded(reference, _, _):
            return EvidenceKind.KEYS, f"recording {reference}"
        case _:
            return EvidenceKind.KEYS, ""


def _number(text: str | None, default: float, most: float = math.inf) -> float:
    """A figure of the company's, from 0 to `most`."""
    try:
        given = float(text) if text else default
    except ValueError:
        return default
    return min(max(given, 0.0), most) if math.isfinite(given) else default
