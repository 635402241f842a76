"""What a text message costs, in segments: telephone companies cut it into parts of fixed size and charge for each."""

from __future__ import annotations

_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_TWICE = frozenset("\f^{}\\[~]|€")
"""The basic alphabet and the extension table of 3GPP TS 23.038, section 6.2.1. An escape goes before each of these."""

_GSM7_ALONE, _GSM7_PART = 160, 153
_UCS2_ALONE, _UCS2_PART = 70, 67
"""Characters in a message of one segment, and in each of more (3GPP TS 23.040: six octets say which part it is)."""


def fits_gsm7(text: str) -> bool:
    """Whether the text needs no letter outside GSM-7: one such letter, and a segment holds 70 instead of 160."""
    return set(text) <= _GSM7 | _GSM7_TWICE


def segments(text: str) -> int:
    """How many segments the text takes. A character that needs two places is never cut: its part ends before it."""
    if fits_gsm7(text):
        sizes, alone, part = [2 if each in _GSM7_TWICE else 1 for each in text], _GSM7_ALONE, _GSM7_PART
    else:
        sizes, alone, part = [2 if ord(each) > 0xFFFF else 1 for each in text], _UCS2_ALONE, _UCS2_PART
    if sum(sizes) <= alone:
        return 1
    parts, used = 1, 0
    for size in sizes:
        if used + size > part:
            parts, used = parts + 1, 0
        used += size
    return parts
