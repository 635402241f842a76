"""Who is speaking in a stretch of prose: a resident, the organisers, or the minutes themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass

from channels.meetings.cast import NOBODY, Cast
from channels.meetings.labels import Role, label_role
from channels.meetings.markers import ARROW, SPEAKER_ABOVE, label_of, split_label
from channels.meetings.people import QUOTES
from channels.meetings.segments import SegmentKind
from channels.meetings.sentences import sentence_starts
from channels.meetings.words import (
    ANOTHER_WAY,
    FACILITATOR_LEADS,
    FACILITATOR_WORD,
    HOUSEKEEPING,
    NEXT_TIME,
    OFFICIAL_ACTS,
    ORGANISER_REPLIES,
    ORGANISER_WORD,
    ORGANISERS,
    RESIDENT_SAYS,
    SPOKEN_TO,
)

ATTRIBUTED = re.compile(
    r",? (?:antwoordt|antwoordde|zegt|zei|reageert|aldus|says|said|replies|replied|answers) "
    r"(?:de |the )?(?P<who>[\w-]+)(?: van de \w+)?\.?$"
)
"""“…, antwoordt de wethouder.”"""

ACCORDING = re.compile(r"(?:Volgens|Aldus) (?P<who>[A-Z][\w’'-]+)")

REPLY_LABEL = re.compile(
    rf"[(\[]?(?:antwoord|antw\.?|reactie|answer|response|reply|"
    rf"(?:de )?{ORGANISERS})\b[^:.?!]{{0,30}}:\s",
    re.IGNORECASE,
)
I_REPLIED = re.compile(
    r"(?:Ik heb|Heb|We hebben|Wij hebben) (?:(?:hem|haar|hun|hen|daarop|toen|er) ){0,2}"
    r"(?:gezegd|uitgelegd|geantwoord|verteld|toegezegd|beloofd|doorverwezen)\b"
    r"|(?:Ik heb|Wij hebben|We hebben) [^.?!]{0,60}\b(?:uitgelegd|toegezegd|doorverwezen)\b"
    r"|(?:Over|Op) [^.?!,]{2,40} (?:heb ik|hebben we|hebben wij) (?:gezegd|uitgelegd|geantwoord|verteld|toegezegd|"
    r"beloofd)\b"
)
"""An organiser's own note of what he or she said."""

CONTRIBUTION, ANSWER, LESSON, PROCEDURE = (
    SegmentKind.CONTRIBUTION,
    SegmentKind.ANSWER,
    SegmentKind.LESSON,
    SegmentKind.PROCEDURE,
)


LEADING = re.compile(
    r"\b(?:welkom|fijn dat|hallo allemaal|begin\w*|"
    r"dank|bedank\w*|opname|pauze|afsluit\w*|afrond\w*|volgende (?:vraag|onderwerp|punt)|goede(?:navond|"
    r"morgen|"
    r"middag)|welcome|thanks?|thank you|recording|next question|that['’]s all)\b",
    re.IGNORECASE,
)
"""What a host says to lead the talk, rather than in reply."""

DOES = re.compile(
    r"(?!vindt|mist|wenst)[a-z]+t\b|vindt (?:dat|het) een goede? (?:vraag|punt|idee|voorstel)|"
    r"(?:zal|zou|zei|zegde|gaf|nam|keek|zocht|kwam|schreef)\b|[a-z]+(?:de|te)\b"
)
"""What somebody does; a name stands before it."""

GRANTS = re.compile(
    r"(?:ja|nee|helaas),? (?:dat|die|het) (?:kan|mag|klopt|is)\b|dat (?:kan|mag)\b|dat staat\b.{0,40}\bplanning\b",
    re.IGNORECASE,
)
"""How only a reply begins."""

MOST_WORDS_OF_PLACE = 3
"""Words of a first sentence that only says where it is: “Portiek Lijsterhof.”"""

