"""Telephone sound: WAV, mono, 8,000 samples a second of 16 bits."""

from __future__ import annotations

import io
import wave
from math import pi, sin
from struct import pack

from models.errors import Rejected

RATE = 8000


def silence(seconds: float) -> bytes:
    return _wav(bytes(2 * round(seconds * RATE)), RATE, 2, 1)


def tone(seconds: float, hertz: float = 440) -> bytes:
    """Something to hear where nobody speaks."""
    samples = (round(8000 * sin(2 * pi * hertz * at / RATE)) for at in range(round(seconds * RATE)))
    return _wav(b"".join(pack("<h", sample) for sample in samples), RATE, 2, 1)


def length(wav: bytes) -> float:
    """Seconds.

    :raises Rejected: it is no WAV of plain samples.
    """
    with _opened(wav) as sound:
        return sound.getnframes() / sound.getframerate()


def shortened(wav: bytes, seconds: float) -> bytes:
    """The beginning.

    :raises Rejected: it is no WAV of plain samples.
    """
    with _opened(wav) as sound:
        rate = sound.getframerate()
        return _wav(sound.readframes(round(seconds * rate)), rate, sound.getsampwidth(), sound.getnchannels())


def _opened(wav: bytes) -> wave.Wave_read:
    try:
        return wave.Wave_read(io.BytesIO(wav))
    except (wave.Error, EOFError) as error:
        raise Rejected("the recording is no WAV file of plain samples", code="no_wav") from error


def _wav(samples: bytes, rate: int, width: int, channels: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(width)
        sound.setframerate(rate)
        sound.writeframes(samples)
    return out.getvalue()
