"""What Inloop sends of its own accord: once, at its pace, to nobody who wants nothing, and with its end known."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from channels.outgoing import send_later, sending
from channels.outgoing.later import REPLY
from channels.outgoing.pacing import PACE
from channels.outgoing.record import forget_numbers
from channels.outgoing.rules import HERE, QuietHours, Rules, choose_rules
from channels.outgoing.waking import LINES_DUE
from channels.twilio.codes import CODES
from intake.simulator.carrier import Fault
from intake.worker import work
from models import accounts
from models.clock import now
from models.secrets import new_id
from models.tables.replies import Remedy, ReplyPurpose, ReplyState, ReplyWay
from tests.carrier_host import CarrierHost, running_carrier
from tests.consultation import SOURCE
from tests.installation import LINE, MOBILE, Installation
from tests.rows import rows
from tests.time_passing import holds_end, pauses_end

_keys = itertools.count(1)


@pytest.fixture
def company(tmp_path: Path) -> Iterator[CarrierHost]:
    with running_carrier(tmp_path / "sent") as host:
        yield host


@pytest.fixture
def inloop(database_url: str, tmp_path: Path, company: CarrierHost) -> Iterator[Installation]:
    """On SQLite and on PostgreSQL in turn; never quiet, and quick."""
    yield from _installed(database_url, tmp_path, company)


@pytest.fixture
def on_sqlite(sqlite_url: str, tmp_path: Path, company: CarrierHost) -> Iterator[Installation]:
    """The same, where the store does not matter."""
    yield from _installed(sqlite_url, tmp_path, company)


def _installed(database_url: str, tmp_path: Path, company: CarrierHost) -> Iterator[Installation]:
    made = Installation(tmp_path / "home", database_url, twilio_api_url=company.url, messages_per_second="100")
    made.add_organisation()
    made.load(SOURCE)
    never_quiet(made)
    company.inloop = made
    yield made
    made.close()


def organisation(inloop: Installation) -> str:
    with inloop.services.store.read() as connection:
        return accounts.required_organisation(connection, "zaandijk")


def never_quiet(inloop: Installation, *, reminders: bool = False) -> None:
    with inloop.services.store.write() as connection:
        choose_rules(connection, organisation(inloop), Rules(QuietHours.parse("00:00-00:00"), reminders))


def write(inloop: Installation, text: str = "Dank u wel.", *, number: str = MOBILE, **given: Any) -> str:
    values: dict[str, Any] = {"purpose": ReplyPurpose.OUTCOME, "unique_key": f"test:{next(_keys)}", **given}
    owner = organisation(inloop)
    with inloop.services.store.write() as connection:
        return send_later(
            connection,
            inloop.services.vault,
            organisation_id=owner,
            line=LINE,
            number=number,
            language="nl",
            text=text,
            **values,
        )


def reply(inloop: Installation, reply_id: str) -> sa.Row[Any]:
    with inloop.services.store.read() as connection:
        return connection.execute(sa.select(REPLY).where(REPLY.c.id == reply_id)).one()


def state(inloop: Installation, reply_id: str) -> ReplyState:
    return ReplyState(reply(inloop, reply_id).state)


def test_a_message_is_sent_and_its_number_forgotten_when_it_arrived(inloop: Installation, company: CarrierHost) -> None:
    one = write(inloop, "Het plein krijgt bomen.")
    assert reply(inloop, one).encrypted is not None
    inloop.work()
    assert [(sent.sender, sent.to, sent.text) for sent in company.messages] == [
        (LINE, MOBILE, "Het plein krijgt bomen.")
    ]
    assert state(inloop, one) is ReplyState.SENT
    company.report()
    assert state(inloop, one) is ReplyState.DELIVERED
    assert reply(inloop, one).encrypted is None


def test_the_number_stands_nowhere_in_the_store_unencrypted(inloop: Installation, company: CarrierHost) -> None:
    write(inloop, number="+31612349876")
    inloop.work()
    company.report()
    with inloop.services.store.read() as connection:
        stored = connection.execute(sa.select(REPLY)).all()
    assert "12349876" not in repr(stored)


def test_the_same_key_twice_is_one_message(inloop: Installation, company: CarrierHost) -> None:
    first = write(inloop, unique_key="receipt:1")
    assert write(inloop, unique_key="receipt:1") == first
    inloop.work()
    assert len(company.messages) == 1


def test_a_message_whose_transaction_failed_was_never_written(inloop: Installation, company: CarrierHost) -> None:
    owner = organisation(inloop)

    def fail() -> None:
        with inloop.services.store.write() as connection:
            send_later(
                connection,
                inloop.services.vault,
                organisation_id=owner,
                line=LINE,
                number=MOBILE,
                language="nl",
                text="Nee",
                purpose=ReplyPurpose.RECEIPT,
                unique_key="gone",
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    inloop.work()
    assert company.messages == []


def test_a_call_reads_the_text_out_twice(inloop: Installation, company: CarrierHost) -> None:
    one = write(inloop, "Er komen bomen.", way=ReplyWay.CALL)
    inloop.work()
    [call] = company.calls
    assert call.text == "Er komen bomen.\nEr komen bomen."
    company.report()
    assert state(inloop, one) is ReplyState.DELIVERED


def test_callbacks_in_the_wrong_order_do_not_move_a_message_back(inloop: Installation, company: CarrierHost) -> None:
    company.faults.append(Fault(reports=(("delivered", None), ("sent", None), ("queued", None))))
    one = write(inloop)
    inloop.work()
    company.report()
    assert state(inloop, one) is ReplyState.DELIVERED


def test_a_callback_may_come_before_the_answer_to_our_own_request(inloop: Installation, company: CarrierHost) -> None:
    company.faults.append(Fault(reports_first=True))
    one = write(inloop)
    inloop.work()
    assert state(inloop, one) is ReplyState.DELIVERED
    assert reply(inloop, one).reference == company.messages[0].sid


def test_a_failure_told_before_the_answer_is_not_undone_by_it(inloop: Installation, company: CarrierHost) -> None:
    company.faults.append(Fault(reports=(("undelivered", 30005),), reports_first=True))
    one = write(inloop)
    inloop.work()
    assert (state(inloop, one), reply(inloop, one).remedy) == (ReplyState.FAILED, Remedy.OTHER_WAY)


def test_news_under_a_name_that_is_not_known_yet_is_matched_later(inloop: Installation, company: CarrierHost) -> None:
    """A callback that is set for the number in the company's console names no reply of ours."""
    company.nameless = True
    company.faults.append(Fault(reports_first=True))
    one = write(inloop)
    inloop.work()
    assert state(inloop, one) is ReplyState.DELIVERED
    second = write(inloop)
    inloop.work()
    assert state(inloop, second) is ReplyState.SENT
    company.report()
    assert state(inloop, second) is ReplyState.DELIVERED


