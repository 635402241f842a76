"""What may stand in an organisation's style sheet: design tokens, and nothing that could do or fetch anything."""

from __future__ import annotations

import re

from models.errors import Rejected

LONGEST = 40_000
"""Bytes; every page loads it."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLOCK = re.compile(
    r"\s*(?:(?P<media>@media[^{}@<]*)\{)?\s*(?:[.:][\w-]+)\s*\{(?P<body>[^{}]*)\}\s*(?P<end>\})?\s*", re.ASCII
)
_TOKEN = re.compile(r"--[a-z0-9][\w-]*:[^;{}<@\\]+", re.ASCII)


def checked(css: str) -> str:
    """The same, if every rule sets nothing but tokens (`--name: value`) of the whole page.

    :raises Rejected: naming the first thing that may not stand there.
    """
    if len(css.encode()) > LONGEST:
        raise Rejected(f"the style sheet is longer than {LONGEST} bytes", code="too_long")
    rest = _COMMENT.sub("", css).strip()
    while rest:
        block = _BLOCK.match(rest)
        if block is None or bool(block["media"]) != bool(block["end"]):
            raise Rejected(f"no block of tokens (:root {{ --name: value; }}): {rest[:60]!r}", code="bad_style")
        for line in filter(None, (one.strip() for one in block["body"].split(";"))):
            if not _TOKEN.fullmatch(line) or re.search(r"url\s*\(|image\s*\(|expression", line, re.IGNORECASE):
                raise Rejected(f"not a token with a plain value: {line[:60]!r}", code="bad_style")
        rest = rest[block.end() :]
    return css
