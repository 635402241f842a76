"""The overview: what waits, what came in, what went wrong."""

from __future__ import annotations

import re

from models import outbox
from models.vocabulary import OutboxState
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor


def test_it_counts_what_waits_per_channel(clerk: Visitor) -> None:
    page = clerk.get("/").text
    rows = dict(re.findall(r'kanaal=(\w+)">\w+</a></th>\s*<td>(?:<a[^>]*>)?(\d+)', page))
    assert rows == {"phone": "1", "sms": "1", "form": "1", "letter": "1", "meeting": "1", "counter": "0", "online": "0"}
    assert "de oudste al 3 dagen" in page


def test_failed_work_shows_its_problem_and_remedy(clerk: Visitor) -> None:
    page = clerk.get("/").text
    for words in ("Een scan lezen: post van dinsdag.pdf", "Kijk of het bestand goed is", "the file is encrypted"):
        assert words in page
    assert "Probeer opnieuw" not in page


def test_failed_work_can_be_tried_again_once(coordinator: Visitor, town: Town) -> None:
    path = f"/werk/{town.work['here']}/opnieuw"
    assert "wordt opnieuw geprobeerd" in coordinator.post(path, follow=True).text
    with town.services.store.read() as connection:
        assert outbox.result_of(connection, town.work["here"])[0] is OutboxState.WAITING
        assert town.work["here"] in outbox.due(connection)
    assert "wacht niet meer op u" in coordinator.post(path, follow=True).text
