"""Consultations with their questions, and what was answered to them, counted."""

from __future__ import annotations

import flask
import sqlalchemy as sa

from intake.api.examples import CONSULTATION_EXAMPLE, CONSULTATIONS, RESULTS
from intake.api.operations import PAGING, Call, Operation, answer, one_of
from intake.api.shapes import (
    Condition,
    ConsultationShape,
    OptionShape,
    Page,
    QuestionResultShape,
    QuestionShape,
    ResultsShape,
    TallyShape,
    ValueShape,
)
from models import consultations, results
from models.clock import now
from models.consultations import Version
from models.definition import Question
from models.errors import Rejected
from models.results import QuestionResult, Tally
from models.vocabulary import Channel

UNSAID = "-"
"""Stands in `byGroup` for who did not say; no option's key can be that."""


def _list(call: Call) -> flask.Response:
    with call.services.store.read() as connection:
        found = consultations.all_latest(call.services.store, connection, call.who.organisation_id)
    begin = (call.page - 1) * call.size
    return call.answer_page(
        [_shape(version) for version in found[begin : begin + call.size]], len(found), Page[ConsultationShape]
    )


def _get(call: Call, *, code: str) -> flask.Response:
    with call.services.store.read() as connection:
        return answer(_shape(_latest(call, connection, code)))


def _results(call: Call, *, code: str) -> flask.Response:
    channel = call.query["channel"]
    with call.services.store.read() as connection:
        version = _latest(call, connection, code)
        counted = results.results(call.services.store, connection, version, channel=channel)
    return answer(
        ResultsShape(
            consultation=code,
            version=version.number,
            channel=channel,
            counted=_tally(counted.counted),
            questions=[_question_result(one) for one in counted.questions],
        )
    )


def _latest(call: Call, connection: sa.Connection, code: str) -> Version:
    """:raises Rejected: there is none, or it is another organisation's; the answer is the same."""
    found = consultations.latest(call.services.store, connection, code)
    if found is None or found.organisation_id != call.who.organisation_id:
        raise Rejected(f"there is no consultation {code}", code="unknown_consultation")
    return found


def _shape(version: Version) -> ConsultationShape:
    definition = version.definition
    return ConsultationShape(
        code=definition.code,
        organisation=definition.organisation,
        version=version.number,
        title=definition.title,
        intro=definition.intro,
        languages=list(definition.languages),
        opens=definition.opens,
        closes=definition.closes,
        is_open=definition.is_open(now()),
        participation=definition.participation,
        contact=definition.contact,
        privacy_notice=definition.privacy.notice,
        questions=[_question(question) for question in definition.questions],
    )


def _question(question: Question) -> QuestionShape:
    plain = question.model_dump(exclude={"ask_if", "options", "lines", "seconds"})
    condition = question.ask_if
    options = getattr(question, "options", None)
    return QuestionShape(
        **plain,
        ask_if=Condition(question=condition.question, any_of=list(condition.any_of)) if condition else None,
        options=None if options is None else [OptionShape(key=one.key, label=one.label) for one in options],
    )


def _question_result(one: QuestionResult) -> QuestionResultShape:
    return QuestionResultShape(
        question=one.question.key,
        type=one.question.type,
        answered=_tally(one.answered),
        empty=one.empty,
        undecided=one.open,
        mean=one.mean,
        values=[ValueShape(value=value, **_tally(tally).model_dump()) for value, tally in one.values.items()],
    )


def _tally(tally: Tally) -> TallyShape:
    return TallyShape(
        submissions=tally.submissions,
        supporters=tally.supporters,
        by_channel={str(channel): number for channel, number in sorted(tally.by_channel.items())},
        by_group={UNSAID if key is None else key: tally.by_group[key] for key in sorted(tally.by_group, key=str)},
    )


OPERATIONS = (
    Operation(
        id="listConsultations",
        path="/consultations",
        summary="Consultations",
        text="The organisation's consultations in their newest versions, by code.",
        tag="consultations",
        view=_list,
        parameters=PAGING,
        answers=Page[ConsultationShape],
        example=CONSULTATIONS,
    ),
    Operation(
        id="getConsultation",
        path="/consultations/{code}",
        summary="One consultation with its questions",
        text="Every text in every language that it has.",
        tag="consultations",
        view=_get,
        answers=ConsultationShape,
        example=CONSULTATION_EXAMPLE,
    ),
    Operation(
        id="getResults",
        path="/consultations/{code}/results",
        summary="What was answered, counted",
        text="Over all channels together, and for each channel and each group. Only what counts is counted: "
        "accepted submissions, also when they are approved, published or answered.",
        tag="consultations",
        view=_results,
        parameters=(one_of("channel", "Only what came through this door", Channel),),
        answers=ResultsShape,
        example=RESULTS,
    ),
)
