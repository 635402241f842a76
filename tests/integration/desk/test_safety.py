"""Nothing of another organisation, nothing forged, nothing that runs."""

from __future__ import annotations

import re

import pytest

from intake.desk.routes import ROUTES
from models.outbox import result_of
from models.vocabulary import OutboxState
from tests.integration.desk.pages import examples, filled
from tests.integration.desk.town import CODE, OTHER_CODE, XSS, Town
from tests.integration.desk.visitor import Visitor


def test_another_organisations_ids_answer_404(coordinator: Visitor, town: Town) -> None:
    theirs = f"/inzendingen/{town.submissions['elsewhere']}"
    for path in (
        theirs,
        f"{theirs}/uitsneden/idea",
        f"{theirs}/paginas/{town.evidence['elsewhere_page']}",
        f"/inzendingen/{town.submissions['form']}/paginas/{town.evidence['elsewhere_page']}",
        f"/bewijs/{town.evidence['elsewhere']}",
        f"/bewijs/{town.evidence['elsewhere_page']}",
        f"/balie/{OTHER_CODE}",
        f"/balie/klaar/{town.submissions['elsewhere']}",
    ):
        assert coordinator.get(path).status_code == 404, path
    for path, form in (
        (f"{theirs}/antwoorden/idea", {"oordeel": "leeg"}),
        (f"{theirs}/raadpleging", {"raadpleging": CODE}),
        (f"{theirs}/vrijgeven", {}),
        (f"{theirs}/status", {"status": "rejected", "reden": "x", "gezien": "needs_person"}),
        (f"/terugbellen/{town.call_backs['elsewhere']}/gebeld", {}),
        (f"/balie/{OTHER_CODE}", {"form-entry": "x", "idea": "iets"}),
    ):
        assert coordinator.post(path, dict(form)).status_code == 404, path


def test_another_organisations_failed_work_is_neither_seen_nor_touched(coordinator: Visitor, town: Town) -> None:
    assert town.work["elsewhere"] not in coordinator.get("/").text
    coordinator.post(f"/werk/{town.work['elsewhere']}/opnieuw")
    with town.services.store.read() as connection:
        assert result_of(connection, town.work["elsewhere"])[0] is OutboxState.FAILED


def test_ids_that_do_not_exist_answer_404(coordinator: Visitor) -> None:
    for path in ("/inzendingen/0", "/bewijs/0", "/bewijs/..%2f..%2fetc%2fpasswd", "/balie/0000", "/balie/klaar/0"):
        answer = coordinator.get(path)
        assert answer.status_code == 404
        assert "Traceback" not in answer.text


def test_every_change_needs_the_pages_own_token(coordinator: Visitor, town: Town) -> None:
    values = examples(town)
    for route in ROUTES:
        if "POST" in route.methods:
            path = filled(route, dict.fromkeys(re.findall(r"(\w+)>", route.path), "1") | values)
            for form in ({}, {"csrf_token": "made up"}):
                answer = coordinator.client.post(path, data=form)
                assert answer.status_code == 400, path
                assert "te oud" in answer.text


@pytest.mark.parametrize(
    "path", ["/inzendingen/{hostile}", "/inzendingen?zoek={xss}", "/inzendingen?raadpleging={xss}"]
)
def test_what_somebody_typed_never_becomes_part_of_the_page(coordinator: Visitor, town: Town, path: str) -> None:
    page = coordinator.get(path.format(hostile=town.submissions["hostile"], xss=XSS)).text
    assert "<script" not in page
    assert "<img src=x" not in page


def test_what_was_refused_is_shown_again_as_text(coordinator: Visitor) -> None:
    page = coordinator.post("/balie/4821", {"form-entry": XSS, "age": XSS, "why": XSS, "form-asked": XSS}).text
    assert "<script>" not in page, "but for the page's own, which has an address"
    assert "<img src=x" not in page


def test_an_address_to_sign_in_with_is_shown_again_as_text(visitor: Visitor) -> None:
    assert "<script" not in visitor.sign_in(XSS, "x").text


@pytest.mark.parametrize("path", ["/aanmelden", "/", "/inzendingen", "/balie", "/inzendingen/0"])
def test_a_page_lets_the_browser_run_and_load_nothing_of_others(coordinator: Visitor, path: str) -> None:
    answer = coordinator.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "<script" not in answer.text
    assert " style=" not in answer.text
    assert "http://" not in answer.text
    assert "https://" not in answer.text
    if answer.status_code != 302:
        assert answer.headers["Cache-Control"] == "no-store"
