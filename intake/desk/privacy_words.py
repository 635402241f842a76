"""Dutch words for the pages of the privacy officer: the trail, and people's rights."""

from __future__ import annotations

from intake.desk.language import Words
from models.tables.audit import Act, By
from models.tables.erasures import ErasureGround

ACTS: Words[Act] = Words(
    {
        Act.LOOKED: "bekeken",
        Act.CHANGED: "veranderd",
        Act.PUBLISHED: "vrijgegeven voor publicatie",
        Act.ERASED: "gewist",
        Act.EXPORTED: "uitgevoerd",
        Act.SIGNED_IN: "aangemeld",
        Act.REFUSED: "verkeerd wachtwoord",
        Act.SIGNED_OUT: "afgemeld",
        Act.SET_UP: "ingesteld",
        Act.KEYS_ROTATED: "opnieuw versleuteld",
        Act.CHECKED: "logboek uitgevoerd",
    }
)
BY: Words[By] = Words(
    {
        By.STAFF: "medewerker",
        By.PROGRAM: "programma",
        By.COMMAND: "beheerder op de server",
        By.INLOOP: "Inloop zelf",
    }
)
SUBJECTS: Words[str] = Words(
    {
        "submission": "inzending",
        "contact": "contactgegeven",
        "evidence": "origineel",
        "staff": "medewerker",
        "api_token": "token",
        "organisation": "organisatie",
        "consultation_version": "raadpleging",
        "phone_number": "telefoonnummer van ons",
        "erasure": "bewijs van wissen",
        "answer": "antwoord",
        "arrival": "ontvangstbewijs van een dienst",
        "call_back": "terugbelverzoek",
        "call_attempt": "poging om terug te bellen",
        "letter_to_answer": "brief die een antwoord vraagt",
        "claim": "wie ermee bezig is",
        "consent": "toestemming",
        "decision": "oordeel over een antwoord",
        "delivery": "bezorging aan het platform",
        "dialogue": "gesprek",
        "double_suggestion": "vermoeden van dubbel",
        "likeness": "kenmerk om dubbele te vinden",
        "likeness_band": "deel van dat kenmerk",
        "name_search": "zoeken naar namen",
        "note_edit": "andere verdeling van een verslag",
        "note_segment": "stuk van een verslag",
        "online_contribution": "bijdrage op het platform",
        "outbox": "werk dat wachtte",
        "outcome": "uitkomst",
        "participation_code": "deelnamecode",
        "public_text": "tekst voor publicatie",
        "receipt_attempt": "poging met een ontvangstnummer",
        "recording": "opname",
        "reference_entry": "bericht in het naslagwerk",
        "reference_entry_theme": "thema van zo'n bericht",
        "reply": "bericht aan een inwoner",
        "reply_event": "stap van zo'n bericht",
        "search_text": "zoekregel",
        "span_decision": "oordeel over weglaten",
        "status_change": "verandering van status",
        "submission_evidence": "verwijzing naar een origineel",
        "transcript": "uitgeschreven opname",
    }
)
BROKEN: Words[str] = Words(
    {
        "missing": "Er ontbreekt een regel.",
        "changed": "Een regel is veranderd.",
        "forged": "Een regel is niet door Inloop geschreven.",
        "cut_off": "Het einde is weggehaald.",
    }
)
GROUNDS: Words[ErasureGround] = Words(
    {ErasureGround.REQUEST: "op verzoek", ErasureGround.TERM: "de termijn was voorbij"}
)
PROBLEMS: Words[str] = Words(
    {
        "bad_receipt": "Dit is geen ontvangstnummer. Er klopt een cijfer niet.",
        "unknown_receipt": "Dit ontvangstnummer kennen wij niet.",
        "bad_number": "Dit is geen telefoonnummer. Schrijf het als 06 12345678 of +31 6 12345678.",
        "nothing": "Van dit telefoonnummer weten wij niets.",
    }
)


def subject(table: str) -> str:
    """What a record is about; a table without a word of its own is named as it is."""
    return SUBJECTS.get(table, table)
