"""A folder that a scanner writes to, most often on a network share.

Nothing tells when a file is whole: shares send no events, and writers do not rename. So a file is taken once it was
the same at two looks, and then moved away: to `verwerkt` when it is safely stored, to `geweigerd` with a note that says
why. A crash between storing and moving does no harm: at the next look the very same file is known and moved.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.desk.words import FILE_PROBLEMS
from intake.file_names import is_no_post, printable
from intake.services import Services
from intake.watching.places import Folder
from intake.watching.taking import Look, Taker, Unreachable
from scans.limits import LIMITS

DONE = "verwerkt"
REFUSED = "geweigerd"
"""As clerks see them on the share."""

PATIENT_LOOKS = 30
"""So many looks a file may stay empty, or a PDF without its end, before it is taken as it is."""

PDF_TAIL = 2048
"""Bytes at the end of a PDF within which `%%EOF` stands, or it is not whole yet."""

DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class _Seen:
    size: int
    changed: int
    """Nanoseconds, by the clock of whoever keeps the file: only compared with itself."""
    looks: int = 1


class WatchedFolder:
    """Remembers between two looks how each file was."""

    def __init__(self, services: Services, place: Folder) -> None:
        self._root = place.path
        self._keep_days = services.settings.watch_keep_days
        self._taker = Taker(services, place, place.address)
        self._seen: dict[Path, _Seen] = {}
        self._stored: dict[Path, tuple[int, int]] = {}
        """Files that were taken in and could not be moved away: size and change, to try only the moving again."""
        self._refused: dict[Path, tuple[int, int, str]] = {}
        """Likewise those that were refused, with why."""
        self._closed: OSError | None = None
        """A folder below this one that could not be opened at this look; what lies beside it is taken in."""

    def look(self) -> Look:
        """Take in what is whole."""
        return self._taker.look(self._look)

    def _look(self) -> None:
        self._closed = None
        try:
            self._seen = {path: self._now(path, found) for path, found in self._files(self._root)}
        except OSError as error:
            raise Unreachable("no_folder", f"{error.strerror}: {error.filename}") from error
        self._stored = {path: was for path, was in self._stored.items() if path in self._seen}
        self._refused = {path: was for path, was in self._refused.items() if path in self._seen}
        stuck: OSError | None = None
        for path, seen in self._seen.items():
            try:
                if seen.looks == 1 or not self._brought(path, seen):
                    self._taker.wait_for(self._name(path))
            except OSError as error:
                stuck = error
        try:
            self._tidy()
        except OSError as error:
            stuck = error
        if stuck is not None:
            raise Unreachable("cannot_move", f"{stuck.strerror}: {stuck.filename}; Inloop must be able to write there")
        if self._closed is not None:
            raise Unreachable("no_folder", f"{self._closed.strerror}: {self._closed.filename}")

    def _files(self, folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
        """Plain files here and below, in order of name; links lead elsewhere and are passed over."""
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            if is_no_post(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                if folder != self._root or entry.name not in (DONE, REFUSED):
                    try:
                        yield from self._files(Path(entry.path))
                    except OSError as error:
                        self._closed = error
            elif entry.is_file(follow_symlinks=False):
                try:
                    yield Path(entry.path), entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue

    def _now(self, path: Path, found: os.stat_result) -> _Seen:
        before = self._seen.get(path)
        same = before is not None and (before.size, before.changed) == (found.st_size, found.st_mtime_ns)
        return _Seen(found.st_size, found.st_mtime_ns, before.looks + 1 if before is not None and same else 1)

    def _name(self, path: Path) -> str:
        return printable(str(path.relative_to(self._root)))

    def _brought(self, path: Path, seen: _Seen) -> bool:
        """Whether a file was taken in or refused, and is out of the way."""
        if (refused := self._refused.get(path)) is not None and refused[:2] == (seen.size, seen.changed):
            self._set_aside(path, refused[2])
            return True
        if seen.size > LIMITS.file_bytes:
            self._taker.refuse(self._name(path), "too_large")
            return self._put_aside(path, seen, "too_large")
        if self._stored.get(path) != (seen.size, seen.changed):
            data = _read(path, seen)
            if data is None or (seen.looks < PATIENT_LOOKS and not _whole(data)):
                return False
            code = self._taker.take(data, self._name(path))
            if code is not None:
                return self._put_aside(path, seen, code)
            self._stored[path] = (seen.size, seen.changed)
        self._done_with(path)
        return True

    def _put_aside(self, path: Path, seen: _Seen, code: str) -> bool:
        """Where it cannot be moved it is not refused anew, and told anew, at every look."""
        self._refused[path] = (seen.size, seen.changed, code)
        self._set_aside(path, code)
        return True

    def _done_with(self, path: Path) -> None:
        if self._keep_days == 0:
            path.unlink(missing_ok=True)
        else:
            self._move(path, DONE)

    def _set_aside(self, path: Path, code: str) -> None:
        """To where people find it, with a note beside it. The note comes first: a file without one tells nothing."""
        target = self._free(REFUSED, path)
        note = target.with_name(f"{target.name}.txt")
        note.write_text(f"{printable(path.name)} is niet verwerkt.\n\n{FILE_PROBLEMS[code]}\n", encoding="utf-8")
        path.rename(target)

    def _move(self, path: Path, folder: str) -> None:
        target = self._free(folder, path)
        path.rename(target)
        os.utime(target)

    def _free(self, folder: str, path: Path) -> Path:
        """A path of the same name that nothing has yet."""
        wanted = self._root / folder / path.relative_to(self._root)
        wanted.parent.mkdir(parents=True, exist_ok=True)
        target, number = wanted, 1
        while target.exists():
            number += 1
            target = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
        return target

    def _tidy(self) -> None:
        """What was stored longer ago than the setting says is kept by Inloop alone. The share's clock may differ."""
        done = self._root / DONE
        if not done.is_dir():
            return
        before = time.time() - self._keep_days * DAY
        for path, found in list(self._files(done)):
            if found.st_mtime < before:
                path.unlink(missing_ok=True)


def _read(path: Path, seen: _Seen) -> bytes | None:
    """The file's bytes; None if it is gone, is no plain file any more, or was changed meanwhile."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        data = file.read(seen.size + 1)
        after = os.fstat(descriptor)
    return data if (len(data), after.st_mtime_ns) == (seen.size, seen.changed) else None


def _whole(data: bytes) -> bool:
    return bool(data) and (not data.startswith(b"%PDF-") or b"%%EOF" in data[-PDF_TAIL:])