ALWAYS = {Role.QUESTION: CONTRIBUTION, Role.ANSWER: ANSWER}
AT_THE_START = {
    Role.LESSON: LESSON,
    Role.FACILITATOR: PROCEDURE,
    Role.ABOUT: PROCEDURE,
    Role.PROCEDURE: PROCEDURE,
    Role.TABLE: CONTRIBUTION,
}
"""What a label at the start of a block announces; further on, such words are part of what somebody says."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` (an offset into the text that was asked about) to the next stretch."""

    start: int
    kind: SegmentKind


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around the text: the kind its section suggests, and what the block before it was."""

    usual: SegmentKind
    answers: bool = False
    """Questions here are followed by their answers."""

    asked: bool = False
    """The block before was a question, or whatever else a reply may follow."""

    heard: bool = True
    """Somebody has spoken since the last heading; before that, the organisers present and reply to nobody."""

    cast: Cast = NOBODY

    learning: bool = False
    """The block before was a lesson."""

    timed: bool = False
    """Written out from a recording, a label before each who speaks."""

    quoted: bool = False
    """Item of a list of contributions: words of residents, even if they are about the organisers."""


def stretches(text: str, setting: Setting) -> list[Stretch]:
    """The text divided where somebody else begins to speak."""
    if setting.usual is LESSON:
        return [Stretch(0, LESSON)]
    above = SPEAKER_ABOVE.match(text)
    starts = [start for start in sentence_starts(text) if not above or start == 0 or start > above.end()]
    found: list[Stretch] = []
    current = setting.usual
    for at, start in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else len(text)
        sentence = text[start:end].strip()
        kind, anew = _sentence(sentence, current, setting, first=not found, before=text[max(0, start - 8) : start])
        if at == 1 and kind is current and len(text[:start].split()) <= MOST_WORDS_OF_PLACE:
            anew = False
        if not found or kind is not current or anew:
            found.append(Stretch(start, kind))
        current = kind
    return found


def _sentence(
    sentence: str, current: SegmentKind, setting: Setting, *, first: bool, before: str
) -> tuple[SegmentKind, bool]:
    """The kind of one sentence, and whether it begins a stretch even if the kind stays the same."""
    spoken = _labelled(sentence, setting, first=first)
    if spoken is not None:
        return spoken, True
    if _arrow_answers(sentence, before) or REPLY_LABEL.match(sentence) or I_REPLIED.match(sentence):
        return ANSWER, not first
    if (
        FACILITATOR_LEADS.match(sentence)
        or _begins_with(sentence, setting.cast.leaders)
        or HOUSEKEEPING.match(sentence)
        or SPOKEN_TO.match(sentence)
    ):
        return PROCEDURE, False
    acts = not (first and setting.quoted) and _acts(sentence, setting.cast)
    if acts or _organiser_tells(sentence, setting.cast):
        nobody_asked = (
            (setting.usual is PROCEDURE or not setting.heard) and not setting.asked and current is setting.usual
        )
        return (PROCEDURE if nobody_asked and (first or current is PROCEDURE) else ANSWER), False
    if first and setting.asked and current is CONTRIBUTION and GRANTS.match(sentence):
        return ANSWER, False
    resident = RESIDENT_SAYS.match(_anonymous(sentence, setting.cast))
    if resident:
        return CONTRIBUTION, not first and current is CONTRIBUTION and not _same_speaker(resident["who"])
    if (
        ANOTHER_WAY.match(sentence)
        or (current is PROCEDURE and NEXT_TIME.search(sentence))
        or (setting.learning and NEXT_TIME.match(sentence))
    ):
        return LESSON, False
    if setting.answers and current is CONTRIBUTION and before.rstrip().endswith("?") and not sentence.endswith("?"):
        return ANSWER, False
    return current, False


def _labelled(sentence: str, setting: Setting, *, first: bool) -> SegmentKind | None:
    label, end = split_label(sentence)
    if not label:
        return None
    if setting.timed and label in setting.cast.hosts and not FACILITATOR_WORD.search(label):
        return PROCEDURE if sentence.endswith("?") or LEADING.search(sentence) else ANSWER
    if setting.cast.leaders & set(label.split()):
        return PROCEDURE
    if setting.cast.organisers & set(label.split()):
        return ANSWER
    role = label_role(label)
    if role in ALWAYS:
        return ALWAYS[role]
    if role is Role.ORGANISER:
        return PROCEDURE if setting.usual is PROCEDURE and not setting.asked else ANSWER
    if role is Role.PERSON and (first or setting.usual is not CONTRIBUTION):
        return CONTRIBUTION
    if role is Role.LESSON and HOUSEKEEPING.match(sentence):
        return PROCEDURE
    if first and not setting.quoted and label_role(label_of(sentence[end:])) is Role.LESSON:
        return LESSON
    if not first or (setting.quoted and role in {Role.FACILITATOR, Role.ABOUT}):
        return None
    if role is Role.THEME and sentence[end : end + 1] in QUOTES:
        return CONTRIBUTION
    return AT_THE_START.get(role)


def _same_speaker(who: str) -> bool:
    """The one who was speaking goes on: “de bewoner”, not “een bewoner”."""
    who = who.lower()
    another = who.startswith(("de heer", "de zaal"))
    return who == "men" or (who.startswith(("de ", "het ", "the ", "deze ")) and not another)


def _begins_with(sentence: str, names: frozenset[str]) -> bool:
    """Whether one of these names is the subject, and what follows is what an official or a chair does."""
    first, _, rest = sentence.partition(" ")
    if first not in names:
        return False
    return bool(ORGANISER_REPLIES.match(f"wethouder {rest}") or FACILITATOR_LEADS.match(f"voorzitter {rest}"))


def _anonymous(sentence: str, cast: Cast) -> str:
    """A sentence that begins with the first or whole name of somebody who was listed, without that name."""
    first, _, rest = sentence.partition(" ")
    if first not in cast.residents:
        return sentence
    second, _, further = rest.partition(" ")
    return f"Iemand {further if second in cast.residents else rest}"


def _arrow_answers(sentence: str, before: str) -> bool:
    """An arrow begins an answer; in the middle of a line only behind a question or before somebody who answers."""
    arrow = ARROW.match(sentence)
    if arrow is None or not before or before.endswith("\n") or before.rstrip().endswith("?"):
        return arrow is not None
    return ORGANISER_WORD.search(sentence) is not None or REPLY_LABEL.match(sentence[arrow.end() :]) is not None


def _acts(sentence: str, cast: Cast) -> bool:
    """Whether an official, by office or by a name from the list, does something."""
    first, _, rest = sentence.partition(" ")
    if first in cast.organisers:
        return DOES.match(rest) is not None
    return OFFICIAL_ACTS.match(sentence) is not None


def _organiser_tells(sentence: str, cast: Cast) -> bool:
    if ORGANISER_REPLIES.match(sentence) or _begins_with(sentence, cast.organisers):
        return True
    according = ACCORDING.match(sentence)
    if according and according["who"] in cast.organisers:
        return True
    attributed = ATTRIBUTED.search(sentence)
    return attributed is not None and (
        attributed["who"] in cast.organisers or ORGANISER_WORD.fullmatch(attributed["who"]) is not None
    )
