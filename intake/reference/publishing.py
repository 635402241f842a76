"""The static site written into a folder, in which afterwards nothing stands that is not published any more."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from intake.reference.publication import Publication
from intake.reference.site import site
from models.errors import Rejected

LIST = ".inloop-naslagwerk.json"
"""In the folder: which files are ours to take away the next time."""


def publish(publication: Publication, folder: Path, tick: Callable[[], None] = lambda: None) -> tuple[int, int]:
    """Write every file of the site, and take away those of an earlier publication that are none of it any more.

    Files that Inloop did not write are left alone. Each file is replaced at once, so that a reader sees it whole.

    :return: how many files there are, and how many were taken away.
    :raises Rejected: the folder cannot be written, or holds other things and no publication of ours.
    """
    try:
        before = _before(folder)
        written: list[str] = []
        for name, content in site(publication):
            _replace(folder / name, content)
            written.append(name)
            tick()
        gone = sorted(before - set(written))
        for name in gone:
            (folder / name).unlink(missing_ok=True)
        _replace(folder / LIST, json.dumps(sorted(written), indent=0).encode())
    except OSError as error:
        raise Rejected(f"{folder} cannot be written: {error.strerror}", code="output") from error
    return len(written), len(gone)


def _before(folder: Path) -> set[str]:
    folder.mkdir(parents=True, exist_ok=True)
    known = folder / LIST
    if known.is_file():
        return {name for name in json.loads(known.read_bytes()) if not Path(name).is_absolute() and ".." not in name}
    if any(folder.iterdir()):
        raise Rejected(f"{folder} holds other files; give a folder that is empty or not there yet", code="output")
    return set()


def _replace(file: Path, content: bytes) -> None:
    if file.is_file() and file.read_bytes() == content:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.part")
    partial.write_bytes(content)
    partial.replace(file)
