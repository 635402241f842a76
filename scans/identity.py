"""What every printed page says about itself, in a code that a machine can read."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from uuid import UUID

PREFIX = "IL1"
"""Names the format of the code. Another format gets another prefix, so that old paper is never misread."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a sheet's name can be read out and typed."""

SHEET_LENGTH = 10
"""Characters of a sheet's name: 50 random bits."""

_OF_ANY_FORMAT = re.compile(r"IL\d+/")

_PAYLOAD = re.compile(
    rf"{PREFIX}/(?P<consultation>\d{{4,6}})/(?P<version>\d{{1,6}})/(?P<language>[A-Z]{{2,3}})"
    rf"/(?P<sheet>[{ALPHABET}]{{{SHEET_LENGTH}}})/(?P<page>\d{{1,3}})/(?P<pages>\d{{1,3}})"
    rf"/(?P<layout>[{ALPHABET}]{{5}})/(?P<participation>\d{{0,20}})(?P<large>/L)?"
)

_OF_MEETING = re.compile(
    rf"{PREFIX}/M/(?P<consultation>\d{{4,6}})/(?P<version>\d{{1,6}})/(?P<language>[A-Z]{{2,3}})"
    rf"/(?P<sheet>[{ALPHABET}]{{{SHEET_LENGTH}}})/(?P<page>\d{{1,3}})/(?P<pages>\d{{1,3}})"
    rf"/(?P<layout>[{ALPHABET}]{{5}})/(?P<meeting>[0-7][{ALPHABET}]{{25}})"
)

_SEPARATOR = re.compile(rf"{PREFIX}/SEPARATOR/(?P<sheet>[{ALPHABET}]{{{SHEET_LENGTH}}})")


@dataclass(frozen=True, slots=True)
class PageIdentity:
    """Which page of which sheet this is.

    `sheet` is drawn for each printed copy; photocopies of one print share it. `layout` tells whether the boxes stand
    where this program would print them: see `FormLayout.fingerprint`. `large` is the variant in large print, whose
    boxes stand elsewhere.
    """

    consultation: str
    version: int
    language: str
    sheet: str
    page: int
    pages: int
    layout: str
    participation: str | None = None
    large: bool = False

    def payload(self) -> str:
        """The text in the code; all in a QR code's alphanumeric set, which keeps the code small."""
        return (
            f"{PREFIX}/{self.consultation}/{self.version}/{self.language.upper()}/{self.sheet}/{self.page}/{self.pages}"
            f"/{self.layout}/{self.participation or ''}{'/L' if self.large else ''}"
        )

    @staticmethod
    def parse(payload: str) -> PageIdentity | None:
        """The identity in `payload`; None if it is no code of ours."""
        found = _PAYLOAD.fullmatch(payload.strip())
        if found is None:
            return None
        page, pages = int(found["page"]), int(found["pages"])
        if not 1 <= page <= pages:
            return None
        return PageIdentity(
            consultation=found["consultation"],
            version=int(found["version"]),
            language=found["language"].lower(),
            sheet=found["sheet"],
            page=page,
            pages=pages,
            layout=found["layout"],
            participation=found["participation"] or None,
            large=found["large"] is not None,
        )


@dataclass(frozen=True, slots=True)
class MeetingIdentity:
    """A page of a sheet on which is written by hand what people say at a table of a meeting.

    `meeting` is the meeting's id, a UUID. The rest is as in a `PageIdentity`.
    """

    consultation: str
    version: int
    language: str
    meeting: str
    sheet: str
    page: int
    pages: int
    layout: str

    def payload(self) -> str:
        """The text in the code. The meeting's 128 bits are 26 characters, which keeps the code small."""
        number = UUID(self.meeting).int
        meeting = "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
        return (
            f"{PREFIX}/M/{self.consultation}/{self.version}/{self.language.upper()}/{self.sheet}/{self.page}"
            f"/{self.pages}/{self.layout}/{meeting}"
        )

    @staticmethod
    def parse(payload: str) -> MeetingIdentity | None:
        """The identity in `payload`; None if it is another code."""
        found = _OF_MEETING.fullmatch(payload.strip())
        if found is None:
            return None
        page, pages = int(found["page"]), int(found["pages"])
        if not 1 <= page <= pages:
            return None
        number = 0
        for character in found["meeting"]:
            number = number << 5 | ALPHABET.index(character)
        return MeetingIdentity(
            consultation=found["consultation"],
            version=int(found["version"]),
            language=found["language"].lower(),
            meeting=str(UUID(int=number)),
            sheet=found["sheet"],
            page=page,
            pages=pages,
            layout=found["layout"],
        )


@dataclass(frozen=True, slots=True)
class SeparatorIdentity:
    """A sheet that we print to be laid between two documents: what follows it begins anew."""

    sheet: str

    def payload(self) -> str:
        """The text in the code."""
        return f"{PREFIX}/SEPARATOR/{self.sheet}"

    @staticmethod
    def parse(payload: str) -> SeparatorIdentity | None:
        """The separator that `payload` names; None if it is another code."""
        found = _SEPARATOR.fullmatch(payload.strip())
        return SeparatorIdentity(found["sheet"]) if found is not None else None


Identity = PageIdentity | MeetingIdentity | SeparatorIdentity
"""Whatever a printed page of ours may say that it is."""


def is_ours(payload: str) -> bool:
    """Whether a code says that its page was printed by this program, in this format or in another."""
    return _OF_ANY_FORMAT.match(payload) is not None


def new_sheet() -> str:
    """A sheet's name that nobody can guess and no other sheet has."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SHEET_LENGTH))


def spoken(sheet: str) -> str:
    """A sheet's name as it is printed for people: `7F3K2-M9QXA`."""
    return f"{sheet[:5]}-{sheet[5:]}"
