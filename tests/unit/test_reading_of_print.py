"""A page is read in its own language, and one that was cut off is never read surely."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from channels.paper.batch import Engines, read_file
from scans.documents import Grey
from scans.handwriting import Handwriting, PrintOnly
from scans.ocr import GaveUp, Layout, Line, Word
from scans.plain_text import plain_text
from scans.print import PARTLY, read_print
from tests.paper_kit import as_pdf

SERIF = "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"
DUTCH = "Prosze o wiecej drzew i lepsze swiatlo, bo nie jest to dobre dla dzieci"
POLISH = "Proszę o więcej drzew i lepsze światło, bo nie jest to dobre dla dzieci"


class Languages:
    """An engine that reads the same in every line, with a confidence and a text for each language."""

    def __init__(self, known: dict[str, tuple[str, float]], left: int = 300) -> None:
        self.known, self.left = known, left

    def lines(self, image: Grey, languages: Sequence[str], layout: Layout = Layout.PAGE, dpi: int = 300) -> list[Line]:
        text, confidence = self.known[languages[0]]
        found = []
        for at in range(12):
            words = [
                Word(word, (self.left + 150 * n, 290 + 105 * at, 150, 105), confidence)
                for n, word in enumerate(text.split())
            ]
            found.append(Line(tuple(words), 1, at))
        return found


@pytest.fixture(scope="module")
def page() -> Grey:
    sheet = Image.new("L", (2480, 3508), 250)
    words = DUTCH.split()
    text = "\n".join(" ".join(words[at:] + words[:at]) for at in range(12))
    ImageDraw.Draw(sheet).multiline_text((300, 300), text, 30, ImageFont.truetype(SERIF, 46), spacing=54)
    return np.asarray(sheet)


def test_a_page_that_reads_well_in_another_language_is_read_again_in_its_own(page: Grey) -> None:
    engine = Languages({"nl": (DUTCH, 0.93), "pl": (POLISH, 0.92), "en": (DUTCH, 0.95)})
    assert read_print(page, 300, engine, ["nl"], ["en", "pl"]).lines[0].text == POLISH


def test_another_script_is_found_although_reading_it_wrongly_looks_like_some_language(page: Grey) -> None:
    nonsense = {"nl": ("i w z n i do o w z i jak", 0.45), "pl": ("i w z n i do o w z i jak", 0.47)}
    ukrainian = "Просимо поставити більше ліхтарів уздовж каналу біля школи"
    engine = Languages(nonsense | {"uk": (ukrainian, 0.95), "ar": ("لا شيء هنا أبدا", 0.3)})
    assert read_print(page, 300, engine, ["nl"], ["pl", "ar", "uk"]).lines[0].text == ukrainian


def test_european_figures_in_arabic_are_read_again_as_such(page: Grey) -> None:
    class Figures(Languages):
        def lines(
            self, image: Grey, languages: Sequence[str], layout: Layout = Layout.PAGE, dpi: int = 300
        ) -> list[Line]:
            if layout is Layout.LINE:
                word = Word("4821" if languages == ["nl"] else "1621", (0, 0, 150, 105), 0.9)
                return [Line((word,), 1, 1)]
            return super().lines(image, languages, layout, dpi)

    engine = Figures({"ar": ("الموضوع هو الاستشارة رقم 1621 عن ساحة القرية", 0.92)})
    assert "رقم 4821 عن" in read_print(page, 300, engine, ["ar"], ["nl"]).lines[0].text


@pytest.mark.parametrize(("sure", "text"), [(0.95, "Gemeente Buitendorp"), (0.6, "عأدعع سرع")])
def test_a_line_in_latin_script_on_an_arabic_page_is_read_as_such(page: Grey, sure: float, text: str) -> None:
    class Addressed(Languages):
        def lines(
            self, image: Grey, languages: Sequence[str], layout: Layout = Layout.PAGE, dpi: int = 300
        ) -> list[Line]:
            if layout is Layout.LINE:
                assert languages == ["nl"]
                return [
                    Line(
                        (Word("Gemeente", (12, 12, 400, 80), sure), Word("Buitendorp", (450, 12, 500, 80), sure)), 1, 1
                    )
                ]
            first, *others = super().lines(image, languages, layout, dpi)
            words = (Word("عأدعع", (300, 290, 400, 80), 0.3), Word("سرع", (750, 290, 500, 80), 0.34))
            return [Line(words, first.block, first.paragraph), *others]

    engine = Addressed({"ar": ("الموضوع هو الاستشارة رقم عن ساحة القرية", 0.92)})
    first = read_print(page, 300, engine, ["ar"], ["nl"]).lines[0]
    assert first.text == text
    assert np.abs(np.array(first.box[:2]) * 300 / 25.4 - (300, 290)).max() < 2


def test_a_language_that_reads_worse_is_not_taken(page: Grey) -> None:
    engine = Languages({"nl": (DUTCH, 0.93), "pl": ("Nic tu nie ma", 0.70)})
    assert read_print(page, 300, engine, ["nl"], ["pl"]).lines[0].text == DUTCH


@pytest.mark.parametrize(("left", "sure"), [(300, False), (0, True)], ids=["whole", "cut at the left"])
def test_lines_that_begin_where_the_picture_does_were_cut(page: Grey, left: int, sure: bool) -> None:
    read = read_print(page, 300, Languages({"nl": (DUTCH, 0.93)}, left), ["nl"])
    assert (read.confidence <= PARTLY) is sure


def test_a_page_of_which_a_line_was_skipped_was_not_read_surely(page: Grey) -> None:
    class Skipping(Languages):
        def lines(
            self, image: Grey, languages: Sequence[str], layout: Layout = Layout.PAGE, dpi: int = 300
        ) -> list[Line]:
            return [line for at, line in enumerate(super().lines(image, languages, layout, dpi)) if at != 5]

    read = read_print(page, 300, Skipping({"nl": (DUTCH, 0.93)}), ["nl"])
    assert len(read.lines) == 11
    assert read.confidence <= PARTLY


def test_a_page_whose_letters_run_into_one_another_was_not_read_surely(page: Grey) -> None:
    engine = Languages({"nl": (DUTCH, 0.93)})
    smeared = np.asarray(cv2.blur(page, (23, 3)), np.uint8)
    assert read_print(smeared, 300, engine, ["nl"]).confidence <= PARTLY
    assert read_print(page, 300, engine, ["nl"]).confidence > PARTLY


def test_a_stroke_is_the_word_i_in_english_and_the_rule_of_a_table_elsewhere(page: Grey) -> None:
    english = "| have lived in the town for years and it is not safe | think"
    assert read_print(page, 300, Languages({"en": (english, 0.93)}), ["en"]).lines[0].text == english.replace("|", "I")
    dutch = "Straat | Klachten en het aantal van de buurt"
    assert read_print(page, 300, Languages({"nl": (dutch, 0.93)}), ["nl"]).lines[0].text == dutch.replace("| ", "")


class Tired(Languages):
    """Gives up at one of its pictures."""

    def __init__(self, at: int) -> None:
        super().__init__({"nl": (DUTCH, 0.93)})
        self.left_over = at

    def lines(self, image: Grey, languages: Sequence[str], layout: Layout = Layout.PAGE, dpi: int = 300) -> list[Line]:
        self.left_over -= 1
        if self.left_over == 0:
            raise GaveUp("too long")
        return super().lines(image, languages, layout, dpi)


def test_a_page_that_the_engine_gives_up_is_for_a_person(page: Grey) -> None:
    read = read_print(page, 300, Tired(1), ["nl"])
    assert (read.lines, read.confidence, read.blank, read.paper) == ((), 0.0, False, True)


def test_a_page_that_the_engine_gives_up_costs_no_other_page(page: Grey) -> None:
    pages = as_pdf([page, page], 300)
    engine = Tired(2)
    reading = read_file(pages, known=lambda *_: None, engines=Engines(print=engine))
    values = [one.value for document in reading.documents for one in document.readings]
    assert sum(value is None for value in values) == 1
    assert sum(DUTCH in str(value) for value in values) == 1
    assert {number for document in reading.documents for number in document.pages} == {1, 2}
    text, unread = plain_text(pages, languages=["nl"], engine=Tired(2))
    assert unread == [2]
    assert text.count(DUTCH) == 12


def test_a_box_that_the_engine_gives_up_is_for_a_person(page: Grey) -> None:
    assert PrintOnly(Tired(1), 0.5).read(page, ["nl"]) == Handwriting(None, 0.0)
