"""What is believed of a machine's transcript. What is not becomes "could not be made out", for a person to hear.

Speech models trained on films write subtitles' credits and thanks where nobody speaks, repeat themselves when they are
lost, and are never at a loss for words. A wrong sentence in somebody's name is worse than none.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace

from channels.understanding.folding import plain
from models.transcripts import Segment, Transcript

LEAST_BELIEVED = 0.25
"""Confidence below which a segment is not shown. Whisper's base model gave 0.32 to 0.41 on sentences that were right in
part and 0.04 where it was lost (mean probability of its tokens, synthetic Dutch at 8 kHz)."""

MOST_COMPRESSED = 2.4
"""Length by compressed length from which a text repeats itself; Whisper's own limit."""

SHORTEST_MEASURED = 60
"""Characters. A shorter text says nothing about repetition."""

FEWEST_WORDS = 4
LOOKED_BACK = 3
"""A piece of so many words or more that stands in one of so many pieces before it: a machine going round in circles."""

CREDITS = tuple(
    plain(line)
    for line in (
        "Ondertiteling door", "Ondertiteld door", "Ondertitels ingediend door", "Ondertiteling:", "TV Gelderland",
        "Subtitles by", "Subtitled by", "Captions by", "Transcription by", "Translated by", "Copyright ©",
        "Undertiteld troch", "Altyazı M.K.", "Altyazı:", "Çeviri ve altyazı", "ترجمة نانسي قنقر", "ترجمه نانسي",
        "Napisy stworzone przez", "Napisy:", "Tłumaczenie i napisy", "Субтитри", "Субтитры", "Редактор субтитров",
        "Редактор субтитрів", "Переклад субтитрів", "www.", "http",
    )
)  # fmt: skip
"""How such inventions begin."""

INVENTIONS = frozenset(
    plain(line)
    for line in (
        "Muziek", "Applaus", "Gelach", "Stilte", "Bedankt voor het kijken", "Bedankt voor het luisteren",
        "Dank u voor het kijken", "Tot de volgende keer", "Tot de volgende video", "Vergeet niet te abonneren",
        "Music", "Applause", "Laughter", "Silence", "Inaudible", "Blank audio", "Thanks for watching",
        "Thank you for watching", "Please subscribe", "Like and subscribe", "See you next time",
        "İzlediğiniz için teşekkürler", "İzlediğiniz için teşekkür ederim", "Abone olmayı unutmayın", "Müzik", "Alkış",
        "اشتركوا في القناة", "شكرا على المشاهدة", "شكرا للمشاهدة", "موسيقى", "لا تنسوا الاشتراك في القناة",
        "Dziękuję za oglądanie", "Dziękuję za uwagę", "Dzięki za oglądanie", "Do zobaczenia w następnym odcinku",
        "Muzyka", "Oklaski", "Дякую за перегляд", "Дякую за увагу", "Дякуємо за перегляд", "Музика", "Оплески",
        "Спасибо за просмотр", "Продолжение следует", "Продовження в наступній серії", "Підписуйтесь на канал",
    )
)  # fmt: skip
"""What such inventions are in whole."""


def believed(transcript: Transcript) -> Transcript:
    """The transcript without the words that nobody may have said."""
    segments: list[Segment] = []
    told: list[str] = []
    for segment in transcript.segments:
        text = (segment.text or "").strip()
        said = plain(text)
        sound = said and segment.confidence >= LEAST_BELIEVED and not _invented(said)
        fresh = sound and not _repeats(text) and not _told_already(said, told)
        segments.append(replace(segment, text=text if fresh else None))
        told.append(said)
    return replace(transcript, segments=tuple(segments))


def _told_already(said: str, told: Sequence[str]) -> bool:
    """Whether a whole sentence stood in one of the last pieces: people who repeat themselves vary their words."""
    return len(said.split()) >= FEWEST_WORDS and any(said in earlier for earlier in told[-LOOKED_BACK:])


def _invented(said: str) -> bool:
    return said in INVENTIONS or said.startswith(CREDITS)


def _repeats(text: str) -> bool:
    content = text.encode()
    return len(text) >= SHORTEST_MEASURED and len(content) / len(zlib.compress(content)) > MOST_COMPRESSED
