"""An engine works in a process of its own: whatever it does to that process, the recording is left to a person."""

from __future__ import annotations

import time

import pytest

from channels.speech.apart import Bounds, transcribe_apart
from models.errors import InloopError, NeedsPerson, Rejected, TryAgain
from models.transcripts import Segment, Transcript


def made(setting: str, bounds: Bounds | None = None, signs: list[float] | None = None) -> Transcript:
    return transcribe_apart(
        setting,
        b"RIFF....WAVE",
        language="nl",
        hints=("een", "twee"),
        sound_seconds=1.0,
        going_on=lambda: (signs if signs is not None else []).append(time.monotonic()),
        bounds=bounds or Bounds(),
    )


def test_what_an_engine_heard_comes_back_whole_whatever_it_printed() -> None:
    assert made("tests.engines:Parrot:meer bankjes|en bomen") == Transcript(
        (Segment(0.0, 1.5, "meer bankjes", 0.7), Segment(2.0, 3.5, "en bomen", 0.7)),
        "nl",
        "parrot 1, 12 bytes, 2 hints",
    )


@pytest.mark.parametrize(
    ("does", "problem", "message"),
    [
        ("later", TryAgain, "the engine is being repaired"),
        ("cannot", NeedsPerson, "this is no speech"),
        ("refuses", Rejected, "buy another"),
        ("dies", TryAgain, "ended without an answer"),
        ("grows", TryAgain, "ended without an answer"),
        ("exits", TryAgain, "ended without an answer"),
    ],
)
def test_each_way_of_failing_is_told(does: str, problem: type[InloopError], message: str) -> None:
    with pytest.raises(problem, match=message):
        made(f"tests.engines:Troubled:{does}")


def test_an_engine_that_hangs_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(NeedsPerson, match="took too long"):
        made("tests.engines:Troubled:hangs", Bounds(seconds=0.5, per_second=0.0))
    assert time.monotonic() - began < 30


def test_an_engine_holds_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INLOOP_SECRET_KEY", "x" * 40)
    names = made("tests.engines:Troubled:tells").text.split()
    assert "PATH" in names
    assert "HF_HUB_OFFLINE" in names
    assert not [name for name in names if name.startswith("INLOOP_")]
