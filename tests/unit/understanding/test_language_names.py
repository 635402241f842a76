"""What people answer to "which language?"."""

from __future__ import annotations

import pytest

from channels.understanding.language_names import language_code, language_meant
from tests.unit.understanding.sample import LANGUAGES, cases

SAID = cases("""
1; 1.; een; nl; Nederlands; NEDERLANDS!; dutch; nederlands graag; Hollands; niderlandzki; الهولندية → nl
2; twee; two; en; Engels; English; english please; İngilizce; angielski; англійська; الإنجليزية → en
3; Frysk; Fries → fy
4; Türkçe; turkce; TÜRKÇE; Turks; dört → tr
5; العربية; عربي; Arabisch; ٥; arabic → ar
6; polski; Pools; po polsku; polish → pl
7; українська; Oekraïens; Украінська → uk or None
8; 0; Duits; klingon; hallo; ; ja; 99 → None
""")


@pytest.mark.parametrize(("said", "meaning"), SAID, ids=str)
def test_which_language(said: str, meaning: str) -> None:
    assert str(language_meant(said, LANGUAGES)) in meaning.split(" or ")


def test_numbers_follow_the_order_in_which_they_were_offered() -> None:
    assert language_meant("1", ["tr", "nl"]) == "tr"
    assert language_meant("English", ["tr", "nl"]) is None
    assert language_meant("1", []) is None


def test_a_language_we_do_not_speak_has_a_code_too() -> None:
    assert language_code("Duits") == "de"
    assert language_code("Spaans") == "es"
    assert language_code("bankjes") is None
