"""A speech engine is found by its setting, and one that could not work stops the start with the remedy."""

from __future__ import annotations

from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from channels.speech import engine as engines
from channels.speech.engine import engine_named
from channels.speech.whisper import PARTS, Whisper
from intake.settings import BadSetting, load_settings
from models.errors import Rejected
from tests.engines import Parrot


def whole(folder: Path) -> Path:
    """Every file that a model needs, though with nothing in it."""
    folder.mkdir()
    for part in (*PARTS, "vocabulary.json"):
        (folder / part).touch()
    return folder


def test_without_a_machine_a_person_listens() -> None:
    assert engine_named("desk") is None


def test_a_plug_in_is_named_by_where_it_stands() -> None:
    found = engine_named("tests.engines:Parrot:een: twee")
    assert isinstance(found, Parrot)
    assert found.argument == "een: twee"


def test_an_installed_plug_in_has_a_name_as_short_as_a_built_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    installed = EntryPoints([EntryPoint("parrot", "tests.engines:Parrot", engines.GROUP)])
    monkeypatch.setattr(engines, "entry_points", lambda group: installed.select(group=group))
    found = engine_named("parrot:hallo")
    assert isinstance(found, Parrot)
    assert found.argument == "hallo"


def test_a_built_in_engine_is_found_by_the_same_way(tmp_path: Path) -> None:
    assert isinstance(engine_named(f"whisper:{whole(tmp_path / 'model')}"), Whisper)


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        ("siri", "'siri' is no speech engine; there is: desk, whisper, or package.module:Class"),
        ("no.such.package:Engine", "cannot be imported; install its package where Inloop is installed"),
        ("tests.engines:Crow", "cannot be imported"),
        ("tests.engines:Troubled:refuses", "the licence of this engine is over; buy another"),
        ("whisper", "whisper needs a folder that exists: whisper:/folder/of/the/model"),
        ("whisper:/no/such/folder", "whisper needs a folder that exists"),
    ],
)
def test_a_setting_that_could_not_work_stops_the_start(setting: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as stopped:
        load_settings({"INLOOP_HOME": str(tmp_path), "INLOOP_SPEECH_ENGINE": setting})
    assert stopped.value.message.startswith("INLOOP_SPEECH_ENGINE: ")
    assert problem in stopped.value.message


@pytest.mark.parametrize("part", PARTS)
def test_a_model_that_is_not_whole_is_told_by_what_it_lacks(part: str, tmp_path: Path) -> None:
    folder = whole(tmp_path / "model")
    (folder / part).unlink()
    with pytest.raises(Rejected, match=f"the model's folder lacks {part}; put a Whisper model"):
        Whisper(str(folder))


def test_a_model_without_a_vocabulary_is_not_whole(tmp_path: Path) -> None:
    folder = whole(tmp_path / "model")
    (folder / "vocabulary.json").unlink()
    with pytest.raises(Rejected, match=r"lacks vocabulary.json or vocabulary.txt"):
        Whisper(str(folder))


def test_without_the_extra_it_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.speech.whisper.find_spec", lambda name: None)
    with pytest.raises(Rejected, match=r"install it with pip install -r requirements-speech.lock"):
        Whisper(str(whole(tmp_path / "model")))
