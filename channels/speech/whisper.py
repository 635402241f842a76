"""Whisper on this machine, through faster-whisper. The one file that knows it; the model is the operator's own.

faster-whisper is an extra that is installed by choice. Nothing is ever downloaded: the folder must hold all of a model
in CTranslate2's format, its tokenizer included, for without that the library would fetch one.
"""

from __future__ import annotations

import io
import math
import os
from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from models.errors import NeedsPerson, Rejected, TryAgain
from models.transcripts import Segment, Transcript

PARTS = ("config.json", "model.bin", "tokenizer.json")
VOCABULARIES = ("vocabulary.json", "vocabulary.txt")

RATE = 16_000
"""Samples a second that Whisper hears."""

PAUSE_MS = 1_500
"""Of silence, in ms. What stands on either side is written down separately: taken together, Whisper lost the second
half of an answer with a long pause in it."""

SILENT = 0.6
"""Whisper's own limit for the chance that nobody speaks."""

HEARD_AS = {"fy": "nl"}
"""Whisper knows no Frisian; Dutch is what comes nearest."""

TEMPERATURES = (0.0, 0.2, 0.4)
"""How freely it may try again where it is not sure. Whisper goes on to 1.0, where it wrote whole sentences in other
languages over two spoken ones."""


class Whisper:
    """The built-in engine `whisper:FOLDER`."""

    def __init__(self, folder: str) -> None:
        """:raises Rejected: the extra is not installed, or the folder is not a whole model."""
        if find_spec("faster_whisper") is None:
            raise Rejected(
                "whisper needs the package faster-whisper; install it with pip install -r requirements-speech.lock",
                code="no_engine",
            )
        if not folder or not Path(folder).is_dir():
            raise Rejected("whisper needs a folder that exists: whisper:/folder/of/the/model", code="no_model")
        missing = [part for part in PARTS if not Path(folder, part).is_file()]
        if not any(Path(folder, part).is_file() for part in VOCABULARIES):
            missing.append(" or ".join(VOCABULARIES))
        if missing:
            raise Rejected(
                f"the model's folder lacks {', '.join(missing)}; put a Whisper model in CTranslate2's format there",
                code="no_model",
            )
        self._folder = folder

    @property
    def name(self) -> str:
        return f"faster-whisper {version('faster-whisper')}, {Path(self._folder).resolve().name}"

    def transcribe(self, sound: bytes, *, language: str, hints: Sequence[str]) -> Transcript:
        from av.error import FFmpegError
        from faster_whisper import WhisperModel, decode_audio
        from faster_whisper.vad import VadOptions, get_speech_timestamps

        try:
            samples = decode_audio(io.BytesIO(sound), sampling_rate=RATE)
            spoken = get_speech_timestamps(samples, VadOptions(min_silence_duration_ms=PAUSE_MS), RATE)
            segments: list[Segment] = []
            if not spoken:
                return Transcript((), language, self.name)
            model = WhisperModel(
                self._folder,
                device="cpu",
                compute_type="int8",
                cpu_threads=len(os.sched_getaffinity(0)),
                local_files_only=True,
            )
            for stretch in spoken:
                heard, _ = model.transcribe(
                    samples[stretch["start"] : stretch["end"]],
                    language=HEARD_AS.get(language, language),
                    temperature=TEMPERATURES,
                    condition_on_previous_text=False,
                    hotwords=" ".join(hints) or None,
                )
                begins, ends = stretch["start"] / RATE, stretch["end"] / RATE
                segments += (
                    Segment(
                        round(begins + one.start, 2),
                        round(min(begins + one.end, ends), 2),
                        one.text.strip() if one.no_speech_prob <= SILENT else None,
                        round(min(1.0, math.exp(one.avg_logprob)), 3),
                    )
                    for one in heard
                )
        except FFmpegError as error:
            raise NeedsPerson("the recording is no sound that can be opened", code="no_sound") from error
        except (RuntimeError, MemoryError) as error:
            raise TryAgain(
                "Whisper could not finish; check the model in the folder and the machine's memory", code="whisper"
            ) from error
        return Transcript(tuple(segments), language, self.name)
