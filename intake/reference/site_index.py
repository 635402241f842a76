"""The index by which the static site is searched: a script that holds words, and the entries that each leads to.

It is a script and not data to be fetched, so that it also works from a folder, without a server.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from intake.reference.publication import heading, occasion
from models.dutch import compound_parts, listed_forms
from models.full_text import Query, excerpt, found_by, terms, words_of
from models.reference import Entry

EXCERPT = 160
"""Characters of an entry that a result shows."""


def search_index(entries: Sequence[Entry]) -> bytes:
    """`stukken`: of each entry its page, title, beginning, and what stands below. `woorden`: for every word, its forms
    in a dictionary and the words that it is made of, which numbers in `sleutels` they lead to. `sleutels`: which
    entries each of those has.
    """
    keys: dict[str, dict[int, None]] = {}
    words: dict[str, dict[str, None]] = {}
    for number, entry in enumerate(entries):
        texts = (entry.title, entry.text, entry.meeting, *(theme.name for theme in entry.themes))
        for word in words_of(*texts):
            kept = terms(word)
            for key in kept.stems.split()[:1] + kept.parts.split():
                keys.setdefault(key, {})[number] = None
            for part in (word, *compound_parts(word)):
                for form in listed_forms(part):
                    words.setdefault(terms(form).forms, {}).update(dict.fromkeys(found_by(form)))
    numbers = {key: at for at, key in enumerate(sorted(keys))}
    index = {
        "stukken": [
            [
                f"stuk/{entry.id}.html",
                heading(entry),
                excerpt(" ".join(entry.text.split()), Query(()), EXCERPT),
                occasion(entry),
            ]
            for entry in entries
        ],
        "woorden": {form: [numbers[key] for key in words[form] if key in numbers] for form in sorted(words)},
        "sleutels": [list(keys[key]) for key in sorted(keys)],
    }
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"const ZOEKINDEX = {text};\n".encode()
