"""What the pages say on which a meeting's notes are divided otherwise."""

from __future__ import annotations

from channels.meetings.segments import SegmentKind
from intake.desk.language import Words
from models.tables.segments import NoteAct

KINDS: Words[SegmentKind] = Words(
    {
        SegmentKind.CONTRIBUTION: "Bijdrage",
        SegmentKind.ANSWER: "Antwoord van de organisatie",
        SegmentKind.LESSON: "Geleerde les",
        SegmentKind.PROCEDURE: "Verloop van de avond",
        SegmentKind.HEADING: "Kop",
        SegmentKind.LEFT_OVER: "Over",
    }
)
"""In the order of their keys, from 1."""

ACTS: Words[NoteAct] = Words(
    {
        NoteAct.SPLIT: "stuk {number} gesplitst",
        NoteAct.MERGE: "stuk {number} samengevoegd met het volgende",
        NoteAct.BORDER: "de grens na stuk {number} verplaatst",
        NoteAct.DESCRIBE: "gegevens van stuk {number} gewijzigd",
        NoteAct.UNDO: "een wijziging bij stuk {number} ongedaan gemaakt",
    }
)
PROBLEMS: Words[str] = Words(
    {
        "stale": "Een collega wijzigde dit verslag net. Uw wijziging is niet gedaan. "
        "Hieronder staat het verslag zoals het nu is. Kijk of uw wijziging nog nodig is, en doe hem dan opnieuw.",
        "decided": "Over deze bijdrage is al beslist. Gaat u door, dan telt de oude niet meer mee. "
        "Er komt een nieuwe, en die moet iemand nakijken.",
        "fixed": "Dit kan nu niet. "
        "De bijdrage is goedgekeurd, gepubliceerd of ingetrokken, of staat in het naslagwerk. "
        "Vraag een coördinator om haar eerst terug te halen. Daarna kunt u hier verder.",
        "empty_part": "Aan elke kant van de grens moet iets staan. Kies een ander woord.",
        "no_words": "Hier staan geen woorden in. Dit kan geen bijdrage zijn.",
        "too_long": "Samen is dit te lang voor één bijdrage: hoogstens 20.000 tekens.",
        "supporters": "Vul een aantal mensen in van 1 tot en met 100.000.",
        "nothing_changed": "Er is niets veranderd.",
        "nothing_to_undo": "Er is niets om ongedaan te maken.",
        "no_segment": "Dit stuk is er niet.",
        "unknown_question": "Deze vraag is er niet. Kies een vraag uit de lijst.",
    }
)
"""By the code of what was refused."""

REASONS: Words[str] = Words({"divided": "het verslag is anders verdeeld"})
"""What the history of a contribution says."""
