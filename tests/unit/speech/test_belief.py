"""What speech models write where nobody speaks is not believed; what people say is."""

from __future__ import annotations

import pytest

from channels.speech.belief import believed
from models.transcripts import UNHEARD, Segment, Transcript


def heard(*texts: str, confidence: float = 0.8) -> Transcript:
    segments = tuple(Segment(float(at), at + 1.0, text, confidence) for at, text in enumerate(texts))
    return believed(Transcript(segments, "nl", "test"))


@pytest.mark.parametrize(
    "text",
    [
        *("MUZIEK.", "Muziek", "[Muziek]", "Applaus.", "Bedankt voor het kijken!", "TV GELDERLAND 2021", "inaudible"),
        *("Ondertiteling door de Nederlandse Omroep", "Ondertitels ingediend door de Amara.org gemeenschap"),
        *(
            "Thanks for watching!",
            "Subtitles by the Amara.org community",
            "Please subscribe.",
            "Thank you for watching",
        ),
        *("Altyazı M.K.", "İzlediğiniz için teşekkürler.", "اشتركوا في القناة", "ترجمة نانسي قنقر"),
        *("Napisy stworzone przez społeczność Amara.org", "Dziękuję za oglądanie!", "Дякую за перегляд!"),
        *("Субтитри створені спільнотою", "Продолжение следует...", "www.voorbeeld.example", "...", " ", "♪"),
        "Ik wil meer groen. " * 12,
    ],
)
def test_what_nobody_said_is_not_believed(text: str) -> None:
    transcript = heard(text)
    assert transcript.segments[0].text is None
    assert transcript.text == ""


@pytest.mark.parametrize(
    "text",
    [
        *("Er is 's avonds te veel muziek op het plein.", "Bedankt.", "Stilte is voor mij belangrijk.", "Ja", "nee"),
        *("Ik kijk graag naar de bomen.", "Het applaus na het feest was te luid.", "The music is too loud."),
        *("Bedankt dat ik mee mag praten.", "Meer groen, meer groen en nog eens meer groen!", "Dziękuję.", "Müzik çok"),
        *("Дякую, що запитали.", "لا أريد موسيقى في الليل"),
    ],
)
def test_what_people_say_is_left_as_it_is(text: str) -> None:
    assert heard(text).text == text


def test_a_guess_is_not_believed_however_well_it_reads() -> None:
    assert heard("Ik vind het plein mooi zoals het is.", confidence=0.2).text == ""


def test_what_could_not_be_made_out_leaves_its_mark_between_the_rest() -> None:
    transcript = heard("Er moeten meer bankjes komen.", "Muziek.", "Applaus.", "Vooral bij de bushalte.")
    assert transcript.text == f"Er moeten meer bankjes komen. {UNHEARD} Vooral bij de bushalte."
    assert [segment.start for segment in transcript.segments] == [0.0, 1.0, 2.0, 3.0], "the times are kept for all"


def test_a_machine_that_goes_round_in_circles_is_believed_once() -> None:
    transcript = heard("Er moeten meer bankjes komen.", *["Er moeten meer bankjes komen."] * 3, "Ja.", "Ja.")
    assert transcript.text == f"Er moeten meer bankjes komen. {UNHEARD} Ja. Ja."


def test_confidence_is_the_mean_over_what_was_said() -> None:
    segments = (Segment(0, 1, "tien tekens", 0.9), Segment(1, 2, None, 0.1), Segment(2, 3, "tien tekens", 0.5))
    assert Transcript(segments, "nl", "test").confidence == 0.7
    assert Transcript((Segment(0, 1, None, 0.1),), "nl", "test").confidence is None
