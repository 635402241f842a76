"""Which submissions somebody may see at all: those of their organisation, and of the doors that they work at."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import sqlalchemy as sa

from models.accounts import Member
from models.evidence import EVIDENCE, LINK
from models.submissions import SUBMISSION
from models.vocabulary import Channel, Role

CHANNELS: Mapping[Role, frozenset[Channel]] = MappingProxyType(
    {Role.FACILITATOR: frozenset({Channel.MEETING, Channel.COUNTER})}
)
"""A role that is not named here sees every channel."""


def channels_of(member: Member) -> list[Channel]:
    """The doors that somebody sees, in the order in which a page shows them."""
    allowed = CHANNELS.get(member.role)
    return [channel for channel in Channel if allowed is None or channel in allowed]


def visible(member: Member) -> list[sa.ColumnElement[bool]]:
    """Conditions on submissions."""
    found: list[sa.ColumnElement[bool]] = [SUBMISSION.c.organisation_id == member.organisation_id]
    if member.role in CHANNELS:
        found.append(SUBMISSION.c.channel.in_(CHANNELS[member.role]))
    return found


def visible_evidence(member: Member) -> list[sa.ColumnElement[bool]]:
    """Conditions on evidence: for who sees only some doors, what came in there, and the meetings' files."""
    found: list[sa.ColumnElement[bool]] = [EVIDENCE.c.organisation_id == member.organisation_id]
    if member.role in CHANNELS:
        linked = (
            sa.select(LINK.c.evidence_id)
            .join(SUBMISSION, SUBMISSION.c.id == LINK.c.submission_id)
            .where(*visible(member))
        )
        found.append(sa.or_(EVIDENCE.c.meeting_id.is_not(None), EVIDENCE.c.id.in_(linked)))
    return found
