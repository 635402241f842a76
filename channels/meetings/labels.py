"""What a label in front of a line, or a heading above it, says about the words that follow."""

from __future__ import annotations

import re
from enum import StrEnum

from channels.meetings.words import FACILITATOR_WORD, ORGANISER_WORD, ORGANISERS, PERSON_WORD


class Role(StrEnum):
    """What is announced."""

    QUESTION = "question"
    ANSWER = "answer"
    ORGANISER = "organiser"
    FACILITATOR = "facilitator"
    LESSON = "lesson"
    PROCEDURE = "procedure"
    ABOUT = "about"
    """A fact of the meeting itself, such as its date."""

    TABLE = "table"
    PERSON = "person"
    QUESTIONS_AND_ANSWERS = "questions_and_answers"
    CONTRIBUTIONS = "contributions"
    THEME = "theme"


NUMBERING = re.compile(
    r"^\s*(?:agenda(?:punt)? ?)?(?:\(?\d{1,2}(?:\.\d+)*[.):]?|[ivx]{1,4}[.)]|[a-h][.)])\s+", re.IGNORECASE
)
CLOCK = re.compile(
    r"^\s*\d{1,2}[.:]\d{2}(?:\s*(?:uur|u\.?|h))?(?:\s*[-–]\s*\d{1,2}[.:]\d{2}(?:\s*(?:uur|u\.?))?)?\s*[:\-–]?\s+"
)

QUESTION = re.compile(
    r"(?:v|q|vr|vraag|question|opmerking|suggestie|klacht|wens|remark)\.?(?: ?\d{1,2})?(?: .*|\(.*|/.*)?"
)
ANSWER = re.compile(
    r"(?:(?:ons|onze|het|our) )?(?:a|antw|antwoord|answer|repliek|response|terugkoppeling)\.?(?: ?\d{1,2})?"
    r"(?: .*|\(.*|/.*)?"
)
REACTION = re.compile(r"(?:(?:onze|ons|de|our) )?(?:reactie|antwoord|response|reply|toezegging)\b.*")
TABLE = re.compile(
    r"((?:gespreks|deel|sub)?(?:tafel|groep(?:je)?)|table|group|break-?out) ?(?:nr\.? ?|"
    r"nummer ?)?([a-h0-9]{1,2}|een|één|twee|drie|vier|"
    r"vijf|zes|zeven|acht|rood|blauw|geel|groen|oranje|paars)\b(.*)"
)

