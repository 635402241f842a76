"""Words for figures."""

from __future__ import annotations

from intake.desk.language import Words

DIVIDED = Words({"niet": "Alles samen", "kanaal": "Per kanaal", "groep": "Per groep"})
"""By what a result is divided."""
