"""The desk's Dutch words for closed sets and for what just happened. Longer texts stand in the templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from flask import flash

from models.clock import now
from models.definition import HOME_ZONE
from models.vocabulary import AnswerState, Channel, EvidenceKind, Held, OutboxKind, Role, Status


def _all(words: dict[str, str]) -> Mapping[str, str]:
    return MappingProxyType(words)


CHANNELS = _all(
    {
        Channel.PHONE: "Telefoon",
        Channel.SMS: "Sms",
        Channel.FORM: "Formulier",
        Channel.LETTER: "Brief",
        Channel.MEETING: "Bijeenkomst",
        Channel.COUNTER: "Balie",
        Channel.ONLINE: "Online",
    }
)
STATUSES = _all(
    {
        Status.IN_PROGRESS: "Nog bezig",
        Status.READING: "Wordt gelezen",
        Status.NEEDS_PERSON: "Nakijken",
        Status.ACCEPTED: "Telt mee",
        Status.APPROVED: "Goedgekeurd",
        Status.PUBLISHED: "Gepubliceerd",
        Status.ANSWERED: "Beantwoord",
        Status.SUPERSEDED: "Vervangen",
        Status.REJECTED: "Afgewezen",
        Status.WITHDRAWN: "Ingetrokken",
    }
)
HELD = _all(
    {
        Held.SAME_SHEET: "Dit vel papier kwam al eerder binnen. Kijk of dit dezelfde antwoorden zijn.",
        Held.MISSING_PAGE: "Er ontbreekt een pagina van dit formulier. Zoek hem in de post.",
        Held.WHICH_CONSULTATION: "Dit kwam binnen zonder nummer van een raadpleging.",
    }
)
STATES = _all(
    {
        AnswerState.READ: "Gelezen",
        AnswerState.UNCERTAIN: "Onzeker",
        AnswerState.ILLEGIBLE: "Niet te lezen",
        AnswerState.EMPTY: "Leeg",
        AnswerState.CONFIRMED: "Bevestigd",
        AnswerState.CORRECTED: "Verbeterd",
    }
)
STATE_MEANINGS = _all(
    {
        AnswerState.READ: "Dit antwoord is duidelijk. U hoeft niets te doen.",
        AnswerState.UNCERTAIN: "De computer is hier niet zeker van. Kijk wat er echt staat.",
        AnswerState.ILLEGIBLE: "De computer kon dit niet lezen. Misschien kunt u het wel.",
        AnswerState.EMPTY: "Hier is niets ingevuld of gezegd.",
        AnswerState.CONFIRMED: "Een medewerker heeft dit nagekeken. Het klopt.",
        AnswerState.CORRECTED: "Een medewerker heeft dit verbeterd.",
    }
)
SPOKEN_MEANING = "Dit antwoord is ingesproken. Luister en typ wat u hoort."
DECIDED_ILLEGIBLE = "Een medewerker heeft gekeken. Niemand kan dit lezen."
ROLES = _all(
    {
        Role.CLERK: "medewerker",
        Role.FACILITATOR: "gespreksleider",
        Role.COORDINATOR: "coördinator",
        Role.PRIVACY: "privacyfunctionaris",
        Role.ADMIN: "beheerder",
    }
)
EVIDENCE = _all(
    {
        EvidenceKind.MESSAGE: "Bericht",
        EvidenceKind.KEYS: "Toetsen",
        EvidenceKind.SPEECH: "Gesproken",
        EvidenceKind.CALL: "Gesprek",
        EvidenceKind.RECORDING: "Opname",
        EvidenceKind.SCAN: "Scan",
        EvidenceKind.PAGE: "Pagina",
        EvidenceKind.CROP: "Uitsnede",
        EvidenceKind.SHEET: "Rekenblad",
        EvidenceKind.NOTES: "Verslag",
        EvidenceKind.ENTRY: "Invoer aan de balie",
    }
)
WORK = _all(
    {
        OutboxKind.READ_SCAN: "Een scan lezen",
        OutboxKind.READ_NOTES: "Een verslag of rekenblad lezen",
        OutboxKind.FETCH_RECORDING: "Een opname ophalen",
        OutboxKind.DELETE_RECORDING: "Een opname bij de telefoondienst wissen",
    }
)
REMEDIES = _all(
    {
        OutboxKind.READ_SCAN: "Kijk of het bestand goed is. Scan de post anders opnieuw.",
        OutboxKind.READ_NOTES: "Open het bestand en sla het opnieuw op. Lever het dan weer in.",
        OutboxKind.FETCH_RECORDING: "Probeer het opnieuw. Blijft het misgaan? Vraag dan de beheerder om hulp.",
        OutboxKind.DELETE_RECORDING: "De opname staat veilig bij ons, maar ook nog bij de telefoondienst. "
        "Probeer het opnieuw, of laat de beheerder hem daar wissen.",
    }
)
LANGUAGES = _all(
    {
        "nl": "Nederlands",
        "en": "English",
        "fy": "Frysk",
        "tr": "Türkçe",
        "ar": "العربية",
        "pl": "Polski",
        "uk": "Українська",
    }
)
NOTICES = _all(
    {
        "signed_out": "U bent afgemeld.",
        "password_changed": "Uw nieuwe wachtwoord is bewaard.",
        "decided": "Bewaard: {question}",
        "done": "Inzending {receipt} is helemaal nagekeken. Dit is de volgende.",
        "all_done": "Inzending {receipt} is helemaal nagekeken. Er wacht nu niets meer op u.",
        "nothing_next": "Er wacht nu niets op u.",
        "filed": "Bewaard: deze inzending hoort bij raadpleging {code}.",
        "released": "Bewaard: deze inzending gaat verder.",
        "moved": "De status is nu: {status}.",
        "again": "Het werk wordt opnieuw geprobeerd. Dat kan een paar minuten duren.",
        "not_failed": "Dit werk wacht niet meer op u. Misschien deed een collega het al.",
    }
)

_WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def notice(what: str, **values: str) -> None:
    """Tell on the next page what just happened."""
    flash(NOTICES[what].format(**values))


def language_name(code: str) -> str:
    return LANGUAGES.get(code, code)


def moment(at: datetime) -> str:
    """`ma 23 november 2026, 14:05`, in Dutch time."""
    local = at.astimezone(HOME_ZONE)
    return f"{_WEEKDAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"


def short_moment(at: datetime) -> str:
    """`23-11-2026 14:05`, in Dutch time."""
    return f"{at.astimezone(HOME_ZONE):%d-%m-%Y %H:%M}"


def age(at: datetime) -> str:
    """How long ago, in the largest fitting unit."""
    passed = now() - at
    if passed >= timedelta(days=2):
        return f"{passed.days} dagen"
    hours = int(passed.total_seconds() // 3600)
    if hours >= 1:
        return f"{hours} uur"
    minutes = int(passed.total_seconds() // 60)
    return "1 minuut" if minutes == 1 else f"{max(minutes, 0)} minuten"


def receipt(number: str) -> str:
    """A receipt in groups of four, as people read it out."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
