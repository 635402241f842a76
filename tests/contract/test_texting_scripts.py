"""Whole conversations by text message in each language, as scripts that can be read aloud: tests/golden/texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import golden
from tests.installation import LINE, Installation

CONSULTATION = (Path(__file__).parents[1] / "fixtures" / "seven_languages.yaml").read_text(encoding="utf-8")
SHOWN_RECEIPT = "48271936"
"""In place of the receipt, which is another one at each run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody sends who speaks a language. `typo` is nearly an option of the first question."""

    join: str
    help: str
    back: str
    language: str
    skip: str
    stop: str
    start: str
    status: str
    withdraw: str
    yes: str
    no: str
    option: str
    typo: str
    several: str
    number: str
    why: str


PEOPLE = {
    "nl": Words(
        join="MEEDOEN", help="HULP", back="TERUG", language="TAAL", skip="OVERSLAAN", stop="STOP", start="START",
        status="STATUS", withdraw="INTREKKEN", yes="Ja hoor", no="nee", option="Een speelplek graag", typo="bankjs",
        several="meer licht en kunst", number="zevenenveertig", why="'s Avonds is het er zo donker.",
    ),
    "en": Words(
        join="JOIN", help="?", back="BACK", language="LANGUAGE", skip="SKIP", stop="STOP", start="START",
        status="STATUS", withdraw="WITHDRAW", yes="yeah", no="no", option="A place to play, please", typo="benchs",
        several="more light and art", number="forty seven", why="It is so dark there at night.",
    ),
    "fy": Words(
        join="MEIDWAAN", help="YNFO", back="WEROM", language="TAAL", skip="OERSLAAN", stop="STOP", start="START",
        status="STATUS", withdraw="YNLUKE", yes="ja", no="nee", option="in boartersplak", typo="bankjs",
        several="mear ljocht en keunst", number="sânenfjirtich", why="Jûns is it der sa tsjuster.",
    ),
    "tr": Words(
        join="KATIL", help="YARDIM", back="GERİ", language="DİL", skip="ATLA", stop="DUR", start="BAŞLA",
        status="DURUM", withdraw="GERİ ÇEK", yes="evet", no="hayır", option="oyun alanı", typo="banklr",
        several="daha çok ışık ve sanat", number="kırk yedi", why="Akşamları orası çok karanlık.",
    ),
    "ar": Words(
        join="شارك", help="مساعدة", back="رجوع", language="لغة", skip="تخطي", stop="توقف", start="بدء",
        status="حالة", withdraw="سحب", yes="نعم", no="لا", option="ملعب", typo="مقاعدد",
        several="إضاءة أكثر، فن", number="٤٧", why="المكان مظلم جدًا في المساء.",
    ),
    "pl": Words(
        join="DOŁĄCZ", help="POMOC", back="WSTECZ", language="JĘZYK", skip="POMIŃ", stop="STOP", start="START",
        status="STATUS", withdraw="WYCOFAJ", yes="tak", no="nie", option="plac zabaw", typo="lawkki",
        several="więcej światła i sztuka", number="czterdzieści siedem", why="Wieczorem jest tam bardzo ciemno.",
    ),
    "uk": Words(
        join="УЧАСТЬ", help="ДОПОМОГА", back="НАЗАД", language="МОВА", skip="ПРОПУСК", stop="СТОП", start="СТАРТ",
        status="СТАТУС", withdraw="ВІДКЛИКАТИ", yes="так", no="ні", option="майданчик", typo="лавкии",
        several="більше світла і мистецтво", number="сорок сім", why="Увечері там дуже темно.",
    ),
}  # fmt: skip


class Script:
    """A conversation being written down."""

    def __init__(self, inloop: Installation, number: str) -> None:
        self.inloop = inloop
        self.number = number
        self.lines: list[str] = []
        self.receipt = ""

    def scene(self, title: str) -> None:
        self.lines += [f"== {title}", ""]

    def sends(self, *texts: str) -> str:
        """The person sends these; what came back last."""
        said = ""
        for text in texts:
            said = self.inloop.text(text.format(receipt=self.receipt), number=self.number, line=LINE)
            if found := re.findall(r"\b\d{8}\b", said):
                self.receipt = self.receipt or found[0]
            self._write("person", text.format(receipt=SHOWN_RECEIPT))
            self._write("inloop", said if said else "(sends nothing)")
        return said

    def _write(self, who: str, text: str) -> None:
        shown = text.replace(self.receipt, SHOWN_RECEIPT) if self.receipt else text
        for at, line in enumerate(shown.splitlines() or [""]):
            self.lines.append(f"{f'{who}: ' if at == 0 else '':8}{line}".rstrip())
        self.lines.append("")


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path) -> Iterator[Installation]:
    """The consultation, loaded; a test says in which languages."""
    made = Installation(tmp_path / "home", sqlite_url)
    made.add_organisation()
    yield made
    made.close()


@pytest.mark.parametrize("language", PEOPLE)
def test_whole_conversations_read_as_they_should(town: Installation, language: str) -> None:
    town.load(CONSULTATION)
    words = PEOPLE[language]
    script = Script(town, "+31600000021")
    script.scene("Every type of question, and what can be done with the number afterwards")
    script.sends(f"{words.join} 4821", words.option, words.several, "2", words.why, words.yes, words.number)
    script.sends("1506", "1", words.yes)
    assert town.only().complete
    assert town.values() == {
        "first": "play",
        "also": ["light", "art"],
        "safe": 2,
        "why": words.why,
        "again": True,
        "age": 47,
        "where": "1506",
        "role": "resident",
    }
    script.sends(words.status, f"{words.status} {{receipt}}", f"{words.withdraw} {{receipt}}")
    script.sends(f"{words.status} {{receipt}}")
    assert str(town.only().status) == "withdrawn"

    script.number, script.receipt = "+31600000022", ""
    script.scene("Slips of the thumb, help, another language, and the way back")
    script.sends(f"{words.join.lower()}4821", words.typo, words.no, words.typo, words.yes, words.help, "9 12")
    script.sends("1 2 3", words.skip, words.back, "1", "", words.language, "Nederlands", "TAAL 2", "twelve", "5")

    script.number, script.receipt = "+31600000023", ""
    script.scene("Stopping half-way, and coming back")
    script.sends(f"{words.join} 4821", "1", words.stop, "2", f"{words.join} 4821", words.start, f"{words.join} 4821")
    script.sends("2", "9999 9999")
    golden.compare(f"texts/{language}.txt", "\n".join(script.lines))
    assert [one.answer("first").value for one in town.submissions()[2:]] == ["trees", "benches"]
