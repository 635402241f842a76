"""What of a worksheet stands outside its cells: comments, text boxes, and what is printed above and below the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from channels.meetings.containers import Container, local

CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d{1,3}|[A-Z])', re.IGNORECASE)
"""Fonts, sizes, page numbers and dates in a header: codes of the spreadsheet rather than words."""

HEADERS = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)[ >]")


def beside(container: Container, part: str, data: bytes) -> tuple[str, ...]:
    """`data` is the worksheet's own part, in which only its headers are looked for."""
    found = list(_printed(container, part)) if HEADERS.search(data) else []
    for related in container.relations(part).values():
        name = related.rpartition("/")[2].lower()
        if name.startswith("comment"):
            found.extend(_comments(container, related))
        elif related.startswith("xl/drawings/drawing"):
            found.extend(_boxes(container, related))
    return tuple(words for words in found if words.strip())


def _printed(container: Container, part: str) -> Iterator[str]:
    for element in container.xml(part).iter():
        if local(element.tag).endswith(("Header", "Footer")) and element.text:
            yield CODES.sub(" ", element.text.replace("&&", "\ue000")).replace("\ue000", "&").strip()


def _comments(container: Container, part: str) -> Iterator[str]:
    for comment in container.xml(part).iter():
        if local(comment.tag) == "comment":
            yield "".join(one.text or "" for one in comment.iter() if local(one.tag) == "t")


def _boxes(container: Container, part: str) -> Iterator[str]:
    for paragraph in container.xml(part).iter():
        if local(paragraph.tag) == "p":
            yield "".join(one.text or "" for one in paragraph.iter() if local(one.tag) == "t")
