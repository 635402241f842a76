"""What submissions, their answers and their originals are called."""

from __future__ import annotations

from intake.desk.language import Phrase, Words, _
from models.tables.contacts import PartOfDay
from models.vocabulary import AnswerState, Channel, EvidenceKind, Held, Status

CHANNELS = Words(
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
STATUSES = Words(
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
HELD = Words(
    {
        Held.SAME_SHEET: "Dit vel papier kwam al eerder binnen. Kijk of dit dezelfde antwoorden zijn.",
        Held.MISSING_PAGE: "Er ontbreekt een pagina van dit formulier. Zoek het blad en scan het alsnog, "
        "in een nieuw bestand. Daarna kunt u er hier één formulier van maken.",
        Held.WHICH_CONSULTATION: "Dit kwam binnen zonder nummer van een raadpleging.",
        Held.GOES_ON: "Dit lijkt het vervolg van de brief ervoor.",
        Held.NO_CODE: "Dit kwam binnen zonder geldige deelnamecode.",
    }
)
HELD_CHOICES = Words(
    {
        Held.SAME_SHEET: "Is dit van iemand anders, op een kopie van het formulier? Dan tellen ze allebei.",
        Held.MISSING_PAGE: "Is de pagina kwijt? Kijk na wat er wel is en laat deze inzending verder gaan.",
        Held.WHICH_CONSULTATION: "Kies eerst bij welke raadpleging dit hoort.",
        Held.GOES_ON: "Is het van iemand anders, of gaat het ergens anders over? Dan blijft het apart.",
        Held.NO_CODE: "Weet u de code? Vul hem in. Telt deze inzending ook zonder code? Laat hem dan verder gaan.",
    }
)
STATES = Words(
    {
        AnswerState.READ: "Gelezen",
        AnswerState.UNCERTAIN: "Onzeker",
        AnswerState.ILLEGIBLE: "Niet te lezen",
        AnswerState.EMPTY: "Leeg",
        AnswerState.CONFIRMED: "Bevestigd",
        AnswerState.CORRECTED: "Verbeterd",
    }
)
STATE_MEANINGS = Words(
    {
        AnswerState.READ: "Dit antwoord is duidelijk. U hoeft niets te doen.",
        AnswerState.UNCERTAIN: "De computer is hier niet zeker van. Kijk wat er echt staat.",
        AnswerState.ILLEGIBLE: "De computer kon dit niet lezen. Misschien kunt u het wel.",
        AnswerState.EMPTY: "Hier is niets ingevuld of gezegd.",
        AnswerState.CONFIRMED: "Een medewerker heeft dit nagekeken. Het klopt.",
        AnswerState.CORRECTED: "Een medewerker heeft dit verbeterd.",
    }
)
SPOKEN = Phrase("Antwoord ingesproken")
SILENCE = Phrase("Niets ingedrukt of gezegd")
CALLED = Phrase("Gebeld op nummer {line}")
CALLED_SOMEWHERE = Phrase("Gebeld")
UNHEARD = Phrase("Nog te beluisteren")
SURELY_HEARD = 0.6
"""Confidence below which a piece of a transcript is marked as doubtful."""
CODE_ASKED = Phrase("Vul de code in, of kruis aan dat er geen code is.")
NO_SUCH_CODE = Phrase("Deze code bestaat niet. Lees de negen cijfers nog eens.")
NUMBER_ASKED = Phrase("Typ eerst een nummer.")
NO_SUCH_NUMBER = Phrase("Dit nummer kennen wij niet. Lees de cijfers nog eens voor.")
TOO_MANY_WRONG = Phrase("U zocht vandaag te vaak naar nummers die niet bestaan. Morgen kan het weer.")
SPOKEN_MEANING = Phrase("Dit antwoord is ingesproken. Luister en typ wat u hoort.")
WRITTEN_DOWN_MEANING = Phrase("Een computer schreef op wat er gezegd is. Die maakt fouten. Luister en verbeter het.")
DECIDED_ILLEGIBLE = Phrase("Een medewerker heeft gekeken. Niemand kan dit lezen.")
EVIDENCE = Words(
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
        EvidenceKind.DOCUMENT: "Document",
        EvidenceKind.ENTRY: "Invoer aan de balie",
    }
)
REASONS = Words(
    {
        "replaces": "telt in plaats van een andere scan van hetzelfde vel, {receipt}",
        "replaced": "vervangen door een andere scan van hetzelfde vel, {receipt}",
        "doubled": "dubbele scan van hetzelfde vel",
        "completed": "aangevuld met bladzijden uit andere bestanden",
        "completes": "hoort bij een formulier waarvan de bladzijden apart binnenkwamen",
        "joined": "aangevuld met het vervolg, {receipt}",
        "joins": "hoort bij de brief ervoor, {receipt}",
        "divided": "verdeeld in {count} brieven of bijdragen",
        "comes_from": "komt uit een brief die verdeeld is, {receipt}",
        "kept": "afzender bewaard voor de uitkomst",
        "forgotten": "afzender weggehaald",
        "row_mended": "aantal mensen, tafel of vraag verbeterd",
        "taken_back": "de stapel is teruggedraaid",
        "added": "aangevuld aan de balie, in de woorden van de inwoner",
        "asks": "vraagt om een antwoord",
        "answered": "beantwoord: {how}",
    }
)
"""What the history of a submission says of what staff did with its paper."""
PARTS_OF_DAY = Words({PartOfDay.MORNING: "in de ochtend", PartOfDay.AFTERNOON: "in de middag"})
"""When somebody likes to be called."""
LANGUAGES = Words(
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


def part_of_day(wanted: PartOfDay | None) -> str:
    return _("maakt niet uit") if wanted is None else PARTS_OF_DAY[wanted]


def language_name(code: str) -> str:
    return LANGUAGES.get(code, code)
