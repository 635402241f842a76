"""Words for what goes to the online platform and what holds it up. Each problem says who can mend it."""

from __future__ import annotations

from intake.deliveries.approving import BadText
from intake.deliveries.target import Length, Limits
from intake.desk.language import Phrase, Words, _

UNKNOWN_PROBLEM = Phrase("Er ging iets mis dat Inloop niet kent. Vraag uw beheerder om hulp.")

PROBLEMS = Words(
    {
        "away": "Het platform is nu niet te bereiken. Inloop probeert het vanzelf opnieuw.",
        "bad_token": "Het platform kent Inloop niet meer. Uw beheerder moet het token nakijken.",
        "role": "Inloop mag te weinig op het platform. Uw beheerder moet de rol veranderen in admin.",
        "no_project": "Dit project is er niet op het platform. Uw beheerder moet het nummer nakijken.",
        "no_widget": "Deze enquête is er niet op het platform. Uw beheerder moet het nummer nakijken.",
        "closed": "Het project is dicht op het platform. Zet het daar open, of wacht.",
        "not_set_up": "Het platform is hier nog niet ingesteld. Vraag uw beheerder om hulp.",
        "no_mapping": "Deze raadpleging gaat niet meer naar een platform. Vraag uw beheerder om hulp.",
        "not_allowed": "Het platform staat dit niet toe. Vraag uw beheerder om hulp.",
        "moved": "Het platform heeft een ander adres. Vraag uw beheerder om hulp.",
        "server_error": "Het platform geeft een fout. Inloop probeert het vanzelf opnieuw.",
        "no_answer": "Het platform gaf geen antwoord. Inloop kijkt vanzelf of het is aangekomen.",
        "refused": "Het platform neemt deze tekst niet aan. Verander de tekst en keur hem opnieuw goed.",
        "no_text": "Het platform vraagt een tekst die er nog niet is. Vul hem in en keur hem goed.",
        "deleted_there": "Iemand heeft dit op het platform weggehaald. Moet het terug? Bezorg het dan opnieuw.",
        "other_place": "Dit staat nog op de oude plek. Haal het daar weg, of vraag uw beheerder om hulp.",
        "gone": "De ontvanger wil niets meer ontvangen. Vraag uw beheerder om hulp.",
        "no_receiver": "Op dit adres luistert niemand. Vraag uw beheerder om hulp.",
        "voted_there": "Deze persoon heeft zelf al gestemd op het platform. Die stem blijft staan.",
        "no_voter": "Bij deze persoon hoort geen code van het platform. De stem kan er niet heen.",
        "unknown_code": "Het platform kent de code van deze persoon niet. Vraag uw beheerder om hulp.",
        "no_vote": "Hier zit geen stem in.",
        "votes": "Het platform nam een andere stem aan. Inloop kijkt vanzelf wat er staat.",
        "kind_of_votes": "Het platform laat hier anders stemmen dan Inloop kan doorgeven. Vraag uw beheerder om hulp.",
        "anonymous_likes": "Het platform laat stemmen zonder inloggen. Uw beheerder moet inloggen daar verplichten.",
        "no_sign_in": "Inloggen met een code lukt niet op het platform. Vraag uw beheerder om hulp.",
        "too_often": "Het platform laat Inloop even niet inloggen. Inloop probeert het vanzelf opnieuw.",
        "auth_away": "De inlogpagina van het platform is niet te bereiken. Inloop probeert het vanzelf opnieuw.",
        "auth_refused": "De inlogpagina van het platform kent Inloop niet. Vraag uw beheerder om hulp.",
    }
)
NAMES_UNKNOWN = Phrase("In deze tekst is nog niet naar namen gezocht. Wacht even, of kijk zelf.")
FIELDS = Words({"title": "Titel", "summary": "Samenvatting", "body": "Tekst die iedereen kan lezen"})
AS = Words(
    {
        "resource": "Dit wordt een idee op het platform. Iedereen kan het lezen.",
        "submission": "Dit wordt een ingevulde enquête op het platform. Alleen beheerders daar lezen hem.",
        "comment": "Dit wordt een reactie op het platform. Iedereen kan hem lezen.",
        "vote": "Dit wordt een stem op het platform, op naam van de website-code van deze persoon.",
    }
)
NOTICES = Words(
    {
        "approved": "Goedgekeurd. Inloop brengt het naar het platform.",
        "none_left": "Er is nu niets om goed te keuren.",
        "again": "Inloop probeert het opnieuw.",
        "outcome_settled": "Deze uitkomst staat niet meer in de lijst.",
        "not_failed": "Dit wacht niet meer op u. Misschien deed een collega het al.",
    }
)
CHANGED = Phrase("De inzending veranderde terwijl u keek. Lees de teksten opnieuw.")
NOT_APPROVABLE = Phrase("Deze inzending kan nu niet worden goedgekeurd. Kijk eerst de antwoorden na.")


TELL = Words({"sms": "Vertel het met een sms", "call": "Vertel het met een telefoontje dat de tekst voorleest"})
UNREACHABLE = Words(
    {
        "by_post": "Deze indiener gaf een adres. Schrijf een brief en druk daarna op de knop.",
        "opted_out": "Deze indiener wil geen berichten meer.",
        "no_line": "Uw organisatie heeft geen nummer om mee te bellen of te sms'en.",
        "unreadable": "Inloop kan niet meer lezen hoe deze indiener te bereiken is.",
    }
)


def told_of(told: int, kept: int) -> str:
    """How many outcomes are being told, and how many were not because their text is empty or too long."""
    if kept:
        return _("{told} verteld, {kept} niet: die tekst is leeg of te lang.", told=told, kept=kept)
    return _("{told} uitkomsten worden nu verteld.", told=told) if told else _("U koos niets om te vertellen.")


def problem(code: str | None) -> str:
    return PROBLEMS.get(code or "") or str(UNKNOWN_PROBLEM)


def length_in_words(length: Length | None) -> str:
    """`10 tot en met 50 tekens`; empty where there is no limit."""
    if length is None:
        return ""
    if length.most is None:
        return _("Minstens {least} tekens.", least=length.least) if length.least else ""
    return _("{least} tot en met {most} tekens.", least=length.least, most=length.most)


def limits_in_words(limits: Limits | None) -> list[tuple[str, str]]:
    """What a platform asks of each text, in words; empty where it asks nothing, or was not looked at yet."""
    if limits is None:
        return []
    return [
        (str(label), length_in_words(length))
        for name, label in FIELDS.items()
        if (length := getattr(limits, name)) is not None
    ]


def refused(bad: BadText) -> str:
    """What is wrong with a text, and what to do."""
    if bad.code == "missing":
        return _("Vul deze tekst in.")
    if bad.code == "length":
        return _("Deze tekst is te kort of te lang. {length}", length=length_in_words(bad.length))
    return _("Hier staat iets waaraan iemand te herkennen is. Haal het weg, of kruis aan dat het mag blijven.")
