"""What tests share: real Redis and PostgreSQL, and a migrated store of each kind for every test that asks."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytesseract
import pytest
import redis
from argon2 import PasswordHasher
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

from models import accounts, consultation_file
from models.store import Store
from models.strict_yaml import load_mapping
from scans.documents import Grey
from scans.engines.tesseract import Tesseract
from scans.ocr import Layout, Line
from tests import commands, golden
from tests.databases import Databases
from tests.servers import PostgresServer, RedisServer, running_postgres, running_redis

COLLECT_AFTER = (10_000, 10, 10)
"""Objects between two collections of garbage, as the web process has it: the usual 700 cost a tenth of the time."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write the golden files anew, to be read and kept")


def pytest_configure(config: pytest.Config) -> None:
    golden.rewrite(bool(config.getoption("--rewrite-golden")))
    gc.set_threshold(*COLLECT_AFTER)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What may take longest begins first: one that is left when all else is done would keep a core waiting."""
    usual = float(config.getini("timeout"))

    def patience(item: pytest.Item) -> float:
        mark = item.get_closest_marker("timeout")
        return float(mark.args[0]) if mark else usual

    items.sort(key=lambda item: patience(item) <= usual)


def pytest_collection_finish() -> None:
    """Modules and tests stay: no collection of garbage has to look through them."""
    gc.freeze()


def pytest_unconfigure() -> None:
    gc.unfreeze()  # or libraries complain, at the end of the process, of what was not let go


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's settings are its own, whatever the machine has set."""
    for name in list(os.environ):
        if name.startswith("INLOOP_"):
            monkeypatch.delenv(name)


class _Compiled(BytecodeCache):
    """Templates that were compiled in this process: each test makes an application of its own."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(f"{bucket.key} {bucket.checksum}"):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[f"{bucket.key} {bucket.checksum}"] = bucket.bytecode_to_string()


def _remembered(load: Callable[[bytes], dict[str, Any]]) -> Callable[[bytes], dict[str, Any]]:
    """A consultation file that this process has read before is not read again: nearly every test loads the same one."""
    kept = cache(load)
    return lambda source: deepcopy(kept(source))


def _read_once(
    read: Callable[[Tesseract, Grey, Sequence[str], Layout, int], list[Line]],
) -> Callable[..., list[Line]]:
    """What Tesseract has read in this process it does not read again: many tests begin with the same letter."""
    kept: dict[tuple[object, ...], list[Line]] = {}

    def lines(
        engine: Tesseract, image: Grey, languages: Sequence[str], layout: Layout = Layout.PAGE, dpi: int = 300
    ) -> list[Line]:
        program = (pytesseract.pytesseract.tesseract_cmd, os.environ.get("TESSDATA_PREFIX"))
        picture = (image.shape, sha256(image.tobytes()).digest())
        key = (*program, *picture, *languages, layout, dpi)
        if key not in kept:
            kept[key] = read(engine, image, languages, layout, dpi)
        return list(kept[key])

    return lines


@pytest.fixture(scope="session", autouse=True)
def _hurry() -> Iterator[None]:
    """What is slow on purpose, or made anew for each application, takes half of the time of tests with an application.

    No test pulls the plug of the machine, so nothing has to be on the disk before it goes on.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        patch.setattr(consultation_file, "load_mapping", _remembered(load_mapping))
        patch.setattr(Tesseract, "lines", _read_once(Tesseract.lines))
        for name in ("fsync", "fdatasync"):
            patch.setattr(os, name, lambda _: None)
        patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": _Compiled()})
        yield


@pytest.fixture(scope="session", autouse=True)
def _commands() -> Iterator[None]:
    yield
    commands.end()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    with running_redis() as server:
        yield server


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """An empty Redis."""
    redis.Redis.from_url(redis_server.url).flushall()
    return redis_server.url


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "inloop.sqlite"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _migrated_template(postgres_server: PostgresServer) -> str:
    name = postgres_server.create_database()
    _migrate(postgres_server.url(name))
    return name


@pytest.fixture
def sqlite_url(_migrated_file: Path, tmp_path: Path) -> str:
    """A migrated, empty store in a file of its own."""
    path = tmp_path / "inloop.sqlite"
    shutil.copyfile(_migrated_file, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def _databases(postgres_server: PostgresServer, _migrated_template: str) -> Iterator[Databases]:
    databases = Databases(postgres_server, _migrated_template)
    yield databases
    databases.close()


@pytest.fixture
def postgres_url(
    request: pytest.FixtureRequest, postgres_server: PostgresServer, _databases: Databases
) -> Iterator[str]:
    """A migrated, empty store in a database in which nobody else is."""
    yield postgres_server.url(_databases.take())
    _databases.give_back(spoilt=request.node.get_closest_marker("faults") is not None)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty store of each kind in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A migrated, empty store of each kind in turn."""
    store = Store(database_url)
    yield store
    store.close()


def _migrate(url: str) -> None:
    store = Store(url)
    store.upgrade()
    store.close()  # SQLite's write-ahead log is merged into its file, PostgreSQL's template has no user any more
