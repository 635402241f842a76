"""Where sentences begin. Only as good as needed: a border that is missed keeps two sentences in one segment."""

from __future__ import annotations

import re

END = re.compile(
    r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'„(\[–-]*\s*(?:[A-ZÀ-Þ0-9’]|->|→|=>))|\n+(?=\S)|\s(?=(?:->|→|=>|"
    r"➔) ?\w)"
)
ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:dhr|mw|mevr|mej|hr|dr|drs|ir|ing|mr|mrs|ms|prof|st|ds|bijv|bv|nr|art|ca|o\.?a|m\.?b\.?t|"
    r"i\.?v\.?m|d\.?w\.?z|t\.?a\.?v|i\.?p\.?v|"
    r"n\.?a\.?v|a\.?s|jl|tel|incl|excl|evt|resp|max|min|ong|vgl|pag|p|e\.g|i\.e|[VvQqAa]\d{1,2}|[A-Z](?:\.[A-Z])*)\.$"
)


def sentence_starts(text: str) -> list[int]:
    """Offsets at which a sentence begins, the first always 0."""
    starts = [0]
    for match in END.finditer(text):
        if text[match.start()] == "." and ABBREVIATION.search(
            text[max(starts[-1], match.start() - 12) : match.start() + 1]
        ):
            continue
        starts.append(match.end())
    return starts
