"""Every page can be opened."""

from __future__ import annotations

import pytest

from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/inzendingen",
        "/post",
        "/bijeenkomst",
        "/terugbellen",
        "/balie",
        "/balie/4821",
        "/balie/4821?taal=en",
        "/wachtwoord",
    ],
)
def test_a_page_opens(coordinator: Visitor, path: str) -> None:
    assert coordinator.get(path).status_code == 200


def test_every_kind_of_submission_can_be_looked_at(coordinator: Visitor, town: Town) -> None:
    for door, submission_id in town.submissions.items():
        if door != "elsewhere":
            assert coordinator.get(f"/inzendingen/{submission_id}").status_code == 200, door
