"""Real servers for the tests, each private to one test process, and ended with it whatever happens to it."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
import redis
from psycopg import sql

PATIENCE = 30.0
"""Seconds that a server may take to answer; both need a fraction of one."""


class Server:
    """A server process that can be stopped and started again, for tests in which it goes away."""

    def __init__(
        self, argv: Sequence[str], log: Path, answers: Callable[[], bool], stop_signal: signal.Signals
    ) -> None:
        self._argv = argv
        self._log = log
        self._answers = answers
        self._stop_signal = stop_signal
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when the server answers."""
        with self._log.open("ab") as log:
            # The kernel ends the server if the test process is killed.
            tied = ["setpriv", "--pdeathsig", self._stop_signal.name.removeprefix("SIG"), *self._argv]
            self._process = subprocess.Popen(tied, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self._argv} did not start:\n{self._log.read_text(errors='replace')}")
            time.sleep(0.01)

    def stop(self, number: signal.Signals | None = None) -> None:
        """With the signal for an orderly end unless another is given. Returns when the process has ended."""
        if self._process is not None:
            self._process.send_signal(number or self._stop_signal)
            self._process.wait(PATIENCE)
            self._process = None


class RedisServer(Server):
    def __init__(self, folder: Path) -> None:
        socket = folder / "redis.sock"
        self.url = f"unix://{socket}"
        argv = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)]
        super().__init__(argv, folder / "redis.log", self._pong, signal.SIGTERM)

    def _pong(self) -> bool:
        try:
            return bool(redis.Redis.from_url(self.url).ping())
        except redis.RedisError:
            return False


class PostgresServer(Server):
    """A new cluster; whoever reaches its socket is its administrator."""

    def __init__(self, folder: Path, *, fsync: bool) -> None:
        owner = _unprivileged_user()
        shutil.chown(folder, owner.pw_uid, owner.pw_gid)
        self._folder = folder
        self._numbers = itertools.count(1)
        become = [] if os.getuid() else _become(owner)
        options = ["--auth=trust", "--username=inloop", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        initdb = [*become, _program("initdb"), "--pgdata", str(folder / "data"), *options]
        made = subprocess.run(initdb, capture_output=True, text=True, check=False, cwd=folder)
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")
        settings = [f"fsync={fsync}", "listen_addresses=", f"unix_socket_directories={folder}", "max_connections=200"]
        argv = [*become, _program("postgres"), "-D", str(folder / "data"), *(f"-c{setting}" for setting in settings)]
        super().__init__(argv, folder / "postgres.log", self._ready, signal.SIGINT)

    def url(self, database: str) -> str:
        return f"postgresql://inloop@/{database}?host={self._folder}"

    def create_database(self, template: str = "template1") -> str:
        """Returns the name of a new database, a copy of another that nobody is connected to."""
        name = f"inloop_{next(self._numbers)}"
        self._execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop_database(self, name: str) -> None:
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _ready(self) -> bool:
        try:
            with psycopg.connect(self.url("postgres")):
                return True
        except psycopg.OperationalError:
            return False


@contextmanager
def running_redis() -> Iterator[RedisServer]:
    with _short_folder() as folder:
        server = RedisServer(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def running_postgres(*, fsync: bool = False) -> Iterator[PostgresServer]:
    """Without `fsync` a crash of the machine would lose data, which no test minds; a measurement would."""
    with _short_folder() as folder:
        server = PostgresServer(folder, fsync=fsync)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def _short_folder() -> Iterator[Path]:
    """Not pytest's own: a socket's path may have 107 bytes, and another user must be able to get to it."""
    folder = Path(tempfile.mkdtemp(prefix="inloop-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_user() -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root."""
    if os.getuid():
        return pwd.getpwuid(os.getuid())
    return next(user for name in ("postgres", "nobody") for user in pwd.getpwall() if user.pw_name == name)


def _become(user: pwd.struct_passwd) -> list[str]:
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _program(name: str) -> str:
    """Debian keeps PostgreSQL's server programs out of PATH, one folder a version; the newest is taken."""

    def version(path: Path) -> int:
        return int(path.parts[-3])

    found = sorted(Path("/usr/lib/postgresql").glob(f"[0-9]*/bin/{name}"), key=version)
    program = str(found[-1]) if found else shutil.which(name)
    if program is None:
        raise RuntimeError(f"{name} is not installed; `make test` installs PostgreSQL")
    return program
