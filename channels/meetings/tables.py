"""Tables in notes: what a column holds, and what a row therefore says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import mean

from channels.meetings.blocks import Block
from channels.meetings.labels import ABOUT, NUMBERING, plain
from channels.meetings.people import NUMBERS, number
from channels.meetings.segments import SegmentKind
from channels.meetings.telling import Setting, stretches


@dataclass(frozen=True, slots=True)
class Part:
    """A segment in the making. `supporters` and `speaker` are what a cell of their own says."""

    kind: SegmentKind
    start: int
    end: int
    words: str
    heading: str | None = None
    table: str | None = None
    theme: str | None = None
    speaker: str | None = None
    supporters: int | None = None
    against: int | None = None
    joins: bool = False

    def joined(self, following: Part) -> Part:
        return replace(self, end=following.end, words=f"{self.words}\n{following.words}".strip())


class Holds(StrEnum):
    WORDS = "words"
    ANSWER = "answer"
    LESSON = "lesson"
    PROCEDURE = "procedure"
    DECISION = "decision"
    """What the meeting decided to do; a part of its own beside what was said."""

    THEME = "theme"
    SPEAKER = "speaker"
    COUNT = "count"
    AGAINST = "against"
    TABLE = "table"
    NUMBER = "number"
    SIDE = "side"
    """One of several columns in which people say things, each cell by itself."""

    UNSAID = "unsaid"
    """Who does what was decided: it goes with the cell before it."""

    UNKNOWN = "unknown"


HEADINGS = (
    (Holds.AGAINST, r"oneens|tegen|niet akkoord|against|disagree"),
    (Holds.COUNT, r"aantal.*|hoe ?vaak.*|hoeveel.*|stemmen|stickers|steun|voor|eens|akkoord|agree|(?:keer|"
                  r"vaak)(?: \w+)?|x|#|n|count|"
                  r"votes|number of people|supporters|times|mensen|personen|stippen|geeltjes|streepjes|turven|punten|"
                  r"handen|dots"),
    (Holds.ANSWER, r"antwoord.*|(?:(?:reactie|terugkoppeling|antwoord|opmerking(?:en)?|toelichting|standpunt|"
                   r"beantwoording) (?:van |door )?)?(?:de |het )?(?:gemeente|provincie|waterschap|corporatie|college|"
                   r"organisatie|wethouder|team|ons|projectteam)(?: .*)?|"
                   r"beantwoording|terugkoppeling|opvolging|afhandeling|"
                   r"wat (?:doen|doet|gaan|gaat|deden) (?:we|wij|de \w+|het \w+)(?: .*)?|answer.*|"
                   r"response.*|reply"),
    (Holds.LESSON, r"les(?:sen)?|leerpunt(?:en)?|geleerd.*|volgende keer.*|wat (?:ging|kan|leerden).*|lessons?.*|"
                   r"learned"),
    (Holds.PROCEDURE, r"actie(?:punt|houder)?s?|wanneer|deadline|status|gereed|datum|tijd|afspraak|actions?|owner|"
                      r"when|due|programma(?:onderdeel)?"),
    (Holds.DECISION, r"besluit(?:en)?(?: .*)?|besloten.*|afgesproken.*|conclusie|decision(?: .*)?|decided"),
    (Holds.TABLE, r"tafel.*|groep.*|table|group"),
    (Holds.SPEAKER, r"wie|naam|door|van|bewoner|inbrenger|spreker|doelgroep|afkomstig van|wie zegt.*|who|name|"
                    r"speaker|from|by"),
    (Holds.NUMBER, r"nr\.?|nummer|no\.?|volgnummer|id"),
    (Holds.THEME, r"onderwerp.*|thema.*|categorie|rubriek|plek|locatie|waar|gebied|soort|type|topic|theme|subject|"
                  r"category|place|where"),
    (Holds.WORDS, r"opmerking.*|vra(?:ag|gen).*|idee(?:ën)?.*|inbreng.*|bijdrage.*|wens(?:en)?.*|zorg(?:en)?.*|"
                  r"wat.*|tekst|uitspraak|suggestie.*|reactie.*|"
                  r"punt|besproken.*|bespreking|gezegd.*|gehoord.*|samenvatting|omschrijving|toelichting|"
                  r"stelling(?:en)?|statement|quote|citaat|genoemd|voorstel|comments?|questions?|"
                  r"ideas?|remarks?|suggestions?|contributions?|concerns?"),
)  # fmt: skip

SIDES = re.compile(
    r"sterk(?:e punten|tes?)?|zwak(?:ke punten|tes?)?|kansen|bedreigingen|risico['’]?s|plus(?:punten)?|"
    r"min(?:punten)?|\+|-|"
    r"goed|slecht|beter|kan beter|behouden|houden|stoppen|starten|start|stop|tops?|tips?|wens(?:en)?|idee(?:ën)?|"
    r"zorg(?:en)?|"
    r"dromen|voordelen|nadelen|strengths?|weakness(?:es)?|opportunities|threats|pros|cons|wishes|ideas|concerns"
)
"""Headings of columns that stand beside one another as equals."""

FORMS = tuple((holds, re.compile(form)) for holds, form in HEADINGS)
KINDS = {
    Holds.ANSWER: SegmentKind.ANSWER,
    Holds.LESSON: SegmentKind.LESSON,
    Holds.DECISION: SegmentKind.PROCEDURE,
}
TELLING = frozenset({Holds.SIDE, Holds.WORDS, Holds.UNKNOWN, Holds.ANSWER, Holds.LESSON, Holds.DECISION})
COUNTED = re.compile(r"(?:ca\.? ?|\+ ?)?(\d{1,4})(?: ?(?:x|×|keer|mensen|personen|pers\.?|bewoners|stemmen))?")
LONGEST_HEADING = 45


def table_parts(
    text: str, blocks: Sequence[Block], usual: SegmentKind, *, heading: str | None, table: str | None
) -> list[Part]:
    """The parts of one table, in order and without gaps. `usual` is what its section would make of it."""
    rows = _rows(blocks)
    columns = sorted({block.place.column for block in blocks if block.place})
    first = [_words(text, cell) for cell in _cells(rows[0], columns)]
    about = sum(_is_about_meeting(text, row) for row in rows)
    holds = _read_headings(first) if len(rows) > 1 and about * 2 < len(rows) else None
    frame = Part(usual, 0, 0, "", heading=heading, table=table)
    found: list[Part] = []
    if holds is not None:
        found.append(replace(frame, kind=SegmentKind.HEADING, start=rows[0][0].start, end=rows[0][-1].end))
        rows = rows[1:]
    else:
        holds = _guess(text, rows, columns)
        first = [""] * len(columns)
    if all(column in {Holds.UNKNOWN, Holds.NUMBER} for column in holds) and any(first):
        return [*found, *_loose(text, rows, columns, first, frame)]
    for row in rows:
        if len(row) == 1 and row[0].bold:
            frame = replace(frame, heading=_words(text, row))
            found.append(replace(frame, kind=SegmentKind.HEADING, start=row[0].start, end=row[0].end))
        elif _is_separator(text, row):
            found.append(replace(frame, kind=SegmentKind.LEFT_OVER, start=row[0].start, end=row[-1].end, joins=True))
        else:
            holding, titles = dict(zip(columns, holds, strict=True)), dict(zip(columns, first, strict=True))
            found.extend(_row(text, row, holding, frame, titles))
    return found


def _rows(blocks: Sequence[Block]) -> list[list[Block]]:
    rows: dict[int, list[Block]] = {}
    for block in blocks:
        rows.setdefault(block.place.row if block.place else 0, []).append(block)
    return list(rows.values())


def _cells(row: list[Block], columns: list[int]) -> list[list[Block]]:
    return [[block for block in row if block.place and block.place.column == column] for column in columns]


def _words(text: str, blocks: Sequence[Block]) -> str:
    return "\n".join(text[block.inner : block.outer] for block in blocks).strip()


def _is_separator(text: str, row: list[Block]) -> bool:
    return not any(character.isalnum() for block in row for character in text[block.start : block.end])


def _holds(heading: str) -> Holds:
    words = plain(heading)
    return next((holds for holds, form in FORMS if form.fullmatch(words)), Holds.UNKNOWN)


def _read_headings(first: list[str]) -> list[Holds] | None:
    """What the columns hold by the first row; None if that row is no row of headings."""
    if any(len(words) > LONGEST_HEADING or "\n" in words for words in first) or not any(first):
        return None
    holds = [_holds(words) for words in first]
    known = sum(one is not Holds.UNKNOWN for one in holds)
    filled = sum(bool(words) for words in first)
    sides = [n for n, words in enumerate(first) if SIDES.fullmatch(plain(words))]
    if len(sides) > 1 and all(one is Holds.THEME or n in sides for n, one in enumerate(holds)):
        return [Holds.SIDE if n in sides else one for n, one in enumerate(holds)]
    if known == 0 or (known * 2 < filled and Holds.WORDS not in holds):
        titles = all(
            words and len(words.split()) <= 4 and words[0].isupper() and not words.endswith((".", "?", "!"))
            for words in first
        )
        return holds if titles and len(first) > 1 and not ABOUT.fullmatch(plain(first[0])) else None
    for decided in [n for n, one in enumerate(holds) if one is Holds.DECISION][:1]:
        holds = [Holds.UNSAID if one is Holds.SPEAKER and n > decided else one for n, one in enumerate(holds)]
    reactions = [n for n, words in enumerate(first) if plain(words).startswith("reactie")]
    asked = any(one is Holds.WORDS for n, one in enumerate(holds) if n not in reactions)
    if asked:
        holds = [Holds.ANSWER if n in reactions else one for n, one in enumerate(holds)]
    telling = {Holds.WORDS, Holds.ANSWER, Holds.LESSON, Holds.PROCEDURE, Holds.SIDE}
    if not telling & set(holds) and Holds.UNKNOWN in holds:
        holds[max(n for n, one in enumerate(holds) if one is Holds.UNKNOWN)] = Holds.WORDS
    return holds


def _guess(text: str, rows: list[list[Block]], columns: list[int]) -> list[Holds]:
    """Without headings: the widest column holds the words, mere numbers are counts, a narrow first one tells themes."""
    cells = [[_words(text, _cells(row, columns)[n]) for row in rows] for n in range(len(columns))]
    widths = [mean(len(words) for words in column) for column in cells]
    widest = widths.index(max(widths))
    holds = []
    for n, column in enumerate(cells):
        filled = [words for words in column if words]
        if n == widest:
            holds.append(Holds.WORDS)
        elif filled and all(count_of(words) is not None for words in filled):
            holds.append(Holds.COUNT if n > widest or not _is_numbering(filled) else Holds.NUMBER)
        else:
            holds.append(Holds.THEME if n < widest and widths[n] * 2 < widths[widest] else Holds.UNKNOWN)
    return holds


def _is_numbering(cells: list[str]) -> bool:
    return [words.rstrip(".)") for words in cells] == [str(n) for n in range(1, len(cells) + 1)]


def count_of(words: str) -> int | None:
    """The number of people in a cell that holds nothing else."""
    if match := COUNTED.fullmatch(words.strip().lower()):
        return int(match[1])
    return number(words.strip()) if words.strip().lower() in NUMBERS else None


def _row(text: str, row: list[Block], holds: dict[int, Holds], frame: Part, titles: dict[int, str]) -> list[Part]:
    """One row: its words with the cells that tell about them, and an answer as a part of its own."""
    words = {what: _words(text, [b for b in row if b.place and holds[b.place.column] is what]) for what in Holds}
    if _is_about_meeting(text, row):
        return [replace(frame, kind=SegmentKind.PROCEDURE, start=row[0].start, end=row[-1].end, joins=True)]
    about = replace(
        frame,
        theme=words[Holds.THEME] or None,
        speaker=words[Holds.SPEAKER] or None,
        table=words[Holds.TABLE] or frame.table,
        supporters=count_of(words[Holds.COUNT]),
        against=count_of(words[Holds.AGAINST]),
    )
    each = all(one in {Holds.THEME, Holds.NUMBER, Holds.SIDE} for one in holds.values())
    plan = Holds.PROCEDURE in holds.values() and not {Holds.WORDS, Holds.ANSWER} & set(holds.values())
    found: list[Part] = []
    decided = False
    for block in row:
        what = holds[block.place.column] if block.place else Holds.UNKNOWN
        kind = _kind_of(what, frame.kind, plan=plan) if words[what] and block.inner < block.outer else None
        side = titles[block.place.column] if what is Holds.SIDE and block.place else ""
        told = replace(about, theme=", ".join(filter(None, [about.theme, side])) or None)
        if not found:
            found.append(replace(told, kind=kind or frame.kind, start=block.start, end=block.end))
        elif kind is None or not decided or (kind is found[-1].kind and not each):
            last = found[-1]
            found[-1] = replace(told if kind else last, kind=kind or last.kind, start=last.start, end=block.end)
        else:
            found.append(replace(told, kind=kind, start=block.start, end=block.end))
        decided = decided or kind is not None
    return [replace(part, words=_said(text, part, row, holds)) for part in found]


def _kind_of(what: Holds, usual: SegmentKind, *, plan: bool) -> SegmentKind | None:
    """The kind of a cell; None if it only tells about its neighbours."""
    if plan:
        return SegmentKind.PROCEDURE
    return usual if what in {Holds.WORDS, Holds.UNKNOWN, Holds.SIDE} else KINDS.get(what)


def _said(text: str, part: Part, row: list[Block], holds: dict[int, Holds]) -> str:
    inside = [b for b in row if part.start <= b.start < part.end and b.place]
    telling = [b for b in inside if b.place and holds[b.place.column] in TELLING]
    return _words(text, telling) or _words(text, inside)


def _is_about_meeting(text: str, row: list[Block]) -> bool:
    """A row such as “Datum | 5 november 2026”."""
    return len(row) == 2 and ABOUT.fullmatch(plain(_words(text, row[:1]))) is not None


def _loose(text: str, rows: list[list[Block]], columns: list[int], first: list[str], frame: Part) -> list[Part]:
    """A table that only arranges: every paragraph in it speaks for itself, under the heading of its column."""
    found: list[Part] = []
    for row in rows:
        for block in row:
            title = first[columns.index(block.place.column)] if block.place else ""
            words = text[block.inner : block.outer]
            if not any(character.isalnum() for character in words):
                kind = SegmentKind.LEFT_OVER
            else:
                kind = stretches(NUMBERING.sub("", words), Setting(frame.kind, quoted=True))[0].kind
            found.append(replace(frame, kind=kind, start=block.start, end=block.end, words=words, theme=title or None))
    return found
