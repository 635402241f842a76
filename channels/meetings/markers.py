"""What people type in front of a line: bullets, numbers, arrows, and labels that end in a colon."""

from __future__ import annotations

import re

BULLET = re.compile(
    r"(?:[-–—•*·>●○◦▪■□▶►➢»✓✔+‣⁃\uf0b7\uf0a7\uf0a8]|o|\[[ xX]?\])[ \t\u00a0]+|"
    r"[•●▪►➢\uf0b7\uf0a7][ \t]*"
)
NUMBER = re.compile(r"(?:\(?\d{1,2}[.)](?![\d])|\d{1,2}(?:\.\d)+\.?|\(?[a-h]\))[ \t\u00a0]+(?!uur\b|u\b)")
CLOCK = re.compile(r"\d{1,2}[.:]\d{2}(?:[ \t]*[-–:][ \t]+|[ \t]+)(?!uur\b|u\b)(?=[\w\"“‘'])")
"""The time at which somebody came by."""

_DAY = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4},?[ \t]+"
_COUNTER = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
COUNTER = re.compile(
    rf"(?:[\[(](?:{_DAY})?{_COUNTER}(?:[ \t]*(?:-|–|-->)[ \t]*{_COUNTER})?[\])]|"
    rf"\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?|{_DAY}{_COUNTER}(?=[ \t]+[-–][ \t]))"
    r"[ \t]*(?:[-–:][ \t]+)?(?=\S)"
)
"""When somebody began to speak or to write: `[00:01:33]`, `(1:33)`, `00:01:33` or `[12-03-2026, 19:45]`."""

SPEAKER_LINE = re.compile(
    r"(?P<label>[^\W\d_][^:?!;\n|]{0,44}?)(?:[ \t]{0,20}[-–,][ \t]{0,20}|[ \t]{1,20})"
    rf"[\[(]?{_COUNTER}[\])]?[ \t]*"
)
"""A speaker's name and how far the recording was, alone on a line above what was said."""

SPEAKER_ABOVE = re.compile(SPEAKER_LINE.pattern + r"\n[ \t]*(?=\S)")

ARROW = re.compile(r"(?:->|=>|-->|→|➔|⇒)[ \t]*")

LABEL = re.compile(
    r"[*_]{0,3}(?P<label>[^\s:?!;*_][^:?!;\n|]{0,44}?)[ \t]*(?:[*_]{1,3}:|:[*_]{1,3}|:(?=\s|$|[\"“”‘'„]))[ \t]*"
)
"""Words before a colon. A time such as 19:30 is none, as no white space follows."""

NUMBERED_LABEL = re.compile(r"(?P<label>[VvQqAa]\d{1,2})[.)][ \t]+(?=\S)")
"""`V3.` and `A3.`: a question and its answer by number."""

MOST_LABEL_WORDS = 6
SENTENCE_WITHIN = re.compile(r"(?!antw)\b\w{4,}\. \w|, \w+ (?:en|and|maar|but) ")
"""What makes the words before a colon a sentence rather than a label."""

COUNT_BEFORE = re.compile(r"\d{1,3} ?[x×](?:[ :]|$)", re.IGNORECASE)


def split_marker(text: str) -> str:
    """The bullet, number or arrow at the start, with the white space after it; "" if there is none."""
    for form in (BULLET, NUMBER, CLOCK, COUNTER, ARROW):
        match = form.match(text)
        if match and match.end() < len(text):
            return match[0]
    return ""


def split_label(text: str) -> tuple[str, int]:
    """The label that `text` starts with, without its colon, and where the words behind it begin; else "" and 0."""
    match = NUMBERED_LABEL.match(text) or SPEAKER_ABOVE.match(text) or LABEL.match(text)
    if match is None:
        return "", 0
    label = match["label"]
    if len(label.split()) > MOST_LABEL_WORDS or SENTENCE_WITHIN.search(label):
        return "", 0
    return label, match.end()


def names_speaker(line: str) -> bool:
    """Whether a line only tells who begins to speak, and when; what that person says is on the lines below."""
    return SPEAKER_LINE.fullmatch(line) is not None


def is_timed(text: str) -> bool:
    """Whether a text begins as in a recording that was written out: with how far it was, and perhaps who spoke."""
    return COUNTER.match(text) is not None or SPEAKER_ABOVE.match(text) is not None


def label_of(text: str) -> str:
    return split_label(text)[0]


def begins_anew(text: str) -> bool:
    """Whether a line can't be the rest of the line above it."""
    stripped = text.lstrip()
    if split_marker(stripped) or COUNT_BEFORE.match(stripped) or stripped.startswith(("#", "|", ">")):
        return True
    label = label_of(stripped)
    return (
        bool(label) and len(label.split()) <= 5 and (label[0].isupper() or len(label) <= 2 or len(label.split()) <= 2)
    )
