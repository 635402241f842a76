"""A mailbox that a copier mails its scans to. The one file that knows the library for IMAP.

Every message ends in one of two folders: `Inloop-verwerkt` when all its attachments are safely stored, else
`Inloop-geweigerd`, for a person. Its text is not read: what somebody writes in a mail is no scanned post. A connection
that breaks leaves the message where it was; at the next look its attachments are known by their content.
"""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message

from imap_tools import AND, BaseMailBox, MailAttachment, MailBox, MailBoxUnencrypted, MailMessage
from imap_tools.errors import ImapToolsError, MailboxLoginError

from intake.services import Services
from intake.watching.places import Mailbox
from intake.watching.taking import Look, Taker, Unreachable
from models.clock import now

DONE = "Inloop-verwerkt"
REFUSED = "Inloop-geweigerd"

PATIENCE = 60.0
"""Seconds that the server may take over one answer."""

LARGEST_MESSAGE = 150 * 1024 * 1024
"""Bytes, as it is sent: attachments take a third more than they are. Larger ones are never fetched."""

MOST_PARTS = 500
"""Nobody attaches more; a message of many thousand parts is an attack on who opens it."""

NO_FILE = ("text", "multipart", "message")
"""Main types that carry words or other messages; what is within is looked at by itself."""


OF_LAYOUT = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml", "image/bmp"})
"""What a mail shows among its words: a logo, a signature. No mail shows a PDF or a TIFF so, but some copiers and
telephones name them as if it did."""

SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
"""They say who sent the mail, and hold nothing else."""


@dataclass(frozen=True, slots=True)
class _Attachment:
    name: str
    data: bytes


class _Unreadable(Exception):
    """A message that cannot be taken apart."""


class WatchedMailbox:
    def __init__(self, services: Services, place: Mailbox) -> None:
        self._place = place
        self._keep_days = services.settings.watch_keep_days
        self._taker = Taker(services, place, place.address)

    def look(self) -> Look:
        """Take in the attachments of all messages there are."""
        return self._taker.look(self._look)

    def _look(self) -> None:
        try:
            with self._connected() as box:
                self._folders(box)
                for uid in box.uids():
                    self._bring(box, uid)
                self._tidy(box)
        except MailboxLoginError as error:
            raise Unreachable("no_sign_in", "the mail server refuses the user or password") from error
        except ssl.SSLError as error:
            raise Unreachable("no_mailbox", f"the mail server cannot prove who it is: {error.reason}") from error
        except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
            raise Unreachable("no_mailbox", f"the mail server cannot be used: {error}") from error

    def _connected(self) -> BaseMailBox:
        place = self._place
        if place.encrypted:
            context = ssl.create_default_context()
            box: BaseMailBox = MailBox(place.host, place.port, timeout=PATIENCE, ssl_context=context)
        else:
            box = MailBoxUnencrypted(place.host, place.port, timeout=PATIENCE)
        try:
            return box.login(place.user, place.password, initial_folder=None)
        except MailboxLoginError:
            box.client.shutdown()
            raise

    def _folders(self, box: BaseMailBox) -> None:
        for folder in (DONE, REFUSED):
            if not box.folder.exists(folder):
                box.folder.create(folder)
        box.folder.set(self._place.folder)

    def _bring(self, box: BaseMailBox, uid: str) -> None:
        head = next(box.fetch(uid_list=[uid], mark_seen=False, headers_only=True), None)
        if head is None:
            return
        if head.size_rfc822 > LARGEST_MESSAGE:
            self._refuse(box, head, "too_large")
            return
        message = next(box.fetch(uid_list=[uid], mark_seen=False), None)
        if message is None:
            return
        try:
            attachments = list(_attachments(message.obj))
        except _Unreadable:
            self._refuse(box, head, "damaged")
            return
        if not attachments:
            self._refuse(box, head, "no_attachment")
            return
        refused = [one for one in attachments if self._taker.take(one.data, one.name) is not None]
        box.move([uid], REFUSED if refused else DONE)

    def _refuse(self, box: BaseMailBox, message: MailMessage, code: str) -> None:
        self._taker.refuse(message.subject.strip() or "e-mail", code)
        box.move([message.uid or ""], REFUSED)

    def _tidy(self, box: BaseMailBox) -> None:
        """Messages that were stored are kept by Inloop, and here for as long as the setting says."""
        box.folder.set(DONE)
        before = (now() - timedelta(days=self._keep_days)).date()
        box.delete(box.uids(AND(date_lt=before) if self._keep_days else "ALL"))


def _attachments(message: Message) -> Iterator[_Attachment]:
    """Every file in a message, also in messages within it, but no pictures that belong to its lay-out.

    :raises _Unreadable: it is nested too deep or has too many parts.
    """
    try:
        for at, part in enumerate(message.walk()):
            if at > MOST_PARTS:
                raise _Unreadable
            if part.get_content_maintype() in NO_FILE and not _is_attached(part):
                continue
            if part.is_multipart() or _is_no_file(part):
                continue
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield _Attachment(_name(part), content)
    except RecursionError as error:
        raise _Unreadable from error


def _is_no_file(part: Message) -> bool:
    kind = part.get_content_type()
    shown = bool(part.get("Content-ID")) and kind in OF_LAYOUT and not _is_attached(part)
    return shown or kind in SIGNATURES


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _name(part: Message) -> str:
    name: str = MailAttachment(part).filename
    return name.replace("\\", "/").rsplit("/", 1)[-1] or f"bijlage.{part.get_content_subtype()}"