def test_news_that_nothing_of_ours_ever_matches_is_forgotten_after_a_day(inloop: Installation) -> None:
    before = rows(inloop.services.store)["reply_event"]
    inloop.signed("/twilio/status/sms", MessageSid="SM1", MessageStatus="delivered")
    assert rows(inloop.services.store)["reply_event"] == before + 1
    with inloop.services.store.write() as connection:
        forget_numbers(connection, after=timedelta(0))
    assert rows(inloop.services.store)["reply_event"] == before


def test_a_number_is_forgotten_a_day_after_it_was_sent_to_though_nothing_was_heard(
    inloop: Installation, company: CarrierHost
) -> None:
    one = write(inloop)
    inloop.work()
    with inloop.services.store.write() as connection:
        forget_numbers(connection)
    assert reply(inloop, one).encrypted is not None
    with inloop.services.store.write() as connection:
        forget_numbers(connection, after=timedelta(0))
    assert reply(inloop, one).encrypted is None
    assert company.messages[0].to == MOBILE


def test_a_repeated_callback_changes_nothing(inloop: Installation, company: CarrierHost) -> None:
    one = write(inloop)
    inloop.work()
    callback = f"/twilio/status/sms?reply={one}&attempt=1"
    fields = {"MessageSid": company.messages[0].sid, "MessageStatus": "delivered"}
    inloop.signed(callback, **fields)
    before = rows(inloop.services.store)
    inloop.signed(callback, **fields)
    assert rows(inloop.services.store) == before


