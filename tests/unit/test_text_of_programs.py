"""Text that a program left in a PDF is believed only where it says what the page says."""

import pytest

from scans.programs_text import in_order


def test_words_from_left_to_right_are_taken_as_they_are() -> None:
    assert in_order(
        ["Geachte heer, mevrouw,", "Забагато автомобілів.", "\uf0b7 een opsommingsteken" + " en woorden" * 9]
    )


@pytest.mark.parametrize(
    "line",
    [
        "٤٨٢١ ﻢﻗر ةرﺎﺸﺘﺳا :عﻮﺿﻮﻤﻟا",
        "الموضوع: استشارة مقر",
        "Betreft: ساحة",
        "(cid:12)(cid:4)(cid:31) (cid:7)",
        "\ue001\ue002 \ufffd",
    ],
)
def test_mirrored_words_and_characters_without_a_name_are_read_from_the_picture(line: str) -> None:
    assert not in_order(["Geachte heer, mevrouw,", line])
