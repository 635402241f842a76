"""Everything that the API can do."""

from __future__ import annotations

from intake.api import consultations, meetings, submissions
from intake.api.operations import Operation

OPERATIONS: tuple[Operation, ...] = (*submissions.OPERATIONS, *consultations.OPERATIONS, *meetings.OPERATIONS)

TAGS = {
    "submissions": "Contributions of residents",
    "consultations": "What is asked, and what was answered",
    "meetings": "Where people came together",
}
"""What the operations are about, in the order of the documentation."""
