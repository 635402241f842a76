"""The closed sets that every layer shares, with the words that the contract fixes."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    PHONE = "phone"
    SMS = "sms"
    FORM = "form"
    LETTER = "letter"
    MEETING = "meeting"
    COUNTER = "counter"
    ONLINE = "online"


class Status(StrEnum):
    """Where a submission stands. Allowed moves are in `models.workflow`."""

    IN_PROGRESS = "in_progress"
    READING = "reading"
    NEEDS_PERSON = "needs_person"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    PUBLISHED = "published"
    ANSWERED = "answered"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Held(StrEnum):
    """Why a person must look at a submission, whatever its answers say."""

    SAME_SHEET = "same_sheet"
    MISSING_PAGE = "missing_page"
    WHICH_CONSULTATION = "which_consultation"
    GOES_ON = "goes_on"
    """A letter that seems to be the rest of the one before it."""
    NO_CODE = "no_code"


class AnswerState(StrEnum):
    """How sure we are of an answer. `value` is null for EMPTY and ILLEGIBLE."""

    READ = "read"
    UNCERTAIN = "uncertain"
    ILLEGIBLE = "illegible"
    EMPTY = "empty"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"


UNDECIDED = frozenset({AnswerState.UNCERTAIN, AnswerState.ILLEGIBLE})
"""States that a person still has to decide."""


class Doubt(StrEnum):
    """Why an answer waits for a person."""

    FAINT_MARK = "faint_mark"
    UNCLEAR_CHARACTER = "unclear_character"
    HEARD = "heard"
    """A machine wrote down what was said, and that is an answer."""
    SEVERAL_MARKS = "several_marks"
    BLACKED_OUT = "blacked_out"
    """A box was filled or blacked out, and that may undo a choice."""
    STRAY_MARK = "stray_mark"
    """There is a trace of which nobody knows whether it is a mark."""
    NOT_ASKED = "not_asked"
    """Another answer says that this question was not to be answered."""
    BESIDE = "beside"
    """What stands beside the words on a table's sheet: how many people, which table, which question."""
    TEXT = "text"
    """Words that a machine read: a proposal, however sure it is."""
    BADLY_READ = "badly_read"
    """Words that a machine read, of which many are likely to be wrong or missing."""
    TRANSCRIBED = "transcribed"
    """Words that a machine wrote down from a recording: a proposal likewise."""
    NEARLY = "nearly"
    """What was said is only near to an answer."""
    UNREADABLE = "unreadable"
    UNHEARD = "unheard"
    NO_ANSWER = "no_answer"
    """What came is no answer to the question."""
    MISSING_PAGE = "missing_page"
    ADDED = "added"
    """Somebody told more after they had finished."""


OF_DEGREE = frozenset({Doubt.FAINT_MARK, Doubt.UNCLEAR_CHARACTER, Doubt.HEARD})
"""Doubts that are less the surer the machine is. All others are there by a rule, whatever the confidence."""


class Role(StrEnum):
    CLERK = "clerk"
    FACILITATOR = "facilitator"
    COORDINATOR = "coordinator"
    PRIVACY = "privacy"
    ADMIN = "admin"


class Scope(StrEnum):
    """What an API token may do; WRITE includes READ."""

    READ = "read"
    WRITE = "write"


class EvidenceKind(StrEnum):
    MESSAGE = "message"
    KEYS = "keys"
    SPEECH = "speech"
    CALL = "call"
    RECORDING = "recording"
    SCAN = "scan"
    PAGE = "page"
    ARCHIVE = "archive"
    CROP = "crop"
    SHEET = "sheet"
    NOTES = "notes"
    DOCUMENT = "document"
    ENTRY = "entry"


class SpanKind(StrEnum):
    """What a stretch of text says of somebody."""

    PHONE = "phone"
    EMAIL = "email"
    BSN = "bsn"
    IBAN = "iban"
    PLATE = "plate"
    ADDRESS = "address"
    BIRTH = "birth"
    CODE = "code"
    PERSON = "person"
    HOUSE = "house"
    """The number of a house in a street that may be named."""


class OutboxKind(StrEnum):
    """The kinds of work that wait in the outbox; each has one handler in `intake.jobs`."""

    READ_SCAN = "read_scan"
    READ_NOTES = "read_notes"
    FETCH_RECORDING = "fetch_recording"
    DELETE_RECORDING = "delete_recording"
    TRANSCRIBE = "transcribe"
    SEND_REPLIES = "send_replies"
    DELIVER = "deliver"
    PULL = "pull"
    COMPARE = "compare"


class OutboxState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class DialogueState(StrEnum):
    OPEN = "open"
    FINISHED = "finished"
    STOPPED = "stopped"
    EXPIRED = "expired"
