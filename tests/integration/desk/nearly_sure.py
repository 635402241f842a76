"""Answers of which a machine is nearly sure, on paper that came in."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from models import evidence
from models.consultations import Version
from models.evidence import EVIDENCE
from models.reading import OnPage, Reading
from models.vocabulary import Channel, Doubt
from tests.integration.desk.town import read, submit, unsure


def faint(confidence: float, value: str = "trees", **more: object) -> Reading:
    """A pale cross, of which a machine is so sure."""
    return unsure("first", value, confidence, raw="1", doubt=Doubt.FAINT_MARK, **more)


def unclear(confidence: float, **more: object) -> Reading:
    """A postcode with a figure that might be another."""
    more = {"raw": "1506", "doubt": Doubt.UNCLEAR_CHARACTER, "others": ("1508", "1606"), **more}
    return unsure("where", "1506", confidence, **more)


def keep_form(
    connection: sa.Connection, version: Version, *readings: Reading, ago: timedelta = timedelta(hours=2)
) -> str:
    """A form with these answers, and all else read; its id."""
    return submit(connection, version, Channel.FORM, [read("safe", 4), *readings], ago=ago).id


def keep_scanned(connection: sa.Connection, version: Version, page_id: str) -> str:
    """A form with two such answers, read from that page; its id."""
    sha256 = connection.execute(sa.select(EVIDENCE.c.sha256).where(EVIDENCE.c.id == page_id)).scalar_one()
    kept = keep_form(
        connection,
        version,
        faint(0.93, evidence=sha256, where=OnPage(1, 20, 60, 60, 16)),
        unclear(0.91, evidence=sha256, where=OnPage(1, 20, 250, 32, 10)),
    )
    evidence.link(connection, kept, page_id)
    return kept
