"""A caller's side of a call: obeys the TwiML that our webhooks answer, as Twilio would, and posts what the caller does.

call = Call(company(settings), "+31612345678", "+31850000000")
call.dial().text                   # what the caller hears
call.press("1")                    # keys, then silence until the line has waited long enough
call.say("bankjes", confidence=0.9)
call.record(silence(3), finish="#")
call.hang_up()
print(call.transcript)
"""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urljoin

from intake.simulator import fields, sound
from intake.simulator.call import OVER, CallState, Instruction, Kind, Line, Status
from intake.simulator.company import Company
from intake.simulator.transcript import Transcript, Who
from intake.simulator.twiml import (
    KEYS,
    BadTwiml,
    Dial,
    Gather,
    Hangup,
    Pause,
    Play,
    Record,
    Redirect,
    Reject,
    Say,
    voice,
)
from models.clock import now
from models.errors import Rejected, TryAgain

MOST_FETCHES = 25
"""Documents in a row without anything that waits for the caller: then the application goes round in circles."""

HANG_UP = "hangup"
"""What ends a recording when the caller just goes."""

_REJECTED = {"busy": Status.BUSY}


class NotAwaited(Rejected):
    """The caller cannot do this now."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem, code="not_awaited")


class CallFailed(TryAgain):
    """The application failed: Twilio would say so to the caller and end the call."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem, code="call_failed")


