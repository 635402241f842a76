"""What a letter says is told from who wrote it and from what stands on every sheet."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from channels.paper.anatomy import Role, anatomy
from channels.paper.correspondence import correspondence, greets, is_name
from channels.paper.grouping import LetterPage
from scans.print import PrintedLine

HEAD = ["T. Verzonnen", "Nergenspad 3b", "1544 ZZ Zaandijk", "06-00000001"]
SAID = [
    "De stoep voor het buurthuis is zo scheef dat mijn buurvrouw er vorige week gevallen",
    "is. Kunt u daar iets aan doen?",
]
MORE = ["Verder is de verlichting in de tunnel al maanden kapot, en dat is in de winter", "niet prettig."]


def page(*lines: str, foot: Sequence[str] = (), top: float = 30.0, number: int = 1) -> LetterPage:
    """A page whose lines stand below each other; an empty string is an empty line. The footer is in smaller print."""
    placed = [
        PrintedLine(text, (25.0, top + 7.0 * at, 2.0 * len(text), 4.0), 0.95, lines[:at].count(""))
        for at, text in enumerate(lines)
        if text
    ]
    placed += [PrintedLine(text, (25.0, 280.0 + 4.0 * at, 100.0, 2.6), 0.95, 99) for at, text in enumerate(foot)]
    return LetterPage(number, tuple(placed), 0.95, b"", order=number)


def parts(*pages: LetterPage) -> dict[Role, list[str]]:
    return {role: [one.text for one in anatomy(pages) if one.role is role] for role in Role}


def said(*pages: LetterPage) -> list[str]:
    return parts(*pages)[Role.BODY]


def test_a_letter_is_what_stands_between_salutation_and_greeting() -> None:
    lines = [*HEAD, "", "Geachte heer, mevrouw,", "", *SAID, "", "Met vriendelijke groet,", "", "T. Verzonnen"]
    assert said(page(*lines)) == SAID


@pytest.mark.parametrize(
    "greeting",
    [
        "Namens het bestuur, met vriendelijke groeten,",
        "Met vriendelijke groet, T. Verzonnen",
        "Hoogachtend,",
        "Groetjes van Truus",
    ],
)
def test_a_greeting_may_have_words_beside_it(greeting: str) -> None:
    assert said(page("Beste wethouder,", "", *SAID, "", greeting, "T. Verzonnen, voorzitter")) == SAID


def test_what_stands_before_a_greeting_on_its_line_is_still_said() -> None:
    assert said(page("Beste wethouder,", *SAID, "Ik hoor graag van u. Met vriendelijke groet,", "T. Verzonnen")) == [
        *SAID,
        "Ik hoor graag van u.",
    ]


def test_a_sentence_that_looks_like_a_salutation_or_a_greeting_is_said() -> None:
    lines = ["beste oplossing zou zijn dat er een drempel komt bij de oversteek naar de basisschool, en", *SAID]
    assert said(page("Reactie op het plan", "", SAID[0], *lines)) == ["Reactie op het plan", SAID[0], *lines]
    kind = "met de beste bedoelingen van de wereld kan dit zo niet goed gaan, vinden wij hier in de straat."
    assert said(page("Geacht college,", *SAID, kind, "Hoogachtend,", "T. Verzonnen")) == [*SAID, kind]


def test_a_postscript_is_said_and_the_name_above_it_is_not() -> None:
    lines = ["Beste wethouder,", "", *SAID, "", "Groetjes,", "", "T. Verzonnen", "", f"P.S. {MORE[0]}", MORE[1]]
    assert said(page(*lines)) == [*SAID, f"P.S. {MORE[0]}", MORE[1]]


def test_a_sentence_added_below_the_name_is_said() -> None:
    lines = ["Beste wethouder,", "", *SAID, "", "Hoogachtend,", "", "T. Verzonnen", "", *MORE]
    assert said(page(*lines)) == [*SAID, *MORE]


def test_what_is_attached_is_said() -> None:
    first = page("Beste wethouder,", "", *SAID, "", "Hoogachtend,", "T. Verzonnen")
    second = page("Bijlage: onze wensen", "", *MORE, number=2)
    assert said(first, second) == [*SAID, "Bijlage: onze wensen", *MORE]


def test_a_signature_on_the_next_page_is_not_said() -> None:
    first = page("Beste wethouder,", "", *SAID, "", "Hoogachtend,")
    assert said(first, page("T. Verzonnen", "Nergenspad 3b", "1544 ZZ Zaandijk", number=2)) == SAID


def test_a_letter_without_any_greeting_keeps_its_name_and_address_out() -> None:
    assert said(page("Reactie op het plan", "", *SAID, "", *HEAD)) == ["Reactie op het plan", *SAID]
    assert said(page(*HEAD, "", *SAID, "", *MORE)) == [*SAID, *MORE]
    assert said(page(*SAID, "", "Truus Zomaar")) == SAID


def test_a_list_at_the_end_is_said_though_its_lines_are_short() -> None:
    wishes = ["- meer bomen", "- bankjes met een leuning", "- licht in de tunnel"]
    assert said(page(*SAID, "", *wishes)) == [*SAID, *wishes]
    assert said(page(*SAID, "", *wishes, "", *HEAD)) == [*SAID, *wishes]


def test_running_heads_and_footers_are_not_said() -> None:
    foot = ["Stichting Denkbeeld · Nergenspad 3b · 1544 ZZ Zaandijk · KvK 00000000", "info@voorbeeld.example"]
    first = page("Geacht college,", "", *SAID, foot=foot)
    head = "Vervolg brief aan de gemeente d.d. 3 november 2026 blad 2/2"
    second = page(head, "", *MORE, "", "Hoogachtend,", "T. Verzonnen", foot=foot, top=15.0, number=2)
    found = parts(first, second)
    assert found[Role.BODY] == [*SAID, *MORE]
    assert found[Role.RUNNING] == [*foot, head, *foot]


def test_an_address_in_the_margin_is_not_said() -> None:
    assert said(page("Beste gemeente,", "", SAID[0], "", *HEAD, "", SAID[1], "Hoogachtend,", "T. Verzonnen")) == SAID


def test_a_sentence_with_a_number_to_call_in_it_stays_whole() -> None:
    lines = [*SAID, "U kunt mij bellen op 075-000 12 34, na zes uur.", *MORE]
    assert said(page("Beste gemeente,", *lines, "Hoogachtend,", "T. Verzonnen")) == lines


@pytest.mark.parametrize("text", ["Wij betaalden in 2019 in totaal 1500 EUR.", "Dat waren er 1248 in een jaar"])
def test_figures_are_no_address(text: str) -> None:
    assert said(page("Beste gemeente,", "", *SAID, "", text, "", *MORE)) == [*SAID, text, *MORE]


def test_a_sender_is_who_wrote_and_not_whom_the_letter_is_for() -> None:
    head = ["Fantasie B.V.", "Gemeente Zaandijk", "t.a.v. het college", "Postbus 12", "1540 AA Zaandijk", "9 mei 2026"]
    told = correspondence([*head, "Betreft: het plein", "Geacht college,"], ["Hoogachtend,", "T. Verzonnen"])
    assert (told.sender, told.date, told.reference) == (("Fantasie B.V.", "T. Verzonnen"), "9 mei 2026", "het plein")


def test_what_a_letter_says_is_never_proposed_as_its_sender() -> None:
    found = parts(page(*SAID, *MORE, "Met vriendelijke groet,", "T. Verzonnen"))
    assert correspondence(found[Role.HEAD], found[Role.SIGNED]).sender == ("T. Verzonnen",)


@pytest.mark.parametrize("text", ["Geachte heer, mevrouw,", "L.S.,", "Beste mensen van de gemeente,", "Geacht college"])
def test_salutations_are_known(text: str) -> None:
    assert greets(text)


@pytest.mark.parametrize("text", ["Mevr. C. Verzinsel", "P. de Niemand", "Fam. Onbestaand", "Truus van 't Zomaar"])
def test_names_are_known(text: str) -> None:
    assert is_name(text)


def test_a_letter_in_german_is_told_from_its_head_and_its_greeting() -> None:
    head = ["Klaus Erfunden", "Nirgendweg 5", "", "5. November 2026", "Betreff: Konsultation 4821, neuer Platz"]
    body = ["ich besuche den Ort häufig und möchte anregen, den Platz fußgängerfreundlicher", "zu gestalten."]
    lines = [*head, "", "Sehr geehrte Damen und Herren,", "", *body, "", "Mit freundlichen Grüßen", "Klaus Erfunden"]
    assert said(page(*lines)) == body
    found = correspondence(parts(page(*lines))[Role.HEAD], [])
    assert (found.date, found.reference) == ("5. November 2026", "Konsultation 4821, neuer Platz")
