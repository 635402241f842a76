"""Whether a webhook comes from Twilio."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from twilio.request_validator import RequestValidator


class Signatures:
    """Checks that a webhook comes from who holds the token."""

    def __init__(self, token: str) -> None:
        self._validator = RequestValidator(token)

    def fits(self, urls: Iterable[str], parameters: Mapping[str, str], signature: str | None) -> bool:
        """Whether `signature` is right for one of the addresses that this request may have been sent to."""
        if not signature:
            return False
        return any(self._validator.validate(url, parameters, signature) for url in urls)

    def sign(self, url: str, parameters: Mapping[str, str]) -> str:
        """The signature that Twilio would send."""
        return str(self._validator.compute_signature(url, parameters))
