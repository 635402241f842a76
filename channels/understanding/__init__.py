"""What somebody typed, said or wrote into a cell → the normalized value of a question, or why not.

Pure functions, shared by every door: no clock, no storage, no vendor.
"""

from __future__ import annotations

from channels.understanding.dispatch import understand
from channels.understanding.hints import hints_for
from channels.understanding.outcome import Medium, NotUnderstood, Outcome, Reason, Skipped, Understood

__all__ = ["Medium", "NotUnderstood", "Outcome", "Reason", "Skipped", "Understood", "hints_for", "understand"]
