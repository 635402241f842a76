"""A worker killed in the middle of a stack of paper leaves it to the next, which doubles and loses nothing."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa

from channels.paper.form import make_form
from intake.jobs import run_due
from intake.scanned_files import take_in_scan
from models import outbox
from models.evidence import EVIDENCE, LINK
from models.submissions import ANSWER, SUBMISSION
from models.vocabulary import Channel, EvidenceKind
from tests.faults.test_worker_killed import worker
from tests.installation import Installation
from tests.paper_kit import FIXTURES, Pen, as_pdf, fill, scaled, square
from tests.servers import RedisServer
from tests.time_passing import leases_run_out
from tests.waiting import eventually

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

PEOPLE = 6


def test_a_stack_whose_worker_was_killed_is_read_once(
    sqlite_url: str, tmp_path: Path, redis_server: RedisServer, redis_url: str
) -> None:
    made = Installation(tmp_path / "home", sqlite_url, redis_url=redis_url)
    made.add_organisation("waterrijk")
    made.load((FIXTURES / "square.yaml").read_bytes(), line=None)
    form = make_form(square(), 1, language="nl", copies=PEOPLE)
    asked = sorted({page for page, _ in form.layout.boxes()})
    pages = [
        scaled(fill(form, square(), {"first": "path", "again": True}, Pen(person), copy=person).pages[page - 1], 150)
        for person in range(PEOPLE)
        for page in asked
    ]
    entry = take_in_scan(made.services, as_pdf(pages, 150), "stapel.pdf").entry_id

    def read_so_far() -> int:
        with made.services.store.read() as connection:
            return int((outbox.result_of(connection, entry)[1] or {}).get("done", 0))

    with worker(made) as first:
        eventually(lambda: read_so_far() >= 3, "the worker is in the middle", seconds=120)
        for process in (*psutil.Process(first.pid).children(recursive=True), psutil.Process(first.pid)):
            process.kill()
        first.wait()
    assert made.submissions(Channel.FORM) == []
    leases_run_out(made.services.store)
    run_due(made.services)

    read = made.submissions(Channel.FORM)
    assert len(read) == PEOPLE
    assert all({one.question: one.value for one in each.answers}["first"] == "path" for each in read)
    with made.services.store.read() as connection:
        of_pages = sa.select(sa.func.count()).select_from(EVIDENCE).where(EVIDENCE.c.kind == EvidenceKind.PAGE)
        assert connection.execute(of_pages).scalar_one() == len(pages)
        linked = sa.select(sa.func.count()).select_from(LINK.join(EVIDENCE, EVIDENCE.c.id == LINK.c.evidence_id))
        assert connection.execute(linked.where(EVIDENCE.c.kind == EvidenceKind.PAGE)).scalar_one() == len(pages)
        orphans = sa.select(ANSWER.c.id).where(ANSWER.c.submission_id.not_in(sa.select(SUBMISSION.c.id)))
        assert connection.execute(orphans).first() is None
    made.close()
