"""Every page of the desk, and who may see it. A page that does not stand here does not exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

from intake.desk import (
    accepting,
    call_backs,
    calling,
    checking,
    counter,
    counter_steps,
    deciding,
    dividing,
    doubles,
    house_style,
    known_number,
    letters,
    listing,
    live_entry,
    meetings,
    notes,
    originals,
    outcomes,
    overview,
    publishing,
    reading_language,
    redacting,
    reference,
    reference_keeping,
    replies,
    review,
    rights,
    same_paper,
    second_step,
    sharing,
    signing_in,
    single_sign_on,
    staff,
    table_sheets,
    taking_back,
    terms,
    trail,
    uploads,
    who_wrote,
)
from intake.desk.building import draft, managing, preview
from intake.desk.figures import lately, results, texts
from intake.desk.paper_shown import WRITES_BACK
from models.vocabulary import Role


class Who(Enum):
    """Rules that look at no role."""

    EVERYBODY = "everybody"
    SIGNED_IN = "signed in"
    """Whoever is signed in, also before they chose an organisation."""


@dataclass(frozen=True, slots=True)
class Route:
    path: str
    view: Callable[..., Any]
    who: Who | frozenset[Role]
    methods: tuple[str, ...] = ("GET",)

    @property
    def name(self) -> str:
        return self.view.__name__


STAFF = frozenset(Role)
READERS = STAFF
"""A privacy officer and an administrator look, and change nothing."""
ALL_DOORS = STAFF - {Role.FACILITATOR}
"""Figures over all doors are for who sees all doors."""
DECIDERS = frozenset({Role.CLERK, Role.FACILITATOR, Role.COORDINATOR})
FILERS = frozenset({Role.CLERK, Role.COORDINATOR})
CALLERS = frozenset({Role.CLERK, Role.COORDINATOR})
"""They alone see the telephone number of who asked to be called back."""
ADMINS = frozenset({Role.ADMIN})
COORDINATORS = frozenset({Role.COORDINATOR})
WRITERS = frozenset({Role.FACILITATOR, Role.COORDINATOR})
"""They write in the reference work; a coordinator decides what everybody reads."""
PRIVACY = frozenset({Role.PRIVACY})
"""They alone see who saw what, and give somebody their data or erase it."""
MENDERS = frozenset({Role.CLERK, Role.COORDINATOR, Role.ADMIN})
MINDERS = frozenset({Role.COORDINATOR, Role.ADMIN})

GET_AND_POST = ("GET", "POST")
POST = ("POST",)

ROUTES = (
    Route("/aanmelden", signing_in.sign_in, Who.EVERYBODY, GET_AND_POST),
    Route("/afmelden", signing_in.sign_out, Who.SIGNED_IN, POST),
    Route("/wachtwoord", signing_in.password, Who.SIGNED_IN, GET_AND_POST),
    Route("/aanmelden/code", second_step.second_step, Who.SIGNED_IN, GET_AND_POST),
    Route("/aanmelden/bij/<slug>", single_sign_on.sign_in_elsewhere, Who.EVERYBODY),
    Route("/aanmelden/bij/<slug>/terug", single_sign_on.signed_in_elsewhere, Who.EVERYBODY),
    Route("/tweede-stap", second_step.set_up_second_step, Who.SIGNED_IN, GET_AND_POST),
    Route("/taal", reading_language.change_language, Who.EVERYBODY, POST),
    Route("/organisatie", signing_in.organisation, Who.SIGNED_IN, GET_AND_POST),
    Route("/", overview.overview, STAFF),
    Route("/huisstijl.css", house_style.house_style, STAFF),
    Route("/medewerkers", staff.colleagues, ADMINS),
    Route("/medewerkers/nieuw", staff.take_on, ADMINS, POST),
    Route("/medewerkers/<user_id>/rol", staff.change_role, ADMINS, POST),
    Route("/medewerkers/<user_id>/opnieuw", staff.start_over, ADMINS, POST),
    Route("/medewerkers/<user_id>/weg", staff.let_go, ADMINS, POST),
    Route("/medewerkers/tweede-stap", staff.demand_second_step, ADMINS, POST),
    Route("/werk/<entry_id>/opnieuw", overview.try_again, MINDERS, POST),
    Route("/inzendingen", listing.submissions, READERS),
    Route("/inzendingen/<submission_id>", review.submission, READERS),
    Route("/volgende", review.next_submission, DECIDERS),
    Route("/nakijken", checking.check_next, DECIDERS),
    Route("/nakijken/hierna", checking.check_ahead, DECIDERS),
    Route("/nakijken/ongedaan", checking.undo_check, DECIDERS, POST),
    Route("/nakijken/tegelijk", accepting.accept_many, DECIDERS, GET_AND_POST),
    Route("/nakijken/tegelijk/ongedaan", accepting.undo_many, DECIDERS, POST),
    Route("/nakijken/<submission_id>/<question>", checking.check_field, DECIDERS, GET_AND_POST),
    Route("/inzendingen/<submission_id>/uitsneden/<question>", originals.crop, READERS),
    Route("/inzendingen/<submission_id>/paginas/<evidence_id>", originals.page, READERS),
    Route("/bewijs/<evidence_id>", originals.original, READERS),
    Route("/inzendingen/<submission_id>/antwoorden/<question>", deciding.decide_answer, DECIDERS, POST),
    Route("/inzendingen/<submission_id>/raadpleging", deciding.choose_consultation, FILERS, POST),
    Route("/inzendingen/<submission_id>/vrijgeven", deciding.release_held, DECIDERS, POST),
    Route("/inzendingen/<submission_id>/deelnamecode", deciding.give_code, DECIDERS, POST),
    Route("/inzendingen/<submission_id>/zelfde-vel", same_paper.same_sheet, FILERS, POST),
    Route("/inzendingen/<submission_id>/samenvoegen", same_paper.join_letters, FILERS, POST),
    Route("/inzendingen/<submission_id>/verdelen", dividing.divide_letter, FILERS, GET_AND_POST),
    Route("/inzendingen/<submission_id>/afzender/<contact_id>", who_wrote.who_wrote, WRITES_BACK, POST),
    Route("/inzendingen/<submission_id>/status", deciding.move_status, COORDINATORS, POST),
    Route("/inzendingen/<submission_id>/bericht", replies.tell, CALLERS, POST),
    Route("/berichten", replies.replies, MENDERS),
    Route("/berichten/<reply_id>/afgehandeld", replies.settle_reply, MENDERS, POST),
    Route("/berichten/nummers/<line>/opnieuw", replies.try_line, MINDERS, POST),
    Route("/inzendingen/<submission_id>/publiceren", publishing.approve_texts, COORDINATORS, GET_AND_POST),
    Route("/inzendingen/<submission_id>/weglaten", redacting.decide_span, COORDINATORS, POST),
    Route("/dubbel", doubles.doubles, FILERS),
    Route("/dubbel/<suggestion_id>", doubles.double, FILERS),
    Route("/dubbel/<suggestion_id>/besluit", doubles.decide_double, FILERS, POST),
    Route("/publiceren/<code>/namen", redacting.kept_names, COORDINATORS, GET_AND_POST),
    Route("/publiceren", publishing.publishing, MINDERS),
    Route("/publiceren/uitkomsten", outcomes.outcomes, CALLERS, GET_AND_POST),
    Route("/publiceren/uitkomsten/<outcome_id>/klaar", outcomes.settle_outcome, CALLERS, POST),
    Route("/publiceren/volgende", publishing.next_to_approve, COORDINATORS),
    Route("/publiceren/<code>/opnieuw", publishing.line_again, MINDERS, POST),
    Route("/publiceren/bezorgingen/<delivery_id>/opnieuw", publishing.deliver_again, COORDINATORS, POST),
    Route("/terugbellen", call_backs.call_backs, CALLERS),
    Route("/terugbellen/volgende", call_backs.call_next, CALLERS, POST),
    Route("/terugbellen/termijnen", terms.answer_terms, COORDINATORS, GET_AND_POST),
    Route("/terugbellen/brieven", letters.letters, CALLERS),
    Route("/terugbellen/brieven/<letter_id>", letters.letter, CALLERS),
    Route("/terugbellen/brieven/<letter_id>/neem", letters.take_letter, CALLERS, POST),
    Route("/terugbellen/brieven/<letter_id>/los", letters.leave_letter, CALLERS, POST),
    Route("/terugbellen/brieven/<letter_id>/afdruk", letters.print_answer, CALLERS, POST),
    Route("/terugbellen/brieven/<letter_id>/beantwoord", letters.letter_answered, CALLERS, POST),
    Route("/terugbellen/<call_back_id>", calling.calling, CALLERS),
    Route("/terugbellen/<call_back_id>/neem", calling.take_call, CALLERS, POST),
    Route("/terugbellen/<call_back_id>/los", calling.leave_call, CALLERS, POST),
    Route("/terugbellen/<call_back_id>/gebeld", calling.called, CALLERS, POST),
    Route("/terugbellen/<call_back_id>/weg", call_backs.drop_call_back, CALLERS, POST),
    Route("/inzendingen/<submission_id>/beantwoorden", letters.ask_for_answer, CALLERS, POST),
    Route("/post", uploads.post, FILERS, GET_AND_POST),
    Route("/post/scheidingsvellen", uploads.separator_sheets, FILERS),
    Route("/post/voortgang", uploads.post_progress, FILERS),
    Route("/post/<entry_id>/terug", taking_back.take_back, FILERS, POST),
    Route("/post/<entry_id>/alsnog", taking_back.put_in_again, FILERS, POST),
    Route("/post/stapels/<stack_id>/terug", taking_back.take_stack_back, FILERS, POST),
    Route("/bijeenkomst", uploads.meeting, DECIDERS, GET_AND_POST),
    Route("/bijeenkomst/voortgang", uploads.meeting_progress, DECIDERS),
    Route("/bijeenkomsten", meetings.meetings, DECIDERS),
    Route("/bijeenkomsten/nieuw", meetings.meeting_new, DECIDERS, GET_AND_POST),
    Route("/bijeenkomsten/<meeting_id>", meetings.meeting_page, DECIDERS),
    Route("/bijeenkomsten/<meeting_id>/gegevens", meetings.meeting_change, DECIDERS, GET_AND_POST),
    Route("/bijeenkomsten/<meeting_id>/bestanden", meetings.meeting_file, DECIDERS, POST),
    Route("/bijeenkomsten/<meeting_id>/vellen", table_sheets.table_sheets, DECIDERS, POST),
    Route("/inzendingen/<submission_id>/vel", table_sheets.mend_row, DECIDERS, POST),
    Route("/bijeenkomsten/<meeting_id>/meetypen", live_entry.live_entry, DECIDERS, GET_AND_POST),
    Route("/bijeenkomsten/<meeting_id>/verslag/<evidence_id>", notes.notes_page, DECIDERS, GET_AND_POST),
    Route("/bijeenkomsten/<meeting_id>/verslag/<evidence_id>/grens/<int:at>", notes.notes_border, DECIDERS),
    Route("/naslagwerk", reference.reference, READERS),
    Route("/naslagwerk/nieuw", reference.reference_new, WRITERS, GET_AND_POST),
    Route("/naslagwerk/voorstellen", reference_keeping.reference_proposals, COORDINATORS, GET_AND_POST),
    Route("/naslagwerk/themas", reference_keeping.reference_themes, COORDINATORS, GET_AND_POST),
    Route("/naslagwerk/publiceren", reference_keeping.reference_publishing, COORDINATORS, GET_AND_POST),
    Route("/naslagwerk/publiceren/<kind>", reference_keeping.reference_download, COORDINATORS),
    Route("/naslagwerk/<entry_id>", reference.reference_entry, READERS),
    Route("/naslagwerk/<entry_id>/wijzigen", reference.reference_change, WRITERS, GET_AND_POST),
    Route("/naslagwerk/<entry_id>/weg", reference.reference_remove, COORDINATORS, POST),
    Route("/raadplegingen/delen", sharing.shared_consultations, READERS),
    Route("/raadplegingen/delen/<code>/aanbod", sharing.offer_consultation, COORDINATORS, POST),
    Route("/raadplegingen/delen/<code>/overnemen", sharing.take_consultation, COORDINATORS, POST),
    Route("/raadplegingen", managing.consultations, READERS),
    Route("/raadplegingen/nieuw", managing.consultation_new, COORDINATORS, POST),
    Route("/raadplegingen/ontwerp/<draft_id>", draft.draft_page, COORDINATORS, GET_AND_POST),
    Route("/raadplegingen/ontwerp/<draft_id>/algemeen", draft.draft_general, COORDINATORS, GET_AND_POST),
    Route("/raadplegingen/ontwerp/<draft_id>/vragen/<int:at>", draft.draft_question, COORDINATORS, GET_AND_POST),
    Route("/raadplegingen/ontwerp/<draft_id>/bestand", draft.draft_file, COORDINATORS),
    Route("/raadplegingen/ontwerp/<draft_id>/voorbeeld", preview.draft_preview, COORDINATORS),
    Route("/raadplegingen/ontwerp/<draft_id>/voorbeeld/<int:page>", preview.draft_sheet, COORDINATORS),
    Route("/raadplegingen/<code>", managing.consultation_page, READERS),
    Route("/raadplegingen/<code>/bestand", managing.consultation_file, READERS),
    Route("/raadplegingen/<code>/formulier", managing.consultation_form, READERS),
    Route("/raadplegingen/<code>/voorbeeld", preview.consultation_preview, READERS),
    Route("/raadplegingen/<code>/voorbeeld/<int:page>", preview.consultation_sheet, READERS),
    Route("/raadplegingen/<code>/uitslag", results.results_page, ALL_DOORS),
    Route("/raadplegingen/<code>/uitslag/<kind>", results.results_file, ALL_DOORS),
    Route("/raadplegingen/<code>/teksten/<question>", texts.open_texts, READERS),
    Route("/overzicht/<kind>", lately.overview_file, STAFF),
    Route("/raadplegingen/<code>/dagen", managing.change_days, COORDINATORS, POST),
    Route("/raadplegingen/<code>/nummer", managing.assign_number, MINDERS, POST),
    Route("/balie", counter.counter, DECIDERS),
    Route("/balie/zoek", known_number.find_known, DECIDERS, POST),
    Route("/balie/aanvullen/<submission_id>", known_number.add_said, DECIDERS, POST),
    Route("/balie/<code>", counter.counter_entry, DECIDERS, GET_AND_POST),
    Route("/balie/<code>/stap", counter_steps.counter_steps, DECIDERS, GET_AND_POST),
    Route("/balie/klaar/<submission_id>", counter.counter_done, DECIDERS),
    Route("/logboek", trail.trail, PRIVACY),
    Route("/logboek/bestand", trail.take_trail_out, PRIVACY, POST),
    Route("/verwerkingen", trail.register, Who.EVERYBODY),
    Route("/rechten", rights.rights, PRIVACY),
    Route("/rechten/inzage", rights.give_insight, PRIVACY, POST),
    Route("/rechten/wissen", rights.erase_somebody, PRIVACY, POST),
)

BY_NAME: Mapping[str, Route] = MappingProxyType({route.name: route for route in ROUTES})


def may(role: Role, name: str) -> bool:
    """Whether that role may open the page of that name."""
    rule = BY_NAME[name].who
    return isinstance(rule, Who) or role in rule
