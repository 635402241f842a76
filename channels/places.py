"""What is said wherever a conversation stands, and what may come there: from its memory alone."""

from __future__ import annotations

from dataclasses import replace

from channels import prompts
from channels.catalogue import Catalogue, catalogue, language_name, spoken_digits
from channels.days import spoken_day
from channels.turns import At, Entry, Memory, Menu, Message, Mode, Over, Say, Voice, Wait
from models.definition import STATEMENT, Definition

LETTERS_SECONDS = 10
"""Longest recording of two letters."""

ADD_SECONDS = 180
"""Longest recording of what is added to a contribution."""

OTHER_LANGUAGE_KEY = "5"
"""In the main menu."""


def spoken_language(memory: Memory) -> str:
    """The language that is spoken now: for a while it may be one that the consultation does not have."""
    return memory.asked_language or memory.language


def current(definition: Definition, memory: Memory) -> tuple[tuple[Say, ...], Wait]:
    """What is asked now, and what may come: from memory alone, so that it can be said again any time."""
    if memory.at is At.LANGUAGE:
        return language_menu(definition, memory.mode, memory.language), _language_wait(definition, memory.mode)
    if memory.at is At.QUESTION and not memory.digits:
        return _question(definition, memory)
    language = spoken_language(memory)
    say = catalogue(language, memory.mode)
    if memory.at is At.CLOSED:
        return _at_closed(definition), Menu(otherwise=(Say(say("bye"), language),))
    lines, wait = _aside(definition, memory, say)
    said = tuple(Say(line, language) for line in lines)
    if memory.at is At.MAIN:
        said += _other_languages(definition, memory)
    return said, wait


def _question(definition: Definition, memory: Memory) -> tuple[tuple[Say, ...], Wait]:
    question = definition.question(memory.question or "")
    wait = prompts.wait_for(definition, question, memory.language, memory.mode)
    lines = prompts.ask(definition, question, memory.language, memory.mode)
    if isinstance(wait, Voice):
        say = catalogue(memory.language, memory.mode)
        if memory.hasty:
            return lines[1:], replace(wait, at_once=True)
        return (lines[0], Say(say(_way_out(memory)), memory.language), *lines[1:]), wait
    return lines, wait


def _way_out(memory: Memory) -> str:
    """How to go on without a recording; before the first one of a call also that there will be one."""
    return "record_first" if memory.recording is None else "record_skip"


def _aside(definition: Definition, memory: Memory, say: Catalogue) -> tuple[tuple[str, ...], Wait]:
    """What is asked beside the questions themselves."""
    match memory.at:
        case At.QUESTION:
            return (say("next_number"),), Entry()
        case At.OTHER_LANGUAGE:
            return _one_of_two(memory, say, "not_in_language"), _menu(memory, speech=False)
        case At.CODE:
            return ((say("enter_code"),), Entry()) if memory.mode is Mode.PHONE else ((say("code"),), Message())
        case At.RESUME:
            return (say("resume"), say("resume_on"), say("resume_new")), Menu()
        case At.LETTERS if memory.misses:
            return (say("record_letters"),), Voice(memory.question or "", LETTERS_SECONDS)
        case At.LETTERS:
            return (say("say_letters"),), Entry(speech=True)
        case At.CONFIRM if memory.pending is not None:
            question = definition.question(memory.question or "")
            label = prompts.shown(definition, question, memory.pending, memory.language, memory.mode)
            if memory.mode is Mode.SMS:
                return (say("did_you_mean", label=label),), Message()
            return (say("heard", label=label), say("yes"), say("no")), Menu(speech=True)
        case At.KEPT:
            return tuple(map(say, ("recorded", "recorded_keep", "recorded_play", "recorded_again"))), Menu(brief=True)
        case _:
            return _help_and_end(definition, memory, say)


