"""How each question is put to somebody, on the phone and in a text message."""

from __future__ import annotations

from channels.catalogue import Catalogue, catalogue, language_name
from channels.turns import At, Entry, Memory, Menu, Message, Mode, Over, Say, Voice, Wait
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


LETTERS_SECONDS = 10
"""Longest recording of two letters."""


def current(definition: Definition, memory: Memory) -> tuple[tuple[Say, ...], Wait]:
    """What is asked now, and what may come: from memory alone, so that it can be said again any time."""
    say = catalogue(memory.language, memory.mode)
    if memory.at is At.LANGUAGE:
        return language_menu(definition, memory.mode), Menu() if memory.mode is Mode.PHONE else Message()
    if memory.at is At.QUESTION and not memory.digits:
        question = definition.question(memory.question or "")
        lines = ask(definition, question, memory.language, memory.mode)
        wait = wait_for(definition, question, memory.language, memory.mode)
    else:
        lines, wait = _aside(definition, memory, say)
    return tuple(Say(line, memory.language) for line in lines), wait


def _aside(definition: Definition, memory: Memory, say: Catalogue) -> tuple[tuple[str, ...], Wait]:
    """What is asked beside the questions themselves."""
    match memory.at:
        case At.QUESTION:
            return (say("next_number"),), Entry()
        case At.RESUME:
            return (say("resume"), say("resume_on"), say("resume_new")), Menu()
        case At.LETTERS if memory.misses:
            return (say("record_letters"),), Voice(memory.question or "", LETTERS_SECONDS)
        case At.LETTERS:
            return (say("say_letters"),), Entry(speech=True)
        case At.CONFIRM if memory.pending is not None:
            question = definition.question(memory.question or "")
            label = shown(definition, question, memory.pending, memory.language, memory.mode)
            if memory.mode is Mode.SMS:
                return (say("did_you_mean", label=label),), Message()
            return (say("heard", label=label), say("yes"), say("no")), Menu(speech=True)
        case At.OFFER:
            return tuple(map(say, ("offer", "offer_retry", "offer_skip", "offer_person"))), Menu()
        case At.CALL_BACK:
            return (say("call_back_number"),), Entry()
        case At.OUTCOME:
            keys = ("outcome", "yes", "no") if memory.mode is Mode.PHONE else ("outcome",)
            return tuple(map(say, keys)), _menu(memory)
        case _:
            return (), Over()


def _menu(memory: Memory) -> Wait:
    return Menu(speech=True) if memory.mode is Mode.PHONE else Message()


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


def ask(definition: Definition, question: Question, language: str, mode: Mode) -> tuple[str, ...]:
    """The question with its options and how to answer, as lines to say or write one after another."""
    say = catalogue(language, mode)
    text = definition.text(question.ask, language)
    if mode is Mode.SMS:
        return (text, *_write(definition, question, language, say))
    return (text, *_speak(definition, question, language, say))


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
        case Choice() if takes_one_key(question):
            return tuple(say("option", label=label, key=n) for n, label in _options(definition, question, language))
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


def language_menu(definition: Definition, mode: Mode) -> tuple[Say, ...]:
    """Each language's line in that language."""
    if mode is Mode.PHONE:
        return tuple(
            Say(catalogue(language, mode)("language_option", key=n), language)
            for n, language in enumerate(definition.languages, start=1)
        )
    first = definition.first_language
    names = (f"{n} {language_name(language)}" for n, language in enumerate(definition.languages, start=1))
    return (Say("\n".join((catalogue(first, mode)("choose_language"), *names)), first),)


def greeting(definition: Definition, language: str, mode: Mode) -> tuple[str, ...]:
    """Whom one has reached, the privacy notice and the introduction: said before the first question."""
    say = catalogue(language, mode)
    title, intro = definition.text(definition.title, language), definition.text(definition.intro, language)
    lines = [say("welcome", title=title), intro, definition.text(definition.privacy.notice, language), say("how")]
    if mode is Mode.SMS and len(definition.languages) > 1:
        lines.append(say("languages"))
    return tuple(line for line in lines if line)
