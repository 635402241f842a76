"""A file from a stranger → its pages as upright-as-scanned grey pictures, one at a time, at bounded cost.

All decoding happens in `scans.decoder`, a process that can be killed: a file that takes too long, too much memory, or
brings the decoder down costs its own pages and nothing else.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, cast

import numpy as np
from numpy.typing import NDArray

from models.errors import Rejected
from scans.kinds import kind_of
from scans.limits import LIMITS, Limits

Grey = NDArray[np.uint8]
"""A picture: height × width, 0 is black, 255 is white."""

A4_LONG_INCHES = 297 / 25.4

PARTING_SECONDS = 1.0

PIPE_BYTES = 1 << 20
"""Sixteen times the usual: pictures are large, and each filling of the pipe costs a change of process."""

LEAST_DPI = 60.0
"""A page that says it is coarser than this is not measured in inches at all: a photograph, or an absurd paper size."""

MESSAGES = {
    "not_a_document": "This file is no PDF and no picture (TIFF, JPEG, PNG, HEIC, WebP) that can be opened. "
    "Unpack a zip file; scan anything else again, or save it as a PDF.",
    "encrypted": "This PDF is locked with a password. Save it without a password and hand it in again.",
    "too_large": "This file is too large to read safely. Scan it at 300 dpi, or split it into smaller files.",
    "unreadable_page": "This page could not be read. Scan it again.",
}


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as it was scanned. `dpi` is what the file says, or what it would be if the page were A4.

    `digital`: the page was made by a program and has text of its own, so that nothing needs recognising.
    """

    number: int
    image: Grey
    dpi: float
    digital: bool


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text and its box (x, y, w, h) in mm from the page's top left."""

    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class TypedText:
    """What a field of a PDF says, and its box (x, y, w, h) as parts of the picture's width and height."""

    text: str
    box: tuple[float, float, float, float]


class _Gone(Exception):
    """The decoder died or had to be killed."""


class Decoder:
    """Keeps the decoder's process. Use it as a context manager; one thread at a time; any number of files."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Decoder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def open(self, data: bytes) -> Iterator[OpenDocument]:
        """The document in `data`.

        :raises Rejected: it cannot be read at all; the code is the contract's: not_a_document, encrypted, too_large.
        """
        document = OpenDocument(self, data)
        try:
            yield document
        finally:
            document.close()

    def ask(
        self, request: dict[str, object], data: bytes = b"", *, within: float | None = None
    ) -> tuple[dict[str, Any], bytearray]:
        """One request, one answer, within so many seconds if that is less than any request may take.

        :raises _Gone: the process ended or took too long, and is no more.
        """
        seconds = self.limits.seconds
        deadline = time.monotonic() + (seconds if within is None else min(seconds, within))
        try:
            process = self._running()
            self._send(process, request, data)
            header: dict[str, Any] = json.loads(
                self._receive(process, int.from_bytes(self._receive(process, 4, deadline)), deadline)
            )
            return header, self._receive(process, header.get("bytes", 0), deadline)
        except (OSError, _Gone) as error:
            self.stop()
            raise _Gone from error

    def tell(self, request: dict[str, object]) -> None:
        """A request that has no answer."""
        try:
            self._send(self._running(), request, b"")
        except OSError:
            self.stop()

    def close(self) -> None:
        """Let the process end by itself, so that the system counts what it cost; end it if it does not."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(PARTING_SECONDS)
        self.stop()

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(Path(__file__).with_name("decoder.py"))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,
                env={"PATH": os.defpath, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )
            for pipe in (self._process.stdin, self._process.stdout):
                fcntl.fcntl(cast(IO[bytes], pipe), fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        return self._process

    @staticmethod
    def _send(process: subprocess.Popen[bytes], request: dict[str, object], data: bytes) -> None:
        text = json.dumps(request | {"bytes": len(data)}).encode()
        pipe = cast(IO[bytes], process.stdin)
        for part in (len(text).to_bytes(4, "big") + text, data):
            view = memoryview(part)
            while view:
                view = view[pipe.write(view) :]

    def _receive(self, process: subprocess.Popen[bytes], count: int, deadline: float) -> bytearray:
        if count > self.limits.memory:
            raise _Gone  # no answer is larger than what may have made it
        pipe = cast(IO[bytes], process.stdout)
        received = bytearray(count)
        view = memoryview(received)
        while view:
            ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
            read = os.readv(pipe.fileno(), [view]) if ready else 0
            if not read:
                raise _Gone
            view = view[read:]
        return received


class OpenDocument:
    """The pages of one file. Pages are numbered from 1."""

    def __init__(self, decoder: Decoder, data: bytes) -> None:
        limits = decoder.limits
        kind = kind_of(data)
        if kind is None:
            raise _rejected("not_a_document")
        if len(data) > limits.file_bytes:
            raise _rejected("too_large")
        self._decoder = decoder
        self._data = data
        self._opening: dict[str, object] = {
            "do": "open",
            "kind": kind.value,
            "pages": limits.pages,
            "pixels": limits.pixels,
            "memory": limits.memory,
        }
        self._is_open = False
        self._patience = limits.seconds
        try:
            self.pages = self._open()
        except _Gone as gone:
            raise _rejected("too_large") from gone

    def image(self, page: int, dpi: float = 300.0) -> PageImage:
        """One page, at most at `dpi`.

        :raises Rejected: this page cannot be read (unreadable_page) or is too large (too_large); others may be.
        """
        header, data = self._ask({"do": "image", "page": page, "dpi": dpi})
        image = np.frombuffer(data, dtype=np.uint8).reshape(header["height"], header["width"])
        image.flags.writeable = False
        assumed = max(image.shape) / A4_LONG_INCHES
        dpi = header["dpi"] if header["dpi"] >= LEAST_DPI else assumed
        return PageImage(number=page, image=image, dpi=dpi, digital=header["digital"])

    def lines(self, page: int) -> list[TextLine]:
        """The text of a page that was born digital.

        :raises Rejected: it has none that can be read.
        """
        header, _ = self._ask({"do": "lines", "page": page})
        return [TextLine(line["text"], (*line["box"],)) for line in header["lines"]]

    def typed(self, page: int) -> list[TypedText]:
        """What was typed in the fields of a page that is filled in on screen; nothing of any other page.

        :raises Rejected: the page cannot be read.
        """
        header, _ = self._ask({"do": "typed", "page": page})
        return [TypedText(one["text"], (*one["box"],)) for one in header["typed"]]

    def close(self) -> None:
        if self._is_open:
            self._decoder.tell({"do": "close"})
            self._is_open = False

    def _open(self) -> int:
        header, _ = self._decoder.ask(self._opening, self._data)
        self._is_open = True
        if "refused" in header:
            self.close()
            raise _rejected(header["refused"])
        pages: int = header["pages"]
        if pages < 1:
            self.close()
            raise _rejected("not_a_document")
        return pages

    def _ask(self, request: dict[str, object]) -> tuple[dict[str, Any], bytearray]:
        if self._patience <= 0:
            raise _rejected("too_large")
        began = time.monotonic()
        try:
            if not self._is_open:
                self._open()
            header, data = self._decoder.ask(request, within=self._patience + self._decoder.limits.usual)
        except _Gone as gone:
            self._is_open = False
            self._patience -= time.monotonic() - began
            raise _rejected("unreadable_page") from gone
        self._patience -= max(0.0, header["cpu"] - self._decoder.limits.usual)
        if "refused" in header:
            raise _rejected(header["refused"])
        return header, data


def _rejected(code: str) -> Rejected:
    return Rejected(MESSAGES[code], code=code)