def test_an_unsigned_callback_changes_nothing(inloop: Installation) -> None:
    one = write(inloop)
    answer = inloop.client.post(f"/twilio/status/sms?reply={one}&attempt=1", data={"MessageStatus": "delivered"})
    assert answer.status_code == 403
    assert state(inloop, one) is ReplyState.WAITING


@pytest.mark.parametrize("answer", [0, 500, 502, 408], ids=lambda status: f"answer {status}")
@pytest.mark.parametrize("taken", [True, False], ids=["taken", "not taken"])
def test_a_request_without_a_clear_answer_is_looked_for_and_sent_once(
    inloop: Installation, company: CarrierHost, answer: int, taken: bool
) -> None:
    company.faults.append(Fault(status=answer, taken=taken, reports=()))
    one = write(inloop)
    inloop.work()
    assert state(inloop, one) is ReplyState.SENDING
    holds_end(inloop.services.store)
    inloop.work()
    assert "GET Messages.json" in company.asked
    assert len(company.messages) == 1
    assert state(inloop, one) is ReplyState.SENT
    assert reply(inloop, one).reference == company.messages[0].sid


def test_two_people_who_get_the_same_text_are_not_taken_for_one(inloop: Installation, company: CarrierHost) -> None:
    """The company took the first; the second to the same number broke off before it got there."""
    company.faults.extend([Fault(reports=()), Fault(status=0, taken=False)])
    first, second = write(inloop, "Zelfde tekst"), write(inloop, "Zelfde tekst")
    inloop.work()
    holds_end(inloop.services.store)
    inloop.work()
    assert len(company.messages) == 2
    assert {state(inloop, first), state(inloop, second)} == {ReplyState.SENT}
    assert len({reply(inloop, first).reference, reply(inloop, second).reference}) == 2


@pytest.mark.parametrize("code", [code for code, meaning in CODES.items() if not meaning.holds_line])
def test_a_code_has_the_consequence_that_the_table_says(
    on_sqlite: Installation, company: CarrierHost, code: int
) -> None:
    company.faults.append(Fault(status=400, code=code, taken=False))
    one = write(on_sqlite)
    on_sqlite.work()
    found = reply(on_sqlite, one)
    expected = {
        Remedy.LATER: (ReplyState.WAITING, None),
        Remedy.OTHER_WAY: (ReplyState.FAILED, Remedy.OTHER_WAY),
        Remedy.ADMINISTRATOR: (ReplyState.FAILED, Remedy.ADMINISTRATOR),
        Remedy.OPTED_OUT: (ReplyState.STOPPED, None),
    }[CODES[code].remedy]
    assert (found.state, found.remedy, found.code) == (*expected, code)
    assert (found.encrypted is None) == (found.state != ReplyState.WAITING)


@pytest.mark.parametrize("code", [code for code, meaning in CODES.items() if meaning.holds_line])
def test_a_code_about_our_number_or_account_holds_the_line_and_loses_nothing(
    on_sqlite: Installation, company: CarrierHost, code: int
) -> None:
    company.faults.append(Fault(status=429 if code in (20429, 63038) else 400, code=code, taken=False))
    both = [write(on_sqlite), write(on_sqlite)]
    on_sqlite.work()
    assert {state(on_sqlite, one) for one in both} == {ReplyState.WAITING}
    assert company.asked == ["POST Messages.json"]
    with on_sqlite.services.store.read() as connection:
        held = connection.execute(sa.select(PACE)).one()
    assert (held.code, held.failures) == (code, 1)
    holds_end(on_sqlite.services.store)
    on_sqlite.work()
    assert len(company.messages) == 2
    assert {state(on_sqlite, one) for one in both} == {ReplyState.SENT}


