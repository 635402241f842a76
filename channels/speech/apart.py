"""An engine at work in a process of its own, with bounds on its time and memory: it may hang, grow or crash.

The parent sends one line of JSON and the sound; the child answers with one object of JSON. It gets none of our
settings, so that an engine of somebody else's making holds no secret of ours.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from channels.speech.engine import engine_named
from models.errors import InloopError, NeedsPerson, Rejected, TryAgain
from models.transcripts import Segment, Transcript

BETWEEN_SIGNS = 15.0
"""Seconds after which the caller is told that the work goes on."""

ERRORS: dict[str, type[InloopError]] = {kind.__name__: kind for kind in (Rejected, TryAgain, NeedsPerson)}


@dataclass(frozen=True, slots=True)
class Bounds:
    """`seconds` is for loading a model and for the shortest sound; `per_second` is added for each second of sound.

    `memory` is address space in bytes: the largest Whisper model in 8-bit form needs some 3 GB, and its threads'
    stacks as much again.
    """

    seconds: float = 180.0
    per_second: float = 6.0
    memory: int = 8 * 1024**3

    def lasting(self, sound_seconds: float) -> float:
        return self.seconds + self.per_second * sound_seconds


BOUNDS = Bounds()


def transcribe_apart(
    setting: str,
    sound: bytes,
    *,
    language: str,
    hints: Sequence[str],
    sound_seconds: float,
    going_on: Callable[[], None],
    bounds: Bounds = BOUNDS,
) -> Transcript:
    """What the engine of a setting makes of a sound.

    :param going_on: called every quarter of a minute while the engine works.
    :raises Rejected: the setting names no engine that could work.
    :raises TryAgain: the engine says so, or ended without an answer.
    :raises NeedsPerson: the engine says so, or took too long.
    """
    request = {"engine": setting, "language": language, "hints": list(hints), "memory": bounds.memory}
    process = subprocess.Popen(
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("INLOOP_")}
        | {"HF_HUB_OFFLINE": "1"},
    )
    try:
        answer = _await(process, json.dumps(request).encode() + b"\n" + sound, bounds.lasting(sound_seconds), going_on)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    return _transcript(answer)


def _await(process: subprocess.Popen[bytes], given: bytes, seconds: float, going_on: Callable[[], None]) -> bytes:
    deadline = time.monotonic() + seconds
    to_send: bytes | None = given
    while True:
        try:
            answer, _ = process.communicate(to_send, timeout=min(BETWEEN_SIGNS, seconds))
            return answer
        except subprocess.TimeoutExpired as expired:
            to_send = None
            if time.monotonic() >= deadline:
                raise NeedsPerson("the speech engine took too long over this recording", code="too_slow") from expired
            going_on()


def _transcript(answer: bytes) -> Transcript:
    if not answer:
        raise TryAgain("the speech engine ended without an answer; its memory may be too small", code="engine_ended")
    told: dict[str, Any] = json.loads(answer)
    if "error" in told:
        raise ERRORS[told["error"]](told["message"], code=told["code"])
    return Transcript(tuple(map(Segment.from_json, told["segments"])), told["language"], told["engine"])


def main() -> None:
    """The child: one request, one answer. What an engine prints goes to the log and not into the answer."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    request = json.loads(sys.stdin.buffer.readline())
    resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with answers:
        answers.write(json.dumps(_answer(request, sys.stdin.buffer.read())).encode())


def _answer(request: dict[str, Any], sound: bytes) -> dict[str, Any]:
    try:
        engine = engine_named(request["engine"])
        if engine is None:
            raise Rejected("no speech engine is set", code="no_engine")
        heard = engine.transcribe(sound, language=request["language"], hints=request["hints"])
    except (Rejected, TryAgain, NeedsPerson) as problem:
        return {"error": type(problem).__name__, "message": problem.message, "code": problem.code}
    segments = [segment.as_json() for segment in heard.segments]
    return {"segments": segments, "language": heard.language, "engine": heard.engine}


if __name__ == "__main__":
    main()
