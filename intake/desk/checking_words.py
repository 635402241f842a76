"""What the page for checking says when something cannot be kept."""

from __future__ import annotations

from intake.desk.language import Words

ALARMS = Words(
    {
        "not_decidable": "Deze inzending is al verder. Er hoeft niets meer.",
        "changed": "Iemand veranderde dit antwoord net. Kijk nog een keer.",
        "nothing": "Kies of typ eerst een antwoord, of zeg dat het leeg of niet te lezen is.",
        "refused": "Dit kan niet bewaard worden.",
    }
)
