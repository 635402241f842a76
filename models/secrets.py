"""Identifiers, receipts, encryption of contact data, and hashes that find without revealing."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from stdnum import damm
from uuid_utils import uuid7

from models.errors import Rejected


def new_id() -> str:
    """A time-ordered UUID (version 7)."""
    return str(uuid7())


def new_receipt(length: int = 8) -> str:
    """A random number of `length` digits that can be said and keyed in.

    The last digit is a Damm check digit: every wrong digit and every swap of neighbours is noticed. The first is never
    0, which a spreadsheet would drop.
    """
    body = str(secrets.randbelow(9) + 1) + "".join(str(secrets.randbelow(10)) for _ in range(length - 2))
    return body + damm.calc_check_digit(body)


def is_receipt(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) >= 7 and bool(damm.is_valid(number))


def token_hash(token: str) -> str:
    """What is stored of an API token: it is random and long, so a plain hash reveals nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


class Vault:
    """Encrypts contact data with the first key and reads what any of the keys wrote.

    `lookup` hashes with a key of its own, derived from `secret`, so that rotating the encryption keys leaves every
    hash as it is.
    """

    def __init__(self, keys: Sequence[str], secret: str) -> None:
        """:raises Rejected: a key is not 32 bytes in URL-safe base64."""
        try:
            self._each = [Fernet(key) for key in keys]
            self._fernet = MultiFernet(self._each)
        except ValueError as error:
            raise Rejected("an encryption key must be 32 bytes in URL-safe base64", code="bad_key") from error
        self._lookup_key = hmac.digest(secret.encode(), b"inloop lookup 1", "sha256")

    def encrypt(self, text: str) -> bytes:
        return self._fernet.encrypt(text.encode())

    def decrypt(self, encrypted: bytes) -> str:
        """:raises Rejected: none of the keys fits."""
        try:
            return self._fernet.decrypt(encrypted).decode()
        except InvalidToken as error:
            raise Rejected(
                "none of the encryption keys fits this contact; was a key removed?", code="lost_key"
            ) from error

    @property
    def keys(self) -> int:
        """How many there are. The first, number 0, is the current one."""
        return len(self._each)

    def key_of(self, encrypted: bytes) -> int | None:
        """The number of the key that fits; None if none does. A key that was given twice counts as the first."""
        for number, key in enumerate(self._each):
            try:
                key.decrypt(encrypted)
            except InvalidToken:
                continue
            return number
        return None

    def renew(self, encrypted: bytes) -> bytes:
        """The same with the current key.

        :raises Rejected: none of the keys fits.
        """
        return self.encrypt(self.decrypt(encrypted))

    def lookup(self, value: str) -> str:
        """The same hex digest for the same value, which says nothing to who has not the key."""
        return hmac.digest(self._lookup_key, value.encode(), "sha256").hex()
