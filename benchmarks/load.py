"""Load on a server on this machine: as much as it takes, or so much a second."""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.dialogues import PATH, PUBLIC_URL, Message

SCRIPT = Path(__file__).with_name("load.lua")
HOST = urlsplit(PUBLIC_URL).netloc
TWILIO_WAITS_SECONDS = 15
SENDERS = 64
"""Connections that stand open at most."""


class LoadFailed(RuntimeError):
    """What was measured would mean nothing; the message says why."""


@dataclass(frozen=True)
class Load:
    """What was sent, and how it was answered.

    :ivar unanswered: the sids of messages that got no 2xx within the 15 seconds that Twilio waits.
    """

    requests: int
    per_second: float
    p50_ms: float
    p99_ms: float
    unanswered: tuple[str, ...] = ()


def saturate(port: int, messages: Sequence[Message], seconds: int, connections: int, folder: Path) -> Load:
    """As fast as the server answers, over so many connections, by wrk with one thread."""
    file = folder / "messages.tsv"
    file.write_text("".join(f"{message.signature}\t{message.body}\n" for message in messages), encoding="utf-8")
    wrk = ["wrk", "--threads=1", f"--connections={connections}", f"--duration={seconds}s", "--timeout=15s"]
    argv = [*wrk, f"--script={SCRIPT}", f"http://127.0.0.1:{port}", "--", str(file), PATH, HOST]
    ended = subprocess.run(argv, capture_output=True, text=True, check=True)
    measured = json.loads(ended.stdout.splitlines()[-1])
    if measured["bad_status"] or measured["broken"]:
        raise LoadFailed(f"{measured['bad_status']} answers were no 2xx, {measured['broken']} never came")
    if measured["requests"] > len(messages) - connections:
        raise LoadFailed(f"{len(messages)} messages were too few for {seconds} s; make more")
    return Load(
        measured["requests"],
        measured["requests"] / measured["seconds"],
        measured["p50_ms"],
        measured["p99_ms"],
    )


def at_rate(port: int, messages: Sequence[Message], per_second: float) -> Load:
    """One message after another on a fixed time-table, whether or not earlier ones have been answered.

    With an infinite rate, as fast as they can be sent. A latency counts from when the message was due, so a server that
    stalls cannot hide it by slowing the sender.
    """
    own = threading.local()
    begin = time.perf_counter() + 0.1

    def send(position: int, message: Message) -> tuple[float, bool]:
        due = begin + position / per_second
        time.sleep(max(0.0, due - time.perf_counter()))
        if not hasattr(own, "connection"):
            own.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TWILIO_WAITS_SECONDS)
        answered = _answered(own.connection, message)
        latency = time.perf_counter() - due
        return latency * 1000, answered and latency <= TWILIO_WAITS_SECONDS

    with ThreadPoolExecutor(SENDERS) as senders:
        sent = list(senders.map(send, range(len(messages)), messages))
    percentiles = statistics.quantiles((latency for latency, _ in sent), n=100)
    unanswered = tuple(message.sid for message, (_, answered) in zip(messages, sent, strict=True) if not answered)
    return Load(len(sent), per_second, percentiles[49], percentiles[98], unanswered)


def _answered(connection: http.client.HTTPConnection, message: Message) -> bool:
    """Send it once; whether it was answered with 2xx. What is not is lost, as Twilio does not send it again."""
    headers = {
        "Host": HOST,
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": message.signature,
    }
    try:
        connection.request("POST", PATH, message.body, headers)
        answer = connection.getresponse()
        answer.read()
    except (http.client.HTTPException, OSError):
        connection.close()
        return False
    return answer.status < 300
