"""Names of files as people, programs and systems leave them: how they are told, and which are certainly no post."""

from __future__ import annotations

HALF_WRITTEN = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".!ut")
OF_SYSTEMS = frozenset(
    {"thumbs.db", "desktop.ini", "__macosx", "lost+found", "system volume information"}
    | {"$recycle.bin", "@recycle", "#recycle", "#snapshot", "@eadir"}
)
"""What file managers and disks leave behind: small pictures of all they hold, and what was thrown away."""

HIDDEN = (".", "~")

LONGEST_NAME = 200
"""Characters of a name that are kept; the end of it has the extension."""


def is_no_post(name: str) -> bool:
    """Whether a file or folder of this name is half-written, or was left there by a system."""
    lower = name.lower()
    return lower.startswith(HIDDEN) or lower in OF_SYSTEMS or lower.endswith(HALF_WRITTEN)


def printable(name: str) -> str:
    """A name as text that can be stored and told, whatever bytes the disk or the mail holds."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\0", "")
