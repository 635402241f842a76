"""The boxes of one sheet → answers. What a machine cannot know for sure goes to a person; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from channels.paper.results import ReadText
from channels.printed.habit import Habit, Sorted
from channels.printed.layout import CONTACT, Box
from channels.printed.observing import COMB_THRESHOLD, MARK_THRESHOLD, Observed
from models.conditions import applies
from models.definition import Choice, Choices, Definition, Number, OpenText, Postcode, Question, Scale, YesNo
from models.errors import Rejected
from models.normalization import normalize
from models.reading import OnPage, Reading, Value
from models.vocabulary import AnswerState, Doubt
from scans.combs import ReadComb
from scans.glyphs import CAPITALS, DIGITS
from scans.handwriting import Handwriting
from scans.marks import Mark, ReadMark


def read_sheet(definition: Definition, observed: Sequence[Observed]) -> list[Reading]:
    """The answers on one sheet, in definition order.

    A question none of whose boxes was scanned has no reading. An answer where a condition does not apply is kept, for a
    person to decide about; an empty one there is not.
    """
    habit = _habit(definition, observed)
    out: list[Reading] = []
    values: dict[str, Value | None] = {}
    for question in definition.questions:
        boxes = [one for one in observed if one.box.question == question.key]
        if not boxes:
            continue
        reading = _read(question, boxes, habit)
        if applies(definition, question, values):
            values[question.key] = reading.value
        elif reading.state is AnswerState.EMPTY:
            continue
        else:
            reading = _doubted(reading)
        out.append(reading)
    return out


def alphabets(definition: Definition, box: Box) -> list[str]:
    """Which characters each cell of a comb may hold."""
    question = definition.question(box.question)
    match question:
        case Postcode(digits=6):
            return [DIGITS] * 4 + [CAPITALS] * 2
        case Number() | Postcode():
            return [DIGITS] * (box.cells or 1)
        case _:
            return [DIGITS + CAPITALS] * (box.cells or 1)


def wants_outcome(observed: Sequence[Observed]) -> bool | None:
    """Whether somebody asked to hear the outcome; None if the form did not ask or the box cannot be told."""
    marks = [one.seen for one in observed if one.box.question == CONTACT and isinstance(one.seen, ReadMark)]
    wrote = any(isinstance(one.seen, Handwriting) for one in observed if one.box.question == CONTACT)
    if not marks:
        return None
    if marks[0].mark is Mark.MARKED and marks[0].confidence >= MARK_THRESHOLD:
        return True
    return None if wrote or marks[0].mark is not Mark.EMPTY else False


def read_texts(observed: Sequence[Observed]) -> Iterator[ReadText]:
    """The words and digits that were read, where they stand. Contact boxes are never read."""
    for one in observed:
        text = one.seen.text if isinstance(one.seen, Handwriting | ReadComb) else None
        if text:
            yield ReadText(text, (one.box.x, one.box.y, one.box.w, one.box.h))


def contact_boxes(observed: Sequence[Observed]) -> tuple[tuple[str, OnPage], ...]:
    """The contact boxes that were written in: `name`, `address` or `phone`, and where a person can read it."""
    return tuple(
        (one.box.option or "", one.where)
        for one in observed
        if one.box.question == CONTACT and isinstance(one.seen, Handwriting)
    )


def _habit(definition: Definition, observed: Sequence[Observed]) -> Habit:
    keys = [question.key for question in definition.questions]
    return Habit([[mark for _, mark in _marks([o for o in observed if o.box.question == key])] for key in keys])


def _marks(boxes: Sequence[Observed]) -> list[tuple[Observed, ReadMark]]:
    return [(one, one.seen) for one in boxes if isinstance(one.seen, ReadMark)]


def _doubted(reading: Reading) -> Reading:
    state = AnswerState.ILLEGIBLE if reading.value is None else AnswerState.UNCERTAIN
    return replace(reading, state=state, doubt=Doubt.NOT_ASKED)


def _read(question: Question, boxes: Sequence[Observed], habit: Habit) -> Reading:
    match question:
        case Choice() | YesNo() | Scale():
            return _ticks(question, boxes, 1, habit)
        case Choices():
            return _ticks(question, boxes, question.most, habit)
        case Number() | Postcode():
            return _comb(question, boxes[0])
        case OpenText():
            return _text(question, boxes)


def _around(boxes: Sequence[Observed]) -> OnPage:
    """All boxes on the first of their pages: what a person wants to see to decide."""
    page = boxes[0].where.page
    places = [one.where for one in boxes if one.where.page == page]
    left, top = min(p.x for p in places), min(p.y for p in places)
    right, bottom = max(p.x + p.w for p in places), max(p.y + p.h for p in places)
    return OnPage(page, left, top, round(right - left, 2), round(bottom - top, 2))


def _ticks(question: Choice | Choices | YesNo | Scale, boxes: Sequence[Observed], most: int, habit: Habit) -> Reading:
    seen = _marks(boxes)
    means = habit.sort([mark for _, mark in seen])
    chosen, unsure = [seen[n] for n in means.chosen], [seen[n] for n in means.unsure]
    confidence = round(min(mark.confidence for _, mark in seen), 3)
    where = _around(boxes)
    candidates = chosen + unsure
    if not candidates and not means.undone:
        return Reading(question.key, None, None, AnswerState.EMPTY, confidence, where=where)
    if not candidates:
        candidates = unsure = [seen[n] for n in means.undone]
    numbers = {one.box.option: str(n) for n, (one, _) in enumerate(seen, start=1)}
    raw = ",".join(_number(question, one, numbers) for one, _ in seen if any(one is other for other, _ in candidates))
    best = sorted(candidates, key=lambda pair: -_likelihood(pair[1]))[:most]
    value = normalize(question, _value(question, [one.box.option or "" for one, _ in best]))
    clear = not unsure and len(chosen) <= most
    sure = all(mark.confidence >= MARK_THRESHOLD for _, mark in chosen)
    if clear and sure:
        return Reading(question.key, value, raw, AnswerState.READ, confidence, where=where)
    doubt = _doubt(means, seen, most)
    if doubt is not Doubt.FAINT_MARK:
        confidence = min(confidence, 0.5)
    return Reading(question.key, value, raw, AnswerState.UNCERTAIN, confidence, where=where, doubt=doubt)


def _doubt(means: Sorted, seen: Sequence[tuple[Observed, ReadMark]], most: int) -> Doubt:
    """What of the marks of a question is in doubt: first what may undo a choice, then how many there are."""
    if means.undone or any(seen[n][1].mark is Mark.BLACK for n in means.unsure):
        return Doubt.BLACKED_OUT
    if len(means.chosen) > most:
        return Doubt.SEVERAL_MARKS
    return Doubt.STRAY_MARK if means.unsure else Doubt.FAINT_MARK


def _likelihood(mark: ReadMark) -> float:
    """How likely a mark is the person's choice, to order several: a clear mark before a doubtful or a black one."""
    return mark.strength if mark.mark is Mark.MARKED else mark.strength - 1.0