class Call:
    """One call. Every move of the caller returns what is heard next.

    Any move may raise `NotAwaited` (nothing awaits it), `CallFailed` (a webhook was not answered with 2xx),
    `twiml.BadTwiml`, or what the company's delivery raises.
    """

    def __init__(self, company: Company, from_: str, to: str) -> None:
        sid = f"CA{secrets.token_hex(16)}"
        self._company = company
        self._state = CallState(sid=sid, caller=from_, called=to, begun=now().timestamp())
        self._fetches = 0

    @classmethod
    def resume(cls, company: Company, state: CallState) -> Call:
        """Go on with a call that another process began."""
        call = cls(company, state.caller, state.called)
        call._state = state
        return call

    @property
    def state(self) -> CallState:
        return self._state

    @property
    def instruction(self) -> Instruction:
        """What was heard last, and what is awaited now."""
        return self._state.instruction

    @property
    def transcript(self) -> Transcript:
        return self._state.transcript

    def dial(self) -> Instruction:
        if self._state.url:
            raise NotAwaited("this call was dialled already; make a new one")
        self._note(Who.LINE, f"{self._state.caller} calls {self._state.called}")
        self._begin_move()
        self._fetch(f"{self._company.web_url}/twilio/voice", "POST", {})
        if self._state.status is Status.RINGING:
            self._change(status=Status.IN_PROGRESS)
        return self._walk()

    def press(self, keys: str) -> Instruction:
        """Press keys one after another, then nothing until the line goes on."""
        if not keys or not KEYS.issuperset(keys):
            raise NotAwaited(f"'{keys}' are no keys of a telephone")
        verb = self._awaited()
        self._note(Who.CALLER, f"presses {' '.join(keys)}")
        if isinstance(verb, Record):
            return self._nothing_recorded(verb)
        digits, finished_on = verb.collect(keys) if verb.hears_keys else ("", "")
        if not digits:
            return self._nothing_heard(verb)
        return self._report(verb, {"Digits": digits, "FinishedOnKey": finished_on})

    def say(self, text: str, confidence: float = 0.9) -> Instruction:
        """Say what speech recognition understands as `text`. Where only keys are heard, that is silence."""
        verb = self._awaited()
        if isinstance(verb, Record):
            raise NotAwaited("a recording is awaited: record() it")
        self._note(Who.CALLER, f"says “{text}”" if verb.hears_speech else f"says “{text}”, unheard")
        if not verb.hears_speech or not text.strip():
            return self._nothing_heard(verb)
        return self._report(verb, {"SpeechResult": text, "Confidence": str(confidence)})

    def wait(self) -> Instruction:
        """Do nothing until the line goes on."""
        verb = self._awaited()
        self._note(Who.CALLER, "is silent")
        return self._nothing_recorded(verb) if isinstance(verb, Record) else self._nothing_heard(verb)

    def record(self, wav: bytes, seconds: float | None = None, finish: str = "#") -> Instruction:
        """Speak after the beep. Keys that are asked for before the beep are waited out.

        :param seconds: the length, needed where `wav` is something else than WAV. 0: nothing was said.
        :param finish: the key that ends it; empty for silence; `hangup` for hanging up.
        """
        verb = self._awaited_recording()
        seconds = sound.length(wav) if seconds is None else seconds
        if seconds > verb.max_length:
            wav, seconds, finish = sound.shortened(wav, verb.max_length), verb.max_length, ""
        if seconds <= 0:
            return self.hang_up() if finish == HANG_UP else self._nothing_recorded(verb)
        if finish != HANG_UP and finish not in verb.finish_on_key:
            finish = ""
        ended = {"": "", HANG_UP: " and hangs up"}.get(finish, f" and presses {finish}")
        self._note(Who.CALLER, f"speaks for {seconds:.0f} seconds{ended}")
        return self._recorded(verb, wav, seconds, finish)

    def hang_up(self) -> Instruction:
        """Nothing happens if the call is over."""
        if self._state.status in OVER:
            return self.instruction
        self._note(Who.CALLER, "hangs up")
        self._begin_move()
        verb = self.instruction.awaits
        self._change(status=Status.COMPLETED)
        if isinstance(verb, Record):
            self._call_back_absent(verb)
        self._tell_status()
        return self.instruction

    def _awaited(self) -> Gather | Record:
        verb = self.instruction.awaits
        if verb is None:
            raise NotAwaited("the call is over" if self._state.url else "dial first")
        self._begin_move()
        return verb

    def _awaited_recording(self) -> Record:
        verb = self._awaited()
        if isinstance(verb, Gather) and self.instruction.records:
            verb = self._nothing_heard(verb).awaits or verb
        if not isinstance(verb, Record):
            raise NotAwaited("no recording is awaited")
        return verb

    def _begin_move(self) -> None:
        self._fetches = 0
        self._change(lines=(), step=self._state.step + 1)

    def _report(self, verb: Gather, heard: Mapping[str, str]) -> Instruction:
        self._fetch(verb.action, verb.method, {**heard, "msg": "Gather"})
        return self._walk()

    def _nothing_heard(self, verb: Gather) -> Instruction:
        if verb.action_on_empty_result:
            empty = {"Digits": ""} if verb.hears_keys else {}
            return self._report(verb, {**empty, "SpeechResult": ""} if verb.hears_speech else empty)
        self._change(at=self._state.at + 1)
        return self._walk()

    def _nothing_recorded(self, verb: Record) -> Instruction:
        """`action` is not called for an empty recording."""
        self._call_back_absent(verb)
        self._change(at=self._state.at + 1)
        return self._walk()

    def _recorded(self, verb: Record, wav: bytes, seconds: float, finish: str) -> Instruction:
        reference = _new_recording()
        self._company.keep(reference, wav)
        recording = {
            "RecordingSid": reference,
            "RecordingUrl": self._company.recording_url(reference),
            "RecordingDuration": str(max(1, round(seconds))),
        }
        if finish == HANG_UP:
            self._change(status=Status.COMPLETED)
        at = self._state.url
        self._fetch(verb.action, verb.method, {**recording, "Digits": finish, "msg": "Recording"})
        self._call_back(verb, at, {**recording, "RecordingStatus": "completed"})
        if finish == HANG_UP:
            self._tell_status()
            return self.instruction
        return self._walk()

    def _call_back_absent(self, verb: Record) -> None:
        absent = {"RecordingSid": _new_recording(), "RecordingDuration": "0", "RecordingStatus": "absent"}
        self._call_back(verb, self._state.url, absent)

    def _call_back(self, verb: Record, document_url: str, recording: dict[str, str]) -> None:
        if verb.status_callback and recording["RecordingStatus"] in verb.status_callback_events:
            told = fields.of_recording(self._state, recording)
            self._deliver(verb.status_callback_method, urljoin(document_url, verb.status_callback), told)

    def _walk(self) -> Instruction:
        """Obey verb after verb, until one awaits the caller or the call ends."""
        while self._state.status not in OVER:
            verbs = voice(self._state.twiml)
            verb = verbs[self._state.at] if self._state.at < len(verbs) else Hangup()
            match verb:
                case Gather():
                    for each in verb.sounds:
                        self._hear(each)
                    break
                case Record():
                    if verb.play_beep:
                        self._hear_line(Line(Kind.BEEP))
                    break
                case Redirect():
                    self._fetch(verb.url, verb.method, {})
                case Dial():
                    self._dial(verb)
                case Hangup():
                    self._end(Status.COMPLETED, "hangs up")
                case Reject():
                    self._end(_REJECTED.get(verb.reason, Status.NO_ANSWER), f"rejects the call ({verb.reason})")
                case _:
                    self._hear(verb)
                    self._change(at=self._state.at + 1)
        return self.instruction

    def _hear(self, heard: Say | Play | Pause) -> None:
        match heard:
            case Say():
                self._hear_line(Line(Kind.SAY, heard.text, heard.language, slow=heard.slow))
            case Play():
                self._play(heard)
            case Pause():
                self._hear_line(Line(Kind.PAUSE, seconds=heard.seconds))

    def _play(self, heard: Play) -> None:
        """What cannot be had is not heard, and the call goes on."""
        if not heard.url:
            self._hear_line(Line(Kind.PLAY, heard.digits))
            return
        there = urljoin(self._state.url, heard.url)
        answer = self._company.deliver("GET", there, {})
        had = 200 <= answer.status < 300 and answer.content
        try:
            seconds = sound.length(answer.content) if had else 0.0
        except Rejected:
            seconds = 0.0
        encoded = b64encode(answer.content).decode() if had else ""
        self._hear_line(Line(Kind.PLAY, there, seconds=seconds, sound=encoded))

    def _hear_line(self, line: Line) -> None:
        played = f"{line.seconds:.0f} seconds of sound" if line.sound else line.text
        said = {
            Kind.SAY: f"(slowly) {line.text}" if line.slow else line.text,
            Kind.PLAY: f"(plays {played})",
            Kind.PAUSE: f"(pauses for {line.seconds:.0f} s)",
            Kind.BEEP: "(beep)",
            Kind.DIAL: f"(rings {line.text}; nobody answers)",
        }
        self._note(Who.INLOOP, said[line.kind])
        self._change(lines=(*self._state.lines, line))

    def _dial(self, verb: Dial) -> None:
        """There is nobody to put the caller through to."""
        self._hear_line(Line(Kind.DIAL, verb.number))
        if verb.action is None:
            self._change(at=self._state.at + 1)
        else:
            self._fetch(verb.action, verb.method, {"DialCallStatus": "no-answer"})

    def _end(self, status: Status, how: str) -> None:
        self._note(Who.INLOOP, how)
        self._change(status=status)
        self._tell_status()

    def _tell_status(self) -> None:
        told = fields.of_status(self._state, now().timestamp() - self._state.begun)
        self._deliver("POST", f"{self._company.web_url}/twilio/status/voice", told)

    def _fetch(self, url: str, method: str, heard: Mapping[str, str]) -> None:
        """Ask for the next document, and stand at its beginning."""
        self._fetches += 1
        there = urljoin(self._state.url, url)
        try:
            if self._fetches > MOST_FETCHES:
                raise CallFailed(f"the application gave {MOST_FETCHES} documents without waiting for the caller")
            document = self._deliver(method, there, {**fields.of_call(self._state), **heard})
            voice(document)
        except (TryAgain, BadTwiml):
            self._change(status=Status.COMPLETED)
            raise
        self._change(url=there, twiml=document, at=0)

    def _deliver(self, method: str, url: str, sent: Mapping[str, str]) -> str:
        answer = self._company.deliver(method, url, sent)
        if not 200 <= answer.status < 300:
            raise CallFailed(f"the application answered {answer.status} to {method} {url}")
        return answer.body

    def _note(self, who: Who, what: str) -> None:
        self._change(transcript=self._state.transcript.add(who, what))

    def _change(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]


def _new_recording() -> str:
    return f"RE{secrets.token_hex(16)}"
