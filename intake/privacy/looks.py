"""Personal data is shown to somebody: written down before it is seen, one record for each person it is about.

In the terms of Logboek Dataverwerkingen: one processing (`trace`) may concern several people, each gets a record of its
own (`dpl.core.data_subject_id`), and nothing is sampled. Whose data it is stands there as the id of a contact or a
submission: a pseudonym that names nobody once that is erased.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from models import audit
from models.accounts import Member
from models.audit import AUDIT, Deed
from models.clock import now
from models.store import Store
from models.tables.audit import Act, Activity

ONE_LOOK = timedelta(minutes=15)
"""The same data shown again to the same person within this time, such as each picture of a page, is one look."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is shown, and for which task. `subject` is the table that `subject_id` is of."""

    activity: Activity
    subject: str
    subject_id: str


def looked(store: Store, member: Member, looks: Collection[Look]) -> None:
    """Write down that a member of staff is about to see this.

    :raises TryAgain: it cannot be written down, so it must not be shown.
    """
    fresh = _fresh(store, member, looks) if looks else []
    if not fresh:
        return
    with store.write() as connection:
        for look in fresh:
            deed = Deed(
                act=Act.LOOKED,
                organisation_id=member.organisation_id,
                subject=look.subject,
                subject_id=look.subject_id,
                activity=look.activity,
            )
            audit.note(connection, deed)


def _fresh(store: Store, member: Member, looks: Collection[Look]) -> list[Look]:
    seen = sa.select(AUDIT.c.activity, AUDIT.c.subject, AUDIT.c.subject_id).where(
        AUDIT.c.chain == member.organisation_id,
        AUDIT.c.subject_id.in_(sorted({look.subject_id for look in looks})),
        AUDIT.c.at >= now() - ONE_LOOK,
        AUDIT.c.act == Act.LOOKED,
        AUDIT.c.by_id == member.user_id,
    )
    with store.read() as connection:
        known = {Look(row.activity, row.subject, row.subject_id) for row in connection.execute(seen)}
    return [look for look in looks if look not in known]
