"""What the pages about meetings say is wrong, and how to mend it."""

from __future__ import annotations

from intake.desk.language import Words

FAULTS = Words(
    {
        "no_title": "Geef de bijeenkomst een naam.",
        "no_consultation": "Kies bij welke raadpleging de bijeenkomst hoort.",
        "date": "Deze datum bestaat niet. Schrijf hem zoals 2026-11-23.",
        "attendance": "Vul bij een aantal mensen een heel getal in, hoogstens 100.000.",
        "tables": "Geef elke tafel een eigen naam, op een eigen regel.",
        "no_answer": "Typ eerst wat er gezegd is.",
        "too_long": "Deze tekst is te lang. Verdeel hem in tweeën.",
        "supporters": "Vul een aantal mensen in van 1 tot en met 100.000.",
        "unknown_question": "Deze vraag is er niet. Kijk naar de nummers hierboven.",
        "unknown": "Dit is geen van de antwoorden. Typ het nummer van een antwoord.",
        "ambiguous": "Dit kan meer dan één antwoord zijn. Typ het nummer.",
        "out_of_range": "Dit getal is te hoog of te laag.",
        "too_many": "Dit zijn te veel antwoorden voor deze vraag.",
        "unsure": "Dit is niet duidelijk een van de antwoorden. Typ het nummer.",
        "empty": "Typ eerst wat er gezegd is.",
        "copies": "Vul een aantal vellen in van 1 tot en met {most}.",
        "too_far": "Dit kan niet meer. Over deze inzending is al beslist.",
        "not_yours": "Dit kunt u hier niet ongedaan maken. Open de inzending zelf.",
    }
)
"""By the code of what was refused."""
