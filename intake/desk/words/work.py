"""What Inloop works on, what comes in by files, and what to do when that fails."""

from __future__ import annotations

from intake.desk.language import Words
from models.vocabulary import OutboxKind, OutboxState

WORK = Words(
    {
        OutboxKind.READ_SCAN: "Een scan lezen",
        OutboxKind.READ_NOTES: "Een verslag of rekenblad lezen",
        OutboxKind.FETCH_RECORDING: "Een opname ophalen",
        OutboxKind.DELETE_RECORDING: "Een opname bij de telefoondienst wissen",
        OutboxKind.SEND_REPLIES: "Berichten versturen",
        OutboxKind.TRANSCRIBE: "Een opname laten uitschrijven",
        OutboxKind.PULL: "Ophalen wat mensen online deden",
        OutboxKind.DELIVER: "Inzendingen naar het online platform brengen",
        OutboxKind.COMPARE: "Kijken wat dubbel is",
    }
)
REMEDIES = Words(
    {
        OutboxKind.READ_SCAN: "Kijk of het bestand goed is. Scan de post anders opnieuw.",
        OutboxKind.READ_NOTES: "Open het bestand en sla het opnieuw op. Lever het dan weer in.",
        OutboxKind.FETCH_RECORDING: "Probeer het opnieuw. Blijft het misgaan? Vraag dan de beheerder om hulp.",
        OutboxKind.DELETE_RECORDING: "De opname staat veilig bij ons, maar ook nog bij de telefoondienst. "
        "Probeer het opnieuw, of laat de beheerder hem daar wissen.",
        OutboxKind.SEND_REPLIES: "Er gaat niets verloren: de berichten wachten. Vraag de beheerder om hulp.",
        OutboxKind.PULL: "Kijk bij Publiceren wat er mis is. Probeer het daarna opnieuw.",
        OutboxKind.COMPARE: "Vraag de beheerder om hulp. Er gaat niets verloren: Inloop vergelijkt later opnieuw.",
        OutboxKind.DELIVER: "Inloop begint vanzelf opnieuw. Kijk bij Publiceren wat er wacht.",
        OutboxKind.TRANSCRIBE: "De computer kan deze opname niet uitschrijven. Luister zelf en typ wat u hoort.",
    }
)
FILE_STATES = Words(
    {
        OutboxState.WAITING: "Wacht",
        OutboxState.RUNNING: "Wordt gelezen",
        OutboxState.DONE: "Gelezen",
        OutboxState.FAILED: "Mislukt",
    }
)
FILE_PROBLEMS = Words(
    {
        "separator": "Dit is een scheidingsvel.",
        "blank_page": "Hier staat niets op.",
        "missing_page": "Van dit formulier ontbreekt een pagina. Zoek hem en scan hem alsnog. "
        "Staan er geen vragen op die pagina? Dan hoeft u niets te doen.",
        "duplicate_page": "Deze pagina zit er twee keer in. De eerste telt.",
        "foreign_page": "Dit is een formulier van een raadpleging die hier niet bekend is. Kijk of het hier hoort.",
        "unreadable_page": "Deze pagina is niet te lezen. Scan hem opnieuw, recht en scherp.",
        "encrypted": "Dit bestand heeft een wachtwoord. Sla het op zonder wachtwoord en lever het opnieuw in.",
        "too_large": "Dit bestand is te groot. Maak er meer bestanden van.",
        "not_a_document": "Dit bestand kan Inloop niet lezen. Sla het op als pdf. Een zip-bestand pakt u eerst uit.",
        "packed": "Dit is een zip-bestand of een Office-bestand. Pak het uit of sla het op als pdf. Lever het dan in.",
        "no_attachment": "In deze e-mail zit geen bestand. Lees hem zelf.",
        "unknown_consultation": "Deze raadpleging is er niet.",
        "empty": "Dit bestand is leeg.",
        "old_format": "Dit bestand is van een oud soort. Sla het op als .xlsx of .docx en lever het opnieuw in.",
        "damaged": "Dit bestand is beschadigd. Open het, sla het opnieuw op en lever het dan in.",
        "not_a_sheet": "Dit is geen rekenblad van deze raadpleging. Gebruik het lege rekenblad van Inloop.",
        "other_consultation": "Dit rekenblad is van een andere raadpleging. Lever het daar in.",
        "markup": "Dit is een webpagina of een bewaarde e-mail. Zet de tekst in een Word-bestand en lever dat in.",
        "document_inside": "In dit bestand zit een ander document. Open het in Word en sla het op. Lever het dan in.",
        "pictures": "In dit verslag staan foto's of plaatjes. Inloop leest de woorden daarin niet. "
        "Staat er iets in dat telt? Lever dat plaatje dan apart in.",
        "no_text_layer": "Dit zijn foto's zonder tekst. Iemand moet ze overtypen.",
        "unknown": "Dit is geen van de antwoorden.",
        "ambiguous": "Dit kan meer dan één antwoord zijn.",
        "out_of_range": "Dit getal is te hoog of te laag.",
        "too_many": "Hier staan te veel antwoorden.",
        "unsure": "Dit is niet duidelijk een van de antwoorden.",
        "date": "Het rekenprogramma maakte hier een datum van. Maak er tekst van en typ het antwoord opnieuw.",
        "formula": "Hier staat een formule. Typ het antwoord zelf.",
        "supporters": "Hier hoort een aantal mensen: 1 of meer.",
        "merged": "Deze cel is samengevoegd met die ernaast. Haal ze los.",
        "too_long": "Deze tekst is te lang. Verdeel hem over twee rijen.",
        "no_answer": "In deze rij staat geen antwoord.",
        "no_key": "Boven deze cel staat geen vraag. Zet de tekst in een kolom met een vraag.",
        "renamed_column": "De naam boven deze kolom is veranderd. Zet de oude naam terug in rij 1.",
        "unknown_column": "Deze kolom hoort bij geen vraag. Zet de oude naam terug in rij 1.",
        "missing_column": "Deze kolom ontbreekt. Zet hem terug als de vraag gesteld is.",
        "duplicate_column": "Deze kolom staat er twee keer. Haal er een weg.",
        "row_two": "Rij 2 is voor de vragen. Zet antwoorden vanaf rij 3.",
    }
)
MISSING = Words(
    {
        "asks": "Formulier {sheet} is niet compleet. Dit ontbreekt: {pages} van {count}. "
        "Zoek het blad en scan het alsnog, in een nieuw bestand.",
        "silent": "Van formulier {sheet} ontbreekt alleen {pages} van {count}. Daar staan geen vragen op.",
    }
)
"""Which printed pages of a form are not there: those that ask something, and those that do not."""
PLACE_PROBLEMS = Words(
    {
        "no_folder": "Inloop kan deze map niet openen. Vraag uw beheerder om hulp.",
        "cannot_move": "Inloop kan hier niet alles verplaatsen. Vraag uw beheerder om schrijfrechten.",
        "no_sign_in": "De mailserver weigert het wachtwoord. Vraag uw beheerder om hulp.",
        "no_mailbox": "Inloop kan deze mailbox niet bereiken. Dat wordt vanzelf opnieuw geprobeerd.",
        "no_room": "Inloop kan nu niets bewaren. Dat wordt vanzelf opnieuw geprobeerd.",
        "unknown_consultation": "De raadpleging voor deze plek is er niet. Vraag uw beheerder om hulp.",
    }
)
