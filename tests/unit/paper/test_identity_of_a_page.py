"""A printed page says which page of which sheet it is."""

from dataclasses import replace
from uuid import UUID

import pytest

from scans.identity import ALPHABET, MeetingIdentity, PageIdentity, SeparatorIdentity, new_sheet

PAGE = PageIdentity("4821", 3, "nl", "7F3K2M9QXA", 2, 4, "0A1B2", "123456789")


@pytest.mark.parametrize(
    "identity",
    [
        PAGE,
        replace(PAGE, participation=None),
        replace(PAGE, language="fy", page=1),
        replace(PAGE, large=True),
        replace(PAGE, large=True, participation=None),
    ],
)
def test_what_is_printed_is_what_is_read(identity: PageIdentity) -> None:
    assert PageIdentity.parse(identity.payload()) == identity


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "https://example.org",
        PAGE.payload()[1:],
        PAGE.payload().replace("IL1", "IL2"),
        PAGE.payload() + "x",
        replace(PAGE, page=5).payload(),
        PAGE.payload().replace("4821", "48211111"),
    ],
)
def test_any_other_code_is_not_ours(payload: str) -> None:
    assert PageIdentity.parse(payload) is None


def test_paper_from_before_large_print_is_still_known() -> None:
    assert PageIdentity.parse("IL1/4821/3/NL/7F3K2M9QXA/2/4/0A1B2/123456789") == PAGE


@pytest.mark.parametrize("meeting", [f"{0:032x}", f"{2**128 - 1:032x}", "01a22ea0410f72869251d3a5a8d72a54"])
def test_a_tables_sheet_says_of_which_meeting_it_is(meeting: str) -> None:
    sheet = MeetingIdentity("4821", 3, "nl", str(UUID(meeting)), "7F3K2M9QXA", 1, 2, "0A1B2")
    assert MeetingIdentity.parse(sheet.payload()) == sheet
    assert MeetingIdentity.parse(replace(sheet, page=3).payload()) is None
    assert MeetingIdentity.parse(PAGE.payload()) is None
    assert PageIdentity.parse(sheet.payload()) is None


def test_a_separator_sheet_is_no_page_of_a_form_and_the_other_way_round() -> None:
    separator = SeparatorIdentity("7F3K2M9QXA")
    assert SeparatorIdentity.parse(separator.payload()) == separator
    assert PageIdentity.parse(separator.payload()) is None
    assert SeparatorIdentity.parse(PAGE.payload()) is None


def test_sheets_have_names_of_fifty_bits_that_differ() -> None:
    names = {new_sheet() for _ in range(500)}
    assert len(names) == 500
    assert all(len(name) == 10 and set(name) <= set(ALPHABET) for name in names)


def test_the_code_uses_only_characters_that_keep_it_small() -> None:
    assert set(PAGE.payload()) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
