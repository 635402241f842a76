"""The embedded default brings its own queue, which nobody else on the machine can reach."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from intake.private_redis import private_redis, private_redis_url, socket_path
from models.errors import Rejected


@contextmanager
def _running(home: Path) -> Iterator[redis.Redis]:
    process = subprocess.Popen(private_redis(home).argv, stdout=subprocess.DEVNULL)
    patient = Retry(ConstantBackoff(0.05), 200)
    client = redis.Redis.from_url(private_redis_url(home), retry=patient)
    try:
        client.ping()
        yield client
    finally:
        process.terminate()
        process.wait(10)


def test_it_answers_on_a_socket_that_only_we_can_open_and_on_no_port(tmp_path: Path) -> None:
    with _running(tmp_path) as client:
        assert client.ping()
        assert stat.S_IMODE(socket_path(tmp_path).stat().st_mode) == 0o700
        assert client.config_get("port") == {b"port": b"0"} or client.config_get("port") == {"port": "0"}


def test_a_home_with_a_very_long_path_has_its_socket_elsewhere(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 30)
    home.mkdir()
    assert home not in socket_path(home).parents
    assert socket_path(home) != socket_path(tmp_path / ("much" * 30))
    with _running(home) as client:
        assert client.ping()
        assert stat.S_IMODE(socket_path(home).parent.stat().st_mode) == 0o700
    socket_path(home).parent.rmdir()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make a folder of somebody else's")
def test_a_folder_that_somebody_else_laid_there_is_refused(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 30)
    folder = socket_path(home).parent
    folder.mkdir()
    os.chown(folder, 65534, 65534)
    with pytest.raises(Rejected, match="INLOOP_HOME"):
        private_redis(home)
    folder.rmdir()
