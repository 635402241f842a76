"""What the pages about the reference work call things, and what they say is wrong."""

from __future__ import annotations

from intake.desk.language import Words
from models.tables.reference import EntryKind, EntryState

KINDS = Words(
    {
        EntryKind.LESSON: "Les",
        EntryKind.QUESTION: "Vraag met antwoord",
        EntryKind.STATEMENT: "Wat iemand zei",
        EntryKind.DOCUMENT: "Document",
    }
)
STATES = Words(
    {
        EntryState.DRAFT: "Concept",
        EntryState.PUBLIC: "Voor iedereen",
        EntryState.LEFT_OUT: "Weggelaten",
    }
)
FAULTS = Words(
    {
        "text": "Vul een tekst in van hoogstens 20.000 tekens.",
        "title": "Vul de vraag of de naam van het document in, hoogstens 500 tekens.",
        "url": "Een adres begint met https:// en heeft geen spaties.",
        "date": "Deze datum bestaat niet. Schrijf hem zoals 2026-11-23.",
        "identifies": "Hier staat iets waaraan iemand te herkennen is. Haal het weg, of kruis aan dat het mag blijven.",
        "names_unknown": "In deze tekst is nog niet naar namen gezocht. Bewaar hem als concept, of kijk zelf.",
        "gone": "Een collega besliste hier al over. Dit is het volgende voorstel.",
        "code": "Kies een nummer van 4 tot en met 6 cijfers dat nog niemand gebruikt.",
        "days": "De laatste dag kan niet voor de eerste liggen. Schrijf een datum zoals 2026-11-23.",
        "taken": "Deze raadpleging kan niet worden overgenomen. Kijk het nummer en de dagen na.",
    }
)
"""By the code of what was refused."""
NOTICES = Words(
    {
        "kept": "Bewaard.",
        "taken_in": "Opgenomen in het naslagwerk.",
        "left_out": "Weggelaten. Dit wordt niet opnieuw voorgesteld.",
        "removed": "Weggehaald uit het naslagwerk.",
        "none_left": "Er is nu niets om op te nemen.",
        "offered": "Andere organisaties kunnen deze raadpleging nu overnemen.",
        "not_offered": "Deze raadpleging wordt niet meer aangeboden.",
        "copied": "Overgenomen. Lees de vragen en de privacytekst na voor u begint.",
    }
)
FORMATS = Words(
    {
        "site": "Website (zip)",
        "epub": "Boek voor een e-reader (EPUB)",
        "pdf": "Om te printen (PDF)",
        "md": "Platte tekst (Markdown)",
    }
)
