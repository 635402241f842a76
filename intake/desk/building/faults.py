"""What is wrong with a draft, in words that say the remedy, and at which page and field it is mended."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from intake.desk.language import Words
from models import consultation_file, drafts, strict_yaml
from models.strict_yaml import Fault

_QUESTION = re.compile(r"questions\[(\d+)\](?:\.(.*))?")
_LAST = re.compile(r"(\.[^.\[\]]+|\[\d+\])$")

PROBLEMS = Words(
    {
        "is missing": "Dit ontbreekt nog. Vul het in.",
        "is empty": "Dit is nog leeg. Vul het in.",
        "has a control character in it": "Hier staat een onzichtbaar teken in. Typ de tekst opnieuw.",
        "needs the first language, '{language}'": "Vul deze tekst in de eerste taal in ({language}).",
        "{value} is not among this consultation's languages":
        "De taal {value} hoort niet bij deze raadpleging. Zet de taal aan, of haal de tekst weg.",
        "must be a text, or a text by language, not {value}": "Hier hoort een tekst te staan, niet {value}.",
        "must be a text; write {value} in quotes":
        "Hier hoort een tekst te staan. Zet {value} in het bestand tussen aanhalingstekens.",
        "is {length} characters long; at most {most} can be sent and spoken":
        "Deze tekst is {length} tekens lang. Maak hem korter: hoogstens {most}.",
        "unknown key; known here: {known}":
        "Dit kent Inloop hier niet. Bewaar dit onderdeel: dan valt het weg. Wel bekend: {known}.",
        'must be 4 to 6 digits in quotes, such as "4821", not {value}':
        "Kies een nummer van 4 tot en met 6 cijfers, zoals 4821.",
        "must be an organisation's slug, not {value}":
        "Dit is geen naam van een organisatie. Bewaar het deel Algemeen: dan wordt het van u.",
        "there is no organisation '{slug}'; add it with: inloop organisation add {slug}":
        "Dit bestand is van een andere organisatie ({slug}). Bewaar het deel Algemeen: dan wordt het van u.",
        "{code} belongs to another organisation; choose another":
        "Het nummer {code} is al van een andere organisatie. Kies een ander nummer.",
        drafts.TAKEN: "Het nummer {code} is al van een andere raadpleging. Kies een ander nummer.",
        "lies before 'opens'": "De laatste dag ligt voor de eerste dag. Kies een latere dag.",
        "must be a day such as 2026-11-01, not {value}": "{value} is geen dag. Kies een dag, zoals 2026-11-01.",
        "must be one of {allowed}, not {value}": "{value} kan hier niet. Kies uit: {allowed}.",
        "must be a list of languages, such as [nl, en]": "Kies ten minste één taal.",
        "must be one of {known}; write {value} in quotes if it is meant as text":
        "De taal {value} spreekt Inloop niet. Kies uit: {known}.",
        "'{language}' stands there twice": "De taal {language} staat er twee keer.",
        "must be a list of 2 to {most} lines, each a text of at most {longest} characters: so much fits the "
        "window of an envelope":
        "Geef 2 tot en met {most} regels van hoogstens {longest} tekens: zoveel past er in het venster van "
        "een envelop.",
        "must hold 'notice'": "Vul de uitleg over privacy in.",
        "must not be less than contact_days and evidence_days: the rest goes last":
        "Dit moet later zijn dan de andere twee termijnen: de antwoorden gaan als laatste weg.",
        "must be a list of names, each a text of 2 to {longest} characters":
        "Zet op elke regel één naam, van 2 tot en met {longest} tekens.",
        "must hold 'to', 'project' and 'as'": "Kies waar de inzendingen naartoe gaan.",
        "is missing: an enquête submission needs its widget's number": "Vul het nummer van de enquête in.",
        "is missing: a comment needs the number of the idea that it is about":
        "Vul het nummer in van het idee waarop dit een reactie is.",
        "votes need 'participation: code': a vote is given with its person's own code":
        "Stemmen kan alleen met een code uit een brief. Kies dat bij “Wie mag meedoen?”.",
        "must name the idea of each option that is a vote": "Zeg bij elk antwoord op welk idee het een stem is.",
        "is no option of that question": "Dit is geen antwoord op die vraag. Gebruik de korte naam van een antwoord.",
        "must name the idea that is voted for or against": "Vul het nummer in van het idee waarop gestemd wordt.",
        "must be the key of a question of type choice, choices or yes_no":
        "Kies een vraag met antwoorden om te kiezen, of een vraag met ja of nee. Vul de korte naam in.",
        "names one idea for two options": "Twee antwoorden horen bij hetzelfde idee. Geef elk een eigen nummer.",
        "must be a list with at least one question": "Er zijn nog geen vragen. Voeg er een toe.",
        "must be a question with 'key', 'type' and 'ask'":
        "Dit is geen vraag. Haal hem weg, of maak er een vraag van.",
        "'{key}' is the key of an earlier question too":
        "Een eerdere vraag heet ook {key}. Kies een andere korte naam.",
        "only one question can say which group a person belongs to":
        "Er is al een vraag naar de groep. Zet het vinkje bij een van de twee uit.",
        consultation_file.KEY_WANTED:
        "Gebruik kleine letters, cijfers en _, en begin met een letter. {value} kan niet.",
        consultation_file.KEY_WANTED
        + "; write it in quotes if it is meant as text":
        "Gebruik kleine letters, cijfers en _, en begin met een letter. {value} kan niet als naam van een "
        "antwoord.",
        "'{key}' has a meaning of its own; choose another":
        "De korte naam {key} heeft al een betekenis. Kies een andere.",
        "must be larger than 'min'": "Het hoogste getal moet groter zijn dan het laagste.",
        "must be 4 or 6, not {value}": "Kies 4 cijfers, of 6 tekens.",
        "must be above 'from', with at most {most} steps: each is a box on paper":
        "Het einde moet hoger zijn dan het begin, met hoogstens {most} stappen: elke stap is een vakje op "
        "papier.",
        "must be a list of 2 to {most} options": "Geef 2 tot en met {most} antwoorden.",
        "must be an option with 'key' and 'label'": "Dit is geen antwoord. Bewaar de vraag: dan valt het weg.",
        "'{key}' is the key of an earlier option too":
        "Een eerder antwoord heet ook {key}. Kies een andere korte naam.",
        "an earlier option has the same label; nobody could tell them apart":
        "Een eerder antwoord heeft dezelfde tekst. Niemand ziet dan het verschil.",
        "must hold 'question' and 'in'": "Kies een eerdere vraag, en bij welke antwoorden deze vraag komt.",
        "{value} is not an earlier question":
        "{value} is geen eerdere vraag. Kies een andere vraag, of zet deze vraag erachter.",
        "must be a list with at least one value": "Kies bij welke antwoorden deze vraag komt.",
        "{value} is not an option of '{question}' ({options})":
        "{value} is geen antwoord op de vraag {question}. Kies uit: {options}.",
        "must be true or false": "Kies ja of nee.",
        "must be true or false, not {value}": "Kies ja of nee, niet {value}.",
        consultation_file.BETWEEN: "Geef een getal van {low} tot en met {high}.",
        "must be a whole number from {low} to {high}, not {value}":
        "Vul een heel getal in van {low} tot en met {high}, niet {value}.",
        "must be a postcode in quotes": "Vul een postcode in.",
        "'{question}' is an open question; a condition needs one with fixed answers":
        "De vraag {question} is een open vraag. Kies een vraag met vaste antwoorden.",
        "is {length} characters long in '{language}' with its options; a text message holds {most}":
        "Met de antwoorden erbij is deze vraag {length} tekens lang ({language}). In een sms passen er "
        "{most}.",
        "the file is larger than {most} bytes": "Het bestand is te groot: hoogstens {most} bytes.",
        "the file is not UTF-8 (byte {at}); save it as UTF-8":
        "Het bestand is geen UTF-8 (byte {at}). Bewaar het als UTF-8.",
        "lists and keys lie within each other {depth} levels deep":
        "In het bestand liggen lijsten {depth} lagen diep in elkaar. Dat hoort niet.",
        "anchors and aliases (& and *) are not allowed; write it out":
        "Verwijzingen met & en * kunnen niet. Schrijf het uit.",
        strict_yaml.NOT_YAML: "Dit is geen geldig YAML: {problem}.",
        "the file must be a list of keys with values, beginning with 'code:'":
        "Het bestand begint niet met “code:”. Is dit wel een raadpleging?",
    }
)  # fmt: skip
"""What a check says → what a coordinator does about it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fault in words. `question` counts from 0; None: the general part. `field` is a name in that page's form."""

    path: str
    question: int | None
    field: str
    text: str


def in_words(fault: Fault) -> str:
    """What to do about it; in the check's own English where the desk has no words for it, which a test forbids."""
    return PROBLEMS[fault.said].format(**fault.values) if fault.said in PROBLEMS else fault.problem


def told(faults: Iterable[Fault]) -> list[Told]:
    """Every fault with where it is mended."""
    return [_told(fault) for fault in faults]


def _told(fault: Fault) -> Told:
    found = _QUESTION.fullmatch(fault.path)
    if found is None:
        return Told(fault.path, None, fault.path, in_words(fault))
    return Told(fault.path, int(found[1]), found[2] or "", in_words(fault))


def at_fields(faults: Iterable[Told], fields: Collection[str]) -> Mapping[str, list[str]]:
    """The words by field: by the nearest field that holds what is wrong; under the empty name where none does."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        name = fault.field
        while name and name not in fields:
            shorter = _LAST.sub("", name)
            name = shorter if shorter != name else ""
        found.setdefault(name, []).append(fault.text)
    return found
