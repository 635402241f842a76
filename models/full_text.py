"""Finding texts by their words, the same on SQLite and PostgreSQL: what is compared are terms that are made here.

A term has small letters a to z and digits only, whatever the script, so that neither database has an opinion on where
a word ends. Of a text are kept the stems of its words in their order (for phrases), the words as they stand (for
beginnings of words), and what else they are found by: see `models.dutch`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from models.dutch import keys, looked_for

LONGEST = 60_000
"""Characters of a text that are looked through: PostgreSQL keeps a megabyte of terms."""
MOST_WORDS = 16
"""Of what somebody looks for."""
LONGEST_TERM = 60

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ASKED = re.compile(r'"([^"]*)"?|([^\s"]+)')
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "ı": "i", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})
_NOT_OURS = re.compile(r"[^a-z0-9]")

_STOP_WORDS = """
    aan al als bij dan dat de deze die dit door een en er het hoe hun ik in is je kan maar me men met mijn naar
    niet nog nu of om ons onze ook op over te tot u uit uw van voor was wat we wel wij wordt ze zich zij zijn zo
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Say nothing by themselves: who looks for more than these need not find them as well, but in a phrase."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A text as it is kept to be found; terms with spaces between."""

    stems: str
    forms: str
    parts: str


@dataclass(frozen=True, slots=True)
class Word:
    """What a text has to hold: one of these terms. `begins`: or a word that begins so; `whole`: no part of a word."""

    terms: tuple[str, ...]
    begins: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that have to stand behind one another."""

    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: all of these. Empty: nothing that could be found was asked."""

    wanted: tuple[Word | Phrase, ...]

    def __bool__(self) -> bool:
        return bool(self.wanted)

    def on_sqlite(self, labels: Sequence[Sequence[str]] = ()) -> str:
        """For FTS5's MATCH; of each group in `labels` one has to be there."""
        found = [f"labels : ({' OR '.join(group)})" for group in labels]
        for one in self.wanted:
            if isinstance(one, Phrase):
                found.append(f'stems : "{" ".join(one.stems)}"')
                continue
            whole = f"{{stems parts}} : ({' OR '.join(one.terms)})" if one.terms else ""
            begun = f"{{stems forms}} : {one.begins}*" if one.begins else ""
            found.append(f"({' OR '.join(filter(None, (whole, begun)))})")
        return " AND ".join(found)

    def on_postgresql(self, labels: Sequence[Sequence[str]] = ()) -> str:
        """For a cast to tsquery: stems have weight A, forms B, parts C and labels D."""
        found = [f"({' | '.join(f'{label}:D' for label in group)})" for group in labels]
        for one in self.wanted:
            if isinstance(one, Phrase):
                found.append(f"({' <-> '.join(f'{stem}:A' for stem in one.stems)})")
                continue
            any_of = [f"{term}:AC" for term in one.terms] + ([f"{one.begins}:*AB"] if one.begins else [])
            found.append(f"({' | '.join(any_of)})")
        return " & ".join(found)


def terms(*texts: str | None) -> Terms:
    """What to keep of texts that belong together. A phrase never reaches from one into the next."""
    stems: list[str] = []
    forms: dict[str, None] = {}
    parts: dict[str, None] = {}
    for text in filter(None, texts):
        for _, _, word in _words(text[:LONGEST]):
            found = _term(word)
            stems.append(found.stem)
            forms[found.form] = None
            parts.update(dict.fromkeys(found.others))
        stems.append(_BETWEEN)
    return Terms(" ".join(stems), " ".join(forms), " ".join(parts))


def words_of(*texts: str | None) -> list[str]:
    """The different words of texts, in small letters, with their accents."""
    found = (word for text in filter(None, texts) for _, _, word in _words(text[:LONGEST]))
    return list(dict.fromkeys(found))


def label(kind: str, value: str) -> str:
    """A term that no text holds: letters and digits of both, such as a tenant's id."""
    return f"{kind}0{_NOT_OURS.sub('', value.lower())}"


