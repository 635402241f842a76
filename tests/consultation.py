"""A consultation with every question type, in two languages, for tests."""

from __future__ import annotations

from models.consultation_file import parse_definition
from models.definition import Definition

CODE = "4821"

SOURCE = """
code: "4821"
organisation: zaandijk
title: {nl: "Een nieuw plein", en: "A new square"}
intro: {nl: "Wat vindt u belangrijk?", en: "What matters to you?"}
languages: [nl, en]
opens: 2020-01-01
closes: 2099-12-31
contact: none
privacy: {notice: {nl: "Wij bewaren uw antwoorden veilig.", en: "We keep your answers safe."}}
questions:
  - key: first
    type: choice
    ask: {nl: "Wat moet er zeker komen?", en: "What should be there?"}
    options:
      - {key: trees, label: {nl: "meer bomen", en: "more trees"}}
      - {key: benches, label: {nl: "bankjes", en: "benches"}}
      - {key: play, label: {nl: "een speelplek", en: "a place to play"}}
  - key: also
    type: choices
    most: 2
    required: false
    ask: {nl: "Wat nog meer?", en: "What else?"}
    options:
      - {key: light, label: {nl: "meer licht", en: "more light"}}
      - {key: toilet, label: {nl: "een toilet", en: "a toilet"}}
      - {key: art, label: {nl: "kunst", en: "art"}}
  - key: safe
    type: scale
    from: 1
    to: 5
    low: {nl: "heel onveilig", en: "very unsafe"}
    high: {nl: "heel veilig", en: "very safe"}
    ask: {nl: "Hoe veilig is het?", en: "How safe is it?"}
  - {key: why, type: text, ask_if: {question: safe, in: [1, 2]}, lines: 4, seconds: 60,
     ask: {nl: "Waardoor komt dat?", en: "Why is that?"}}
  - {key: again, type: yes_no, ask: {nl: "Wilt u weer meepraten?", en: "Would you join again?"}}
  - {key: age, type: number, min: 0, max: 120, required: false, ask: {nl: "Hoe oud bent u?", en: "How old are you?"}}
  - {key: where, type: postcode, digits: 4, required: false,
     ask: {nl: "Wat is uw postcode?", en: "What is your postcode?"}}
  - key: role
    type: choice
    group: true
    ask: {nl: "Wat past bij u?", en: "What fits you?"}
    options:
      - {key: resident, label: {nl: "ik woon hier", en: "I live here"}}
      - {key: worker, label: {nl: "ik werk hier", en: "I work here"}}
"""


def definition(source: str = SOURCE) -> Definition:
    return parse_definition(source.encode())


def with_changes(**changes: str) -> str:
    """The source with single lines replaced: `with_changes(contact="optional")`."""
    lines = []
    for line in SOURCE.splitlines():
        key = line.split(":", 1)[0]
        lines.append(f"{key}: {changes[key]}" if key in changes else line)
    return "\n".join(lines)
