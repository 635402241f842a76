"""Words for building a consultation."""

from __future__ import annotations

from channels.wording import Concern
from intake.desk.language import Words

KINDS = Words(
    {
        "choice": "Eén antwoord kiezen",
        "choices": "Meer antwoorden kiezen",
        "scale": "Schaal van getallen",
        "yes_no": "Ja of nee",
        "number": "Een getal",
        "postcode": "Een postcode",
        "text": "Open vraag",
    }
)
NOTICES = Words(
    {
        "thrown_away": "Het ontwerp is weg.",
        "adopted": "Vastgesteld. Dit is nu versie {number}.",
        "too_large": "Niet bewaard: dit is te veel voor één raadpleging. Maak teksten korter.",
        "changed_meanwhile": "Een collega veranderde dit ontwerp intussen. Wat u typte staat er nog. "
        "Kijk het na en bewaar opnieuw.",
        "list_changed": "Dit ontwerp veranderde intussen. Kijk nog eens, en kies opnieuw.",
        "begun": "Er is een ontwerp gemaakt. Niemand merkt er iets van tot u het vaststelt.",
        "not_printable": "Dit formulier kan niet gedrukt worden. Haal tekens weg die geen letter zijn, zoals plaatjes.",
        "days_changed": "De dagen zijn veranderd. Dit is nu versie {number}.",
        "days_same": "De dagen waren al zo. Er is niets veranderd.",
        "days_wrong": "De laatste dag ligt voor de eerste dag, of een dag ontbreekt. Er is niets veranderd.",
        "no_number": "Dit is geen telefoonnummer. Schrijf het als +31 75 555 01 00.",
        "not_yours": "Dit nummer is van een andere organisatie.",
        "number_new": "{number} hoort nu bij deze raadpleging.",
        "number_moved": "{number} hoort nu bij deze raadpleging. Eerst hoorde het bij: {before}.",
        "number_general": "{number} vraagt bellers nu zelf naar het nummer van hun raadpleging.",
    }
)
CONCERNS = Words(
    {
        Concern.UNTRANSLATED: "Nog niet vertaald",
        Concern.UNPRINTABLE: "Niet te drukken",
        Concern.LONG_SENTENCE: "Lange zin",
        Concern.LONG_WORD: "Lang woord",
        Concern.HARD_WORD: "Moeilijk woord",
        Concern.LONG_MESSAGE: "Lange sms",
    }
)
MEANINGS = Words(
    {
        Concern.UNTRANSLATED: "Mensen horen en lezen hier de eerste taal.",
        Concern.UNPRINTABLE: "Geen lettertype heeft dit teken. "
        "Haal het weg: anders kan het formulier niet gedrukt worden.",
        Concern.LONG_SENTENCE: "Wie belt, hoort een zin één keer. Maak er twee van, van hoogstens 15 woorden.",
        Concern.LONG_WORD: "Zo'n woord is moeilijk te lezen en te verstaan. Zeg het met kortere woorden.",
        Concern.HARD_WORD: "Er is een gewoner woord voor.",
        Concern.LONG_MESSAGE: "Elk deel kost geld: 160 tekens, of 70 met letters als ë, ş en Arabische letters.",
    }
)
