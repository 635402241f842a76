"""Who said it, and how many say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass

from channels.meetings.labels import Role, label_role
from channels.meetings.markers import split_label
from channels.meetings.words import PEOPLE, RESIDENT_SAYS, SAYS

UNITS = (
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien "
    "achttien negentien"
)
ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig"
ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"

NUMBERS = {word: n for words in (UNITS, ENGLISH) for n, word in enumerate(words.split())}
NUMBERS |= {word: 10 * n for words in (TENS, ENGLISH_TENS) for n, word in enumerate(words.split(), 2)}
NUMBERS |= {
    f"{unit}{joint}{ten}": 10 * t + u
    for t, ten in enumerate(TENS.split(), 2)
    for u, unit in enumerate(UNITS.split()[:10])
    for joint in ("en", "ën")
    if u
}
NUMBERS |= {
    "één": 1,
    "twa": 2,
    "trije": 3,
    "fjouwer": 4,
    "fiif": 5,
    "seis": 6,
    "sân": 7,
    "njoggen": 9,
    "tsien": 10,
    "alve": 11,
    "tolve": 12,
    "eén": 1,
    "beide": 2,
    "allebei": 2,
    "tiental": 10,
    "tientje": 10,
    "dozijn": 12,
    "twintigtal": 20,
    "both": 2,
}

N = rf"(?P<n>\d{{1,4}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
BEFORE_PEOPLE = (
    r"(?:(?:andere?|jonge|oudere|jongere|bezorgde|boze|verschillende|aanwezige|lokale|turkse|oude|other|young|older|"
    r"elderly)\s+)*"
)
AGREE = (
    r"(?:\w+\s+){0,2}?(?:(?:zijn|is|waren|vinden|noemden|noemen|zeiden|zeggen|steunen|steunden|onderschrijven|"
    r"delen|sluiten|knikken|willen|"
    r"eens|akkoord|steken|staken|genoemd|gezegd|steunt|sloten|agree[ds]?|support(?:ed|s)?|said|mentioned)\b)"
)
FOR = re.compile(rf"(?i)\b{N} ?(?:stemmen |stem |mensen |bewoners |personen |people )?(?:voor|for|in favou?r)\b")
AGAINST = re.compile(rf"(?i)\b{N} ?(?:stemmen |stem |mensen |bewoners |personen |people )?(?:tegen|against)\b")
FOR_FIRST = re.compile(
    r"(?i)\b(?:voor|eens|for|agree) ?[:=] ?(?P<n>\d+).{0,6}\b(?:tegen|oneens|against|disagree) ?[:=] ?(?P<against>\d+)"
)

COUNTS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"^\+ ?{N}\b",
        rf"^(?:alle|met (?:z['’]n|zijn)) {N}(?:e|en|ën)?\b",
        rf"^{N} ?(?:x|×|maal|keer|times)(?= |:|,|$|\))",
        rf"\({N} ?(?:x|×|maal|keer|times)\b[^)]*\)",
        rf"\((?:x|×) ?{N}\)",
        rf"[(\[](?:(?:ca\.?|circa|ongeveer|(?:\w+ )?door|(?:mede )?namens|(?:\w+ )?by|about|steun(?: van)?|"
        rf"aantal|stemmen|votes?)[: ]+)*"
        rf"{N}(?: {BEFORE_PEOPLE}\b{PEOPLE}\b[^)\]]*| ?(?:stemmen|stickers|stippen|punten|likes|handen|vingers|"
        rf"streepjes|briefjes|geeltjes|kruisjes|turven|"
        rf"eens|pers?\.?|p\.?|votes?|dots)\b[^)\]]*)?[)\]]\s*\.?$",
        rf"[(\[]{N} {BEFORE_PEOPLE}\b{PEOPLE}\b[^)\]]*[)\]]",
        rf"\b(?:{PEOPLE}|iedereen|allen|(?:de )?meesten|everyone)(?: aan (?:de )?tafel)? [(\[]{N}[)\]]",
        rf"(?:^|[\s,;–-])(?:x ?|×){N}\s*\.?$",
        rf"\b{N} ?(?:x|×)(?: (?:genoemd|gezegd|gehoord|mentioned))?\s*\.?$",
        rf"\b{N} (?:keer|maal) (?:genoemd|gezegd|gehoord|benoemd|gevraagd|opgeschreven)\b",
        rf"(?:[-–—;,]|\s\|) ?{N} {BEFORE_PEOPLE}{PEOPLE}\s*\.?$",
        rf"\b(?:door|van|namens|bij|by|from) {N} {BEFORE_PEOPLE}{PEOPLE}\b(?: (?:genoemd|gezegd|gesteund|"
        rf"onderschreven|ingebracht))?\s*[.)]?$",
        rf"\b(?:genoemd|gesteund|onderschreven|gedeeld|ondersteund|mentioned|supported|shared) (?:door|by) {N}\b",
        rf"\b{N} {BEFORE_PEOPLE}{PEOPLE} (?:hier|dit|er|het|ook|die|van|aan|in)? ?{AGREE}",
        rf"(?:^|[.,;] ){N} {BEFORE_PEOPLE}{PEOPLE}(?: (?:uit|van|aan|in|met|op|from|"
        rf"with) [^.,;:?!]{{2,40}}?)? {SAYS}\b",
        rf"^{N} (?:{BEFORE_PEOPLE}{PEOPLE}\b|pers\.?|pp?\.?)[^:.?!]{{0,40}}:",
        rf"^{N} {BEFORE_PEOPLE}{PEOPLE} (?:(?:uit|van|aan|in|met|op) (?:\w+ ){{1,3}})?(?!hebben|had|zijn|waren|met)"
        rf"\w+(?:en|den|ten)\b",
        rf"(?:^|: ){N} \w+s (?:zeggen|vinden|vragen|willen|melden|merken|say|think|ask|want|report|notice)\b",
        rf"^{N} {BEFORE_PEOPLE}{PEOPLE}\s*[,–-]",
        rf"^{N} [^\W\d_]+(?:s|en) hebben [^.?!]{{0,40}}(?:getekend|gevraagd|gezegd|aangegeven|gestemd|laten weten)\b",
        rf"\b{N} (?:stickers|stippen|stemmen|handen|streepjes|briefjes|geeltjes|kruisjes|handtekeningen|likes|"
        rf"votes|hands)\b",
        rf"\b(?:stemmen|stickers|aantal|steun|votes|count) ?[:=] ?{N}\b",
    )
)
MORE = re.compile(rf"[(\[ ]\+ ?{N}\b[^)\]]*[)\]]?\s*$", re.IGNORECASE)
PAIR = re.compile(
    r"^(?:(?:een|ouder|jong|bejaard|an?|the|young|elderly)\s+)*(?:echtpaar|stel(?:letje)?|koppel|"
    r"couple)\b(?! (?:je|u|dat|voor))"
    r"|^(?:(?:een|a)\s+)?(?:man|moeder|vader|oma|opa|vrouw|mw\.?|dhr\.?|mevrouw|meneer|mother|father|"
    r"husband) (?:en|&|\+|and) "
    r"(?:(?:haar|zijn|her|his) )?(?:man|vrouw|dochter|zoon|zoontje|dochtertje|kleinkind|oma|opa|mw\.?|dhr\.?|"
    r"mevrouw|meneer|wife|daughter|son)\b",
    re.IGNORECASE,
)
QUOTES = frozenset("\"“”‘'„")
INITIALS = re.compile(r"[A-Z]{2,4}|[A-Z]\. ?[A-Z]\w+")
MOST_SPEAKER = 80
EDGE = 1_000


@dataclass(frozen=True, slots=True)
class Votes:
    """Hands counted in the room."""

    in_favour: int
    against: int


@dataclass(frozen=True, slots=True)
class Who:
    supporters: int = 1
    votes: Votes | None = None
    speaker: str | None = None
    theme: str | None = None
    words_from: int = 0
    """Where the words begin behind the label that names the speaker or the theme."""


def who_said(text: str, *, timed: bool = False) -> Who:
    """What a contribution tells of its own speakers. A number that counts something else counts nobody.

    In a recording that was written out (`timed`) a label names who speaks, whatever it is. Speakers and counts
    stand at the beginning or at the end, so the middle of a very long text isn't looked at.
    """
    if len(text) > 2 * EDGE:
        text = text[:EDGE] + "\n" + text[-EDGE:]
    speaker, theme, words_from = _label(text, timed)
    votes = _votes(text)
    if speaker is None:
        match = RESIDENT_SAYS.match(text)
        speaker = match["who"] if match else None
    return Who(
        supporters=max(1, votes.in_favour) if votes else _supporters(text),
        votes=votes,
        speaker=speaker[:MOST_SPEAKER] if speaker else None,
        theme=theme,
        words_from=words_from,
    )


def _label(text: str, timed: bool) -> tuple[str | None, str | None, int]:
    label, behind = split_label(text)
    if not label:
        return None, None, 0
    if timed:
        return label, None, behind
    if re.fullmatch(rf"(?i){N} ?(?:x|×|keer|maal|times)", label):
        return None, None, behind
    role = label_role(label)
    if role in {Role.PERSON, Role.ORGANISER, Role.FACILITATOR}:
        return label, None, behind
    if role is Role.QUESTION:
        inside = re.search(r"\(([^)]+)\)|\b(?:van|from|by) (.+)", label)
        return (inside[1] or inside[2] if inside else None), None, behind
    if role is Role.THEME and not label.lower().startswith(("let op", "tip", "nb", "ps", "note")):
        spoken = text[behind : behind + 1] in QUOTES or INITIALS.fullmatch(label)
        return (label, None, behind) if spoken else (None, label, 0)
    return None, None, behind if role in {Role.TABLE, Role.LESSON, Role.ANSWER} else 0


def _votes(text: str) -> Votes | None:
    if match := FOR_FIRST.search(text):
        return Votes(int(match["n"]), int(match["against"]))
    in_favour, against = FOR.search(text), AGAINST.search(text)
    if against is None or (in_favour is None and not re.search(r"\(|stem|vote", text)):
        return None
    return Votes(number(in_favour["n"]) if in_favour else 0, number(against["n"]))


def _supporters(text: str) -> int:
    if match := MORE.search(text):
        return 1 + number(match["n"])
    for form in COUNTS:
        if match := form.search(text):
            return max(1, number(match["n"]))
    return 2 if PAIR.match(text) else 1


def number(text: str) -> int:
    return int(text) if text.isdecimal() else NUMBERS[text.lower()]
