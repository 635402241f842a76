"""A call obeys TwiML as Twilio's documentation says."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.simulator.call import CallState, Kind, Status
from intake.simulator.sound import length, silence
from intake.simulator.twiml import BadTwiml
from intake.simulator.walker import Call, CallFailed, NotAwaited
from tests.unit.simulator.town import CALLER, OURS, WEB, Application, caller

END = "<Say>Tot ziens</Say><Hangup/>"
FALL = "<Say>Stil</Say><Hangup/>"


@pytest.mark.parametrize(
    ("gather", "keys", "reported"),
    [
        ('numDigits="1" finishOnKey=""', "1", "1"),
        ('numDigits="1" finishOnKey=""', "#", "#"),
        ('numDigits="1" finishOnKey=""', "*", "*"),
        ('numDigits="1" finishOnKey=""', "12", "1"),
        ('numDigits="4"', "1506#", "1506"),
        ('numDigits="4"', "15", "15"),
        ('finishOnKey=""', "13#", "13#"),
        ('finishOnKey=""', "#", "#"),
        ("", "13#", "13"),
        ("", "13", "13"),
        ("", "1#3", "1"),
        ("", "#", None),
        ('finishOnKey="*"', "1#*", "1#"),
        ('finishOnKey="*"', "*", None),
        ('actionOnEmptyResult="true"', "#", ""),
        ('input="speech"', "1", None),
        ('input="dtmf speech"', "1#", "1"),
    ],
)
def test_keys_are_reported_as_the_gather_says(tmp_path: Path, gather: str, keys: str, reported: str | None) -> None:
    application = Application(
        {"/twilio/voice": f'<Gather action="heard" {gather}><Say>Toets</Say></Gather>{FALL}', "/twilio/heard": END}
    )
    call = caller(application, tmp_path)
    call.dial()
    then = call.press(keys)
    if reported is None:
        assert then.spoken == ("Stil",)
        assert "/twilio/heard" not in application.paths
    else:
        assert application.heard("/twilio/heard")["Digits"] == reported
        assert then.spoken == ("Tot ziens",)


@pytest.mark.parametrize(
    ("gather", "heard"),
    [
        ('input="speech"', True),
        ('input="dtmf speech"', True),
        ("", False),
    ],
)
def test_speech_is_heard_where_it_is_asked_for(tmp_path: Path, gather: str, heard: bool) -> None:
    application = Application({"/twilio/voice": f'<Gather action="heard" {gather}/>{FALL}', "/twilio/heard": END})
    call = caller(application, tmp_path)
    call.dial()
    then = call.say("bankjes", confidence=0.4)
    assert then.spoken == (("Tot ziens",) if heard else ("Stil",))
    if heard:
        fields = application.heard("/twilio/heard")
        assert (fields["SpeechResult"], fields["Confidence"], fields.get("Digits")) == ("bankjes", "0.4", None)


@pytest.mark.parametrize(
    ("gather", "then"), [("", ("Stil",)), ('actionOnEmptyResult="true"', ("Tot ziens",)), ('timeout="1"', ("Stil",))]
)
def test_silence_goes_on_to_the_next_verb_unless_empty_results_are_wanted(
    tmp_path: Path, gather: str, then: tuple[str, ...]
) -> None:
    application = Application({"/twilio/voice": f'<Gather action="heard" {gather}/>{FALL}', "/twilio/heard": END})
    call = caller(application, tmp_path)
    call.dial()
    assert call.wait().spoken == then


RECORD = '<Record action="kept" finishOnKey="#" maxLength="5" recordingStatusCallback="/door/ready" {}/>' + FALL


@pytest.mark.parametrize(
    ("seconds", "finish", "digits", "duration"),
    [(3, "#", "#", "3"), (3, "", "", "3"), (3, "1", "", "3"), (3, "hangup", "hangup", "3"), (9, "#", "", "5")],
)
def test_a_recording_is_kept_and_reported(
    tmp_path: Path, seconds: float, finish: str, digits: str, duration: str
) -> None:
    application = Application({"/twilio/voice": RECORD.format(""), "/twilio/kept": END})
    call = caller(application, tmp_path)
    assert [line.kind for line in call.dial().lines] == [Kind.BEEP]
    assert call.record(silence(seconds), finish=finish).over
    fields = application.heard("/twilio/kept")
    assert (fields["Digits"], fields["RecordingDuration"]) == (digits, duration)
    assert fields["CallStatus"] == ("completed" if finish == "hangup" else "in-progress")
    reference = fields["RecordingSid"]
    assert (
        fields["RecordingUrl"]
        == f"http://api.example/2010-04-01/Accounts/{fields['AccountSid']}/Recordings/{reference}"
    )
    assert length((tmp_path / f"{reference}.wav").read_bytes()) == float(duration)
    ready = application.heard("/ready")
    assert (ready["RecordingSid"], ready["RecordingStatus"]) == (reference, "completed")


@pytest.mark.parametrize("move", ["wait", "key", "other key", "nothing"])
def test_an_empty_recording_reports_nothing_and_goes_on(tmp_path: Path, move: str) -> None:
    application = Application(
        {"/twilio/voice": RECORD.format('recordingStatusCallbackEvent="completed absent"'), "/twilio/kept": END}
    )
    call = caller(application, tmp_path)
    call.dial()
    moves = {
        "wait": call.wait,
        "key": lambda: call.press("#"),
        "other key": lambda: call.press("5"),
        "nothing": lambda: call.record(silence(0)),
    }
    assert moves[move]().spoken == ("Stil",)
    assert "/twilio/kept" not in application.paths
    assert application.heard("/ready")["RecordingStatus"] == "absent"


def test_nobody_is_told_of_an_absent_recording_who_did_not_ask(tmp_path: Path) -> None:
    application = Application({"/twilio/voice": RECORD.format("")})
    call = caller(application, tmp_path)
    call.dial()
    call.wait()
    assert "/ready" not in application.paths


def test_who_speaks_after_the_beep_first_waits_out_what_listens_for_keys(tmp_path: Path) -> None:
    application = Application(
        {"/twilio/voice": f'<Gather timeout="1"><Say>Spreek</Say></Gather>{RECORD.format("")}', "/twilio/kept": END}
    )
    call = caller(application, tmp_path)
    call.dial()
    assert call.record(silence(2)).spoken == ("Tot ziens",)


@pytest.mark.parametrize(
    ("document", "spoken", "status"),
    [
        ("<Say>a</Say><Say>b</Say>", ("a", "b"), Status.COMPLETED),
        ("<Say>a</Say><Redirect>next?x=1</Redirect><Say>never</Say>", ("a", "Tot ziens"), Status.COMPLETED),
        ("<Redirect>/door/twilio/next</Redirect>", ("Tot ziens",), Status.COMPLETED),
        (f"<Redirect>{WEB}/twilio/next</Redirect>", ("Tot ziens",), Status.COMPLETED),
        ("<Hangup/><Say>never</Say>", (), Status.COMPLETED),
        ("<Reject/>", (), Status.NO_ANSWER),
        ('<Reject reason="busy"/>', (), Status.BUSY),
        ("<Dial>+31201234567</Dial><Say>a</Say>", ("a",), Status.COMPLETED),
        ('<Dial action="next"><Number>+31201234567</Number></Dial><Say>a</Say>', ("Tot ziens",), Status.COMPLETED),
        ('<Play>a.mp3</Play><Pause length="2"/><Say>a</Say>', ("a",), Status.COMPLETED),
    ],
)
def test_verbs_are_obeyed_in_order(tmp_path: Path, document: str, spoken: tuple[str, ...], status: Status) -> None:
    application = Application({"/twilio/voice": document, "/twilio/next": END})
    call = caller(application, tmp_path)
    heard = call.dial()
    assert (heard.spoken, heard.over) == (spoken, True)
    assert application.heard("/twilio/status/voice")["CallStatus"] == status


def test_every_request_says_who_calls_whom(tmp_path: Path) -> None:
    application = Application({"/twilio/voice": '<Gather action="heard"/>', "/twilio/heard": END})
    call = caller(application, tmp_path)
    call.dial()
    call.press("1")
    statuses = []
    for _, fields in application.seen:
        assert (fields["From"], fields["To"], fields["CallSid"]) == (CALLER, OURS, call.state.sid)
        statuses.append(fields["CallStatus"])
    assert statuses == ["ringing", "in-progress", "completed"]


def test_hanging_up_tells_the_status_once(tmp_path: Path) -> None:
    application = Application({"/twilio/voice": "<Gather/>"})
    call = caller(application, tmp_path)
    call.dial()
    assert call.hang_up().over
    assert call.hang_up().over
    assert application.paths == ["/twilio/voice", "/twilio/status/voice"]


@pytest.mark.parametrize(
    "document",
    ["<Nonsense/>", "<Gather><Record/></Gather>", '<Gather finishOnKey="12"/>', '<Pause length="long"/>', "</Say>"],
)
def test_what_is_no_twiml_ends_the_call(tmp_path: Path, document: str) -> None:
    call = caller(Application({"/twilio/voice": document}), tmp_path)
    with pytest.raises(BadTwiml):
        call.dial()
    assert call.instruction.over


@pytest.mark.parametrize("document", ["<Redirect>gone</Redirect>", "<Redirect/>"])
def test_an_application_that_fails_or_goes_round_in_circles_ends_the_call(tmp_path: Path, document: str) -> None:
    call = caller(Application({"/twilio/voice": document}), tmp_path)
    with pytest.raises(CallFailed):
        call.dial()
    assert call.instruction.over


def test_a_caller_cannot_do_what_nothing_awaits(tmp_path: Path) -> None:
    call = caller(Application({"/twilio/voice": "<Gather/>"}), tmp_path)
    with pytest.raises(NotAwaited):
        call.press("1")
    call.dial()
    for move in (call.dial, lambda: call.press("x"), lambda: call.press(""), lambda: call.record(silence(1))):
        with pytest.raises(NotAwaited):
            move()


def test_another_process_goes_on_with_a_call(tmp_path: Path) -> None:
    application = Application(
        {"/twilio/voice": '<Gather action="heard"><Say>Toets</Say></Gather>', "/twilio/heard": END}
    )
    begun = caller(application, tmp_path)
    begun.dial()
    stored = CallState.from_json(begun.state.as_json())
    assert stored == begun.state
    assert Call.resume(begun._company, stored).press("1").spoken == ("Tot ziens",)


def test_the_transcript_reads_as_a_script(tmp_path: Path) -> None:
    application = Application(
        {"/twilio/voice": '<Gather action="heard"><Say>Toets een getal</Say></Gather>', "/twilio/heard": END}
    )
    call = caller(application, tmp_path)
    call.dial()
    call.press("13#")
    assert str(call.transcript).splitlines() == [
        "        +31612345678 calls +31850000000",
        "Inloop  Toets een getal",
        "caller  presses 1 3 #",
        "Inloop  Tot ziens",
        "Inloop  hangs up",
    ]
