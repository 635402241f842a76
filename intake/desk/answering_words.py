"""Words for calling people back and answering their letters."""

from __future__ import annotations

from intake.desk.language import Phrase, Words
from models.answer_terms import Again
from models.tables.answering import LetterOutcome
from models.tables.contacts import CallOutcome

CALLED = Phrase("gebeld")
"""What is said of a call that was made before outcomes were noted."""
CALL_OUTCOMES = Words(
    {
        CallOutcome.ANSWERED: "gesproken en geholpen",
        CallOutcome.MESSAGE: "niet bereikt, sms gestuurd",
        CallOutcome.UNREACHED: "niet bereikt",
        CallOutcome.OTHERWISE: "anders afgehandeld",
        CallOutcome.NO_NUMBER: "geen nummer",
    }
)
LETTER_OUTCOMES = Words(
    {
        LetterOutcome.BY_LETTER: "met een brief",
        LetterOutcome.BY_PHONE: "aan de telefoon",
        LetterOutcome.BY_EMAIL: "met een e-mail",
        LetterOutcome.OTHERWISE: "anders, of er was geen antwoord nodig",
    }
)
AGAIN = Words(
    {
        Again.IN_AN_HOUR: "over een uur",
        Again.THIS_AFTERNOON: "vanmiddag",
        Again.NEXT_MORNING: "de volgende werkdag, in de ochtend",
        Again.NEXT_AFTERNOON: "de volgende werkdag, in de middag",
    }
)
NO_MESSAGE = Words(
    {
        "landline": "Een sms kan niet: dit is geen mobiel nummer.",
        "opted_out": "Een sms kan niet: deze persoon stuurde STOP.",
        "no_line": "Een sms kan niet: uw organisatie heeft geen nummer om mee te versturen.",
    }
)
"""Why somebody who was not reached cannot be told so by a text message."""
NOTICES = Words(
    {
        "ended": "Bewaard. Deze persoon staat niet meer op de lijst.",
        "message_sent": "Bewaard. De sms gaat weg, buiten rusturen meteen.",
        "again": "Bewaard. U ziet deze persoon weer terug {when}.",
        "done_before": "Dit was al gedaan. Misschien belde een collega.",
        "tried_before": "Deze poging staat er al.",
        "let_go": "Een collega kan deze persoon nu bellen.",
        "letter_asked": "Bewaard. Deze brief staat nu bij de brieven die een antwoord vragen.",
        "letter_asked_before": "Deze brief staat al bij de brieven die een antwoord vragen.",
        "letter_let_go": "Een collega kan deze brief nu beantwoorden.",
        "letter_done": "Bewaard. Deze brief is beantwoord.",
        "letter_done_before": "Dit was al gedaan. Misschien antwoordde een collega.",
        "terms_kept": "Bewaard.",
    }
)
WARNINGS = Words(
    {
        "nobody_now": "Er is nu niemand die u kunt bellen.",
        "calling": "{who} belt deze persoon nu.",
        "writing": "{who} beantwoordt deze brief al.",
        "choose": "Kies eerst wat ervan kwam.",
        "private_note": "Niet bewaard: in de notitie staat een nummer of adres van iemand. Haal dat eruit.",
        "long_note": "Niet bewaard: de notitie is te lang. Hoogstens 500 tekens.",
        "note_needed": "Niet bewaard: schrijf kort op hoe het is afgehandeld.",
        "no_message": "Een sms kan hier niet. Kies iets anders.",
        "terms_wrong": "Niet bewaard. Vul hele getallen in, van 1 tot en met {most}.",
    }
)
