"""What the next page says of what just happened."""

from __future__ import annotations

from flask import flash

from intake.desk.language import Words

NOTICES = Words(
    {
        "to_be_sent": "Bewaard: het bericht gaat weg. Buiten rusturen is dat meteen.",
        "reply_settled": "Bewaard: dit bericht is afgehandeld.",
        "reply_settled_before": "Een collega handelde dit bericht al af.",
        "line_tried": "Inloop probeert het nu opnieuw.",
        "second_step_off": "De oude app telt niet meer. Stel nu de nieuwe in.",
        "taken_on": "Bewaard: {email} werkt nu ook hier, met het eigen wachtwoord.",
        "role_changed": "Bewaard: de rol is veranderd.",
        "let_go": "Bewaard: deze medewerker kan hier niet meer in.",
        "rules_kept": "Bewaard.",
        "signed_out": "U bent afgemeld.",
        "password_changed": "Uw nieuwe wachtwoord is bewaard.",
        "decided": "Bewaard: {question}",
        "done": "Inzending {receipt} is helemaal nagekeken. Dit is de volgende.",
        "all_done": "Inzending {receipt} is helemaal nagekeken. Er wacht nu niets meer op u.",
        "nothing_next": "Er wacht nu niets op u.",
        "filed": "Bewaard: deze inzending hoort bij raadpleging {code}.",
        "released": "Bewaard: deze inzending gaat verder.",
        "replaced": "Bewaard: deze scan telt, in plaats van {receipt}.",
        "doubled": "Bewaard: deze dubbele scan telt niet mee.",
        "address_kept": "Bewaard: de uitkomst gaat naar deze afzender.",
        "taken_back": "De stapel is teruggedraaid: {count} afgewezen. Over {left} was al beslist: die bleven staan.",
        "put_in_again": "{name} wordt alsnog gelezen.",
        "address_forgotten": "De afzender is weggehaald.",
        "divided": "Bewaard: dit zijn nu {count} inzendingen. Kijk elke tekst na.",
        "completed": "Bewaard: de bladzijden zijn nu één formulier.",
        "joined": "Bewaard: de twee brieven zijn nu één. Kijk de hele tekst na.",
        "code_given": "Bewaard: deze inzending hoort nu bij die deelnamecode.",
        "asked_colleague": "Doorgegeven aan een collega.",
        "accepted_many": "Bewaard. Tegelijk goedgekeurd: {done}.",
        "undone_many": "Ongedaan gemaakt. Er wachten er weer {done}.",
        "row_mended": "Bewaard: aantal mensen, tafel en vraag.",
        "attached": "{name} is bij de bijeenkomst bewaard.",
        "file_in": "{name} is goed ontvangen. Inloop leest het nu.",
        "file_in_alone": "{name} is goed ontvangen, maar apart. Alleen jpeg-foto's kunnen één bestand worden.",
        "file_again": "{name} was al eerder binnen. Er is niets dubbel bewaard.",
        "moved": "De status is nu: {status}.",
        "added": "Bewaard: dit staat nu bij inzending {receipt}.",
        "again": "Het werk wordt opnieuw geprobeerd. Dat kan een paar minuten duren.",
        "not_failed": "Dit werk wacht niet meer op u. Misschien deed een collega het al.",
    }
)
WARNINGS = Words(
    {
        "nothing_to_undo": "Er is niets om ongedaan te maken.",
        "left_many": "Niet goedgekeurd: {left}. Ze zijn al nagekeken of veranderd, of een collega heeft ze voor zich.",
        "went_on_many": "Niet ongedaan gemaakt: {left}. Daarover is al verder beslist.",
        "nothing_to_add": "Niet bewaard: er stond niets, of te veel. Hoogstens 4000 tekens.",
        "not_addable": "Niet bewaard: aan deze inzending kan niets meer worden toegevoegd.",
        "no_file": "Kies eerst een bestand.",
        "no_address": "Vul eerst een naam en adres in.",
        "file_refused": "{name} is niet bewaard. {why}",
        "file_later": "{name} is niet bewaard. Probeer het straks opnieuw.",
    }
)


def notice(what: str, **values: str) -> None:
    """Tell on the next page what just happened."""
    flash(NOTICES[what].format(**values), "good")


def warning(what: str, **values: str) -> None:
    """Tell on the next page what did not work."""
    flash(WARNINGS[what].format(**values), "bad")
