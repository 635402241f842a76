"""What the telephone company's own recogniser made of a short answer, as a transcript like any other."""

from __future__ import annotations

from models.transcripts import Segment, Transcript

ENGINE = "twilio"
"""The company tells neither its recogniser's version nor when a word was said."""


def gathered(text: str, confidence: float, language: str) -> Transcript:
    return Transcript((Segment(None, None, text, round(confidence, 3)),), language, ENGINE)
