"""Dutch words for what people read of their own data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from models.activities import REGISTER
from models.definition import HOME_ZONE
from models.tables.audit import Activity
from models.tables.consents import ConsentPurpose
from models.tables.contacts import ContactPurpose
from models.vocabulary import AnswerState, Channel, EvidenceKind, Status

NO_TITLE = "Nog niet bekend waarover"
STAFF = "medewerker"
UNREADABLE = "niet meer te lezen: de sleutel ontbreekt"

CHANNELS: Mapping[str, str] = MappingProxyType(
    {
        Channel.PHONE: "telefoon",
        Channel.SMS: "sms",
        Channel.FORM: "formulier op papier",
        Channel.LETTER: "brief",
        Channel.MEETING: "bijeenkomst",
        Channel.COUNTER: "balie of telefonisch ingevuld door een medewerker",
        Channel.ONLINE: "website",
    }
)
STATUSES: Mapping[str, str] = MappingProxyType(
    {
        Status.IN_PROGRESS: "nog bezig",
        Status.READING: "wordt gelezen",
        Status.NEEDS_PERSON: "een medewerker kijkt ernaar",
        Status.ACCEPTED: "telt mee",
        Status.APPROVED: "telt mee, en de tekst is goedgekeurd",
        Status.PUBLISHED: "telt mee, en staat online",
        Status.ANSWERED: "telt mee, en er is een reactie",
        Status.SUPERSEDED: "telt niet mee: er kwam later een andere inzending",
        Status.REJECTED: "telt niet mee",
        Status.WITHDRAWN: "ingetrokken",
    }
)
STATES: Mapping[str, str] = MappingProxyType(
    {
        AnswerState.READ: "zo gelezen",
        AnswerState.UNCERTAIN: "niet zeker gelezen",
        AnswerState.ILLEGIBLE: "niet te lezen of nog niet beluisterd",
        AnswerState.EMPTY: "geen antwoord",
        AnswerState.CONFIRMED: "nagekeken door een medewerker",
        AnswerState.CORRECTED: "verbeterd door een medewerker",
    }
)
KINDS: Mapping[str, str] = MappingProxyType(
    {
        EvidenceKind.MESSAGE: "sms",
        EvidenceKind.KEYS: "toetsen op de telefoon",
        EvidenceKind.SPEECH: "gesproken antwoord, als tekst",
        EvidenceKind.CALL: "telefoongesprek",
        EvidenceKind.RECORDING: "opname",
        EvidenceKind.SCAN: "gescand bestand",
        EvidenceKind.PAGE: "gescande pagina",
        EvidenceKind.ARCHIVE: "archiefkopie",
        EvidenceKind.CROP: "uitsnede van een pagina",
        EvidenceKind.SHEET: "werkblad van een bijeenkomst",
        EvidenceKind.NOTES: "verslag van een bijeenkomst",
        EvidenceKind.ENTRY: "ingevuld door een medewerker of programma",
    }
)
PURPOSES: Mapping[str, str] = MappingProxyType(
    {
        ConsentPurpose.USE: "antwoorden bewaren en gebruiken",
        ConsentPurpose.RECORDING: "stem opnemen",
        ConsentPurpose.OUTCOME: "de uitkomst laten weten",
    }
)
CONTACTS: Mapping[str, str] = MappingProxyType(
    {
        ContactPurpose.OUTCOME: "om de uitkomst te laten weten",
        ContactPurpose.CALL_BACK: "om terug te bellen",
        ContactPurpose.SENDER: "afzender van een brief",
    }
)
YES, NO = "ja", "nee"


def moment(at: datetime) -> str:
    """As people in the Netherlands read it."""
    return f"{at.astimezone(HOME_ZONE):%d-%m-%Y %H:%M}"


def value(given: object) -> str:
    """An answer as text."""
    if given is None:
        return "–"
    if isinstance(given, bool):
        return YES if given else NO
    if isinstance(given, Sequence) and not isinstance(given, str):
        return ", ".join(map(str, given))
    return str(given)


def task(activity: str) -> str:
    """What a member of staff saw it for."""
    return REGISTER[Activity(activity)].name
