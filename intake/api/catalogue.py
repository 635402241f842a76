"""Everything that the API can do."""

from __future__ import annotations

from intake.api import consultations, meetings, reference, submissions
from intake.api.operations import Operation

OPERATIONS: tuple[Operation, ...] = (
    *submissions.OPERATIONS,
    *consultations.OPERATIONS,
    *meetings.OPERATIONS,
    *reference.OPERATIONS,
)

TAGS = {
    "submissions": "Contributions of residents",
    "consultations": "What is asked, and what was answered",
    "meetings": "Where people came together",
    "reference": "What was said and learned there",
}
"""What the operations are about, in the order of the documentation."""
