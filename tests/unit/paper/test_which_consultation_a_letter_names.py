"""A letter names its consultation by a number, in whatever figures and script it is written."""

import pytest

from channels.paper.subject import propose
from tests.paper_kit import square


@pytest.mark.parametrize(
    "line",
    [
        "الموضوع: الاستشارة رقم 4821",
        "الاستشارة رقم ٤٨٢١",
        "الاستشارة رقم \u200f4821\u200e، ومبلغ 5310 يورو",
        "Тема: консультація 4821",
        "Konu: 4821 numaralı danışma",
        "Dotyczy: konsultacje 4821",
    ],
)
def test_a_letter_in_any_script_names_its_consultation(line: str) -> None:
    known = [square().model_copy(update={"code": code, "title": {"nl": "Iets"}}) for code in ("4821", "5311")]
    assert propose([line, "2026 5310 12"], known) == "4821"
    assert propose([line.replace("1", "2").replace("١", "٢")], known) is None


def test_a_number_that_is_called_a_subject_goes_before_another() -> None:
    known = [square().model_copy(update={"code": code, "title": {"nl": "Iets"}}) for code in ("4821", "5311")]
    assert propose(["الموضوع: ٤٨٢١", "في عام 5311 كان هناك"], known) == "4821"


@pytest.mark.parametrize("line", ["Subject: A new square", "Re: a new sqaure", "SUBJECT: a new square."])
def test_a_subject_that_is_the_title_names_it_however_few_words_it_has(line: str) -> None:
    titles = {"4821": "A new square", "5311": "A new bridge"}
    known = [square().model_copy(update={"code": code, "title": {"en": title}}) for code, title in titles.items()]
    assert propose([line, "Dear Sir or Madam,", "The square is dark."], known) == "4821"
    assert propose(["Subject: the bench", "Dear Sir or Madam,", "The square is new."], known) is None