@pytest.mark.parametrize("code", [30001, 30003, 30004, 30005, 30006, 30007, 30008, 21610])
def test_a_code_that_comes_with_a_callback_counts_the_same(
    on_sqlite: Installation, company: CarrierHost, code: int
) -> None:
    company.faults.append(Fault(reports=(("sent", None), ("undelivered", code))))
    one = write(on_sqlite)
    on_sqlite.work()
    company.report()
    remedy = CODES[code].remedy
    final = {Remedy.LATER: ReplyState.WAITING, Remedy.OPTED_OUT: ReplyState.STOPPED}
    assert state(on_sqlite, one) is final.get(remedy, ReplyState.FAILED)


def test_an_unknown_code_is_told_to_the_administrator(inloop: Installation, company: CarrierHost) -> None:
    company.faults.append(Fault(status=400, code=99999, taken=False))
    one = write(inloop)
    inloop.work()
    assert reply(inloop, one).remedy is Remedy.ADMINISTRATOR


def test_a_telephone_that_is_off_is_tried_again_a_few_times_and_then_another_way(
    inloop: Installation, company: CarrierHost
) -> None:
    company.faults.extend(Fault(reports=(("undelivered", 30003),)) for _ in range(5))
    one = write(inloop)
    tries = 0
    while state(inloop, one) is ReplyState.WAITING:
        inloop.work()
        company.report()
        pauses_end(inloop.services.store)
        tries += 1
    assert tries == len(company.messages) == 5
    assert (state(inloop, one), reply(inloop, one).remedy) == (ReplyState.FAILED, Remedy.OTHER_WAY)


def test_an_attempt_that_was_given_up_and_still_arrives_is_not_repeated(
    inloop: Installation, company: CarrierHost
) -> None:
    company.faults.append(Fault(reports=(("undelivered", 30003), ("delivered", None))))
    one = write(inloop)
    inloop.work()
    company.report()
    assert state(inloop, one) is ReplyState.DELIVERED
    pauses_end(inloop.services.store)
    inloop.work()
    assert len(company.messages) == 1


def test_late_news_of_an_earlier_attempt_does_not_fail_the_next(inloop: Installation, company: CarrierHost) -> None:
    company.faults.append(Fault(reports=(("undelivered", 30003),)))
    one = write(inloop)
    inloop.work()
    company.report()
    pauses_end(inloop.services.store)
    inloop.work()
    late = {"MessageSid": company.messages[0].sid, "MessageStatus": "failed", "ErrorCode": "30005"}
    inloop.signed(f"/twilio/status/sms?reply={one}&attempt=1", **late)
    assert state(inloop, one) is ReplyState.SENT


def test_stop_stops_all_that_waits_and_start_lets_only_new_ones_through(
    inloop: Installation, company: CarrierHost
) -> None:
    waiting = [write(inloop, f"Bericht {at}") for at in range(1000)]
    inloop.text("STOP")
    inloop.work()
    assert company.messages == []
    with inloop.services.store.read() as connection:
        states = connection.execute(sa.select(REPLY.c.state, REPLY.c.encrypted).where(REPLY.c.id.in_(waiting))).all()
    assert {(row.state, row.encrypted) for row in states} == {(ReplyState.STOPPED, None)}
    write(inloop, "Nog steeds stil")
    inloop.work()
    assert company.messages == []
    inloop.text("START")
    write(inloop, "Weer welkom")
    inloop.work()
    assert [sent.text for sent in company.messages] == ["Weer welkom"]


def test_stop_stops_nobody_else_and_no_other_organisation(inloop: Installation, company: CarrierHost) -> None:
    write(inloop, "Voor een ander", number="+31600000002")
    inloop.text("STOP")
    inloop.work()
    assert [sent.to for sent in company.messages] == ["+31600000002"]


def test_the_companys_own_opt_out_is_one_for_us_too(inloop: Installation, company: CarrierHost) -> None:
    company.faults.append(Fault(status=400, code=21610, taken=False))
    first, second = write(inloop), write(inloop)
    inloop.work()
    assert {state(inloop, first), state(inloop, second)} == {ReplyState.STOPPED}
    assert company.asked == ["POST Messages.json"]


