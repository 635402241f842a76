"""Service words are heard in every language, and only when nothing else is said."""

from __future__ import annotations

import pytest

from channels.understanding.service_words import ServiceMessage, ServiceWord, service_word
from tests.unit.understanding.sample import LANGUAGES, cases

WORDS = cases("""
hulp; HULP; Help!; help me; hulp aub; info; ?; ??; yardım; YARDIM; مساعدة; pomoc; Pomoc!; допомога → help
help my → help
stop; STOP; Stop.; stoppen; afmelden; stopall; STOP ALL; unsubscribe; end; quit; cancel; revoke → stop
optout → stop
opt-out; stop stop; ik wil stoppen; stop aub; dur; DUR; iptal; توقف; قف; إلغاء; koniec; wypisz; стоп → stop
СТОП; ophâlde → stop
start; START; unstop; başla; بدء; zacznij; старт → start
terug; Terug!; back; go back; vorige; ga terug; geri; رجوع; wstecz; wróć; назад; werom → back
taal; TAAL; language; andere taal; dil; لغة; język; jezyk; мова → language
status; STATUS; durum; حالة; stan; статус → status
intrekken; INTREKKEN; withdraw; geri çek; سحب; wycofaj; відкликати; ynlûke → withdraw
herhaal; herhalen; repeat; nog een keer; tekrar; كرر; powtórz; повторити; werhelje → repeat
stop met bouwen; hulp voor ouderen; ik wil geen hulp; niet stoppen → nothing
ga terug naar de tekentafel; taal is moeilijk; status van het plan; ja; bankjes; 1; 4821 → nothing
intrekken die plannen; helpt dit; stopcontacten → nothing
""")


@pytest.mark.parametrize(("said", "meaning"), WORDS, ids=str)
def test_a_service_word(said: str, meaning: str) -> None:
    found = service_word(said, LANGUAGES)
    assert (str(found.word) if found else "nothing") == meaning


@pytest.mark.parametrize(
    ("said", "word", "argument"),
    [
        ("INTREKKEN 4827193", ServiceWord.WITHDRAW, "4827193"),
        ("intrekken4827193", ServiceWord.WITHDRAW, "4827193"),
        ("Intrekken: 482 71 93.", ServiceWord.WITHDRAW, "4827193"),
        ("withdraw number 4827193", ServiceWord.WITHDRAW, "4827193"),
        ("wycofaj 4827193", ServiceWord.WITHDRAW, "4827193"),
        ("سحب ٤٨٢٧١٩٣", ServiceWord.WITHDRAW, "4827193"),
        ("STATUS 4827193", ServiceWord.STATUS, "4827193"),
        ("TAAL en", ServiceWord.LANGUAGE, "en"),
        ("taal Engels", ServiceWord.LANGUAGE, "en"),
        ("TAAL türkçe", ServiceWord.LANGUAGE, "tr"),
        ("language: Arabic", ServiceWord.LANGUAGE, "ar"),
        ("dil 2", ServiceWord.LANGUAGE, "2"),
        ("taal Duits", ServiceWord.LANGUAGE, "de"),
    ],
)
def test_what_stands_behind_it(said: str, word: ServiceWord, argument: str) -> None:
    assert service_word(said, LANGUAGES) == ServiceMessage(word, argument)


@pytest.mark.parametrize(
    "said", ["INTREKKEN abc", "status 12", "stop 4827193", "intrekken 4827193 en 4827194 nu graag a b c"]
)
def test_anything_else_behind_it_makes_it_an_answer(said: str) -> None:
    assert service_word(said, LANGUAGES) is None


def test_dutch_and_english_hold_everywhere_and_others_only_where_spoken() -> None:
    for said in ("stop", "hulp", "help", "unsubscribe"):
        assert service_word(said, ["pl"]) is not None
    assert service_word("pomoc", ["nl", "en"]) is None
