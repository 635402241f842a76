"""The one family of errors. The class decides what happens; the message says what is wrong and how to mend it."""

from __future__ import annotations


class InloopError(Exception):
    """Base of all errors that Inloop raises on purpose.

    `code` is stable and for programs; the message is for people and names the remedy. Neither may hold personal data,
    a secret, or a path of the machine.
    """

    def __init__(self, message: str, *, code: str = "error") -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Rejected(InloopError):
    """The input is wrong; trying again with the same input cannot help."""


class TryAgain(InloopError):
    """Nothing is wrong with the input; something else was not there. The same call may succeed later."""


class NeedsPerson(InloopError):
    """A machine can go no further; a human must look."""
