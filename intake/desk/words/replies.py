"""What is sent back to people, and why something could not be."""

from __future__ import annotations

from intake.desk.language import Words
from models.tables.replies import Remedy, ReplyPurpose, ReplyState, ReplyWay

REPLY_PURPOSES = Words(
    {
        ReplyPurpose.RECEIPT: "Ontvangstnummer",
        ReplyPurpose.REMINDER: "Herinnering",
        ReplyPurpose.OUTCOME: "Uitkomst",
        ReplyPurpose.ANSWER: "Antwoord",
    }
)
REPLY_KINDS = Words(
    {
        ReplyPurpose.OUTCOME: "Wat er met de antwoorden gebeurt",
        ReplyPurpose.ANSWER: "Een antwoord op iets wat de inwoner vroeg",
    }
)
REPLY_WAYS = Words({ReplyWay.SMS: "Sms", ReplyWay.CALL: "Telefoontje dat wordt voorgelezen"})
REPLY_STATES = Words(
    {
        ReplyState.WAITING: "wacht",
        ReplyState.SENDING: "wordt verstuurd",
        ReplyState.SENT: "verstuurd",
        ReplyState.DELIVERED: "aangekomen",
        ReplyState.FAILED: "niet aangekomen",
        ReplyState.STOPPED: "niet verstuurd",
    }
)
REPLY_REMEDIES = Words(
    {
        Remedy.LATER: "Inloop probeert het later nog eens.",
        Remedy.OTHER_WAY: "Dit nummer is zo niet te bereiken. Bel zelf, of stuur een brief.",
        Remedy.OPTED_OUT: "Deze inwoner wil geen berichten meer.",
        Remedy.ADMINISTRATOR: "De telefoondienst weigerde dit bericht. Vraag de beheerder om hulp. "
        "Bel intussen zelf, of stuur een brief.",
    }
)
NOT_REACHABLE = Words(
    {
        "unreadable": "De gegevens zijn niet te lezen: de sleutel ontbreekt. Vraag uw beheerder om hulp.",
        "by_post": "Deze inwoner gaf geen telefoonnummer. Stuur zelf een brief of e-mail.",
        "opted_out": "Deze inwoner stuurde STOP en krijgt geen berichten meer. Stuur een brief, als u kunt.",
        "no_line": "Er is geen telefoonnummer waarvan Inloop kan versturen. Vraag uw beheerder om hulp.",
    }
)