LESSON = re.compile(
    r"\b(?:gele+rd\w*|geleerde|leerpunt(?:en)?|leermoment(?:en)?|lessen|les voor\b|evaluatie|verbeterpunt(?:en)?|"
    r"terugblik(?! (?:op )?(?:de |het )?(?:vor|actie|verslag))|reflectie|"
    r"wat (?:er )?(?:ging|liep|werkte|kan|kon|hebben (?:we|wij)|leerden|nemen (?:we|wij)|viel|ons|mij|me)\b|"
    r"wat (?:er )?(?:beter|anders|minder|niet goed|goed) (?:kon|moest|ging|liep)|"
    r"wat (?:we|wij) [a-z ]{0,30}\b(?:leerden|geleerd)|volgende keer|(?:tips?|"
    r"aandachtspunten) voor "
    r"(?:ons|de organisatie|onszelf|volgende)|wij (?:zelf )?(?:zagen|merkten)|zelf (?:opgemerkt|gezien|gemerkt|"
    r"gehoord)|(?:eigen|mijn|onze) (?:observaties?|"
    r"indruk|opmerking(?:en)?|waarneming(?:en)?)|observaties?|opgevallen|viel op|"
    r"bevindingen (?:van )?(?:het )?team|zelf onthouden|onthouden voor|(?:voor|vr|aan) (?:mezelf|mijzelf|onszelf)|"
    r"lessons?(?: learn\w+)?|"
    r"learned|learnt|learnings|takeaways|retrospective|went well|what we|next time|do(?:en we)? anders|anders doen|"
    r"(?:notities? )?voor ons(?:zelf)?|(?:wat (?:we|wij) )?mee(?:nemen|genomen)|inzichten|nabespreking|"
    r"leerervaring(?:en)?|debrief)\b|^les(?: \d+)?$"
)
PROCEDURE = re.compile(
    r"\b(?:opening|terugblik (?:op )?(?:de |het )?(?:vor|actie|verslag)\w*|welkom(?:stwoord)?|inleiding|sluiting|"
    r"afsluiting|mededeling(?:en)?|agenda|vaststell\w+|notulen|"
    r"(?:vorig|vorige) verslag|"
    r"verslag (?:van )?(?:de |het )?vori\w+|besloten|afspra(?:ak|ken)|actie(?:s|punt|punten|lijst)?|"
    r"besluit(?:en|enlijst)?|vervolg(?:stappen|stap|proces|"
    r"afspraken)?|planning|presentaties?|"
    r"toelichting|uitleg|programma|doel|aanwezig(?:en|heid)?|afwezig(?:en)?|afmelding(?:en)?|afgemeld|"
    r"deelnemerslijst|proces|werkwijze|werkvorm|"
    r"opzet|kennismaking|voorstelronde|introductie|aanleiding|achtergrond|dankwoord|colofon|hoe (?:nu )?verder|"
    r"hoe gaat het verder|wat spreken (?:we|wij) af|^en nu\??$|^(?:wat|hoe) nu\??$|what now|"
    r"(?:date of (?:the )?)?next meeting|"
    r"pauze|to-?do|volgende (?!keer)\w+|ingekomen stukken|post|huishoudelijk\w*|stand van zaken|"
    r"terugkoppeling vorige|"
    r"welcome|introduction|closing|announcements?|minutes|actions?|action items|next steps|presentation|"
    r"attend(?:ance|ees)|apologies|"
    r"iepening|wolkom|slut(?:ing|en)|ôfsluting|meidielings?|meidielingen|aginda|foarstelrûnde|"
    r"programme|decisions?|wrap[ -]?up|background|purpose)\b"
)
QUESTIONS_AND_ANSWERS = re.compile(
    r"\b(?:vragen|rondvraag|rûnfraach|omfreegjen|fragen|vraag en antwoord|vragenronde|q ?& ?a|q and a|questions?|"
    r"any other business|"
    r"w\.?v\.?t\.?t\.?k)\b"
)
ANSWERS = re.compile(
    r"\b(?:antwoord(?:en)?|beantwoord\w*|answers?|q ?& ?a|reacties? (?:van (?:de |het )?)?(?:gemeente|wethouder|"
    r"organisatie|provincie|college|waterschap|(?:woning)?corporatie|projectteam|vervoerder|bestuur))\b"
    r"|^toezegging(?:en)?\b|\btoegezegd\b|\bveel ?gestelde vragen\b|\bfaq\b|"
    r"^wat (?:doen|gaan|gaat|doet) (?:we|wij|de \w+|"
    r"het \w+)\b.{0,20}\b(?:ermee|hiermee|"
    r"daarmee|doen|mee)\b"
    rf"|\b(?:wat|what) (?:de |het |the )?{ORGANISERS} (?:zegt|zei|zeggen|antwoord\w*|reage\w*|belooft|beloofde|said|"
    rf"says|"
    r"promise[sd]|answer(?:s|ed))\b"
)
CONTRIBUTIONS = re.compile(
    r"\b(?:opbrengst(?:en)?|reacties?|inbreng|idee(?:ën|en)?|opmerking(?:en)?|wens(?:en)?|zorg(?:en)?|discussie|"
    r"gesprek(?:ken)?|suggesties?|"
    r"opgehaald|thema(?:['’]?s)?|bijdragen?|bespreking|gehoord|meningen|kansen|knelpunten|plus\w*|min(?:punten|"
    r"nen)|dromen|ingebracht|"
    r"bewoners|geef(?:t)? aan|wat vind\w*|contributions?|ideas?|comments?|concerns?|wishes|discussion|feedback|"
    r"input|suggestions?)\b"
)
ABOUT = re.compile(
    r"(?:datum(?: en tijd)?|dag|plaats|locatie|waar|wanneer|tijd(?:stip)?|aanvang|aanwezig(?:en)?|afwezig(?:en)?|"
    r"afgemeld|bericht van verhindering|"
    r"traject(?:code|nummer)?|project|betreft|notulist(?:e)?|notulen|verslag(?:legger|legging)?|verslag door|"
    r"voorzitter|gespreksleid(?:er|ing)|"
    r"begeleiding|opkomst|aantal (?:aanwezigen|deelnemers|bezoekers|gesprekken)|weer|organisatie|namens .*|kenmerk|"
    r"zaaknummer|versie|status|code|"
    r"onderwerp|titel|van|aan|cc|opgesteld(?: door)?|auteur|tafelbegeleid(?:er|ing)|begeleider|facilitator|"
    r"deelnemers|duur|"
    r"date(?: and time)?|place|location|venue|time|present|attendees|attendance|apologies|chair|minutes(?: by)?|"
    r"author|subject)"
)
ABOUT_ANYWHERE = re.compile(
    r"(?:datum|locatie|aanwezig(?:en)?|afwezig(?:en)?|notulist|verslaglegger|"
    r"tafelbegeleid(?:er|ing)|begeleider|facilitator|"
    r"aantal (?:aanwezigen|deelnemers|bezoekers|gesprekken)|opkomst|attendance|date|venue)"
)


