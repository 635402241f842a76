"""Stains and streaks of a dirty glass are taken off a page, and nothing that somebody set or wrote."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from scans.documents import Grey
from scans.normalise import letters_only, quarter
from scans.stains import without_stains
from scans.streaks import without_streaks
from scans.unread import is_covered, share_of_text

SERIF = "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"


@pytest.fixture(scope="module")
def letter() -> Grey:
    sheet = Image.new("L", (2480, 3508), 255)
    text = "\n".join(f"{at}. Zet vaker een bank bij het water, ook in de schaduw van de bomen." for at in range(30))
    ImageDraw.Draw(sheet).multiline_text((300, 300), text, 0, ImageFont.truetype(SERIF, 50), spacing=30)
    return np.asarray(sheet)


def streaked(page: Grey, *, askew: int = 0, broad: int = 2, tone: int = 60, top: int = 0, end: int = 3508) -> Grey:
    """With a line down the page that ends so many pixels further to the right than it begins."""
    out = page.copy()
    cv2.line(out, (1100, top), (1100 + askew, end), (tone,), broad)
    return np.minimum(out, page)


@pytest.mark.parametrize("askew", [0, 40, -70])
@pytest.mark.parametrize("broad", [1, 3, 5])
def test_a_streak_is_gone_and_the_letters_beside_it_stay(letter: Grey, askew: int, broad: int) -> None:
    page = streaked(letter, askew=askew, broad=broad)
    cleared = without_streaks(page)
    wrong_before, wrong = (int((np.abs(one.astype(int) - letter) > 100).sum()) for one in (page, cleared))
    assert wrong < 0.4 * wrong_before
    assert cleared[:, :900].tobytes() == letter[:, :900].tobytes()


def test_a_page_without_streaks_stays_as_it_is(letter: Grey) -> None:
    assert without_streaks(letter) is letter


def test_a_rule_of_a_table_and_a_bar_stay(letter: Grey) -> None:
    for page in (streaked(letter, top=300, end=1000), streaked(letter, broad=24)):
        assert without_streaks(page) is page


def ringed(page: Grey, tone: int, broad: int = 40) -> Grey:
    """With the ring of a cup over the text, which is as dark as `tone` where the paper is white."""
    ring = np.full(page.shape, 255, np.uint8)
    cv2.circle(ring, (900, 1200), 450, (tone,), broad)
    return np.minimum(page, ring)


@pytest.mark.parametrize("tone", [90, 140, 200])
def test_a_stain_is_gone_and_what_is_under_it_stays(letter: Grey, tone: int) -> None:
    cleared = without_stains(ringed(letter, tone))
    assert int((np.abs(cleared.astype(int) - letter) > 100).sum()) < 0.1 * int((ringed(letter, tone) != letter).sum())
    assert not is_covered(quarter(cleared), [(300, 300, 1700, 2300)])


def test_a_page_without_stains_stays_as_it_is(letter: Grey) -> None:
    assert without_stains(letter) is letter


def test_words_under_a_black_stain_are_missed(letter: Grey) -> None:
    lines = [(300, 300 + 80 * at, 1700, 50) for at in range(28)]
    assert is_covered(quarter(without_stains(ringed(letter, 10))), lines)
    beside = [(1500, 300 + 80 * at, 500, 50) for at in range(28)]
    assert not is_covered(quarter(ringed(letter, 10)), beside)
    assert not is_covered(quarter(letter), lines)


def test_a_signature_over_a_typed_name_hides_nothing(letter: Grey) -> None:
    signed = letter.copy()
    points = [(500 + 12 * at, round(1300 + 140 * np.sin(at / 3))) for at in range(40)]
    cv2.polylines(signed, [np.array(points, np.int32)], isClosed=False, color=(20,), thickness=8)
    assert not is_covered(quarter(signed), [(300, 300 + 80 * at, 1700, 50) for at in range(28)])


def test_of_a_page_without_letters_nothing_was_read() -> None:
    white = np.full((3508, 2480), 255, np.uint8)
    assert share_of_text(letters_only(quarter(white)), [(300, 300, 900, 60)]) == 0
