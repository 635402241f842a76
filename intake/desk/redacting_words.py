"""Dutch words for what is proposed to be left out."""

from __future__ import annotations

from intake.desk.language import Words
from models.vocabulary import SpanKind

KINDS = Words(
    {
        SpanKind.PHONE: "Telefoonnummer",
        SpanKind.EMAIL: "E-mailadres",
        SpanKind.BSN: "Burgerservicenummer",
        SpanKind.IBAN: "Rekeningnummer",
        SpanKind.PLATE: "Kenteken",
        SpanKind.ADDRESS: "Adres",
        SpanKind.BIRTH: "Geboortedatum",
        SpanKind.CODE: "Deelnamecode",
        SpanKind.PERSON: "Naam",
        SpanKind.HOUSE: "Huisnummer",
    }
)
NAMES = frozenset({SpanKind.PERSON, SpanKind.ADDRESS})
"""What may be the name of something that the consultation is about."""

PROBLEMS = Words(
    {
        "gone": "Dit voorstel is er niet meer. Kijk de tekst opnieuw na.",
        "not_added": "Deze naam staat er al, of er is niets ingevuld.",
    }
)
