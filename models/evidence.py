"""Evidence: immutable originals, kept by their SHA-256.

Small texts (messages, keys) live in the record itself, so that a dialogue step writes no file. All else is a blob in a
folder or an S3 bucket, through fsspec. A blob is written before the transaction that records it: a crash in between
leaves a blob that nobody refers to, never a record without its blob.
"""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import fsspec
import sqlalchemy as sa

from models.clock import now
from models.errors import Rejected, TryAgain
from models.prepared import Prepared
from models.secrets import new_id
from models.tables import Evidence, SubmissionEvidence
from models.vocabulary import EvidenceKind

EVIDENCE = Evidence.__table__  # type: ignore[attr-defined]
LINK = SubmissionEvidence.__table__  # type: ignore[attr-defined]

LARGEST_INLINE = 4096
"""Bytes. A text message of ten segments fits; a page image never does."""

_INSERT = Prepared(EVIDENCE.insert())
_LINK = Prepared(LINK.insert())
_LINK_DIALOGUE = Prepared(
    LINK.insert().from_select(
        ["submission_id", "evidence_id"],
        sa.select(sa.bindparam("submission", type_=sa.String), EVIDENCE.c.id).where(
            EVIDENCE.c.dialogue_id == sa.bindparam("dialogue"),
            EVIDENCE.c.id.not_in(
                sa.select(LINK.c.evidence_id).where(LINK.c.submission_id == sa.bindparam("submission", type_=sa.String))
            ),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A record of evidence."""

    id: str
    sha256: str


class EvidenceStore:
    """The blobs. `url` is a folder, or any address that fsspec knows, such as `s3://bucket/prefix`."""

    def __init__(self, url: str, **options: Any) -> None:
        """:raises Rejected: the address cannot be understood."""
        try:
            self._files, self._root = fsspec.core.url_to_fs(url, **options)
        except (ValueError, ImportError) as error:
            raise Rejected("the evidence address cannot be used; see docs/settings.md", code="bad_setting") from error
        self._local = "file" in (
            self._files.protocol if isinstance(self._files.protocol, tuple) else (self._files.protocol,)
        )

    def _path(self, sha256: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def put(self, content: bytes) -> str:
        """Store bytes; their SHA-256. Storing the same bytes again writes nothing.

        :raises TryAgain: there is no room, or the storage cannot be reached. Nothing half-written is left behind.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        try:
            if self._files.exists(path) and self._files.size(path) == len(content):
                return sha256
            if self._local:
                self._put_locally(Path(path), content)
            else:
                self._files.pipe_file(path, content)
        except OSError as error:
            raise TryAgain(_remedy(error), code="evidence_storage") from error
        return sha256

    def _put_locally(self, path: Path, content: bytes) -> None:
        """Under its own name only once it is whole and on the disk."""
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.{new_id()}.part")
        try:
            with partial.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError:
            partial.unlink(missing_ok=True)
            raise

    def get(self, sha256: str) -> bytes:
        """:raises TryAgain: the blob is not there or not what it was."""
        try:
            content = cast(bytes, self._files.cat_file(self._path(sha256)))
        except OSError as error:
            raise TryAgain("the evidence cannot be read; check INLOOP_EVIDENCE_URL", code="evidence_storage") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise TryAgain("the evidence was damaged on the disk; restore it from a backup", code="evidence_damaged")
        return content

    def check(self) -> None:
        """Write something anew, and take it away again.

        :raises TryAgain: nothing can be written there.
        """
        probe = f"{self._root}/check-{new_id()}"
        try:
            if self._local:
                self._files.makedirs(self._root, exist_ok=True)
            self._files.pipe_file(probe, b"inloop")
            self._files.rm_file(probe)
        except OSError as error:
            raise TryAgain(_remedy(error), code="evidence_storage") from error

    def delete(self, sha256: str) -> None:
        if self._files.exists(self._path(sha256)):
            self._files.rm_file(self._path(sha256))


def _remedy(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "the disk for evidence is full; make room"
    return "the evidence storage cannot be written; check INLOOP_EVIDENCE_URL"


def keep_small(
    connection: sa.Connection,
    organisation_id: str | None,
    kind: EvidenceKind,
    text: str,
    *,
    media_type: str = "text/plain",
    dialogue_id: str | None = None,
) -> Kept:
    """Record a message, keys or the like, within the record itself."""
    content = text.encode("utf-8", "surrogatepass")
    row = _row(organisation_id, kind, hashlib.sha256(content).hexdigest(), len(content), media_type)
    _INSERT.run(connection, {**row, "content": content, "dialogue_id": dialogue_id})
    return Kept(row["id"], row["sha256"])


def keep_blob(
    connection: sa.Connection,
    organisation_id: str | None,
    kind: EvidenceKind,
    sha256: str,
    size: int,
    *,
    media_type: str,
    name: str | None = None,
    page: int | None = None,
    printed_page: int | None = None,
    dialogue_id: str | None = None,
) -> Kept:
    """Record a blob that `EvidenceStore.put` stored."""
    row = _row(organisation_id, kind, sha256, size, media_type)
    more = {"name": name and name[:255], "page": page, "printed_page": printed_page, "dialogue_id": dialogue_id}
    _INSERT.run(connection, {**row, **more})
    return Kept(row["id"], sha256)


def keep_text(
    connection: sa.Connection,
    files: EvidenceStore,
    organisation_id: str,
    kind: EvidenceKind,
    text: str,
    media_type: str,
) -> Kept:
    """Record a text of any length: within the record where it is short, else as a blob.

    :raises TryAgain: a blob could not be stored.
    """
    content = text.encode("utf-8", "surrogatepass")
    if len(content) <= LARGEST_INLINE:
        return keep_small(connection, organisation_id, kind, text, media_type=media_type)
    return keep_blob(connection, organisation_id, kind, files.put(content), len(content), media_type=media_type)


def _row(organisation_id: str | None, kind: EvidenceKind, sha256: str, size: int, media_type: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "organisation_id": organisation_id,
        "sha256": sha256,
        "kind": kind,
        "media_type": media_type,
        "size": size,
        "content": None,
        "incomplete": False,
        "created_at": now(),
    }


def link(connection: sa.Connection, submission_id: str, evidence_id: str) -> None:
    """This submission came from that evidence."""
    _LINK.run(connection, {"submission_id": submission_id, "evidence_id": evidence_id})


def belongs_to(connection: sa.Connection, evidence_id: str, dialogue_id: str) -> None:
    """This evidence began that dialogue."""
    connection.execute(EVIDENCE.update().where(EVIDENCE.c.id == evidence_id).values(dialogue_id=dialogue_id))


def link_dialogue(connection: sa.Connection, submission_id: str, dialogue_id: str) -> None:
    """All that was said in a dialogue so far belongs to the submission that has just begun in it."""
    _LINK_DIALOGUE.run(connection, {"submission": submission_id, "dialogue": dialogue_id})
