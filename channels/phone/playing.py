"""A recording is heard back in the call in which it was made: Twilio asks us for the sound."""

from __future__ import annotations

import flask
import sqlalchemy as sa

from channels.effects import RECORDING
from channels.phone.recordings import LARGEST_RECORDING
from channels.twilio import Rest, audio_type
from channels.webhooks import Doorstep
from models.errors import Rejected, TryAgain
from models.evidence import EVIDENCE, EvidenceStore

PATH = "/twilio/voice/played"

_SILENCE = bytes.fromhex(
    "52494646" "2c000000" "57415645" "666d7420" "10000000" "01000100" "401f0000" "401f0000" "01000800"
    "64617461" "08000000" "8080808080808080"
)  # fmt: skip
"""A WAV file of a thousandth of a second, for what cannot be had: an error would end the call."""


def playing(doorstep: Doorstep, files: EvidenceStore, rest: Rest) -> flask.Blueprint:
    """Sound for Twilio alone: the address is signed like every webhook."""
    door = flask.Blueprint("playing", __name__)

    @door.get(PATH)
    def played() -> flask.Response:
        doorstep.signed()
        reference = flask.request.args.get("r", "").replace("\0", "")
        sound, media_type = _sound(doorstep, files, rest, reference)
        answer = flask.Response(sound, mimetype=media_type)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return door


def _sound(doorstep: Doorstep, files: EvidenceStore, rest: Rest, reference: str) -> tuple[bytes, str]:
    """From our own evidence, else from Twilio, where it may still be: we delete it there once we have it."""
    query = (
        sa.select(RECORDING.c.url, EVIDENCE.c.sha256)
        .outerjoin(EVIDENCE, EVIDENCE.c.id == RECORDING.c.evidence_id)
        .where(RECORDING.c.reference == reference)
    )
    with doorstep.store.read() as connection:
        row = connection.execute(query).first()
    if row is None:
        return _SILENCE, "audio/wav"
    try:
        if row.sha256 is not None:
            sound = files.get(row.sha256)
            return sound, audio_type(sound) or "audio/wav"
        return rest.recording(row.url, largest=LARGEST_RECORDING)
    except (Rejected, TryAgain) as problem:
        flask.current_app.logger.warning("a recording cannot be heard back: %s", problem.message)
        return _SILENCE, "audio/wav"
