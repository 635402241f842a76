"""Where the boxes of a printed form stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import TypeAdapter

from scans.identity import ALPHABET

CONTACT = "@contact"
"""The question key of the boxes that ask whether and how somebody wants to hear the outcome. No question of a
consultation can have it. These boxes are read, but the published geometry leaves them out."""

BoxKind = Literal["tick", "write", "comb"]


@dataclass(frozen=True, slots=True)
class Box:
    """A place for an answer, in mm from the top left of its page; the outline's middle line.

    `option` is set for a tick box: an option's key, a scale's number, `yes` or `no`. `cells` counts a comb's cells.
    """

    question: str
    kind: BoxKind
    x: float
    y: float
    w: float
    h: float
    option: str | None = None
    cells: int | None = None

    def as_json(self) -> dict[str, object]:
        out: dict[str, object] = {"question": self.question}
        if self.option is not None:
            out["option"] = self.option
        out["kind"] = self.kind
        if self.cells is not None:
            out["cells"] = self.cells
        return out | {"x": self.x, "y": self.y, "w": self.w, "h": self.h}


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One page of a form; width and height in mm."""

    page: int
    width: float
    height: float
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class FormLayout:
    """All pages of one copy of a form."""

    consultation: str
    version: int
    language: str
    pages: tuple[PageLayout, ...]
    large: bool = False

    def as_json(self) -> dict[str, object]:
        """The published geometry: the answers' boxes, not those for contact data."""
        return {
            "consultation": self.consultation,
            "version": self.version,
            "language": self.language,
            "large": self.large,
            "pages": [
                {
                    "page": page.page,
                    "width": page.width,
                    "height": page.height,
                    "boxes": [box.as_json() for box in page.boxes if box.question != CONTACT],
                }
                for page in self.pages
            ],
        }

    def pages_as_kept(self) -> list[dict[str, Any]]:
        """All pages with all boxes, as `kept_layout` takes them."""
        kept: list[dict[str, Any]] = _PAGES.dump_python(self.pages, mode="json")
        return kept

    def boxes(self) -> Iterator[tuple[int, Box]]:
        """Every box with its page."""
        for page in self.pages:
            for box in page.boxes:
                yield page.page, box

    def fingerprint(self) -> str:
        """Five characters that change when a box moves by half a millimetre or more.

        Printed on every page: paper whose boxes stand elsewhere (another template, another font) is then told apart
        instead of being read in the wrong places.
        """
        places = ";".join(
            f"{page},{box.question},{box.option},{box.kind},{box.cells},"
            + ",".join(str(round(side * 2)) for side in (box.x, box.y, box.w, box.h))
            for page, box in self.boxes()
        )
        number = int.from_bytes(hashlib.sha256(places.encode()).digest()[:4], "big")
        return "".join(ALPHABET[number >> shift & 31] for shift in (0, 5, 10, 15, 20))


_PAGES = TypeAdapter(tuple[PageLayout, ...])


def kept_layout(like: FormLayout, pages: list[dict[str, Any]]) -> FormLayout:
    """A layout of the same form as `like`, as it was printed with other places for its boxes."""
    return replace(like, pages=_PAGES.validate_python(pages))
