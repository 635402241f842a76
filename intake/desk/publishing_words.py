"""Words for what goes to the online platform and what holds it up. Each problem says who can mend it."""

from __future__ import annotations

from intake.deliveries.approving import BadText
from intake.deliveries.target import Length
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
    }
)
FIELDS = Words({"title": "Titel", "summary": "Samenvatting", "body": "Tekst die iedereen kan lezen"})
AS = Words(
    {
        "resource": "Dit wordt een idee op het platform. Iedereen kan het lezen.",
        "submission": "Dit wordt een ingevulde enquête op het platform. Alleen beheerders daar lezen hem.",
        "comment": "Dit wordt een reactie op het platform. Iedereen kan hem lezen.",
    }
)
NOTICES = Words(
    {
        "approved": "Goedgekeurd. Inloop brengt het naar het platform.",
        "none_left": "Er is nu niets om goed te keuren.",
        "again": "Inloop probeert het opnieuw.",
        "not_failed": "Dit wacht niet meer op u. Misschien deed een collega het al.",
    }
)
CHANGED = Phrase("De inzending veranderde terwijl u keek. Lees de teksten opnieuw.")
NOT_APPROVABLE = Phrase("Deze inzending kan nu niet worden goedgekeurd. Kijk eerst de antwoorden na.")


def problem(code: str | None) -> str:
    return PROBLEMS.get(code or "") or str(UNKNOWN_PROBLEM)


def length_in_words(length: Length | None) -> str:
    """`10 tot en met 50 tekens`; empty where there is no limit."""
    if length is None:
        return ""
    if length.most is None:
        return _("Minstens {least} tekens.", least=length.least) if length.least else ""
    return _("{least} tot en met {most} tekens.", least=length.least, most=length.most)


def refused(bad: BadText) -> str:
    """What is wrong with a text, and what to do."""
    if bad.code == "missing":
        return _("Vul deze tekst in.")
    if bad.code == "length":
        return _("Deze tekst is te kort of te lang. {length}", length=length_in_words(bad.length))
    return _("Hier staat iets waaraan iemand te herkennen is. Haal het weg, of kruis aan dat het mag blijven.")
