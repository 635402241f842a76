"""Dutch words as they are looked for: their stems, and the words that a compound is made of.

Stems by Snowball, word forms by the dictionary of simplemma, which also says what a word is. Of Snowball's two for
Dutch the older: the newer one takes “ge” out of words, so that gemeente and meen become the same. A word of another
language passes nearly unharmed, and is looked for in the same way as it was kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from simplemma.strategies import DictionaryLookupStrategy
from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY
from Stemmer import Stemmer


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHORTEST_PART = 4
SHORT_PARTS = _words(
    """
    bak bal bar bos bui bus dag dak dam gas hal hek jas kar kop lap mos pad pen put rit tas top
    vak vis wal weg wet zee zon
    """
)
"""Words of three letters that really make compounds; the others stand in every second word by accident."""
SHORTEST_COMPOUND = 6

LINKS = ("", "s", "e", "en", "n", "er")
"""What may stand between two words that became one: dorp-s-huis, hond-en-poep."""

OURS = _words(
    """
    bewoonster eenzaamheid hitte inspraak nieuwbouw omwonende omwonenden overlast raadslid samenspraak
    wateroverlast woonwijk zwerfvuil
    """
)
"""Of the words that come up at every meeting those that the dictionary has not."""

ENDINGS = _words(
    """
    achtig achtige aren atie aties baar baarheid bare baren chap dommen eerd eerde enaar enaars ende eren erend
    erij ering eringen esse heden heid igen ingen ische isme lijk lijke lijken lijks ling lingen loos loze matig
    matige naar rijk rijke schap schappen sten ster sters teit tien ting tingen zaal zaam zame
    """
)
"""Look like words and are only the end of one."""
BEGINNINGS = _words(
    """
    aan achter achteruit af alle anti be bij binnen boven buiten daar dat door drie elk er eruit even ge geen
    hand heen her hier hun ieder in langs mede mee met mis na naar neer niet om on onder ont oor op over rond
    samen te tegen terug toe tussen twee uit van ver vier vol voor voorbij vooruit vrij waar wan wat weer wel zo
    zonder
    """
)
"""What stands before one of these is no compound in which somebody would look for the second word."""


@dataclass(frozen=True, slots=True)
class Keys:
    """By what one word is found: its stem, and whatever else, such as the stems of a compound's parts."""

    stem: str
    others: tuple[str, ...]


_STEMMER = Stemmer("dutch_porter", 0)
"""Without a memory of its own: what is asked often is remembered here."""
_KNOWN = DictionaryLookupStrategy(LOW_MEMORY_DICTIONARY_FACTORY)


@lru_cache(maxsize=100_000)
def keys(word: str) -> Keys:
    """:param word: in small letters, with its accents."""
    stem = _STEMMER.stemWord(word)
    others = dict.fromkeys(stem for part in (word, *compound_parts(word)) for stem in _stems(part))
    others.pop(stem, None)
    return Keys(stem, tuple(others))


def looked_for(word: str) -> tuple[str, ...]:
    """What a word that somebody looks for is found by. Not by its parts: who looks for lamps at a playground does not
    ask for every lamp.
    """
    return tuple(_stems(word))


def listed_forms(word: str) -> tuple[str, ...]:
    """A word and the forms that a dictionary lists it under: bankjes, bankje, bank."""
    listed = _listed(word) or _listed_compound(word) or word
    return tuple(dict.fromkeys((word, listed, _listed(listed) or listed)))


def _stems(word: str) -> dict[str, None]:
    return dict.fromkeys(map(_STEMMER.stemWord, listed_forms(word)))


@lru_cache(maxsize=200_000)
def _listed(word: str) -> str | None:
    """The form under which the dictionary lists a word; None if it does not know it."""
    return word if word in OURS else _KNOWN.get_lemma(word, "nl")


def _listed_compound(word: str) -> str | None:
    """The form under which a dictionary would list a compound that it does not know: laanbomen → laanboom."""
    cut = _cut(word)
    return None if cut is None else word[: cut.at] + (_listed(word[cut.at :]) or "")


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a compound falls apart, and its first word without what links it to the second."""

    at: int
    first: str


def compound_parts(word: str) -> tuple[str, ...]:
    """The words that a compound is made of, down to the smallest: of “speelplaatsverlichting” are that speelplaats,
    speel, plaats and verlichting. Nothing for a word that is none.
    """
    cut = _cut(word)
    if cut is None:
        return ()
    last = word[cut.at :]
    return (cut.first, *compound_parts(cut.first), last, *compound_parts(last))


@lru_cache(maxsize=100_000)
def _cut(word: str) -> _Cut | None:
    """Behind the longest first word that heads an entry of the dictionary, else behind the longest that the dictionary
    knows at all, else behind one that is a compound itself.
    """
    if len(word) < SHORTEST_COMPOUND:
        return None
    places = [at for at in range(len(word) - 3, 2, -1) if _may_end(word[at:])]
    for is_word in (_is_entry, _listed, _cut):
        for at in places:
            for link in LINKS:
                first = word[:at].removesuffix(link)
                linked = not link or len(first) < at
                if linked and _may_begin(first) and is_word(first):
                    return _Cut(at, first)
    return None


def _is_entry(word: str) -> bool:
    return _listed(word) == word


def _may_begin(word: str) -> bool:
    return (len(word) >= SHORTEST_PART or word in SHORT_PARTS) and word not in BEGINNINGS


def _may_end(word: str) -> bool:
    return (len(word) >= SHORTEST_PART or word in SHORT_PARTS) and word not in ENDINGS and _listed(word) is not None
