"""Language that everybody can follow: no officialese, short words, short sentences."""

from __future__ import annotations

import re

import pytest
import textstat

from tests.unit.texts.sample import filled, sentences, texts

OFFICIALESE = (
    "aangaande|aanvangen|alsmede|alvorens|behoudens|betreffende|bovengenoemde?|conform|derhalve|desbetreffende"
    "|desgewenst|dien|dienen|dient|doch|doeleinden?|echter|enquête|evenals|gaarne|geenszins|geïnformeerd"
    "|geschieden|gewenst|hetgeen|hierbij|hieromtrent|hiertoe|indien|inspraak(?:reactie)?|inzake|jegens|kenbaar"
    "|krachtens|met betrekking|middels|mits|naar aanleiding|nader|nadien|nogmaals|ofschoon|omtrent|onderhavige"
    "|onverminderd|opdat|overeenkomstig|participa\\w*|participeren|reeds|registreren|respondent|schriftelijk"
    "|selecteren|te allen tijde|telefonisch|ten aanzien|ten behoeve|ten gevolge|teneinde|tevens|thans|trachten"
    "|uitsluitend|veelal|verstrekken|verzoeken|voornoemde?|voorts|welke|wenselijk|zienswijze|zodoende|zorg dragen"
    "|zulks|consultatie"
)

STIFF_ENGLISH = (
    "aforementioned|commence|concerning|consultation|hereby|herewith|in accordance|in order to|in respect of"
    "|kindly|participat\\w*|prior to|pursuant|purchase|regarding|respondent|select|submission|submit|terminate"
    "|upon|utili[sz]e|whilst|with respect to|you are required"
)

EASY = 70
"""On the scale of Flesch and Douma 60 is for everybody of fifteen; officialese is about 9."""
EASY_ALONE = 60
"""For one text of a few sentences, where one long word weighs more."""

SEVERAL_SENTENCES = [
    key
    for key in texts("nl")
    if len(sentences(texts("nl")[key])) > 1 and key != "sms.languages"  # which is in English
]


@pytest.fixture(autouse=True)
def _measured_as_dutch() -> None:
    textstat.set_lang("nl")


@pytest.mark.parametrize("key", texts("nl"))
def test_no_dutch_text_has_a_word_that_only_officials_use(key: str) -> None:
    assert re.findall(rf"\b(?:{OFFICIALESE})\b", texts("nl")[key].lower()) == []


@pytest.mark.parametrize("key", texts("en"))
def test_no_english_text_has_a_word_that_only_officials_use(key: str) -> None:
    assert re.findall(rf"\b(?:{STIFF_ENGLISH})\b", texts("en")[key].lower()) == []


@pytest.mark.parametrize("table", ["phone", "sms"])
def test_the_dutch_texts_are_easy_to_read(table: str) -> None:
    said = " ".join(filled("nl", key) for key in texts("nl") if key.startswith(f"{table}."))
    assert textstat.flesch_reading_ease(said) >= EASY


@pytest.mark.parametrize("key", SEVERAL_SENTENCES)
def test_no_dutch_text_is_hard_among_easy_ones(key: str) -> None:
    assert textstat.flesch_reading_ease(filled("nl", key)) >= EASY_ALONE


def test_the_measure_knows_officialese() -> None:
    said = (
        "Teneinde uw inspraakreactie aangaande onderhavige herinrichting in behandeling te kunnen nemen, dient u "
        "derhalve middels het desbetreffende toetsenbord een keuzemogelijkheid kenbaar te maken."
    )
    assert textstat.flesch_reading_ease(said) < EASY_ALONE
    assert len(re.findall(rf"\b(?:{OFFICIALESE})\b", said.lower())) > 6
