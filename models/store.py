"""The database: SQLite in a file or PostgreSQL, behind one way to read and one way to write."""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

import psycopg
import sqlalchemy as sa
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from models.audit import Trail
from models.errors import Rejected, TryAgain
from models.shared_flush import SharedFlush
from models.tables import metadata

T = TypeVar("T")

MIGRATIONS = Path(__file__).parent / "migrations"

BUSY_SECONDS = 10
"""How long one waits for the database: a lock or a free connection. Twilio gives up on us after 15."""
QUEUE_SECONDS = 6
"""The part of it that one waits for other writers of ours; the rest is for writers that do not queue."""
POLL_SECONDS = 0.001

BUSY = "the database is busy; try again in a moment"


class Store:
    """One database. Make it after a fork, never before: connections do not survive one."""

    def __init__(self, url: str, trail: Trail | None = None) -> None:
        """
        :param trail: writes down who did what, last in each transaction.
        :raises Rejected: the address cannot be understood.
        """
        self._trail = trail
        try:
            address = sa.make_url(url)
        except sa.exc.ArgumentError as error:
            raise Rejected("the database address cannot be read; see docs/settings.md", code="bad_setting") from error
        if address.drivername in ("postgres", "postgresql"):
            address = address.set(drivername="postgresql+psycopg")
        self.is_sqlite = address.get_backend_name() == "sqlite"
        self.engine = _sqlite(address) if self.is_sqlite else _postgresql(address)
        on_disk = self.is_sqlite and address.database not in (None, "", ":memory:")
        self._log = Path(f"{address.database}-wal") if on_disk else None
        self._queue = Path(f"{address.database}-queue") if on_disk else None
        self._next = threading.Lock()
        self._shared_flush = SharedFlush(lambda: _flush(self._log) if self._log is not None else None)
        self.cache: dict[Any, Any] = {}
        """For rows that never change, by what identifies them."""

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that takes SQLite's write lock at once: one that upgrades later may fail half-way.

        :raises TryAgain: the database cannot be reached or is locked for too long. Nothing was written.
        :raises Rejected: a value has a form that the database cannot keep. Nothing was written.
        """
        with _told(), self._turn(), self.engine.begin() as connection:
            yield connection
            if self._trail is not None:
                self._trail.write(connection, self.once_at_a_time)
        self.flush()

    @contextmanager
    def write_at_once(self) -> Iterator[sa.Connection]:
        """Like `write`, for a short transaction that must be quick.

        PostgreSQL is told of all changes in one go: an error of one of them comes when the transaction ends, or when
        something is read.
        """
        with self.write() as connection:
            if self.is_sqlite:
                yield connection
                return
            driver: Any = connection.connection.driver_connection
            with driver.pipeline():
                yield connection

    def flush(self) -> None:
        """Bring what was committed to the disk, before anybody is told of it."""
        if self._log is not None:
            self._shared_flush()

    def scrub(self) -> None:
        """Take out of the database's files what was deleted before: SQLite's log, PostgreSQL's dead rows.

        SQLite overwrites what it deletes (`secure_delete`), but its log has the former pages still, and its full-text
        index keeps the words of a text that is gone until the index is written anew.
        """
        with _told():
            if not self.is_sqlite:
                with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql("VACUUM")
                return
            with self.write() as connection:
                connection.exec_driver_sql("INSERT INTO fts_search_text(fts_search_text) VALUES ('optimize')")
            driver = self.engine.raw_connection()
            try:
                driver.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                driver.close()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Queue up for SQLite's write lock. SQLite itself lets writers sleep and try again, some of them for long.

        Threads wait for each other, and one thread of each process for those of the others.

        :raises TryAgain: it is never our turn, such as while a process holds the lock and is stopped itself.
        """
        if self._queue is None:
            yield
            return
        ends = time.monotonic() + QUEUE_SECONDS
        if not self._next.acquire(timeout=QUEUE_SECONDS):
            raise TryAgain(BUSY, code="database")
        try:
            with _opened(self._queue) as queue:
                while not _locked(queue):
                    if time.monotonic() > ends:
                        raise TryAgain(BUSY, code="database")
                    time.sleep(POLL_SECONDS)
                try:
                    yield
                finally:
                    fcntl.flock(queue, fcntl.LOCK_UN)
        finally:
            self._next.release()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """One consistent view.

        :raises TryAgain: the database cannot be reached.
        """
        with _told(), self.engine.connect() as connection:
            connection = connection.execution_options(inloop_reads=True)
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    def once_at_a_time(self, connection: sa.Connection, *what: str) -> None:
        """Make transactions about the same thing wait for each other. SQLite's write lock does so for all."""
        if not self.is_sqlite:
            digest = hashlib.blake2b("\0".join(what).encode(), digest_size=8).digest()
            connection.execute(_ADVISORY_LOCK, {"key": int.from_bytes(digest, signed=True)})

    def remembered(self, key: object, make: Callable[[], T]) -> T:
        """`make()`, once a process. Only for what never changes."""
        found: T | None = self.cache.get(key)
        if found is None:
            found = self.cache[key] = make()
        return found

    def upgrade(self) -> None:
        """Create the tables, or bring them to the newest form. Safe to run at every start."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.write() as connection:
            self.once_at_a_time(connection, "migrations")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def is_current(self) -> bool:
        """Whether the tables are those of this version of Inloop."""
        with self.read() as connection:
            if not sa.inspect(connection).has_table(_REVISION.name):
                return False
            return connection.execute(sa.select(_REVISION.c.version_num)).scalars().all() == [newest_revision()]

    def differences(self) -> list[Any]:
        """What the tables in the database have otherwise than the models say."""
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext

        with self.engine.connect() as connection:
            options = {"compare_type": False, "include_object": _is_ours}
            return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    def close(self) -> None:
        self.engine.dispose()


_REVISION = sa.table("alembic_version", sa.column("version_num"))
"""Where Alembic keeps which migration was the last. Every command asks; Alembic itself takes long to load."""


def newest_revision() -> str:
    """Of the migrations, whose files are numbered in their order."""
    return max(file.name for file in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


_ADVISORY_LOCK = sa.text("SELECT pg_advisory_xact_lock(:key)")


def _is_ours(_thing: object, name: str | None, *_: object) -> bool:
    """Not what each database has in its own way to find texts by: only the migration that makes it describes it."""
    return not (name or "").startswith("fts_")


def _postgresql(address: sa.URL) -> sa.Engine:
    engine = sa.create_engine(
        address,
        pool_size=10,
        max_overflow=20,
        pool_timeout=BUSY_SECONDS,
        pool_pre_ping=True,
        connect_args={"connect_timeout": BUSY_SECONDS, "options": f"-c lock_timeout={BUSY_SECONDS}s"},
    )

    @sa.event.listens_for(engine, "after_cursor_execute")
    def _answered(_connection: sa.Connection, cursor: Any, *_: object) -> None:
        """SQLAlchemy wants an answer at once: within `write_at_once`, wait for it."""
        if cursor.connection.pgconn.pipeline_status:
            with cursor.connection.pipeline() as pipeline:
                pipeline.sync()

    return engine


def _sqlite(address: sa.URL) -> sa.Engine:
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        address,
        poolclass=sa.pool.QueuePool,
        pool_size=20,
        max_overflow=30,
        pool_timeout=BUSY_SECONDS,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS - QUEUE_SECONDS},
    )

    @sa.event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "cache_size=-16000",
            "wal_autocheckpoint=8000",
        ):
            connection.execute(f"PRAGMA {pragma}")
        # Its own knows English letters only; PostgreSQL's knows all.
        connection.create_function("lower", 1, _lower, deterministic=True)

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        reads = connection.get_execution_options().get("inloop_reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _lower(text: str | None) -> str | None:
    return None if text is None else str(text).lower()


def _opened(queue: Path) -> IO[bytes]:
    try:
        return queue.open("ab")
    except OSError as error:
        raise TryAgain("the folder of the database cannot be written; is the disk full?", code="database") from error


def _locked(queue: IO[bytes]) -> bool:
    try:
        fcntl.flock(queue, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _flush(log: Path) -> None:
    """Bring SQLite's log to the disk before anybody is told that something is stored.

    `synchronous=FULL` would do so too, but while it holds the write lock: here many writers wait for the disk at the
    same time. The log is gone when a checkpoint has brought all of it into the database, on the disk, already.

    :raises TryAgain: the disk refuses.
    """
    try:
        descriptor = os.open(log, os.O_RDWR)
    except FileNotFoundError:
        return
    try:
        os.fdatasync(descriptor)
    except OSError as error:
        raise TryAgain("the disk that holds the database refuses; is it full?", code="database") from error
    finally:
        os.close(descriptor)


@contextmanager
def _told() -> Iterator[None]:
    """The database's errors, as ours."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise TryAgain(_why(error), code="database") from error
    except psycopg.IntegrityError as error:
        raise IntegrityError("", None, error) from error
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise TryAgain(_why(OperationalError("", None, error)), code="database") from error
    except psycopg.DataError as error:
        raise Rejected("there is something in it that cannot be stored", code="unstorable") from error
    except NoConnectionFree as error:
        raise TryAgain(BUSY, code="database") from error
    except DataError as error:
        raise Rejected("there is something in it that cannot be stored", code="unstorable") from error


def _why(error: DBAPIError) -> str:
    text = str(error.orig).lower()
    if "full" in text:
        return "the disk that holds the database is full; make room"
    if "locked" in text or "lock timeout" in text:
        return BUSY
    if "no such table" in text:
        return "the store is not set up; run: inloop upgrade"
    return "the database cannot be reached; is it running, and is INLOOP_DATABASE_URL right?"
