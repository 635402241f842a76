"""Originals are kept by their SHA-256, in a folder or an S3 bucket, whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from models.errors import Rejected, TryAgain
from models.evidence import EvidenceStore

LETTER = b"Geachte heer, mevrouw, graag meer bankjes." * 1000


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    """A server that speaks the S3 protocol, with an empty bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "eu-west-1"}
    client = boto3.client("s3", endpoint_url=address, **keys)
    # The client asks again when an answer is slow in coming, and is then told that it has the bucket already.
    with suppress(client.exceptions.BucketAlreadyOwnedByYou):
        client.create_bucket(Bucket="bewijs", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    yield address
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def evidence(request: pytest.FixtureRequest, tmp_path: Path) -> EvidenceStore:
    if request.param == "folder":
        return EvidenceStore(str(tmp_path / "evidence"))
    address = request.getfixturevalue("s3_address")
    return EvidenceStore("s3://bewijs/inloop", key="test", secret="test", endpoint_url=address)


def test_what_was_put_comes_back_by_its_hash(evidence: EvidenceStore) -> None:
    sha256 = evidence.put(LETTER)
    assert sha256 == hashlib.sha256(LETTER).hexdigest()
    assert evidence.get(sha256) == LETTER


def test_the_same_bytes_are_kept_once(evidence: EvidenceStore) -> None:
    assert evidence.put(LETTER) == evidence.put(LETTER)


def test_what_is_not_there_is_told_with_the_remedy(evidence: EvidenceStore) -> None:
    with pytest.raises(TryAgain, match="INLOOP_EVIDENCE_URL"):
        evidence.get("0" * 64)


def test_what_was_deleted_is_gone(evidence: EvidenceStore) -> None:
    sha256 = evidence.put(b"to be forgotten")
    evidence.delete(sha256)
    with pytest.raises(TryAgain):
        evidence.get(sha256)


def test_damage_on_the_disk_is_noticed(tmp_path: Path) -> None:
    evidence = EvidenceStore(str(tmp_path))
    sha256 = evidence.put(LETTER)
    (file,) = (path for path in tmp_path.rglob(sha256))
    file.write_bytes(LETTER[:-1] + b"?")
    with pytest.raises(TryAgain, match="damaged"):
        evidence.get(sha256)


def test_nothing_half_written_stays_behind(tmp_path: Path) -> None:
    evidence = EvidenceStore(str(tmp_path))
    evidence.put(LETTER)
    assert [path.name for path in tmp_path.rglob("*.part")] == []


def test_an_address_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Rejected, match="evidence address"):
        EvidenceStore("nosuchthing://somewhere")
