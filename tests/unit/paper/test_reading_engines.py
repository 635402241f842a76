"""An engine that reads is found by its setting; one that could not work stops the start; where two differ is doubt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import cv2
import numpy as np
import pytest

from intake.settings import BadSetting, load_settings
from models.errors import Rejected
from scans.documents import Grey
from scans.engines import named
from scans.engines.agreement import Agreement, disputed
from scans.engines.named import handwriting_engine, ocr_engine
from scans.engines.rapidocr import RapidOcr
from scans.engines.tesseract import Tesseract
from scans.engines.tesserocr import TesserOcr
from scans.handwriting import PrintOnly
from scans.ocr import Layout, Line, Word
from tests.reading_engines import Clairvoyant, Dictated

PAGE = np.full((400, 300), 255, np.uint8)


class Read:
    """An engine that reads the same in every picture."""

    def __init__(self, read: list[Line]) -> None:
        self.read = read

    def lines(self, image: Grey, languages: Sequence[str], layout: Layout = Layout.PAGE, dpi: int = 300) -> list[Line]:
        return self.read


def line(text: str, sure: float = 0.9) -> Line:
    return Line(tuple(Word(word, (0, 0, 10, 10), sure) for word in text.split()), 1, 1)


@pytest.mark.parametrize(("name", "kind"), [("tesseract", Tesseract), ("tesserocr", TesserOcr), ("rapidocr", RapidOcr)])
def test_a_built_in_engine_has_a_name(name: str, kind: type) -> None:
    assert isinstance(ocr_engine(name), kind)


def test_a_plug_in_is_named_by_where_it_stands() -> None:
    found = ocr_engine("tests.reading_engines:Dictated:een: twee")
    assert isinstance(found, Dictated)
    assert found.argument == "een: twee"


@pytest.mark.parametrize(
    ("group", "find", "kind"),
    [(named.PRINT, ocr_engine, Dictated), (named.HANDWRITING, handwriting_engine, Clairvoyant)],
)
def test_an_installed_plug_in_has_a_name_as_short_as_a_built_in_one(
    group: str, find: Callable[[str], object], kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = EntryPoints([EntryPoint("seer", f"tests.reading_engines:{kind.__name__}", group)])
    monkeypatch.setattr(named, "entry_points", lambda group: installed.select(group=group))
    assert isinstance(find("seer:hallo"), kind)


def test_a_print_engine_reads_handwriting_only_where_it_is_very_sure() -> None:
    assert isinstance(handwriting_engine("tesseract"), PrintOnly)


def test_what_nobody_says_how_to_read_is_read_by_the_engine_that_was_measured_best(tmp_path: Path) -> None:
    settings = load_settings({"INLOOP_HOME": str(tmp_path)})
    assert (settings.ocr_engine, settings.handwriting_engine) == ("tesseract", "rapidocr")


def test_neat_capitals_in_a_write_box_are_proposed_and_scribbles_are_not() -> None:
    engine = handwriting_engine("rapidocr")
    box = np.full((240, 900), 255, np.uint8)
    for at, said in enumerate(("MEER BANKJES", "BIJ HET WATER")):
        cv2.putText(box, said, (30, 80 + 90 * at), cv2.FONT_HERSHEY_SIMPLEX, 1.8, (0,), 4, cv2.LINE_AA)
    proposed = engine.read(box, ["nl"])
    assert proposed.text == "MEER BANKJES\nBIJ HET WATER"
    dice = np.random.default_rng(11)
    scribbled = np.full((240, 900), 255, np.uint8)
    for _ in range(12):
        points = np.cumsum(dice.normal(0, 25, (30, 2)), axis=0) + dice.uniform((100, 60), (800, 180))
        cv2.polylines(scribbled, [points.astype(np.int32)], False, (0,), 3)
    assert engine.read(scribbled, ["nl"]).text is None
    assert engine.read(box, ["uk"]).text is None, "another script"


def test_a_text_in_which_a_line_is_missing_is_not_proposed() -> None:
    box = np.full((240, 900), 255, np.uint8)
    box[40:90, 30:400] = box[150:200, 30:400] = 0
    upper, lower = (Word("banken", (30, top, 370, 50), 0.99) for top in (40, 150))
    both, one = [Line((upper,), 1, 1), Line((lower,), 1, 1)], [Line((upper,), 1, 1)]
    assert PrintOnly(Read(both), 0.95).read(box, ["nl"]).text == "banken\nbanken"
    assert PrintOnly(Read(one), 0.95).read(box, ["nl"]).text is None


def test_without_a_machine_handwriting_is_illegible_until_a_person_reads_it() -> None:
    assert handwriting_engine("desk").read(PAGE, ["nl"]).text is None


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        (
            "leesbril",
            "'leesbril' is no engine that reads; there is: rapidocr, tesseract, tesserocr, or package.module:Class",
        ),
        ("tesseract+leesbril", "'leesbril' is no engine that reads"),
        ("no.such.package:Engine", "cannot be imported; install its package where Inloop is installed"),
        ("tests.reading_engines:Nothing", "cannot be imported"),
        ("tests.reading_engines:Dictated:refuses", "the licence of this engine is over; buy another"),
        ("tesseract:nld", "tesseract takes nothing behind its name"),
    ],
)
def test_a_setting_that_could_not_work_stops_the_start(setting: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as stopped:
        load_settings({"INLOOP_HOME": str(tmp_path), "INLOOP_OCR_ENGINE": setting})
    assert stopped.value.message.startswith("INLOOP_OCR_ENGINE: ")
    assert problem in stopped.value.message


def test_an_engine_of_the_wrong_kind_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(
        BadSetting, match=r"INLOOP_HANDWRITING_ENGINE: tests.reading_engines:Dictated has no method 'read'"
    ):
        load_settings({"INLOOP_HOME": str(tmp_path), "INLOOP_HANDWRITING_ENGINE": "tests.reading_engines:Dictated"})


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scans.engines.tesserocr.find_spec", lambda package: None)
    with pytest.raises(Rejected, match=r"install it with pip install -r requirements-reading.lock"):
        ocr_engine("tesserocr")


def test_a_word_that_another_engine_reads_otherwise_is_doubted() -> None:
    (doubted,) = disputed([line("graag meer bomen.")], [line("Graas meer"), line("bomen")])
    assert [(word.text, word.confidence) for word in doubted.words] == [("graag", 0.45), ("meer", 0.9), ("bomen.", 0.9)]


def test_a_word_that_another_engine_does_not_see_is_doubted() -> None:
    (doubted,) = disputed([line("geen bomen kappen")], [line("bomen kappen")])
    assert [word.confidence for word in doubted.words] == [0.45, 0.9, 0.9]


def test_an_engine_that_sees_nothing_has_no_opinion() -> None:
    assert disputed([line("дерева")], []) == [line("дерева")]


def test_several_engines_read_the_same_page() -> None:
    both = ocr_engine("tests.reading_engines:Dictated:een boom+tests.reading_engines:Dictated:geen boom")
    assert isinstance(both, Agreement)
    (read,) = both.lines(PAGE, ["nl"])
    assert [(word.text, word.confidence) for word in read.words] == [("een", 0.475), ("boom", 0.95)]
