"""Whisper through the real library, with a model that is real in all but what it knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from channels.speech.belief import believed
from channels.speech.whisper import Whisper
from intake.simulator.sound import silence, tone
from models.errors import NeedsPerson, TryAgain
from models.transcripts import Transcript
from tests.whisper_model import whisper_model

SPEECH = Path(__file__).parents[2] / "fixtures" / "speech" / "bankjes-8khz.wav"
"""Three seconds of a synthetic Dutch voice, as the telephone brings it: WAV, 8 kHz, one channel."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return whisper_model(tmp_path_factory.mktemp("models") / "mini", "er moeten meer bankjes komen")


def heard(folder: Path, sound: bytes, language: str = "nl") -> Transcript:
    return Whisper(str(folder)).transcribe(sound, language=language, hints=())


def test_a_recording_is_written_down_with_times_confidence_and_engine(model: Path) -> None:
    found = heard(model, SPEECH.read_bytes())
    assert found.text == "er moeten meer bankjes komen"
    assert (found.segments[0].start, found.segments[0].end) == (0.0, 1.0)
    assert found.confidence == 1.0
    assert found.engine.startswith("faster-whisper ")
    assert found.engine.endswith(", mini")


@pytest.mark.parametrize("sound", [silence(20), tone(20, 50), tone(5)], ids=["silence", "hum", "tone"])
def test_where_nobody_speaks_no_word_is_invented(model: Path, sound: bytes) -> None:
    assert heard(model, sound).segments == ()


def test_what_the_model_itself_takes_for_silence_has_no_words(tmp_path: Path) -> None:
    folder = whisper_model(tmp_path / "deaf", "ondertiteling door niemand", silent=True)
    assert {segment.text for segment in heard(folder, SPEECH.read_bytes()).segments} <= {None}


def test_what_the_model_is_not_sure_of_is_not_believed(tmp_path: Path) -> None:
    folder = whisper_model(tmp_path / "unsure", "er moeten meer bankjes komen", sure=False)
    assert believed(heard(folder, SPEECH.read_bytes())).text == ""


def test_frisian_is_heard_as_dutch_and_kept_as_frisian(model: Path) -> None:
    assert heard(model, SPEECH.read_bytes(), "fy").language == "fy"


def test_what_is_no_sound_is_left_to_a_person(model: Path) -> None:
    with pytest.raises(NeedsPerson, match="no sound that can be opened"):
        heard(model, b"RIFF\0\0\0\0WAVE and then nothing of the kind")


def test_a_broken_model_is_told_to_who_can_mend_it(model: Path, tmp_path: Path) -> None:
    for part in model.iterdir():
        (tmp_path / part.name).write_bytes(part.read_bytes() if part.name != "model.bin" else b"no model")
    with pytest.raises(TryAgain, match="check the model in the folder"):
        heard(tmp_path, SPEECH.read_bytes())
