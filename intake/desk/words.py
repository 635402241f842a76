"""The desk's Dutch words for closed sets and for what just happened. Longer texts stand in the templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from flask import flash

from models.clock import now
from models.definition import HOME_ZONE
from models.tables.contacts import PartOfDay
from models.tables.replies import Remedy, ReplyPurpose, ReplyState, ReplyWay
from models.vocabulary import AnswerState, Channel, EvidenceKind, Held, OutboxKind, OutboxState, Role, Status


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
        Held.MISSING_PAGE: "Er ontbreekt een pagina van dit formulier. Zoek hem en scan het hele formulier opnieuw, "
        "in een nieuw bestand. De nieuwe scan wacht dan ook, als hetzelfde vel: iemand kiest welke van de twee telt.",
        Held.WHICH_CONSULTATION: "Dit kwam binnen zonder nummer van een raadpleging.",
        Held.GOES_ON: "Dit lijkt het vervolg van de brief ervoor.",
        Held.NO_CODE: "Dit kwam binnen zonder geldige deelnamecode.",
    }
)
HELD_CHOICES = _all(
    {
        Held.SAME_SHEET: "Is dit van iemand anders, op een kopie van het formulier? Dan tellen ze allebei.",
        Held.MISSING_PAGE: "Is de pagina kwijt? Kijk na wat er wel is en laat deze inzending verder gaan. "
        "Telt de nieuwe scan? Dan wijst uw coördinator deze inzending af.",
        Held.WHICH_CONSULTATION: "Kies eerst bij welke raadpleging dit hoort.",
        Held.GOES_ON: "Is het van iemand anders, of gaat het ergens anders over? Dan blijft het apart.",
        Held.NO_CODE: "Weet u de code? Vul hem in. Telt deze inzending ook zonder code? Laat hem dan verder gaan.",
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
SPOKEN = "Antwoord ingesproken"
SILENCE = "Niets ingedrukt of gezegd"
CALLED = "Gebeld op nummer {line}"
CALLED_SOMEWHERE = "Gebeld"
UNHEARD = "Nog te beluisteren"
SURELY_HEARD = 0.6
"""Confidence below which a piece of a transcript is marked as doubtful."""
CODE_ASKED = "Vul de code in, of kruis aan dat er geen code is."
NO_SUCH_CODE = "Deze code bestaat niet. Lees de negen cijfers nog eens."
SPOKEN_MEANING = "Dit antwoord is ingesproken. Luister en typ wat u hoort."
WRITTEN_DOWN_MEANING = "Een computer schreef op wat er gezegd is. Die maakt fouten. Luister en verbeter het."
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
        EvidenceKind.ARCHIVE: "Archiefkopie (PDF/A)",
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
        OutboxKind.SEND_REPLIES: "Berichten versturen",
        OutboxKind.TRANSCRIBE: "Een opname laten uitschrijven",
        OutboxKind.PULL: "Ophalen wat mensen online deden",
        OutboxKind.DELIVER: "Inzendingen naar het online platform brengen",
    }
)
REMEDIES = _all(
    {
        OutboxKind.READ_SCAN: "Kijk of het bestand goed is. Scan de post anders opnieuw.",
        OutboxKind.READ_NOTES: "Open het bestand en sla het opnieuw op. Lever het dan weer in.",
        OutboxKind.FETCH_RECORDING: "Probeer het opnieuw. Blijft het misgaan? Vraag dan de beheerder om hulp.",
        OutboxKind.DELETE_RECORDING: "De opname staat veilig bij ons, maar ook nog bij de telefoondienst. "
        "Probeer het opnieuw, of laat de beheerder hem daar wissen.",
        OutboxKind.SEND_REPLIES: "Er gaat niets verloren: de berichten wachten. Vraag de beheerder om hulp.",
        OutboxKind.PULL: "Kijk bij Publiceren wat er mis is. Probeer het daarna opnieuw.",
        OutboxKind.DELIVER: "Inloop begint vanzelf opnieuw. Kijk bij Publiceren wat er wacht.",
        OutboxKind.TRANSCRIBE: "De computer kan deze opname niet uitschrijven. Luister zelf en typ wat u hoort.",
    }
)
FILE_STATES = _all(
    {
        OutboxState.WAITING: "Wacht",
        OutboxState.RUNNING: "Wordt gelezen",
        OutboxState.DONE: "Gelezen",
        OutboxState.FAILED: "Mislukt",
    }
)
FILE_PROBLEMS = _all(
    {
        "separator": "Dit is een scheidingsvel.",
        "missing_page": "Van dit formulier ontbreekt een pagina. Zoek hem en scan het hele formulier opnieuw. "
        "Staan er geen vragen op die pagina? Dan hoeft u niets te doen.",
        "duplicate_page": "Deze pagina zit er twee keer in. De eerste telt.",
        "foreign_page": "Dit is een formulier van een raadpleging die hier niet bekend is. Kijk of het hier hoort.",
        "unreadable_page": "Deze pagina is niet te lezen. Scan hem opnieuw, recht en scherp.",
        "encrypted": "Dit bestand heeft een wachtwoord. Sla het op zonder wachtwoord en lever het opnieuw in.",
        "too_large": "Dit bestand is te groot. Maak er meer bestanden van.",
        "not_a_document": "Dit bestand kan Inloop niet lezen. Sla het op als pdf. Een zip-bestand pakt u eerst uit.",
        "packed": "Dit is een zip-bestand of een Office-bestand. Pak het uit of sla het op als pdf. Lever het dan in.",
        "no_attachment": "In deze e-mail zit geen bestand. Lees hem zelf.",
        "unknown_consultation": "Deze raadpleging is er niet.",
        "empty": "Dit bestand is leeg.",
        "old_format": "Dit bestand is van een oud soort. Sla het op als .xlsx of .docx en lever het opnieuw in.",
        "damaged": "Dit bestand is beschadigd. Open het, sla het opnieuw op en lever het dan in.",
        "not_a_sheet": "Dit is geen rekenblad van deze raadpleging. Gebruik het lege rekenblad van Inloop.",
        "other_consultation": "Dit rekenblad is van een andere raadpleging. Lever het daar in.",
        "no_text_layer": "Dit zijn foto's zonder tekst. Iemand moet ze overtypen.",
        "unknown": "Dit is geen van de antwoorden.",
        "ambiguous": "Dit kan meer dan één antwoord zijn.",
        "out_of_range": "Dit getal is te hoog of te laag.",
        "too_many": "Hier staan te veel antwoorden.",
        "unsure": "Dit is niet duidelijk een van de antwoorden.",
        "date": "Het rekenprogramma maakte hier een datum van. Maak er tekst van en typ het antwoord opnieuw.",
        "formula": "Hier staat een formule. Typ het antwoord zelf.",
        "supporters": "Hier hoort een aantal mensen: 1 of meer.",
        "merged": "Deze cel is samengevoegd met die ernaast. Haal ze los.",
        "too_long": "Deze tekst is te lang. Verdeel hem over twee rijen.",
        "no_answer": "In deze rij staat geen antwoord.",
        "no_key": "Boven deze cel staat geen vraag. Zet de tekst in een kolom met een vraag.",
        "renamed_column": "De naam boven deze kolom is veranderd. Zet de oude naam terug in rij 1.",
        "unknown_column": "Deze kolom hoort bij geen vraag. Zet de oude naam terug in rij 1.",
        "missing_column": "Deze kolom ontbreekt. Zet hem terug als de vraag gesteld is.",
        "duplicate_column": "Deze kolom staat er twee keer. Haal er een weg.",
        "row_two": "Rij 2 is voor de vragen. Zet antwoorden vanaf rij 3.",
    }
)
PLACE_PROBLEMS = _all(
    {
        "no_folder": "Inloop kan deze map niet openen. Vraag uw beheerder om hulp.",
        "cannot_move": "Inloop kan hier niet alles verplaatsen. Vraag uw beheerder om schrijfrechten.",
        "no_sign_in": "De mailserver weigert het wachtwoord. Vraag uw beheerder om hulp.",
        "no_mailbox": "Inloop kan deze mailbox niet bereiken. Dat wordt vanzelf opnieuw geprobeerd.",
        "no_room": "Inloop kan nu niets bewaren. Dat wordt vanzelf opnieuw geprobeerd.",
        "unknown_consultation": "De raadpleging voor deze plek is er niet. Vraag uw beheerder om hulp.",
    }
)
REASONS = _all(
    {
        "replaces": "telt in plaats van een andere scan van hetzelfde vel, {receipt}",
        "replaced": "vervangen door een andere scan van hetzelfde vel, {receipt}",
        "doubled": "dubbele scan van hetzelfde vel",
        "joined": "aangevuld met het vervolg, {receipt}",
        "joins": "hoort bij de brief ervoor, {receipt}",
        "kept": "afzender bewaard voor de uitkomst",
        "forgotten": "afzender weggehaald",
        "taken_back": "de stapel is teruggedraaid",
    }
)
"""What the history of a submission says of what staff did with its paper."""
PARTS_OF_DAY = _all({PartOfDay.MORNING: "in de ochtend", PartOfDay.AFTERNOON: "in de middag"})
"""When somebody likes to be called."""
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
REPLY_PURPOSES = _all(
    {
        ReplyPurpose.RECEIPT: "Ontvangstnummer",
        ReplyPurpose.REMINDER: "Herinnering",
        ReplyPurpose.OUTCOME: "Uitkomst",
        ReplyPurpose.ANSWER: "Antwoord",
    }
)
REPLY_KINDS = _all(
    {
        ReplyPurpose.OUTCOME: "Wat er met de antwoorden gebeurt",
        ReplyPurpose.ANSWER: "Een antwoord op iets wat de inwoner vroeg",
    }
)
REPLY_WAYS = _all({ReplyWay.SMS: "Sms", ReplyWay.CALL: "Telefoontje dat wordt voorgelezen"})
REPLY_STATES = _all(
    {
        ReplyState.WAITING: "wacht",
        ReplyState.SENDING: "wordt verstuurd",
        ReplyState.SENT: "verstuurd",
        ReplyState.DELIVERED: "aangekomen",
        ReplyState.FAILED: "niet aangekomen",
        ReplyState.STOPPED: "niet verstuurd",
    }
)
REPLY_REMEDIES = _all(
    {
        Remedy.LATER: "Inloop probeert het later nog eens.",
        Remedy.OTHER_WAY: "Dit nummer is zo niet te bereiken. Bel zelf, of stuur een brief.",
        Remedy.OPTED_OUT: "Deze inwoner wil geen berichten meer.",
        Remedy.ADMINISTRATOR: "De telefoondienst weigerde dit bericht. Vraag de beheerder om hulp. "
        "Bel intussen zelf, of stuur een brief.",
    }
)
NOT_REACHABLE = _all(
    {
        "unreadable": "De gegevens zijn niet te lezen: de sleutel ontbreekt. Vraag uw beheerder om hulp.",
        "by_post": "Deze inwoner gaf geen telefoonnummer. Stuur zelf een brief of e-mail.",
        "opted_out": "Deze inwoner stuurde STOP en krijgt geen berichten meer. Stuur een brief, als u kunt.",
        "no_line": "Er is geen telefoonnummer waarvan Inloop kan versturen. Vraag uw beheerder om hulp.",
    }
)
NOTICES = _all(
    {
        "to_be_sent": "Bewaard: het bericht gaat weg. Buiten rusturen is dat meteen.",
        "reply_settled": "Bewaard: dit bericht is afgehandeld.",
        "reply_settled_before": "Een collega handelde dit bericht al af.",
        "line_tried": "Inloop probeert het nu opnieuw.",
        "signed_out": "U bent afgemeld.",
        "password_changed": "Uw nieuwe wachtwoord is bewaard.",
        "decided": "Bewaard: {question}",
        "done": "Inzending {receipt} is helemaal nagekeken. Dit is de volgende.",
        "all_done": "Inzending {receipt} is helemaal nagekeken. Er wacht nu niets meer op u.",
        "nothing_next": "Er wacht nu niets op u.",
        "filed": "Bewaard: deze inzending hoort bij raadpleging {code}.",
        "released": "Bewaard: deze inzending gaat verder.",
        "replaced": "Bewaard: deze scan telt, in plaats van {receipt}.",
        "doubled": "Bewaard: deze dubbele scan telt niet mee.",
        "address_kept": "Bewaard: de uitkomst gaat naar deze afzender.",
        "taken_back": "De stapel is teruggedraaid: {count} afgewezen. Over {left} was al beslist: die bleven staan.",
        "address_forgotten": "De afzender is weggehaald.",
        "joined": "Bewaard: de twee brieven zijn nu één. Kijk de hele tekst na.",
        "code_given": "Bewaard: deze inzending hoort nu bij die deelnamecode.",
        "file_in": "{name} is goed ontvangen. Inloop leest het nu.",
        "file_again": "{name} was al eerder binnen. Er is niets dubbel bewaard.",
        "moved": "De status is nu: {status}.",
        "again": "Het werk wordt opnieuw geprobeerd. Dat kan een paar minuten duren.",
        "called": "Bewaard: deze persoon is gebeld.",
        "called_before": "Dit was al gedaan. Misschien belde een collega.",
        "not_failed": "Dit werk wacht niet meer op u. Misschien deed een collega het al.",
    }
)
WARNINGS = _all(
    {
        "no_file": "Kies eerst een bestand.",
        "no_address": "Vul eerst een naam en adres in.",
        "file_refused": "{name} is niet bewaard. {why}",
        "file_later": "{name} is niet bewaard. Probeer het straks opnieuw.",
    }
)

_WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def notice(what: str, **values: str) -> None:
    """Tell on the next page what just happened."""
    flash(NOTICES[what].format(**values), "good")


def warning(what: str, **values: str) -> None:
    """Tell on the next page what did not work."""
    flash(WARNINGS[what].format(**values), "bad")


def part_of_day(wanted: PartOfDay | None) -> str:
    return "maakt niet uit" if wanted is None else PARTS_OF_DAY[wanted]


def language_name(code: str) -> str:
    return LANGUAGES.get(code, code)


def moment(at: datetime) -> str:
    """`ma 23 november 2026, 14:05`, in Dutch time."""
    local = at.astimezone(HOME_ZONE)
    return f"{_WEEKDAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"


def short_moment(at: datetime) -> str:
    """`23-11-2026 14:05`, in Dutch time."""
    return f"{at.astimezone(HOME_ZONE):%d-%m-%Y %H:%M}"


def minutes(seconds: float) -> str:
    """A place in a recording: 1:05."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def age(at: datetime) -> str:
    """How long ago, in the largest fitting unit."""
    passed = now() - at
    if passed >= timedelta(days=2):
        return f"{passed.days} dagen"
    hours = int(passed.total_seconds() // 3600)
    if hours >= 1:
        return f"{hours} uur"
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return "minder dan een minuut"
    return "1 minuut" if minutes == 1 else f"{minutes} minuten"


def pages(numbers: Iterable[int]) -> str:
    """`pagina 3`, or `pagina's 2, 5 tot en met 9 en 12`."""
    ordered = sorted(set(numbers))
    runs: list[list[int]] = []
    for number in ordered:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [one for run in runs for one in _run(run)]
    listed = " en ".join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else told[0]
    return f"pagina {listed}" if len(ordered) == 1 else f"pagina's {listed}"


def _run(run: list[int]) -> list[str]:
    return [f"{run[0]} tot en met {run[-1]}"] if len(run) > 2 else [str(number) for number in run]


def receipt(number: str) -> str:
    """A receipt in groups of four, as people read it out."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
