"""Writers that wait for the disk at the same time wait for one flush, and for no earlier one."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from models.shared_flush import SharedFlush


class Disk:
    """Flushes only when it is let; `asked` counts how often."""

    def __init__(self) -> None:
        self.asked = 0
        self.begun = threading.Semaphore(0)
        self.let = threading.Semaphore(0)
        self.fails = 0

    def flush(self) -> None:
        self.asked += 1
        self.begun.release()
        assert self.let.acquire(timeout=20)
        if self.fails:
            self.fails -= 1
            raise OSError("the disk refuses")


@pytest.fixture
def disk() -> Disk:
    return Disk()


def all_waiting(shared: SharedFlush, count: int) -> None:
    """Until that many threads wait for a flush of their own."""
    deadline = threading.Event()
    for _ in range(2000):
        with shared._changed:
            if len(shared._changed._waiters) == count:  # type: ignore[attr-defined]
                return
        deadline.wait(0.005)
    raise AssertionError("they never came")


def test_all_who_come_during_a_flush_share_the_next(disk: Disk) -> None:
    shared = SharedFlush(disk.flush)
    with ThreadPoolExecutor(11) as pool:
        first = pool.submit(shared)
        assert disk.begun.acquire(timeout=20)
        others = [pool.submit(shared) for _ in range(10)]
        all_waiting(shared, 10)
        assert not any(one.done() for one in others), "the running flush may have missed what they wrote"
        disk.let.release()
        first.result(timeout=20)
        assert disk.begun.acquire(timeout=20)
        disk.let.release()
        wait(others, timeout=20)
    assert [one.exception() for one in others] == [None] * 10
    assert disk.asked == 2


def test_alone_one_does_not_wait_for_anybody(disk: Disk) -> None:
    shared = SharedFlush(disk.flush)
    for _ in range(3):
        disk.let.release()
        shared()
    assert disk.asked == 3


def test_a_flush_that_fails_fails_for_who_ran_it_and_the_others_try_themselves(disk: Disk) -> None:
    shared, disk.fails = SharedFlush(disk.flush), 1
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(shared)
        assert disk.begun.acquire(timeout=20)
        others = [pool.submit(shared) for _ in range(2)]
        all_waiting(shared, 2)
        disk.let.release()
        with pytest.raises(OSError, match="refuses"):
            first.result(timeout=20)
        disk.let.release()
        wait(others, timeout=20)
    assert [one.exception() for one in others] == [None, None]
    assert disk.asked == 2
