"""Letters said aloud: by their names, by a spelling alphabet, or one by one.

The spelling alphabets are the Dutch telephone alphabet, the Polish and the Turkish, and that of the ITU and NATO; they
are names, not words of a language, so they are understood whatever the dialogue's language is.
"""

from __future__ import annotations

from channels.understanding.folding import plain
from channels.understanding.hearing import Languages

_TELEPHONE = (
    "anna dirck isaak jacob jacobus johanna johan julius karel lodewijk leo maarten nicolaas pieternel rudolph rolf "
    "sjaak utrechtse wilhelmina yvonne zwolle "
    "anton bernard bernhard bernhardt cornelis dirk eduard ferdinand gerard hendrik isaac izaak izaac johan johannes "
    "jan karel lodewijk maria marie nico nicolaas otto pieter piet quotient quirinus quadraat richard rudolf simon "
    "teunis theodor theodoor utrecht victor willem xantippe xanthippe ypsilon ijmuiden zaandam zacharias"
)
_NATO = (
    "alfa alpha bravo charlie delta echo foxtrot golf hotel india juliett juliet juliette kilo lima mike november "
    "oscar papa quebec romeo sierra tango uniform whiskey whisky xray yankee zulu"
)
_POLISH = (
    "adam barbara cecylia celina cezary dorota ewa franciszek genowefa halina henryk irena jadwiga jozef jan karol "
    "leon ludwik maria natalia olga pawel roman stanislaw tadeusz urszula wanda waclaw xantypa ypsylon zygmunt zofia"
)
_TURKISH = (
    "adana ankara bolu bursa ceyhan denizli edirne fatsa giresun hatay isparta izmir jandarma kayseri luleburgaz "
    "manisa nigde ordu polatli rize sinop tokat usak yozgat zonguldak"
)
_OTHER_SCRIPTS = {
    "альфа": "a", "браво": "b", "чарлі": "c", "дельта": "d", "ехо": "e", "фокстрот": "f", "гольф": "g", "готель": "h",
    "індія": "i", "джульєтта": "j", "кіло": "k", "ліма": "l", "майк": "m", "новембер": "n", "оскар": "o", "папа": "p",
    "квебек": "q", "ромео": "r", "сьєрра": "s", "танго": "t", "юніформ": "u", "віктор": "v", "віскі": "w", "янкі": "y",
    "зулу": "z", "ألفا": "a", "الفا": "a", "برافو": "b", "تشارلي": "c", "دلتا": "d", "إيكو": "e", "فوكستروت": "f",
    "غولف": "g", "هوتيل": "h", "إنديا": "i", "جولييت": "j", "كيلو": "k", "ليما": "l", "مايك": "m", "نوفمبر": "n",
    "أوسكار": "o", "كيبيك": "q", "روميو": "r", "سييرا": "s", "تانغو": "t", "يونيفورم": "u", "فيكتور": "v", "ويسكي": "w",
    "يانكي": "y", "زولو": "z",
}  # fmt: skip
"""The alphabet of the ITU and NATO as it is written in Ukrainian and Arabic."""

_NAMES = {
    "nl": "a:aa b:bee,be c:cee,ce d:dee e:ee f:ef g:gee,ge h:haa,ha i:ie j:jee k:kaa,ka l:el m:em n:en o:oo "
    "p:pee,pe q:kuu,ku,quu r:er s:es t:tee u:uu v:vee,ve w:wee,dubbel_u,dubbele_u x:iks,ix "
    "y:ypsilon,ij,griekse_ij,igrek z:zet,zed",
    "en": "a:ay b:bee c:cee,see,sea d:dee e:ee f:ef g:gee h:aitch,haitch i:eye j:jay k:kay l:el,ell m:em n:en o:oh "
    "p:pee q:cue,queue r:ar,are s:ess t:tee u:you v:vee w:double_u,double_you x:ex y:why,wye z:zed,zee",
    "tr": "b:be c:ce d:de f:fe g:ge h:he j:je k:ke,ka l:le m:me n:ne p:pe r:re s:se t:te v:ve y:ye z:ze",
    "pl": "b:be c:ce d:de f:ef g:gie h:ha j:jot k:ka l:el m:em n:en p:pe q:ku r:er s:es t:te w:wu x:iks y:igrek z:zet",
    "uk": "a:а,ей b:бе,бі c:це,сі d:де,ді e:е f:еф g:ге,джі h:ха,ейч j:йот k:ка l:ель m:ем n:ен o:о p:пе,пі q:ку r:ер "
    "s:ес t:те,ті u:у v:ве w:дубль_ве x:ікс y:ігрек z:зет",
}
_NAMES["fy"] = _NAMES["nl"]
_LIKE = frozenset({"van", "als", "like", "as", "for", "in", "fan", "jak", "як", "gibi", "مثل"})
"""What stands between a letter and its name: "de a van Anton", "b as in Bravo"."""


def _table(language: str) -> dict[tuple[str, ...], str]:
    pairs = (entry.split(":") for entry in _NAMES.get(language, "").split())
    named = ((name, letter) for letter, names in pairs for name in names.split(","))
    return {tuple(plain(name.replace("_", " ")).split()): letter for name, letter in named}


_BY_LANGUAGE = {language: _table(language) for language in _NAMES}
_SPELLED: dict[tuple[str, ...], str] = {
    **{(word,): word[0] for word in f"{_TELEPHONE} {_NATO} {_POLISH} {_TURKISH}".split()},
    **{(plain(word),): letter for word, letter in _OTHER_SCRIPTS.items()},
    ("x", "ray"): "x",
    ("ijmuiden",): "y",
}


def letters_said(words: tuple[str, ...], languages: Languages) -> str | None:
    """The two letters of a postcode in `words`, or None if they are not all letters, or not two."""
    letters: list[str] = []
    said: list[str] = []
    at = 0
    while at < len(words):
        step, letter = _letter_at(words, at, languages)
        explains = bool(letters) and words[at - 1] in _LIKE and words[at][0] == letters[-1]
        explained = bool(letters) and words[at - 1] in _LIKE and letter == letters[-1]
        if letter and not explained:
            letters.append(letter)
            said.append(words[at])
        elif not letter and not explains and words[at] not in _LIKE and words[at] not in languages.fillers:
            return None
        at += step
    if len(letters) == 3 and said[1] in languages.list_words:
        del letters[1]
    together = "".join(letters)
    return together if len(together) == 2 else None


def _letter_at(words: tuple[str, ...], at: int, languages: Languages) -> tuple[int, str]:
    word = words[at]
    tables = [_SPELLED, *(_BY_LANGUAGE[code] for code in languages.codes if code in _BY_LANGUAGE)]
    for width in (2, 1):
        for table in tables:
            if tuple(words[at : at + width]) in table:
                return width, table[tuple(words[at : at + width])]
    if len(word) == 1 and "a" <= word <= "z":
        return 1, word
    if len(word) == 2 and len(words) == 1 and word.isascii() and word.isalpha():
        return 1, word
    return 1, ""
