"""What we send of our own accord, text messages and calls: written down now, sent by a worker.

A door calls `send_later` in the transaction of what it is about. Everything after that (pace, quiet hours, who wants
nothing more, what the company tells) happens here.
"""

from channels.outgoing.later import send_later

__all__ = ["send_later"]
