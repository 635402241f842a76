"""What was answered, counted as the API counts it: on a page, and as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Response, render_template, request
from werkzeug.exceptions import NotFound

from intake.desk import labels, words
from intake.desk.building.managing import own_version
from intake.desk.figures import words as told
from intake.desk.figures.taking import KINDS, taken
from intake.desk.language import _, desk_language
from intake.desk.visit import services
from intake.exporting import Cell
from intake.figures.tables import Table, as_read
from models.consultations import Version
from models.definition import Choice, Definition, OpenText, Question
from models.results import QuestionResult, Results, Tally, results
from models.vocabulary import Channel

MOST_VALUES = 60
"""Rows of a table on the page; a file has all of them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures somebody wants."""

    version: Version
    found: Results
    channel: Channel | None
    divided: str

    @property
    def definition(self) -> Definition:
        return self.version.definition


Column = tuple[str, Callable[[Tally], int]]


def results_page(code: str) -> str:
    """The results, question by question, each with its plot and its table."""
    asked = _asked(code)
    questions = [(one, None if _is_text(one.question) else _table(asked, one)) for one in asked.found.questions]
    return render_template(
        "desk/figures/results.html",
        asked=asked,
        definition=asked.definition,
        title=_title(asked),
        overall=_overall(asked),
        questions=questions,
        asks=labels.asked,
        channels=list(Channel),
        told=told,
        kinds=KINDS,
        most=MOST_VALUES,
        query={name: value for name, value in request.args.items() if name in ("kanaal", "verdeel") and value},
    )


def results_file(code: str, kind: str) -> Response:
    """The same figures as a file."""
    asked = _asked(code)
    tables = [_overall(asked), *(_table(asked, one) for one in asked.found.questions)]
    return taken(kind, f"uitslag-{code}", f"{code} {_title(asked)}", tables)


def _asked(code: str) -> Asked:
    version = own_version(code)
    wanted, divided = request.args.get("kanaal", ""), request.args.get("verdeel") or "niet"
    if divided not in told.DIVIDED or (wanted and wanted not in set(Channel)):
        raise NotFound
    channel = Channel(wanted) if wanted else None
    kit = services()
    with kit.store.read() as connection:
        return Asked(version, results(kit.store, connection, version, channel=channel), channel, divided)


def _overall(asked: Asked) -> Table:
    """How many took part, by door and by group."""
    whole = asked.found.counted
    rows: list[tuple[str, int]] = [(_("Alle inzendingen die meetellen"), whole.submissions)]
    rows += [(words.CHANNELS[channel], number) for channel in Channel if (number := whole.by_channel[channel])]
    if asked.definition.group_question:
        rows += [(_group(asked, key), whole.by_group[key]) for key in _groups(asked)]
    note = _("Zij spreken voor {people} mensen.", people=whole.supporters) if whole.supporters else ""
    return Table(_("Wie deden er mee?"), (_("Wie"), _("Inzendingen")), tuple(rows), 1, note)


def _table(asked: Asked, one: QuestionResult) -> Table:
    """One question's answers: how many, which share of who answered, and divided as asked."""
    columns = list(_columns(asked))
    answered = one.answered.submissions
    rows: list[tuple[Cell, ...]] = [
        (
            labels.in_words(asked.definition, one.question, value),
            tally.submissions,
            round(100 * tally.submissions / answered, 1) if answered else 0.0,
            *(count(tally) for _name, count in columns),
        )
        for value, tally in one.values.items()
    ]
    heads = (_("Antwoord"), _("Aantal"), _("Procent"), *(name for name, _count in columns))
    title = labels.asked(asked.definition, one.question)
    return Table(title, heads, tuple(rows), 1 if rows else None, _note(one))


def _note(one: QuestionResult) -> str:
    said = [_("{count} gaven antwoord.", count=one.answered.submissions)]
    if one.empty:
        said.append(_("{count} gaven geen antwoord.", count=one.empty))
    if one.open:
        said.append(_("{count} worden nog nagekeken en tellen niet mee.", count=one.open))
    if one.mean is not None:
        said.append(_("Gemiddeld {mean}.", mean=as_read(float(one.mean), desk_language(), 2)))
    return " ".join(said)


def _columns(asked: Asked) -> Iterator[Column]:
    """By door or by group, those that anybody used."""
    whole = asked.found.counted
    if asked.divided == "kanaal":
        for channel in Channel:
            if whole.by_channel[channel]:
                yield words.CHANNELS[channel], lambda tally, channel=channel: tally.by_channel[channel]  # type: ignore[misc]
    elif asked.divided == "groep":
        for key in _groups(asked):
            yield _group(asked, key), lambda tally, key=key: tally.by_group[key]  # type: ignore[misc]


def _groups(asked: Asked) -> list[str | None]:
    """In the order of the definition, then those of older versions, then who did not say."""
    question = asked.definition.group_question
    known: list[str | None] = [option.key for option in question.options] if question else []
    there = asked.found.counted.by_group
    return [*(key for key in known if there[key]), *(key for key in there if key not in known and there[key])]


def _group(asked: Asked, key: str | None) -> str:
    if key is None:
        return _("Niet gezegd")
    question = asked.definition.group_question
    return labels.in_words(asked.definition, question, key) if isinstance(question, Choice) else key


def _is_text(question: Question) -> bool:
    return isinstance(question, OpenText)


def _title(asked: Asked) -> str:
    return asked.definition.text(asked.definition.title, labels.LANGUAGE)