ASKS = frozenset({"int", "interviewer", "interviewster", "enquêteur", "vragensteller"})
"""Who asks in an interview that was written out."""

GOES_ON = re.compile(
    r"$|\W*(?:en|and|van|voor|over|door|uit|bij|met|op|vorig\w*|vorige|agenda|verslag|of|on|from|by|for|\(|/|&|,|"
    r"-)(?:\W|$)"
)
"""What may follow a section's name in its heading; “Planning is onduidelijk” is something that somebody says."""


SLIPS = re.compile(r"\b(?:briefjes|geeltjes|post-?its?|stickers|kaartjes)\b")
"""What visitors hang up, whatever they were asked to write on it."""

EACH_ITS_OWN = re.compile(
    r"\b(?:afspra(?:ak|ken)|acti(?:es?|epunten|elijst)|besluiten|besloten|actions?|decisions?|to-?do)\b"
)
"""Headings under which every paragraph is an agreement of its own."""


def plain(words: str) -> str:
    """Words as these patterns expect them: small letters, no numbering, no sign at the end."""
    words = CLOCK.sub("", NUMBERING.sub("", words.strip().strip("*_ ")))
    return re.sub(r"\s+", " ", words).strip(" .:!*_-–").lower()


def label_role(label: str) -> Role:
    """What the words before a colon announce; THEME if they only name what it is about."""
    words = plain(label)
    if TABLE.fullmatch(words):
        return Role.TABLE
    if QUESTION.fullmatch(words):
        return Role.QUESTION
    person = PERSON_WORD.search(words)
    if ANSWER.fullmatch(words) or (REACTION.fullmatch(words) and not person):
        return Role.ANSWER
    if LESSON.search(words):
        return Role.LESSON
    if words.startswith("namens ") and not ORGANISER_WORD.search(words):
        return Role.PERSON
    if ABOUT_ANYWHERE.fullmatch(words):
        return Role.ABOUT
    if FACILITATOR_WORD.search(words) or words in ASKS:
        return Role.FACILITATOR
    if words == "gem" or (ORGANISER_WORD.search(words) and not (person and "gemeente" not in words)):
        return Role.ORGANISER
    if person:
        return Role.PERSON
    if PROCEDURE.fullmatch(words):
        return Role.PROCEDURE
    return Role.ABOUT if ABOUT.fullmatch(words) else Role.THEME


def heading_role(heading: str) -> Role:
    """What stands under a heading, as far as its words tell; THEME if it may be anything."""
    words = plain(heading)
    if TABLE.match(words):
        return Role.TABLE
    if LESSON.search(words) and not SLIPS.search(words):
        return Role.LESSON
    if QUESTIONS_AND_ANSWERS.search(words):
        return Role.QUESTIONS_AND_ANSWERS
    if ANSWERS.search(words):
        return Role.ANSWER
    if CONTRIBUTIONS.search(words):
        return Role.CONTRIBUTIONS
    return Role.PROCEDURE if PROCEDURE.search(words) else Role.THEME


def answers_follow(heading: str) -> bool:
    """Whether a section of questions also holds their answers."""
    return ANSWERS.search(plain(heading)) is not None


def is_section_name(words: str) -> bool:
    """Whether a short line by itself is the name of a usual part of minutes."""
    words = plain(words)
    if TABLE.fullmatch(words):
        return True
    for form in (LESSON, PROCEDURE, QUESTIONS_AND_ANSWERS, ANSWERS, CONTRIBUTIONS):
        match = form.match(words)
        if match and len(words.split()) <= 6:
            return form is LESSON or GOES_ON.match(words[match.end() :]) is not None
    return False
