"""Examples in the description, made of the very shapes that are answered. The people in them are made up."""

from __future__ import annotations

from datetime import UTC, date, datetime

from intake.api.shapes import (
    Condition,
    ConsultationShape,
    EvidenceList,
    EvidenceShape,
    MeetingShape,
    OptionShape,
    Page,
    QuestionResultShape,
    QuestionShape,
    ReferenceEntryShape,
    ResultsShape,
    TableShape,
    TallyShape,
    ValueShape,
)
from models.normalized import NormalizedAnswer, NormalizedEvidence, NormalizedSubmission
from models.tables.reference import EntryKind
from models.vocabulary import AnswerState, Channel, EvidenceKind, Status

_AT = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
_SHA256 = "sha256:6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"

ENTRY = {
    "answers": {"first": "trees", "also": ["light"], "safe": 2, "why": "Te donker", "again": True},
    "language": "nl",
    "channel": "counter",
    "participationCode": None,
}

SUBMISSION = NormalizedSubmission(
    id="0192f0c6-6d3c-7a51-8f0e-2f1f3c9d7a10",
    receipt="48271937",
    organisation="zaandijk",
    consultation="4821",
    version=1,
    channel=Channel.SMS,
    entered_by=None,
    language="nl",
    received_at=_AT,
    updated_at=_AT,
    status=Status.ACCEPTED,
    complete=True,
    supporters=1,
    group="resident",
    meeting=None,
    participation_code=False,
    contact=False,
    answers=[
        NormalizedAnswer(
            question="first",
            value="trees",
            raw="1",
            state=AnswerState.READ,
            confidence=1.0,
            evidence=_SHA256,
            where=None,
        )
    ],
    evidence=[NormalizedEvidence(id=_SHA256, kind=EvidenceKind.MESSAGE, media_type="text/plain", bytes=1)],
)

SUBMISSIONS = Page[NormalizedSubmission](count=1, next=None, previous=None, results=[SUBMISSION])

EVIDENCE_LIST = EvidenceList(
    results=[
        EvidenceShape(id=_SHA256, kind=EvidenceKind.MESSAGE, media_type="text/plain", bytes=1, page=None, stored_at=_AT)
    ]
)

CONSULTATION_EXAMPLE = ConsultationShape(
    code="4821",
    organisation="zaandijk",
    version=1,
    title={"nl": "Een nieuw plein", "en": "A new square"},
    intro={},
    languages=["nl", "en"],
    opens=date(2026, 11, 1),
    closes=date(2027, 2, 1),
    is_open=True,
    participation="open",
    contact="optional",
    privacy_notice={"nl": "Wij bewaren uw antwoorden veilig.", "en": "We keep your answers safe."},
    questions=[
        QuestionShape(
            key="first",
            type="choice",
            ask={"nl": "Wat moet er zeker komen?", "en": "What should be there?"},
            required=True,
            group=False,
            options=[OptionShape(key="trees", label={"nl": "meer bomen", "en": "more trees"})],
        ),
        QuestionShape(
            key="why",
            type="text",
            ask={"nl": "Waarom die?", "en": "Why that one?"},
            required=True,
            ask_if=Condition(question="first", any_of=["trees"]),
        ),
    ],
)

CONSULTATIONS = Page[ConsultationShape](count=1, next=None, previous=None, results=[CONSULTATION_EXAMPLE])

_THREE = TallyShape(submissions=3, supporters=14, by_channel={"meeting": 1, "sms": 2}, by_group={"resident": 2, "-": 1})

RESULTS = ResultsShape(
    consultation="4821",
    version=1,
    channel=None,
    counted=_THREE,
    questions=[
        QuestionResultShape(
            question="first",
            type="choice",
            answered=_THREE,
            empty=0,
            undecided=0,
            mean=None,
            values=[ValueShape(value="trees", **_THREE.model_dump())],
        )
    ],
)

MEETING = MeetingShape(
    id="0192f0c6-6d3c-7a51-8f0e-2f1f3c9d7a11",
    consultation="4821",
    also_about=[],
    title="Bewonersavond",
    date=date(2026, 11, 19),
    place="Buurthuis De Verzonnen Hoek",
    agenda=None,
    attendance=31,
    tables=[TableShape(label="1", attendance=8)],
    submissions=57,
)

MEETINGS = Page[MeetingShape](count=1, next=None, previous=None, results=[MEETING])

REFERENCE_ENTRY = ReferenceEntryShape(
    id="0192f0c6-6d3c-7a51-8f0e-2f1f3c9d7a12",
    kind=EntryKind.LESSON,
    title=None,
    text="Een avond na acht uur past mensen met kleine kinderen niet.",
    url=None,
    said_by=None,
    place="Buurthuis De Verzonnen Hoek",
    date=date(2026, 11, 19),
    themes=["Bereikbaarheid"],
    consultation="4821",
    meeting="0192f0c6-6d3c-7a51-8f0e-2f1f3c9d7a11",
    question=None,
)

REFERENCE_ENTRIES = Page[ReferenceEntryShape](count=1, next=None, previous=None, results=[REFERENCE_ENTRY])
