"""What people answer to "which language?": a number in the list, a name in its own or another language, a code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from channels.understanding.folding import fold, plain
from channels.understanding.hearing import languages_of
from channels.understanding.lexicon import phrases

_NAMES = {
    "nl": "nl, nld, Nederlands, Hollands, Vlaams, Dutch, Nederlânsk, Hollânsk, Felemenkçe, Hollandaca, الهولندية, "
    "هولندي, هولندية, niderlandzki, po niderlandzku, holenderski, po holendersku, нідерландська, голландська",
    "en": "en, eng, English, Engels, Ingelsk, İngilizce, الإنجليزية, إنجليزي, انجليزية, angielski, po angielsku, "
    "англійська, англійською",
    "fy": "fy, fry, Frysk, Fries, Frisian, Frizce, الفريزية, fryzyjski, po fryzyjsku, фризька",
    "tr": "tr, tur, Türkçe, Turks, Turkish, Turksk, التركية, تركي, turecki, po turecku, турецька, турецькою",
    "ar": "ar, ara, العربية, عربي, عربية, بالعربي, بالعربية, Arabisch, Arabic, Arabysk, Arapça, arabski, po arabsku, "
    "арабська, арабською",
    "pl": "pl, pol, polski, po polsku, polska, Pools, Polish, Poalsk, Lehçe, Polonyaca, البولندية, بولندي, польська, "
    "польською",
    "uk": "uk, ukr, ua, українська, українською, Oekraïens, Oekraiens, Ukrainian, Oekraynsk, Ukraynaca, الأوكرانية, "
    "أوكراني, ukraiński, po ukraińsku, українська мова",
    "de": "de, deu, ger, Deutsch, Duits, German, Dútsk, Almanca, الألمانية, niemiecki, po niemiecku, німецька",
    "fr": "fr, fra, fre, français, Frans, French, Frânsk, Fransızca, الفرنسية, francuski, po francusku, французька",
    "es": "es, spa, español, castellano, Spaans, Spanish, İspanyolca, الإسبانية, hiszpański, po hiszpańsku, іспанська",
    "so": "so, som, Soomaali, Somalisch, Somali",
    "ti": "ti, tir, ትግርኛ, Tigrinya, Tigrinja",
    "fa": "fa, fas, per, فارسی, Farsi, Perzisch, Persian, Dari, دری",
    "pap": "pap, Papiamento, Papiamentu, Papiaments",
}
"""Languages that we speak, and some that people ask for, so that the answer can say that we do not."""

_CODES = {name: code for code, names in _NAMES.items() for name in sorted(phrases(names))}


def language_code(text: str) -> str | None:
    """The ISO 639 code of the language that all of `text` names ("Engels", "po polsku", "en"), or None."""
    return _CODES.get(plain(text))


def language_meant(text: str, offered: Sequence[str]) -> str | None:
    """Which of the `offered` codes was chosen: by its number in that order, its name or its code. None: none of them.

    Numbers may be in the words of any offered language; polite words around the name do not matter.
    """
    words = tuple(plain(text).split())
    if not words or len(words) > 8:
        return None
    languages = languages_of(offered[0], tuple(offered)) if offered else languages_of("en", ())
    for said in (words, tuple(word for word in words if word not in languages.fillers)):
        code = _CODES.get(" ".join(said))
        if code is not None:
            return code if code in offered else None
        if said:
            number = int(said[0]) if len(said) == 1 and re.fullmatch(r"\d{1,2}", said[0]) else languages.number(said)
            if number is not None:
                return offered[number - 1] if 1 <= number <= len(offered) else None
    return next((code for code in offered if fold(code) == " ".join(words)), None)
