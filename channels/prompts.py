"""How each question is put to somebody, on the phone and in a text message."""

from __future__ import annotations

from channels.catalogue import Catalogue, catalogue
from channels.turns import Entry, Menu, Message, Mode, Say, Voice, Wait
from models.definition import (
    Choice,
    Choices,
    Definition,
    Number,
    OpenText,
    Postcode,
    Question,
    Scale,
    YesNo,
)
from models.reading import Value

MOST_KEYS = 9
"""Options that one key each can choose; 0 is a person."""


def takes_one_key(question: Question) -> bool:
    """Whether one key alone answers it on the phone. A scale with 0 in it does not: 0 is a person there."""
    match question:
        case Choice():
            return len(question.options) <= MOST_KEYS
        case Scale():
            return question.lowest >= 1 and question.highest <= MOST_KEYS
        case YesNo():
            return True
        case _:
            return False


def key_by_key(question: Question) -> bool:
    """Whether each number needs its own `#`, because some have two digits."""
    return isinstance(question, Choices) and len(question.options) > MOST_KEYS


def ask(definition: Definition, question: Question, language: str, mode: Mode) -> tuple[Say, ...]:
    """The question with its options and how to answer, to say or write one after another."""
    say = catalogue(language, mode)
    text = definition.text(question.ask, language)
    if mode is Mode.PHONE and isinstance(question, Choice) and takes_one_key(question):
        return (Say(text, language), *_keyed_options(definition, question, language, say))
    lines = (_speak if mode is Mode.PHONE else _write)(definition, question, language, say)
    return tuple(Say(line, language) for line in (text, *lines))


def _keyed_options(definition: Definition, question: Choice, language: str, say: Catalogue) -> tuple[Say, ...]:
    """Each option, a pause to think it over, then its key."""
    options = _options(definition, question, language)
    keys = {n: Say(say("option_key", key=n), language, pause=True) for n, _ in options}
    return tuple(line for n, label in options for line in (Say(say("option", label=label), language), keys[n]))


def wait_for(definition: Definition, question: Question, language: str, mode: Mode) -> Wait:
    """What may come in answer to the question."""
    if mode is Mode.SMS:
        return Message()
    if isinstance(question, OpenText):
        return Voice(question.key, question.seconds)
    spoken = hints(definition, question, language)
    if takes_one_key(question):
        return Menu(spoken, speech=True)
    return Entry(spoken, speech=not isinstance(question, Choices))


def hints(definition: Definition, question: Question, language: str) -> tuple[str, ...]:
    """Phrases that a speech engine should expect."""
    if isinstance(question, Choice | Choices):
        return tuple(definition.text(option.label, language) for option in question.options)
    return ()


def _speak(definition: Definition, question: Question, language: str, say: Catalogue) -> tuple[str, ...]:
    match question:
        case Choice():
            return (*_numbered(definition, question, language, say), say("enter_one"))
        case Choices():
            how = "enter_several_long" if key_by_key(question) else "enter_several"
            return (*_numbered(definition, question, language, say), say(how, most=question.most))
        case Scale():
            how = "scale" if takes_one_key(question) else "enter_scale"
            return (*_ends(definition, question, language, say), say(how, low=question.lowest, high=question.highest))
        case YesNo():
            return (say("yes"), say("no"))
        case Number():
            return (say("enter_number"),)
        case Postcode():
            return (say("enter_postcode"),)
        case OpenText():
            return (say("record"),)


def _write(definition: Definition, question: Question, language: str, say: Catalogue) -> tuple[str, ...]:
    match question:
        case Choice():
            return (*_numbered(definition, question, language, say), say("answer_one"))
        case Choices():
            return (*_numbered(definition, question, language, say), say("answer_several", most=question.most))
        case Scale():
            return (
                *_ends(definition, question, language, say),
                say("scale", low=question.lowest, high=question.highest),
            )
        case YesNo():
            return (say("yes_no"),)
        case Number():
            return (say("number"),)
        case Postcode():
            return (say(f"postcode{question.digits}"),)
        case OpenText():
            return (say("text"),)


def _options(definition: Definition, question: Choice | Choices, language: str) -> list[tuple[int, str]]:
    return [(n, definition.text(option.label, language)) for n, option in enumerate(question.options, start=1)]


def _numbered(definition: Definition, question: Choice | Choices, language: str, say: Catalogue) -> tuple[str, ...]:
    return tuple(say("numbered", number=n, label=label) for n, label in _options(definition, question, language))


def _ends(definition: Definition, question: Scale, language: str, say: Catalogue) -> tuple[str, ...]:
    ends = ((question.lowest, question.low), (question.highest, question.high))
    return tuple(
        say("scale_end", number=number, label=definition.text(text, language)) for number, text in ends if text
    )


def shown(definition: Definition, question: Question, value: Value, language: str, mode: Mode) -> str:
    """A value as a person says it."""
    if isinstance(question, Choice | Choices):
        labels = {option.key: definition.text(option.label, language) for option in question.options}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels[str(key)] for key in chosen)
    if isinstance(value, bool):
        return catalogue(language, mode)("yes_word" if value else "no_word")
    return str(value)


def greeting(definition: Definition, language: str, mode: Mode) -> tuple[str, ...]:
    """Whom one has reached, the privacy notice and the introduction: said before the first question."""
    say = catalogue(language, mode)
    title, intro = definition.text(definition.title, language), definition.text(definition.intro, language)
    lines = [say("welcome", title=title), intro, definition.text(definition.privacy.notice, language), say("how")]
    if mode is Mode.SMS and len(definition.languages) > 1:
        lines.append(say("languages"))
    return tuple(line for line in lines if line)