def _number(question: Choice | Choices | YesNo | Scale, one: Observed, numbers: dict[str | None, str]) -> str:
    """What is printed beside the box."""
    return (one.box.option or "") if isinstance(question, Scale) else numbers[one.box.option]


def _value(question: Choice | Choices | YesNo | Scale, options: list[str]) -> object:
    match question:
        case Choices():
            return options
        case Scale():
            return int(options[0])
        case YesNo():
            return options[0] == "yes"
        case Choice():
            return options[0]


def _comb(question: Number | Postcode, one: Observed) -> Reading:
    comb = one.seen
    if not isinstance(comb, ReadComb) or comb.empty:
        return Reading(question.key, None, None, AnswerState.EMPTY, 1.0, where=one.where)
    value, others = _in_comb(question, comb.text), [_in_comb(question, text) for text in comb.others]
    may_be = tuple(other for other in dict.fromkeys(others) if other is not None and other != value)
    confidence = round(comb.confidence, 3)
    if value is None:
        doubt, confidence = Doubt.NO_ANSWER, min(confidence, 0.5)
        state = AnswerState.ILLEGIBLE
        return Reading(question.key, None, comb.text, state, confidence, where=one.where, doubt=doubt, others=may_be)
    if comb.confidence >= COMB_THRESHOLD:
        return Reading(question.key, value, comb.text, AnswerState.READ, confidence, where=one.where)
    doubt, state = Doubt.UNCLEAR_CHARACTER, AnswerState.UNCERTAIN
    return Reading(question.key, value, comb.text, state, confidence, where=one.where, doubt=doubt, others=may_be)


def _in_comb(question: Number | Postcode, text: str) -> Value | None:
    """What these characters answer; None if nothing."""
    try:
        return normalize(question, int(text) if isinstance(question, Number) else text)
    except (Rejected, ValueError):
        return None


def _text(question: OpenText, boxes: Sequence[Observed]) -> Reading:
    """Text that a machine read is a proposal, however sure the machine is."""
    found = [(one, one.seen) for one in boxes if isinstance(one.seen, Handwriting)]
    if not found:
        return Reading(question.key, None, None, AnswerState.EMPTY, 1.0, where=_around(boxes))
    where = _around([one for one, _ in found])
    confidence = round(min(seen.confidence for _, seen in found), 3)
    texts = [seen.text for _, seen in found]
    if any(text is None for text in texts):
        doubt = Doubt.UNREADABLE
        return Reading(question.key, None, None, AnswerState.ILLEGIBLE, confidence, where=where, doubt=doubt)
    raw = "\n".join(text for text in texts if text)
    text = normalize(question, raw)
    return Reading(question.key, text, raw, AnswerState.UNCERTAIN, confidence, where=where, doubt=Doubt.TEXT)
