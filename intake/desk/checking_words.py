"""What the page for checking says when something cannot be kept."""

from __future__ import annotations

from intake.desk.language import Words
from models.vocabulary import Doubt

ALARMS = Words(
    {
        "not_decidable": "Deze inzending is al verder. Er hoeft niets meer.",
        "changed": "Iemand veranderde dit antwoord net. Kijk nog een keer.",
        "nothing": "Kies of typ eerst een antwoord, of zeg dat het leeg of niet te lezen is.",
        "refused": "Dit kan niet bewaard worden.",
        "look_first": "Bekijk eerst de voorbeelden. Zet daarna het vinkje.",
    }
)

DOUBTS = Words(
    {
        Doubt.FAINT_MARK: "Het kruisje is niet heel duidelijk.",
        Doubt.UNCLEAR_CHARACTER: "Een cijfer of letter is niet heel duidelijk.",
        Doubt.HEARD: "Een computer schreef op wat er gezegd is. Die maakt fouten. Luister en verbeter het.",
        Doubt.SEVERAL_MARKS: "Er staan twee kruisjes, of meer dan mag. Kijk wat deze persoon bedoelt.",
        Doubt.BLACKED_OUT: "Er is een hokje zwart gemaakt. Misschien koos deze persoon iets anders.",
        Doubt.STRAY_MARK: "Er staat een vlekje of streepje bij. Kijk of dat een kruisje is.",
        Doubt.NOT_ASKED: "Deze vraag hoefde hier niet. Dat komt door een ander antwoord.",
        Doubt.BESIDE: "Kijk naar het aantal mensen, de tafel en de vraag. Daarvan is iets niet duidelijk.",
        Doubt.TEXT: "Dit is tekst. De computer leest die nooit zonder hulp. Kijk of alles er zo staat.",
        Doubt.BADLY_READ: "De computer las dit slecht. Er staan fouten in, of er mist iets. Lees het op het papier.",
        Doubt.TRANSCRIBED: "Een computer schreef op wat er gezegd is. Die maakt fouten. Luister en verbeter het.",
        Doubt.NEARLY: "Wat er gezegd is, lijkt op dit antwoord. Het is niet precies hetzelfde.",
        Doubt.UNREADABLE: "De computer kon dit niet lezen. Misschien kunt u het wel.",
        Doubt.UNHEARD: "Dit antwoord is ingesproken. Luister en typ wat u hoort.",
        Doubt.NO_ANSWER: "Dit past niet bij de vraag. Kijk wat deze persoon bedoelt.",
        Doubt.MISSING_PAGE: "De bladzijde met deze vraag is er niet.",
        Doubt.ADDED: "Deze persoon sprak later nog iets in. Luister en vul de tekst aan.",
    }
)
"""Why an answer waits, at the answer."""
