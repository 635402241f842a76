"""Dutch words for what is proposed to be left out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from models.vocabulary import SpanKind

KINDS: Mapping[SpanKind, str] = MappingProxyType(
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

GONE = "Dit voorstel is er niet meer. Kijk de tekst opnieuw na."
NOT_ADDED = "Deze naam staat er al, of er is niets ingevuld."
