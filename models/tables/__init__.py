"""What is stored, a file a family of tables. Importing this package knows them all, as migrations need."""

from sqlmodel import SQLModel

from models.tables.accepting import BulkAcceptance
from models.tables.accounts import ApiToken, Membership, Organisation, SignInAttempt, User
from models.tables.answering import AnswerTerms, CallAttempt, LetterToAnswer
from models.tables.audit import AuditRecord
from models.tables.claims import Claim
from models.tables.codes import ParticipationCode
from models.tables.consents import Consent, Wording
from models.tables.consultations import Consultation, ConsultationDraft, ConsultationVersion, PhoneNumber
from models.tables.contacts import CallBack, Contact, OptOut, ReceiptAttempt
from models.tables.deliveries import (
    Delivery,
    DeliveryLine,
    OnlineContribution,
    Outcome,
    PublicText,
    PullMark,
)
from models.tables.dialogues import Dialogue, Recording
from models.tables.duplicates import Likeness, LikenessBand, LikenessMark, Suggestion
from models.tables.erasures import Erasure
from models.tables.intake import Arrival, Evidence, OutboxEntry
from models.tables.listing import SubmissionChange, SubmissionTally
from models.tables.meetings import AlsoAbout, Meeting, MeetingTable
from models.tables.printing import PrintedLayout
from models.tables.redaction import KeptPhrase, NameSearch, SpanDecision
from models.tables.reference import (
    ConsultationOffer,
    ConsultationTaking,
    ReferenceEntry,
    ReferenceEntryTheme,
    ReferenceTheme,
    ReferenceWork,
    SearchText,
)
from models.tables.replies import Pace, Reply, ReplyEvent, SendingRules
from models.tables.segments import NoteEdit, NoteSegment
from models.tables.signing_in import DeskRules, RecoveryCode, SecondFactor, SignOn, StaffIdentity, StaffSession
from models.tables.submissions import Answer, Decision, StatusChange, Submission, SubmissionEvidence
from models.tables.transcripts import Transcript
from models.tables.watching import RefusedFile, WatchedPlace

metadata = SQLModel.metadata

__all__ = [
    "AlsoAbout",
    "Answer",
    "AnswerTerms",
    "ApiToken",
    "Arrival",
    "AuditRecord",
    "BulkAcceptance",
    "CallAttempt",
    "CallBack",
    "Claim",
    "Consent",
    "Consultation",
    "ConsultationDraft",
    "ConsultationOffer",
    "ConsultationTaking",
    "ConsultationVersion",
    "Contact",
    "Decision",
    "Delivery",
    "DeliveryLine",
    "DeskRules",
    "Dialogue",
    "Erasure",
    "Evidence",
    "KeptPhrase",
    "LetterToAnswer",
    "Likeness",
    "LikenessBand",
    "LikenessMark",
    "Meeting",
    "MeetingTable",
    "Membership",
    "NameSearch",
    "NoteEdit",
    "NoteSegment",
    "OnlineContribution",
    "OptOut",
    "Organisation",
    "OutboxEntry",
    "Outcome",
    "Pace",
    "ParticipationCode",
    "PhoneNumber",
    "PrintedLayout",
    "PublicText",
    "PullMark",
    "ReceiptAttempt",
    "Recording",
    "RecoveryCode",
    "ReferenceEntry",
    "ReferenceEntryTheme",
    "ReferenceTheme",
    "ReferenceWork",
    "RefusedFile",
    "Reply",
    "ReplyEvent",
    "SearchText",
    "SecondFactor",
    "SendingRules",
    "SignInAttempt",
    "SignOn",
    "SpanDecision",
    "StaffIdentity",
    "StaffSession",
    "StatusChange",
    "Submission",
    "SubmissionChange",
    "SubmissionEvidence",
    "SubmissionTally",
    "Suggestion",
    "Transcript",
    "User",
    "WatchedPlace",
    "Wording",
    "metadata",
]
