"""What a machine heard, in segments with their times; kept beside the sound, and never an answer by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models.clock import now
from models.prepared import Prepared
from models.secrets import new_id
from models.tables import Transcript as TranscriptRow

TRANSCRIPT = TranscriptRow.__table__  # type: ignore[attr-defined]

UNHEARD = "[…]"
"""Stands in a text where something was said that could not be made out."""

LONGEST_ENGINE = 80

_INSERT = Prepared(TRANSCRIPT.insert())


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech.

    `start` and `end` are seconds from the beginning of the sound, None where the engine does not tell. `text` is None
    where something could not be made out. `confidence` is 0 to 1, by the engine's own measure.
    """

    start: float | None
    end: float | None
    text: str | None
    confidence: float

    def as_json(self) -> dict[str, Any]:
        return {"from": self.start, "to": self.end, "text": self.text, "confidence": self.confidence}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Segment:
        return cls(stored["from"], stored["to"], stored["text"], stored["confidence"])


@dataclass(frozen=True, slots=True)
class Transcript:
    """All segments in their order; none where nobody speaks. `engine` is the engine's name and version."""

    segments: tuple[Segment, ...]
    language: str
    engine: str

    @property
    def text(self) -> str:
        """What was said, with `UNHEARD` for what could not be made out; empty if nothing could."""
        parts: list[str] = []
        for segment in self.segments:
            said = segment.text or UNHEARD
            if said != UNHEARD or parts[-1:] != [UNHEARD]:
                parts.append(said)
        return " ".join(parts) if any(part != UNHEARD for part in parts) else ""

    @property
    def confidence(self) -> float | None:
        """The mean over what was said, each segment by its length in characters; None if nothing was."""
        told = [(len(segment.text), segment.confidence) for segment in self.segments if segment.text]
        letters = sum(length for length, _ in told)
        return round(sum(length * sure for length, sure in told) / letters, 3) if letters else None


def keep(connection: sa.Connection, evidence_id: str, transcript: Transcript) -> None:
    """Store a transcript beside its evidence."""
    _INSERT.run(
        connection,
        {
            "id": new_id(),
            "evidence_id": evidence_id,
            "engine": transcript.engine[:LONGEST_ENGINE],
            "language": transcript.language,
            "segments": [segment.as_json() for segment in transcript.segments],
            "confidence": transcript.confidence,
            "created_at": now(),
        },
    )


def of_evidence(connection: sa.Connection, evidence_ids: Iterable[str]) -> dict[str, Transcript]:
    """The newest transcript of each piece of evidence that has one."""
    wanted = list(evidence_ids)
    if not wanted:
        return {}
    rows = connection.execute(
        sa.select(TRANSCRIPT)
        .where(TRANSCRIPT.c.evidence_id.in_(wanted))
        .order_by(TRANSCRIPT.c.created_at, TRANSCRIPT.c.id)
    )
    return {row.evidence_id: Transcript(_segments(row.segments), row.language, row.engine) for row in rows}


def _segments(stored: list[dict[str, Any]]) -> tuple[Segment, ...]:
    return tuple(map(Segment.from_json, stored))
