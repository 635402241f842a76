"""A consultation as frozen objects: one definition, which every door asks.

`models.consultation_file` makes these from YAML. A stored version is the JSON of a `Definition`, so a definition can
always be had back as it was when somebody answered it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

Text = dict[str, str]
"""A text by language code. The consultation's first language is always there."""

HOME_ZONE = ZoneInfo("Europe/Amsterdam")
"""The zone in which a consultation's days begin and end."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Option(_Frozen):
    key: str
    label: Text


class AskIf(_Frozen):
    """A question is asked only if an earlier one was answered with one of these normalized values."""

    question: str
    any_of: tuple[bool | int | str, ...] = Field(alias="in")


class _Question(_Frozen):
    key: str
    ask: Text
    required: bool = True
    ask_if: AskIf | None = None


class Choice(_Question):
    """One option. Value: the option's key. `group` marks the question that says which group a person belongs to."""

    type: Literal["choice"] = "choice"
    options: tuple[Option, ...]
    group: bool = False


class Choices(_Question):
    """Several options. Value: option keys in definition order, at most `most`."""

    type: Literal["choices"] = "choices"
    options: tuple[Option, ...]
    most: int


class Scale(_Question):
    """A whole number from `lowest` to `highest`, both included."""

    type: Literal["scale"] = "scale"
    lowest: int = Field(alias="from")
    highest: int = Field(alias="to")
    low: Text = {}
    high: Text = {}

    @property
    def steps(self) -> range:
        return range(self.lowest, self.highest + 1)


class YesNo(_Question):
    """Value: true or false."""

    type: Literal["yes_no"] = "yes_no"


class Number(_Question):
    """A whole number that can be keyed in: never negative, no decimals."""

    type: Literal["number"] = "number"
    min: int = 0
    max: int = 999_999_999

    @property
    def width(self) -> int:
        """Digits of the largest value."""
        return len(str(self.max))


class Postcode(_Question):
    """Value: `1506` for four digits, `1506AB` for six characters."""

    type: Literal["postcode"] = "postcode"
    digits: Literal[4, 6] = 4


class OpenText(_Question):
    """Value: text. `lines` is the height of the box on paper, `seconds` the longest recording."""

    type: Literal["text"] = "text"
    lines: int = 6
    seconds: int = 120


Question = Annotated[Choice | Choices | Scale | YesNo | Number | Postcode | OpenText, Field(discriminator="type")]

STATEMENT = OpenText(key="statement", ask={}, required=False)
"""The question that every consultation has implicitly: a statement from free notes or a letter. No door asks it."""


class Privacy(_Frozen):
    notice: Text
    contact_days: int = 365
    evidence_days: int = 730
    rest_days: int | None = None
    """After which the answers themselves go; None: they stay until somebody asks."""
    keep: tuple[str, ...] = ()
    """Streets, squares and other names that stay in what is published."""


class Publish(_Frozen):
    """Where approved submissions go. `project`, `widget` and `resource` are OpenStad's numbers.

    :ivar question: whose answer is a vote.
    :ivar resources: the idea that each of its options votes for; an option without one votes for nothing.
    """

    to: Literal["openstad", "cloudevents"]
    project: int | None = None
    as_: Literal["resource", "submission", "comment", "vote"] = Field("submission", alias="as")
    widget: int | None = None
    resource: int | None = None
    question: str | None = None
    resources: dict[str, int] = {}

    @property
    def place(self) -> str:
        """One text that is another for another place on the platform."""
        numbers = (number for number in (self.project, self.widget, self.resource) if number is not None)
        return ":".join([self.to, self.as_, *map(str, numbers)])


class Definition(_Frozen):
    """One version of a consultation, as its file says it."""

    code: str
    organisation: str
    title: Text
    intro: Text = {}
    languages: tuple[str, ...]
    opens: date
    closes: date
    participation: Literal["open", "code"] = "open"
    contact: Literal["none", "optional"] = "none"
    return_address: tuple[str, ...] = ()
    """Where the paper form is posted to, a line each; empty if a letter says so."""
    privacy: Privacy
    questions: tuple[Question, ...]
    publish: Publish | None = None

    @property
    def first_language(self) -> str:
        return self.languages[0]

    @cached_property
    def _by_key(self) -> dict[str, Question]:
        return {question.key: question for question in self.questions}

    def question(self, key: str) -> Question:
        """The question of that key, `statement` included.

        :raises KeyError: there is none.
        """
        return STATEMENT if key == STATEMENT.key else self._by_key[key]

    def has(self, key: str) -> bool:
        return key in self._by_key

    @cached_property
    def group_question(self) -> Choice | None:
        return next((q for q in self.questions if isinstance(q, Choice) and q.group), None)

    def text(self, text: Text, language: str) -> str:
        """`text` in `language`, or in the first language where it was not translated; empty if there is none."""
        return text.get(language) or text.get(self.first_language, "")

    def language(self, wanted: str | None) -> str:
        """`wanted` if the consultation speaks it, else its first language."""
        return wanted if wanted in self.languages else self.first_language

    def is_open(self, moment: datetime) -> bool:
        """Whether `moment` (aware) lies between the first and the last day, both included, in `HOME_ZONE`."""
        return self.opens <= moment.astimezone(HOME_ZONE).date() <= self.closes

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Every translatable text with its path in the file."""
        yield "title", self.title
        if self.intro:
            yield "intro", self.intro
        yield "privacy.notice", self.privacy.notice
        for at, question in enumerate(self.questions):
            path = f"questions[{at}]"
            yield f"{path}.ask", question.ask
            if isinstance(question, Choice | Choices):
                for n, option in enumerate(question.options):
                    yield f"{path}.options[{n}].label", option.label
            if isinstance(question, Scale):
                yield from ((f"{path}.{end}", t) for end, t in (("low", question.low), ("high", question.high)) if t)
