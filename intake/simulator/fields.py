"""What Twilio sends with each webhook, beside what the caller did."""

from __future__ import annotations

from intake.simulator.call import CallState
from intake.simulator.shelf import ACCOUNT


def of_call(state: CallState) -> dict[str, str]:
    """With every request about what the call is to do next."""
    return {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "CallSid": state.sid,
        "CallStatus": state.status,
        "Called": state.called,
        "CalledCountry": _country(state.called),
        "Caller": state.caller,
        "CallerCountry": _country(state.caller),
        "Direction": "inbound",
        "From": state.caller,
        "FromCountry": _country(state.caller),
        "To": state.called,
        "ToCountry": _country(state.called),
    }


def of_status(state: CallState, seconds: float) -> dict[str, str]:
    """When the call ended after `seconds`."""
    return {
        **of_call(state),
        "CallDuration": str(max(0, round(seconds))),
        "CallbackSource": "call-progress-events",
        "SequenceNumber": "0",
    }


def of_recording(state: CallState, recording: dict[str, str]) -> dict[str, str]:
    """When a recording is ready, or turned out to be none."""
    return {
        "AccountSid": ACCOUNT,
        "CallSid": state.sid,
        "RecordingChannels": "1",
        "RecordingSource": "RecordVerb",
        **recording,
    }


def of_message(sid: str, sender: str, to: str, text: str) -> dict[str, str]:
    return {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "Body": text,
        "From": sender,
        "FromCountry": _country(sender),
        "MessageSid": sid,
        "NumMedia": "0",
        "SmsMessageSid": sid,
        "SmsSid": sid,
        "SmsStatus": "received",
        "To": to,
        "ToCountry": _country(to),
    }


def of_message_of_ours(sid: str, sender: str, to: str, status: str, code: int | None) -> dict[str, str]:
    """When something happened to a message that we sent."""
    fields = {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "From": sender,
        "MessageSid": sid,
        "MessageStatus": status,
        "SmsSid": sid,
        "SmsStatus": status,
        "To": to,
    }
    return fields if code is None else {**fields, "ErrorCode": str(code)}


def of_call_of_ours(sid: str, sender: str, to: str, status: str, code: int | None) -> dict[str, str]:
    """When something happened to a call that we placed."""
    fields = {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "CallSid": sid,
        "CallStatus": status,
        "CallbackSource": "call-progress-events",
        "Direction": "outbound-api",
        "From": sender,
        "To": to,
    }
    return fields if code is None else {**fields, "ErrorCode": str(code)}


def _country(number: str) -> str:
    return "NL" if number.startswith("+31") else ""
