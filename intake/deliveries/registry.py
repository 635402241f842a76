"""Which targets there are, and how each is made from the settings. A new one is a line here and a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from intake.deliveries.cloudevents import CloudEventsTarget
from intake.deliveries.target import LineHeld, Target
from intake.openstad.target import OpenStadTarget
from intake.openstad.votes import OpenStadVotes
from intake.settings import Settings
from models.definition import Publish


def open_target(settings: Settings, publish: Publish) -> Target:
    """:raises LineHeld: a setting is missing."""
    return TARGETS[publish.to](settings, publish)


def check_set_up(settings: Settings, publish: Publish) -> None:
    """:raises LineHeld: a setting is missing. As long as it is, nothing is approved by a rule and nothing waits."""
    open_target(settings, publish)


def _openstad(settings: Settings, publish: Publish) -> Target:
    url, token = openstad_access(settings)
    if publish.as_ == "vote":
        return OpenStadVotes(url, token, publish, settings.openstad_auth_url)
    return OpenStadTarget(url, token, publish.project or 0)


def openstad_access(settings: Settings) -> tuple[str, str]:
    """Address and token.

    :raises LineHeld: one of them is not set.
    """
    if settings.openstad_url is None or settings.openstad_token is None:
        raise LineHeld(
            "INLOOP_OPENSTAD_URL and INLOOP_OPENSTAD_TOKEN are not both set; see docs/openstad.md", code="not_set_up"
        )
    return settings.openstad_url, settings.openstad_token


def _cloudevents(settings: Settings, _publish: Publish) -> Target:
    if settings.cloudevents_url is None or settings.cloudevents_source is None:
        raise LineHeld(
            "INLOOP_CLOUDEVENTS_URL and INLOOP_CLOUDEVENTS_SOURCE are not both set; see docs/targets.md",
            code="not_set_up",
        )
    return CloudEventsTarget(settings.cloudevents_url, settings.cloudevents_source, settings.cloudevents_token)


TARGETS: Mapping[str, Callable[[Settings, Publish], Target]] = MappingProxyType(
    {"openstad": _openstad, "cloudevents": _cloudevents}
)
