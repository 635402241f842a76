"""One entry at a counter or through the API: a whole submission at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa

from channels.counter.entry import readings_from_entry
from models import codes, consents
from models.clock import now
from models.consultations import Version
from models.errors import Rejected
from models.evidence import EvidenceStore, keep_text, link
from models.secrets import Vault
from models.submissions import Begun, NewSubmission, begin, put_answers, settle
from models.tables.consents import ConsentPurpose
from models.vocabulary import Channel, EvidenceKind, Status

MEDIA_TYPE = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What somebody typed for a resident.

    :ivar entered_by: the typist, never the author; None for a program.
    :ivar notice_told: whether the typist says that the resident was told the privacy notice. Nobody else can say so.
    """

    answers: Mapping[str, object]
    participation_code: str | None = None
    language: str | None = None
    channel: Channel = Channel.COUNTER
    entered_by: str | None = None
    notice_told: bool = False


def enter(connection: sa.Connection, vault: Vault, evidence: EvidenceStore, version: Version, entry: Entry) -> Begun:
    """Store an entry as a complete submission, in the caller's transaction, with the entry itself as evidence.

    The participation code is in no evidence: only its hash is kept. Without one, where one is asked for, a person
    decides whether it counts.

    :raises Rejected: an answer is invalid (the message begins with the question's key), there is no such participation
        code (`code` is then `participation_code`), or the consultation is closed.
    :raises TryAgain: the evidence of a long entry could not be stored.
    """
    definition, moment = version.definition, now()
    if not definition.is_open(moment):
        raise Rejected(
            f"consultation {definition.code} is open from {definition.opens} to {definition.closes}", code="closed"
        )
    readings = readings_from_entry(definition, entry.answers)
    code_id = _code(connection, vault, version, entry.participation_code)
    language = definition.language(entry.language)
    typed = _as_json(entry, language)
    kept = keep_text(connection, evidence, version.organisation_id, EvidenceKind.ENTRY, typed, MEDIA_TYPE)
    begun = begin(
        connection,
        NewSubmission(
            organisation_id=version.organisation_id,
            consultation_id=version.consultation_id,
            version_id=version.version_id,
            channel=entry.channel,
            language=language,
            received_at=moment,
            status=Status.IN_PROGRESS,
            entered_by=entry.entered_by,
            code_id=code_id,
            held=codes.hold_without(definition, has_code=code_id is not None),
        ),
    )
    link(connection, begun.id, kept.id)
    asked = consents.Asked(
        organisation_id=version.organisation_id,
        submission_id=begun.id,
        channel=entry.channel,
        language=language,
        text=definition.text(definition.privacy.notice, language),
        proof=kept.sha256,
    )
    if entry.notice_told:
        consents.answer(connection, ConsentPurpose.USE, asked)
    put_answers(connection, begun.id, definition, [replace(one, evidence=kept.sha256) for one in readings])
    settle(connection, begun.id, definition, complete=True)
    return begun


def _code(connection: sa.Connection, vault: Vault, version: Version, given: str | None) -> str | None:
    if given is None:
        return None
    code_id = codes.find(connection, vault, version.consultation_id, given)
    if code_id is None:
        raise Rejected(
            f"consultation {version.code} has no such participation code; read the nine digits again",
            code="participation_code",
        )
    return code_id


def _as_json(entry: Entry, language: str) -> str:
    said: dict[str, object] = {"answers": dict(entry.answers), "language": language, "channel": entry.channel}
    if entry.notice_told:
        said["noticeTold"] = True
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
