"""What Twilio says of a caller whose number is not shown."""

from __future__ import annotations

SPECIAL_CALLERS = frozenset(
    {"anonymous", "+266696687", "+86282452253", "+7378742833", "+2562533", "+8656696", "restricted", "unknown", ""}
)
"""What Twilio puts in `From` when there is no number, or none that can be called back."""
