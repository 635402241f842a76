"""Which folders and mailboxes are watched, as the setting `WATCH` says it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from models.errors import Rejected

_ENTRY = re.compile(r"(?P<slug>[a-z0-9][a-z0-9-]*)(?:/(?P<code>\d{4,6}))?\s*=\s*(?P<address>.+)", re.DOTALL)

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Somewhere:
    """Where an organisation's post comes in. `code`: the consultation of letters that name none."""

    organisation: str
    code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder(_Somewhere):
    path: Path

    @property
    def address(self) -> str:
        return str(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox(_Somewhere):
    """A folder of a mailbox, reached by IMAP."""

    host: str
    port: int
    encrypted: bool
    user: str
    password: str = field(repr=False)
    folder: str

    @property
    def address(self) -> str:
        """As people see it: without the password."""
        return f"{'imaps' if self.encrypted else 'imap'}://{self.user}@{self.host}/{self.folder}"


Place = Folder | Mailbox


def read_places(value: str) -> tuple[Place, ...]:
    """`zaandijk=/srv/scans; zaandijk/4821=imaps://user:password@host/INBOX`, apart by semicolons or lines.

    :raises Rejected: an entry cannot be understood. The message tells which by its number: it may hold a password.
    """
    entries = [entry.strip() for entry in re.split(r"[;\n]", value) if entry.strip()]
    return tuple(_place(entry, f"entry {at}") for at, entry in enumerate(entries, start=1))


def _place(entry: str, which: str) -> Place:
    found = _ENTRY.fullmatch(entry)
    if found is None:
        raise _wrong(which, "must be ORGANISATION=ADDRESS or ORGANISATION/CODE=ADDRESS")
    slug, code, address = found["slug"], found["code"], found["address"].strip()
    if "://" in address:
        return _mailbox(slug, code, address, which)
    path = Path(address)
    if not path.is_absolute():
        raise _wrong(which, "must be a whole path, such as /srv/scans, or begin with imaps://")
    return Folder(organisation=slug, code=code, path=path)


def _mailbox(slug: str, code: str | None, address: str, which: str) -> Mailbox:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise _wrong(which, "has an address that cannot be read; write special characters as %40 or %2F") from None
    if parts.scheme not in ("imaps", "imap"):
        raise _wrong(which, "must be a whole path, or begin with imaps://")
    if not (parts.hostname and parts.username and parts.password):
        raise _wrong(which, "must be imaps://user:password@host/FOLDER")
    if parts.scheme == "imap" and parts.hostname not in LOOPBACK:
        raise _wrong(which, "must begin with imaps://; without encryption only this machine itself is reached")
    encrypted = parts.scheme == "imaps"
    return Mailbox(
        organisation=slug,
        code=code,
        host=parts.hostname,
        port=port or (993 if encrypted else 143),
        encrypted=encrypted,
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.lstrip("/")) or "INBOX",
    )


def _wrong(which: str, problem: str) -> Rejected:
    return Rejected(f"{which} {problem}", code="bad_setting")
