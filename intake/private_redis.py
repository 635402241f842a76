"""The queue of the embedded default: a redis-server of our own, reached through a socket that only we can open.

It keeps nothing on disk. The database is the truth; what this Redis forgets, the sweeper queues again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from intake.supervise import Process
from models.errors import Rejected

LONGEST_SOCKET_PATH = 100
"""Linux takes 107 bytes for the path of a socket (unix(7)); Redis makes temporary names from it."""


def socket_path(home: Path) -> Path:
    """Where the private Redis of this `home` listens: in it, or in a folder of its own if that path is too long."""
    inside = home.resolve() / "redis.sock"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_PATH:
        return inside
    digest = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"inloop-{os.getuid()}-{digest}" / "redis.sock"


def private_redis_url(home: Path) -> str:
    return f"unix://{socket_path(home)}"


def private_redis(home: Path) -> Process:
    """The process to supervise. Raises `Rejected` if somebody else has laid the folder that a long path needs."""
    socket = socket_path(home)
    folder = socket.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder != home.resolve() and folder.stat().st_uid != os.getuid():
        raise Rejected(
            f"The folder for Redis's socket, {folder.name}, belongs to another user. "
            "Set INLOOP_HOME to a folder of your own, or INLOOP_REDIS_URL to a Redis that runs already.",
            code="foreign_folder",
        )
    argv = (
        *("redis-server", "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"),
        *("--save", "", "--appendonly", "no", "--dir", str(folder), "--loglevel", "warning"),
        *("--maxmemory-policy", "noeviction", "--daemonize", "no"),
    )
    return Process("redis", argv, foundation=True, quiet=True)
