"""The register of processing activities: why staff see somebody's data, and on which ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from models.tables.audit import Activity


@dataclass(frozen=True, slots=True)
class ProcessingActivity:
    """An entry as the GDPR (article 30) asks for it. `ground` names the part of article 6(1); all texts are Dutch."""

    name: str
    purpose: str
    ground: str
    data: str
    kept: str


PUBLIC_TASK = "taak van algemeen belang (artikel 6, lid 1, onder e, AVG)"
CONSENT = "toestemming (artikel 6, lid 1, onder a, AVG)"
DUTY = "wettelijke plicht (artikel 6, lid 1, onder c, AVG)"

REGISTER: Mapping[Activity, ProcessingActivity] = MappingProxyType(
    {
        Activity.ANALYSE: ProcessingActivity(
            "Antwoorden verwerken",
            "Tellen en lezen wat bewoners vinden, en dat gebruiken bij een besluit.",
            PUBLIC_TASK,
            "antwoorden, en wat iemand er zelf in schrijft of zegt",
            "tot `privacy.rest_days` na de laatste dag, of tot iemand vraagt om te wissen",
        ),
        Activity.REVIEW: ProcessingActivity(
            "Inzending nakijken",
            "Nakijken of een antwoord goed gelezen of gehoord is.",
            PUBLIC_TASK,
            "berichten, toetsen, opnames, gescande pagina's en verslagen",
            "tot `privacy.evidence_days` na de laatste dag",
        ),
        Activity.TELL_OUTCOME: ProcessingActivity(
            "Uitkomst vertellen",
            "Iemand laten weten wat er met de antwoorden gebeurde.",
            CONSENT,
            "telefoonnummer, of naam en adres",
            "tot `privacy.contact_days` na de laatste dag",
        ),
        Activity.CALL_BACK: ProcessingActivity(
            "Terugbellen",
            "Iemand bellen die daarom vroeg.",
            CONSENT,
            "telefoonnummer en taal",
            "tot `privacy.contact_days` na de laatste dag",
        ),
        Activity.PUBLISH: ProcessingActivity(
            "Publiceren",
            "Goedgekeurde teksten laten zien op het online platform.",
            PUBLIC_TASK,
            "de tekst die een medewerker goedkeurde, zonder persoonsgegevens",
            "op het platform volgens de regels van dat platform",
        ),
        Activity.RIGHTS: ProcessingActivity(
            "Rechten van betrokkenen",
            "Iemand inzage geven in eigen gegevens, of die wissen.",
            DUTY,
            "alles wat bij een ontvangstnummer of telefoonnummer hoort",
            "het bewijs dat er gewist is blijft, zonder persoonsgegevens",
        ),
    }
)


def activity_uri(register_url: str, activity: Activity) -> str:
    """`dpl.core.processing_activity_id`: where the register tells more of it."""
    return f"{register_url}#{activity}"
