"""Dutch words for contributions that may be one person's."""

from __future__ import annotations

from intake.desk.language import Words
from models.tables.duplicates import SuggestionState

STATES = Words(
    {
        SuggestionState.OPEN: "Nog niet besloten",
        SuggestionState.JOINED: "Van één persoon",
        SuggestionState.APART: "Van twee mensen",
    }
)
NOTICES = Words(
    {
        "joined": "Bewaard: een van de twee telt. U kunt dit later terugdraaien.",
        "apart": "Bewaard: beide tellen.",
        "already_decided": "Een van de twee is al goedgekeurd. Laat die tellen, of haal hem eerst terug.",
    }
)
REASONS = Words(
    {
        "chosen": "zelfde persoon als {receipt}: deze telt",
        "gave_way": "zelfde persoon als {receipt}: die telt",
        "separated": "toch niet van dezelfde persoon als {receipt}",
    }
)
"""What the histories say."""