def around_now(inloop: Installation) -> None:
    """It is quiet, whatever the time."""
    clock = datetime.now(HERE)
    begins, ends = clock - timedelta(hours=1), clock + timedelta(hours=1)
    with inloop.services.store.write() as connection:
        hours = QuietHours.parse(f"{begins:%H:%M}-{ends:%H:%M}")
        choose_rules(connection, organisation(inloop), Rules(hours, reminders=False))


def test_quiet_hours_hold_back_what_nobody_waits_for(inloop: Installation, company: CarrierHost) -> None:
    around_now(inloop)
    outcome = write(inloop, "Uitkomst")
    write(inloop, "Uw nummer is 4827193", purpose=ReplyPurpose.RECEIPT)
    inloop.work()
    assert [sent.text for sent in company.messages] == ["Uw nummer is 4827193"]
    assert state(inloop, outcome) is ReplyState.WAITING
    never_quiet(inloop)
    inloop.work()
    assert [sent.text for sent in company.messages][1:] == ["Uitkomst"]


def test_what_is_asked_for_now_overtakes_what_waits(inloop: Installation, company: CarrierHost) -> None:
    for at in range(5):
        write(inloop, f"Uitkomst {at}")
    write(inloop, "Uw nummer is 4827193", purpose=ReplyPurpose.RECEIPT)
    inloop.work()
    assert company.messages[0].text == "Uw nummer is 4827193"


def test_messages_leave_a_number_no_faster_than_is_set(database_url: str, tmp_path: Path, company: CarrierHost) -> None:
    made = Installation(tmp_path / "slow", database_url, twilio_api_url=company.url, messages_per_second="8")
    made.add_organisation()
    made.load(SOURCE)
    never_quiet(made)
    company.inloop = made
    for at in range(5):
        write(made, f"Bericht {at}")
    made.work()
    moments = [datetime.fromisoformat(sent.taken_at) for sent in company.messages]
    gaps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert len(gaps) == 4
    assert min(gaps) >= timedelta(seconds=0.1)
    made.close()


def test_nothing_is_sent_before_its_time(inloop: Installation, company: CarrierHost) -> None:
    write(inloop, not_before=now() + timedelta(hours=1))
    inloop.work()
    assert company.messages == []


def test_a_burst_of_work_sends_all_that_waits_at_its_pace(
    sqlite_url: str, tmp_path: Path, company: CarrierHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It gives other work its turn in between, and comes back."""
    monkeypatch.setattr(sending, "SLICE", timedelta(seconds=0.2))
    made = Installation(tmp_path / "burst", sqlite_url, twilio_api_url=company.url, messages_per_second="10")
    made.add_organisation()
    made.load(SOURCE)
    never_quiet(made)
    for at in range(6):
        write(made, f"Bericht {at}")
    work(made.services, burst=True)
    assert len(company.messages) == 6
    made.close()


def test_staff_and_administrators_see_in_the_figures_what_is_held_up(
    on_sqlite: Installation, company: CarrierHost
) -> None:
    company.faults.extend([Fault(status=400, code=30007, taken=False), Fault(status=401, code=20003, taken=False)])
    for _ in range(3):
        write(on_sqlite)
    on_sqlite.work()
    figures = on_sqlite.client.get("/metrics").text
    assert "inloop_replies_waiting 2.0" in figures
    assert 'inloop_replies_failed{remedy="administrator"} 1.0' in figures
    assert 'inloop_lines_held{code="20003"} 1.0' in figures


def test_many_that_wait_do_not_slow_down_who_looks_for_work(
    postgres_url: str, tmp_path: Path, company: CarrierHost
) -> None:
    """PostgreSQL looks into the index once for each number, however many rows there are."""
    for made in _installed(postgres_url, tmp_path, company):
        write(made)
        with made.services.store.write() as connection:
            one = dict(connection.execute(sa.select(REPLY)).one()._mapping)
            many = [{**one, "id": new_id(), "unique_key": f"many:{at}"} for at in range(3000)]
            connection.execute(REPLY.insert(), many)
            connection.execute(sa.text("ANALYZE reply"))
            compiled = LINES_DUE.compile(connection)
            values = compiled.construct_params({"now": now()})
            plan = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {compiled}", values))
        assert "Seq Scan on reply" not in plan
        assert plan.count("ix_reply_next") == 4
