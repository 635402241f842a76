"""Every page has a rule for who may see it, and keeps to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from intake.desk.routes import BY_NAME, ROUTES, Who, may
from models.vocabulary import Role
from tests.integration.desk.pages import examples, filled
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor

C, F, CO, P, A = Role.CLERK, Role.FACILITATOR, Role.COORDINATOR, Role.PRIVACY, Role.ADMIN

MATRIX = {
    "overview": {C, F, CO, P, A},
    "try_again": {CO, A},
    "outcomes": {C, CO},
    "settle_outcome": {C, CO},
    "house_style": {C, F, CO, P, A},
    "kept_names": {CO},
    "decide_span": {CO},
    "doubles": {C, CO},
    "double": {C, CO},
    "decide_double": {C, CO},
    "take_on": {A},
    "start_over": {A},
    "let_go": {A},
    "demand_second_step": {A},
    "colleagues": {A},
    "change_role": {A},
    "submissions": {C, F, CO, P, A},
    "submission": {C, F, CO, P, A},
    "next_submission": {C, F, CO},
    "crop": {C, F, CO, P, A},
    "page": {C, F, CO, P, A},
    "original": {C, F, CO, P, A},
    "decide_answer": {C, F, CO},
    "mend_row": {C, F, CO},
    "choose_consultation": {C, CO},
    "release_held": {C, F, CO},
    "same_sheet": {C, CO},
    "join_letters": {C, CO},
    "divide_letter": {C, CO},
    "who_wrote": {C, CO},
    "give_code": {C, F, CO},
    "move_status": {CO},
    "tell": {C, CO},
    "replies": {C, CO, A},
    "settle_reply": {C, CO, A},
    "try_line": {CO, A},
    "approve_texts": {CO},
    "publishing": {CO, A},
    "next_to_approve": {CO},
    "line_again": {CO, A},
    "deliver_again": {CO},
    "call_backs": {C, CO},
    "called": {C, CO},
    "call_next": {C, CO},
    "calling": {C, CO},
    "take_call": {C, CO},
    "leave_call": {C, CO},
    "drop_call_back": {C, CO},
    "letters": {C, CO},
    "letter": {C, CO},
    "take_letter": {C, CO},
    "leave_letter": {C, CO},
    "print_answer": {C, CO},
    "letter_answered": {C, CO},
    "ask_for_answer": {C, CO},
    "answer_terms": {CO},
    "find_known": {C, F, CO},
    "add_said": {C, F, CO},
    "counter_steps": {C, F, CO},
    "post": {C, CO},
    "separator_sheets": {C, CO},
    "take_back": {C, CO},
    "take_stack_back": {C, CO},
    "put_in_again": {C, CO},
    "post_progress": {C, CO},
    "meeting": {C, F, CO},
    "meeting_progress": {C, F, CO},
    "meetings": {C, F, CO},
    "meeting_new": {C, F, CO},
    "meeting_page": {C, F, CO},
    "meeting_change": {C, F, CO},
    "meeting_file": {C, F, CO},
    "table_sheets": {C, F, CO},
    "live_entry": {C, F, CO},
    "notes_page": {C, F, CO},
    "notes_border": {C, F, CO},
    "check_next": {C, F, CO},
    "check_ahead": {C, F, CO},
    "check_field": {C, F, CO},
    "undo_check": {C, F, CO},
    "accept_many": {C, F, CO},
    "undo_many": {C, F, CO},
    "reference": {C, F, CO, P, A},
    "reference_entry": {C, F, CO, P, A},
    "reference_new": {F, CO},
    "reference_change": {F, CO},
    "reference_remove": {CO},
    "reference_proposals": {CO},
    "reference_themes": {CO},
    "reference_publishing": {CO},
    "reference_download": {CO},
    "shared_consultations": {C, F, CO, P, A},
    "offer_consultation": {CO},
    "take_consultation": {CO},
    "consultations": {C, F, CO, P, A},
    "consultation_new": {CO},
    "draft_page": {CO},
    "draft_general": {CO},
    "draft_question": {CO},
    "draft_file": {CO},
    "draft_preview": {CO},
    "draft_sheet": {CO},
    "consultation_page": {C, F, CO, P, A},
    "consultation_file": {C, F, CO, P, A},
    "consultation_form": {C, F, CO, P, A},
    "consultation_preview": {C, F, CO, P, A},
    "consultation_sheet": {C, F, CO, P, A},
    "results_page": {C, CO, P, A},
    "results_file": {C, CO, P, A},
    "open_texts": {C, F, CO, P, A},
    "overview_file": {C, F, CO, P, A},
    "change_days": {CO},
    "assign_number": {CO, A},
    "counter": {C, F, CO},
    "counter_entry": {C, F, CO},
    "counter_done": {C, F, CO},
    "trail": {P},
    "take_trail_out": {P},
    "rights": {P},
    "give_insight": {P},
    "erase_somebody": {P},
}


def test_every_route_of_the_desk_stands_in_the_table(app: Flask) -> None:
    mounted = {
        rule.endpoint.removeprefix("desk.") for rule in app.url_map.iter_rules() if rule.endpoint.startswith("desk.")
    }
    assert mounted - {"static"} == set(BY_NAME)
    assert len(BY_NAME) == len(ROUTES)


def test_the_table_says_what_we_think_it_says() -> None:
    open_to_all = {route.name for route in ROUTES if route.who is Who.EVERYBODY}
    signed_in = {route.name for route in ROUTES if route.who is Who.SIGNED_IN}
    assert open_to_all == {"sign_in", "sign_in_elsewhere", "signed_in_elsewhere", "change_language", "register"}
    assert signed_in == {"sign_out", "password", "organisation", "second_step", "set_up_second_step"}
    assert {route.name: {role for role in Role if may(role, route.name)} for route in ROUTES} == {
        **{name: set(Role) for name in open_to_all | signed_in},
        **MATRIX,
    }


@pytest.fixture
def requests(town: Town) -> dict[str, tuple[str, str]]:
    """Something to ask of every page, on a submission that every role may see."""
    seen_by_all = {"submission_id": town.submissions["meeting"], "question": "statement"}
    values = {**examples(town), **seen_by_all, "evidence_id": town.evidence["notes"], "line": "+31750000000"}
    for thing in ("contact_id", "reply_id", "delivery_id", "outcome_id"):
        values[thing] = town.work["here"]
    return {
        route.name: ("GET" if "GET" in route.methods else "POST", filled(route, values))
        for route in ROUTES
        if isinstance(route.who, frozenset)
    }


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_its_own_pages_and_no_others(
    at_the_desk: Callable[[Role], Visitor], requests: dict[str, tuple[str, str]], role: Role
) -> None:
    visitor = at_the_desk(role)
    refused = set()
    for name, (method, path) in requests.items():
        answer = visitor.get(path) if method == "GET" else visitor.post(path)
        assert answer.status_code < 500, name
        if answer.status_code == 403:
            refused.add(name)
    assert refused == {name for name, roles in MATRIX.items() if role not in roles}


def test_without_signing_in_every_page_leads_to_the_sign_in_page(
    visitor: Visitor, requests: dict[str, tuple[str, str]]
) -> None:
    for name, (method, path) in requests.items():
        answer = visitor.get(path) if method == "GET" else visitor.post(path)
        assert (answer.status_code, answer.location) == (302, "/aanmelden"), name


def test_a_facilitator_sees_only_meetings_and_the_counter(at_the_desk: Callable[[Role], Visitor], town: Town) -> None:
    facilitator = at_the_desk(Role.FACILITATOR)
    listed = facilitator.get("/inzendingen").text
    for door, submission_id in town.submissions.items():
        seen = door in ("meeting", "counter")
        assert (submission_id in listed) is seen, door
        assert facilitator.get(f"/inzendingen/{submission_id}").status_code == (200 if seen else 404), door
    assert facilitator.get(f"/bewijs/{town.evidence['notes']}").status_code == 200
    assert facilitator.get(f"/bewijs/{town.evidence['recording']}").status_code == 404
    assert "Telefoon" not in facilitator.get("/").text
