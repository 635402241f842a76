"""Notes of a meeting about several consultations: each contribution goes where a reader would put it."""

from __future__ import annotations

from pathlib import Path

import pytest

from channels.meetings.notes import read_notes
from channels.meetings.segments import SegmentKind
from channels.meetings.several import assigned
from channels.meetings.splitting import split_notes
from models.consultation_file import parse_definition
from models.consultations import Version

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
ABOUT = [
    Version(name, "organisation", name, 1, parse_definition(EXAMPLES.joinpath(f"{name}.yaml").read_bytes()))
    for name in ("plein", "speelplek")
]


def where(text: str) -> list[tuple[str, str | None, str | None]]:
    """What each contribution says, what it is about (None: the first), and its theme."""
    notes = read_notes(text.encode(), name="verslag.md")
    segments = assigned(split_notes(notes), ABOUT, notes.blocks)
    return [(s.words, s.consultation, s.theme) for s in segments if s.kind is SegmentKind.CONTRIBUTION]


def test_a_heading_says_what_is_below_it_about_and_a_contribution_may_say_otherwise() -> None:
    text = "# Avond\n\n- Vooraf\n\n## 4821\n\n- Bankjes\n\n## 2638\n\n- Een hek\n- Voor 4821: een fontein\n- Een wip\n"
    assert [about for _, about, _ in where(text)] == [None, None, "speelplek", None, "speelplek"]


@pytest.mark.parametrize("name", ["Rondvraag", "4. Rondvraag", "W.v.t.t.k.", "Overige opmerkingen", "Tot slot"])
def test_a_round_of_questions_is_of_the_whole_meeting_and_says_so(name: str) -> None:
    parts = "# Avond\n\n## 4821\n\n- Bankjes\n\n## 2638\n\n- Een hek\n\n"
    *_, toilet, seesaw = where(f"{parts}## {name}\n\n- Waar is de wc?\n- 2638: een wip\n")
    assert toilet[1:] == (None, name)
    assert seesaw[1] == "speelplek"


def test_a_round_of_questions_within_a_part_is_of_that_part() -> None:
    text = "# Avond\n\n## 4821\n\n- Bankjes\n\n## 2638\n\n- Een hek\n\n### Rondvraag\n\n- Een wip\n"
    assert where(text)[-1] == ("Een wip", "speelplek", None)
