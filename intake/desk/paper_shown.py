"""What of paper is for whose eyes: a clerk opens the post and sees all of it, others see pages without who sent them.

A coordinator works with what people wrote, so they see letters; but of a form not where it asks how to reach somebody,
nor its participation code. To write back they may ask for the first, and what they asked for is in the trail.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from flask import request
from werkzeug.exceptions import NotFound

from channels.paper.private_places import Box, code_places, contact_places
from intake.desk.dossier import Dossier
from models.accounts import Member
from models.contacts import on_paper
from models.evidence import LINK
from models.submissions import SUBMISSION
from models.vocabulary import Channel, EvidenceKind, Role

OPENS_POST = frozenset({Role.CLERK})
READS_LETTERS = frozenset({Role.CLERK, Role.COORDINATOR})
WRITES_BACK = frozenset({Role.CLERK, Role.COORDINATOR})
"""Who may see names and addresses: a clerk at once, a coordinator when they ask."""

PAPER = frozenset({EvidenceKind.SCAN, EvidenceKind.PAGE, EvidenceKind.ARCHIVE})
"""Paper as it came in: on it stands who sent it."""

ASKED = "afzender"
"""In the address of a page or an image: who is signed in asks who sent it."""


def writes_back_now(somebody: Member) -> bool:
    """Whether how to reach the sender is shown with this request."""
    return somebody.role in WRITES_BACK and (somebody.role in OPENS_POST or ASKED in request.args)


def sees_pages(somebody: Member, channel: Channel) -> bool:
    """Whether pages that came in by this door are shown to somebody: a letter's sender may stand anywhere on it."""
    return channel is not Channel.LETTER or somebody.role in READS_LETTERS


def sees_files(somebody: Member, channel: Channel) -> frozenset[EvidenceKind]:
    """Which kinds of paper somebody may open as they came in: a file that was scanned holds other people's post too."""
    if somebody.role in OPENS_POST:
        return PAPER
    if channel is Channel.FORM or not sees_pages(somebody, channel):
        return frozenset()
    return frozenset({EvidenceKind.PAGE, EvidenceKind.ARCHIVE})


def may_open(connection: sa.Connection, somebody: Member, row: sa.Row[tuple[object, ...]]) -> bool:
    """Whether somebody may open this original whole: only if they may with every submission that it belongs to."""
    if row.kind not in PAPER or somebody.role in OPENS_POST:
        return True
    query = sa.select(SUBMISSION.c.channel).join(LINK, LINK.c.submission_id == SUBMISSION.c.id)
    doors = set(connection.execute(query.where(LINK.c.evidence_id == row.id)).scalars())
    return bool(doors) and all(row.kind in sees_files(somebody, door) for door in doors)


def asked_for(connection: sa.Connection, somebody: Member, submission_id: str) -> Sequence[str]:
    """Ids of a submission's contacts that this request shows on paper to who is no clerk; empty if it shows none."""
    if somebody.role in OPENS_POST or not writes_back_now(somebody):
        return ()
    return [row.id for row in on_paper(connection, submission_id)]


def hidden_of(
    connection: sa.Connection, somebody: Member, dossier: Dossier, row: sa.Row[tuple[object, ...]]
) -> list[Box]:
    """What of an image is not for who is signed in.

    :raises NotFound: all of it.
    """
    channel = dossier.row.channel
    if somebody.role in OPENS_POST or row.kind not in PAPER:
        return []
    if row.kind is not EvidenceKind.PAGE or not sees_pages(somebody, channel):
        raise NotFound
    if channel is not Channel.FORM:
        return []
    definition = dossier.definition
    if definition is None:
        raise NotFound
    codes = code_places() if definition.participation == "code" else []
    if definition.contact == "none" or asked_for(connection, somebody, dossier.row.id):
        return codes
    places = contact_places(connection, dossier.row.version_id, row.printed_page)
    if places is None:
        raise NotFound
    return [*codes, *places]
