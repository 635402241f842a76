"""Dutch that everybody can follow: no officialese, short words, short sentences."""

from __future__ import annotations

import re

import pytest
import textstat

from tests.unit.texts.sample import filled, texts

OFFICIALESE = (
    "middels|teneinde|derhalve|aangaande|conform|omtrent|u dient|dienen te|dient te|inzake|betreffende|met betrekking"
    "|ten behoeve|tevens|voorts|hieromtrent|desbetreffende|onderhavige|indien|gaarne|alsmede|reeds|nogmaals|verzoeken"
    "|bovengenoemde|hetgeen|welke|geschieden|inspraakreactie|participatie|zienswijze|consultatie|respondent|enquête"
)

EASY = 70
"""On the scale of Flesch and Douma 60 is for everybody of fifteen; officialese is about 9."""


@pytest.mark.parametrize("key", texts("nl"))
def test_no_dutch_text_has_a_word_that_only_officials_use(key: str) -> None:
    assert re.findall(rf"\b(?:{OFFICIALESE})\b", texts("nl")[key].lower()) == []


@pytest.mark.parametrize("table", ["phone", "sms"])
def test_the_dutch_texts_are_easy_to_read(table: str) -> None:
    textstat.set_lang("nl")
    said = " ".join(filled("nl", key) for key in texts("nl") if key.startswith(f"{table}."))
    assert textstat.flesch_reading_ease(said) >= EASY


def test_the_measure_knows_officialese() -> None:
    textstat.set_lang("nl")
    said = (
        "Teneinde uw inspraakreactie aangaande onderhavige herinrichting in behandeling te kunnen nemen, dient u "
        "derhalve middels het desbetreffende toetsenbord een keuzemogelijkheid kenbaar te maken."
    )
    assert textstat.flesch_reading_ease(said) < EASY
