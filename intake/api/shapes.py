"""What the API answers, beside normalized submissions: JSON in camelCase."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from models.normalized import Moment
from models.tables.reference import EntryKind
from models.vocabulary import Channel, EvidenceKind

Texts = dict[str, str]
Row = TypeVar("Row", bound=BaseModel)


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True)


class Page(Shape, Generic[Row]):
    """A page of a list. `next` and `previous` are addresses, or null."""

    count: int = Field(ge=0)
    next: str | None = Field(json_schema_extra={"format": "uri"})
    previous: str | None = Field(json_schema_extra={"format": "uri"})
    results: list[Row]


class OptionShape(Shape):
    """A possible answer: its value, and its label in each language."""

    key: str
    label: Texts


class Condition(Shape):
    """Asked only if the earlier question was answered with one of these values."""

    question: str
    any_of: list[bool | int | str] = Field(alias="in")


class QuestionShape(Shape):
    """A question. What its type does not have is null."""

    key: str
    type: Literal["choice", "choices", "scale", "yes_no", "number", "postcode", "text"]
    ask: Texts
    required: bool
    ask_if: Condition | None = None
    options: list[OptionShape] | None = None
    group: bool | None = None
    most: int | None = None
    lowest: int | None = Field(default=None, alias="from")
    highest: int | None = Field(default=None, alias="to")
    low: Texts | None = None
    high: Texts | None = None
    min: int | None = None
    max: int | None = None
    digits: int | None = None


class ConsultationShape(Shape):
    """A consultation in its newest version, with every text in every language it has."""

    code: str
    organisation: str
    version: int
    title: Texts
    intro: Texts
    languages: list[str]
    opens: date
    closes: date
    is_open: bool
    participation: Literal["open", "code"]
    contact: Literal["none", "optional"]
    privacy_notice: Texts
    questions: list[QuestionShape]


class TallyShape(Shape):
    """How many submissions, how many people they speak for, and the submissions by channel and by group.

    In `byGroup` the key `-` stands for who did not say.
    """

    submissions: int
    supporters: int
    by_channel: dict[str, int]
    by_group: dict[str, int]


class ValueShape(TallyShape):
    """One value of a question, counted."""

    value: str | int | bool


class QuestionResultShape(Shape):
    """One question's answers, counted. Open texts are counted as a whole: their words are never in here."""

    question: str
    type: Literal["choice", "choices", "scale", "yes_no", "number", "postcode", "text"]
    answered: TallyShape
    empty: int
    undecided: int
    mean: float | None
    values: list[ValueShape]


class ResultsShape(Shape):
    """What counts in a consultation, over all its versions."""

    consultation: str
    version: int
    channel: Channel | None
    counted: TallyShape
    questions: list[QuestionResultShape]


class EvidenceShape(Shape):
    """An original that a submission came from. The API tells what it is, and never gives what is in it."""

    id: str
    kind: EvidenceKind
    media_type: str
    bytes: int
    page: int | None
    stored_at: Moment


class EvidenceList(Shape):
    """All originals of one submission, in order of arrival."""

    results: list[EvidenceShape]


class TableShape(Shape):
    """A table at a meeting."""

    label: str
    attendance: int | None


class MeetingShape(Shape):
    """A meeting. Who called it and who led a table are people, and not in here."""

    id: str
    consultation: str
    also_about: list[str]
    title: str
    date: Annotated[date | None, Field(json_schema_extra={"format": "date"})]
    place: str | None
    agenda: str | None
    attendance: int | None
    tables: list[TableShape]
    submissions: int


class ReferenceEntryShape(Shape):
    """Something that was said or learned, in words that were approved to be read by everybody.

    `consultation` is a code, `meeting` an id. `saidBy` is a name only where the name was approved too.
    """

    id: str
    kind: EntryKind
    title: str | None
    text: str
    url: str | None
    said_by: str | None
    place: str | None
    date: Annotated[date | None, Field(json_schema_extra={"format": "date"})]
    themes: list[str]
    consultation: str | None
    meeting: str | None
    question: str | None