def asked(search: str, *, loosely: bool = False) -> Query:
    """What somebody typed: words, "a phrase" in quotes, or the beginning of a word with `*`.

    :param loosely: every word is taken for the beginning of one as well.
    """
    wanted: list[Word | Phrase] = []
    for quoted, single in _ASKED.findall(unicodedata.normalize("NFC", search)):
        words = [word for _, _, word in _words(quoted or single)]
        if not words:
            continue
        if quoted and len(words) > 1:
            wanted.append(Phrase(tuple(_term(word).stem for word in words)))
            continue
        for word in words:
            begins = (not quoted and single.endswith("*")) or loosely
            exact = single.endswith("*") and not loosely
            wanted.append(Word(() if exact else found_by(word), _plain(word) if begins else None))
    telling = [one for one in wanted if isinstance(one, Phrase) or not (set(one.terms) & _stop_terms())]
    return Query(tuple((telling or wanted)[:MOST_WORDS]))


def found_by(word: str) -> tuple[str, ...]:
    """The terms by which texts with this word, given in small letters, or another form of it are found."""
    return tuple(dict.fromkeys(filter(None, map(_plain, looked_for(word)))))


def marked(text: str, query: Query) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is what somebody looked for."""
    at = 0
    for start, end in _hits(text, query):
        if at < start:
            yield text[at:start], False
        yield text[start:end], True
        at = end
    if at < len(text):
        yield text[at:], False


def excerpt(text: str, query: Query, length: int = 240) -> str:
    """Some `length` characters of a text, from border to border of words, around what was looked for first."""
    if len(text) <= length:
        return text
    first = next((start for start, _ in _hits(text, query)), 0)
    begin = 0 if first < length // 2 else text.rfind(" ", 0, first - length // 3) + 1
    end = len(text) if begin + length >= len(text) else text.rfind(" ", begin, begin + length)
    end = end if end > begin else begin + length
    return f"{'… ' if begin else ''}{text[begin:end]}{' …' if end < len(text) else ''}"


def _hits(text: str, query: Query) -> list[tuple[int, int]]:
    words = [(start, end, _term(word)) for start, end, word in _words(text)]
    found: set[tuple[int, int]] = set()
    for one in query.wanted:
        if isinstance(one, Word):
            found |= {(start, end) for start, end, term in words if _is_meant(term, one)}
            continue
        stems = tuple(term.stem for _, _, term in words)
        for at in range(len(stems) - len(one.stems) + 1):
            if stems[at : at + len(one.stems)] == one.stems:
                found.add((words[at][0], words[at + len(one.stems) - 1][1]))
    return _apart(found)


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@dataclass(frozen=True, slots=True)
class _Term:
    stem: str
    form: str
    others: tuple[str, ...]


def _is_meant(term: _Term, wanted: Word) -> bool:
    if wanted.begins and (term.form.startswith(wanted.begins) or term.stem.startswith(wanted.begins)):
        return True
    return term.stem in wanted.terms or any(other in wanted.terms for other in term.others)


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    """Every word with its place, in small letters; the places are those in the text as it was given."""
    for match in _WORD.finditer(text):
        yield match.start(), match.end(), unicodedata.normalize("NFC", match[0]).lower().replace("’", "'")


@lru_cache(maxsize=100_000)
def _term(word: str) -> _Term:
    form = _plain(word)
    found = keys(word)
    others = dict.fromkeys(filter(None, map(_plain, found.others)))
    return _Term(_plain(found.stem) or form, form, tuple(others))


@lru_cache(maxsize=200_000)
def _plain(word: str) -> str:
    """Without accents and apostrophes. Letters of another script become the digits of their UTF-8: beginnings stay."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold()).translate(_LETTERS)
    folded = "".join(sign for sign in folded if sign.isalnum())
    if not folded.isascii():
        folded = "x0" + folded.encode().hex()
    return folded[:LONGEST_TERM]


_BETWEEN = "x0"
"""Stands between two texts."""


@cache
def _stop_terms() -> frozenset[str]:
    """Worked out when somebody looks for something: it takes the whole dictionary, which most processes never need."""
    return frozenset(_plain(stem) for word in STOP_WORDS for stem in looked_for(word))