def _help_and_end(definition: Definition, memory: Memory, say: Catalogue) -> tuple[tuple[str, ...], Wait]:
    match memory.at:
        case At.OFFER:
            return tuple(map(say, ("offer", "offer_retry", "offer_skip", "offer_person"))), Menu()
        case At.CALL_BACK:
            return (say("call_back_number"),), Entry()
        case At.CALL_TIME:
            return tuple(map(say, ("call_time", "call_time_off", "call_time_main", "call_time_on"))), Menu(brief=True)
        case At.OUTCOME:
            return _one_of_two(memory, say, "outcome"), _menu(memory, speech=True)
        case At.TEXTED:
            goodbye = (Say(say("goodbye"), memory.language),)
            return (say("receipt_again", receipt="{receipt}"), say("text_receipt")), Menu(brief=True, otherwise=goodbye)
        case _:
            return _in_main_menu(definition, memory, say)


def _in_main_menu(definition: Definition, memory: Memory, say: Catalogue) -> tuple[tuple[str, ...], Wait]:
    match memory.at:
        case At.MAIN:
            unfinished = memory.question is not None and not memory.completed
            take_part = () if memory.closed else ("main_go_on" if unfinished else "main_take_part",)
            add = () if memory.closed else ("main_add",)
            return tuple(map(say, ("main", *take_part, "main_status", *add, "main_withdraw", "offer_person"))), Menu()
        case At.RECEIPT:
            return (say("enter_receipt"),), Entry()
        case At.WITHDRAW:
            number = say("your_receipt", receipt=spoken_digits(memory.receipt))
            return (number, say("withdraw"), say("yes"), say("no")), Menu()
        case At.ADD if memory.hasty:
            return (say("record"),), Voice(STATEMENT.key, ADD_SECONDS, at_once=True)
        case At.ADD:
            return tuple(map(say, ("add", _way_out(memory), "record"))), Voice(STATEMENT.key, ADD_SECONDS)
        case _:
            return (), Over()


def _one_of_two(memory: Memory, say: Catalogue, question: str) -> tuple[str, ...]:
    """Yes or no: on the phone by keys, which are told; a text message says itself how to answer."""
    return tuple(map(say, (question, "yes", "no") if memory.mode is Mode.PHONE else (question,)))


def _menu(memory: Memory, *, speech: bool) -> Wait:
    return Menu(speech=speech) if memory.mode is Mode.PHONE else Message()


def language_menu(definition: Definition, mode: Mode, language: str) -> tuple[Say, ...]:
    """Each language's line in that language; in a text message, what to do with the list in the one of now."""
    if mode is Mode.PHONE:
        return tuple(
            Say(catalogue(offered, mode)("language_option", key=n), offered)
            for n, offered in enumerate(definition.languages, start=1)
        )
    names = (f"{n} {language_name(offered)}" for n, offered in enumerate(definition.languages, start=1))
    return (Say("\n".join((catalogue(language, mode)("choose_language"), *names)), language),)


def _language_wait(definition: Definition, mode: Mode) -> Wait:
    """Languages may be named, too: also those that are not in the menu."""
    return Menu(tuple(map(language_name, definition.languages)), speech=True) if mode is Mode.PHONE else Message()


def _other_languages(definition: Definition, memory: Memory) -> tuple[Say, ...]:
    """In the main menu, each in its own words: all by one key."""
    others = [language for language in definition.languages if language != memory.language]
    return tuple(
        Say(catalogue(language, memory.mode)("language_option", key=OTHER_LANGUAGE_KEY), language)
        for language in others
    )


def closed(definition: Definition, language: str | None = None) -> tuple[Say, ...]:
    """That it is not open, and when it is: in the caller's language, or where that is not known in each."""
    return tuple(
        Say(
            catalogue(spoken, Mode.PHONE)(
                "closed",
                title=definition.text(definition.title, spoken),
                opens=spoken_day(definition.opens, spoken),
                closes=spoken_day(definition.closes, spoken),
            ),
            spoken,
        )
        for spoken in ((language,) if language else definition.languages)
    )


def _at_closed(definition: Definition) -> tuple[Say, ...]:
    return tuple(
        Say(catalogue(language, Mode.PHONE)("closed_more", key=n), language)
        for n, language in enumerate(definition.languages, start=1)
    )
