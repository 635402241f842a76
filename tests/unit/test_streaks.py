"""Streaks of a dirty glass are taken off a page, and nothing that somebody set or wrote."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from scans.documents import Grey
from scans.streaks import without_streaks

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
