"""What Inloop sends without being asked reaches the browser's telephone: messages, and calls that are read out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from channels.outgoing.later import REPLY
from models.tables.replies import ReplyState, ReplyWay
from tests.contract.test_outgoing import never_quiet, write
from tests.unit.simulator.running import Running
from tests.waiting import eventually

pytestmark = pytest.mark.browser

NUMBER = "+31612345678"


def test_a_message_and_a_call_appear_among_the_messages_once(open_page: Callable[..., Page], here: Running) -> None:
    page = open_page(microphone=False)
    page.get_by_label("Uw eigen nummer").fill(NUMBER)
    page.get_by_label("Uw eigen nummer").blur()
    never_quiet(here.inloop)
    write(here.inloop, "Er komen bankjes.", number=NUMBER)
    write(here.inloop, "Goedendag.", number=NUMBER, way=ReplyWay.CALL)
    here.inloop.work()
    thread = page.get_by_label("Berichten")
    expect(thread.locator(".ours")).to_have_text(["Inloop: Er komen bankjes."])
    expect(thread.locator(".call")).to_have_text(["Inloop belt u en zegt: Goedendag.\nGoedendag."])
    page.reload()
    expect(thread.locator(".ours")).to_have_count(1)

    def all_arrived() -> bool:
        with here.inloop.services.store.read() as connection:
            states = connection.execute(sa.select(REPLY.c.state)).scalars().all()
        return set(states) == {ReplyState.DELIVERED}

    eventually(all_arrived, "the company tells that both arrived")
