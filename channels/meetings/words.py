"""The words by which Dutch and English minutes can be told apart: who is meant, and what they do."""

from __future__ import annotations

import re


def _any(words: str) -> str:
    return "(?:" + "|".join(words.split()).replace("_", r"[ \-]?") + ")"


PEOPLE = _any(
    "mens(?:en)? personen persoon (?:buurt|wijk|dorps|om|mede)?_?bewon(?:st)?ers? bewoonsters? inwon(?:st)?ers? "
    "burgers? "
    "(?:buurt)?genoten buren buurman buurvrouw(?:en)? deelne(?:e)?mers? deelneemsters? aanwezigen? bezoekers? "
    "scholier(?:en)? student(?:en)? leerlingen? jongeren? jongens? meisjes? meiden ouderen? senioren senior "
    "kinderen kind "
    "ouders? (?:oma|opa|groot_?ouder|moeder|vader|mama|papa)['’]?s? (?:winkel)?ondernemers? winkeliers? "
    "(?:markt)?kooplui marktkooplieden marktkoopman vrouwen vrouw mannen man dames dame heren heer mevrouwen mevrouw "
    "omwonenden? huurders? eigenaren eigenaar(?:s|esse)? fietsers? wandelaars? automobilist(?:en)? hondenbezitters? "
    "hondenbaasjes? forenzen forens reizigers? vrijwilligers? boeren boer(?:in)? agrariërs? vissers? sporters? "
    "stemmen stemmers? gezinnen gezin huishoudens? echtparen respondenten insprekers? belangstellenden chauffeurs? "
    "leraren leraar docent(?:en)? medewerkers? verkopers? tieners? kleuters? pubers? nieuwkomers? statushouders? "
    "gebruikers? rolstoelgebruikers? mantelzorgers? ambtena(?:a)?r(?:en)? collega['’]?s? gasten gast leden lid "
    "anderen "
    "minsken? (?:doarps)?bewenners? ynwenners? doarpsgenoaten bern âlden jongerein âlderein frou froulju manlju bûrlju "
    "boeren ûndernimmers? leden besikers? dielnimmers? "
    "people persons? residents? inhabitants? neighbou?rs? participants? attendees? visitors? students? pupils? "
    "parents? "
    "mothers? fathers? children women woman men shopkeepers? entrepreneurs? tenants? owners? cyclists? pensioners? "
    "elderly youngsters? teenagers? votes? others"
)

TITLES = _any(r"mw\.? mevr\.? mevrouw mej\.? dhr\.? de_heer de_hear frou hr\.? meneer heer mr\.? mrs\.? ms\.?")

BODIES = _any(
    "gemeente provincie waterschap hoogheemraadschap rijkswaterstaat prorail college_van_b&w college projectteam "
    "projectgroep organisatie woningcorporatie woningbouwvereniging corporatie verhuurder vervoerder netbeheerder "
    "provinsje wetterskip bureau "
    "politie "
    "handhaving ingenieursbureau municipality council organis(?:ers|ation) organiz(?:ers|ation) province city"
)
"""Institutions: residents talk about them as much as they talk themselves."""

OFFICIALS = _any(
    "wethouder burgemeester (?:locoburgemeester|loco_burgemeester) gedeputeerde heemraad dijkgraaf "
    "projectleid(?:er|ster) "
    "projectmanager programmamanager ambtena(?:ar|ren) beleidsmedewerk(?:er|ster) beleidsadviseur adviseur "
    "verkeerskundige stedenbouwkundige stedenbouwer landschapsarchitect architect ontwerp(?:er|ster) "
    "omgevingsmanager "
    "gebiedsmanager wijkmanager wijkregisseur gebiedsregisseur wijkcoördinator aannemer (?:project)?ontwikkelaar "
    "ingenieur "
    "initiatiefnemer griffier opzichter (?:wijk|sociaal_)?beheerder huismeester (?:wijk|woon)consulent "
    "technicus technici havenmeester havendienst locatiemanager wijkcoach wethâlder boargemaster deputearre "
    "amtn(?:er|ers) projektlieder "
    "(?:gebieds|wijk|buurt)?coördinator omgevingsadviseur rayonbeheerder deskundige expert boswachter ecoloog "
    "wijkagent boa "
    "medewerk(?:er|ster|ers)_van_de_gemeente "
    r"penningmeester penningmeesteres councillor cllr\.? (?:parish|town)_clerk clerk alderman alderwoman mayor "
    "project_manager project_leader planner engineer official officer "
    "contractor "
    "developer organis(?:er) organiz(?:er)"
)

ORGANISERS = f"(?:{BODIES}|{OFFICIALS})"

FACILITATORS = _any(
    "(?:tafel)?gast(?:heer|vrouw) tafel(?:heer|dame|voorzitter) gespreksbegeleid(?:er|ster) "
    "gespreksleid(?:er|ster) voorzitter avondvoorzitter dagvoorzitter moderator procesbegeleid(?:er|ster) "
    "tafelbegeleid(?:er|ster) begeleid(?:er|ster|ers) facilitator notulist(?:e)? verslaglegger presentator "
    "presentatrice foarsitter petearlieder petearlieders "
    "host chair chairman chairwoman chairperson"
)

SAYS = _any(
    "riep roept viel_haar viel_hem vraagt vragen vroeg vroegen vindt vinden vond vonden zegt zeggen zei zeiden "
    "wil willen wilde wilden wenst "
    "wensen "
    "noemt noemen noemde noemden meent menen merkt merken merkte mist missen miste pleit pleiten pleitte oppert "
    "opperen "
    "opperde stelt stellen stelde geeft geven gaf gaven meldt melden meldde vertelt vertellen vertelde klaagt klagen "
    "klaagde maakt maken maakte hoopt hopen hoopte vreest vrezen vreesde denkt denken dacht wijst wijzen wees ziet "
    "zien "
    "zag suggereert suggereren benadrukt benadrukken benadrukte reageert reageren verwacht "
    "verwachten "
    "waarschuwt twijfelt herkent herinnert begrijpt adviseert verzoekt onderschrijft steunt steunen zou "
    "heeft_(?:zorgen|moeite|last|behoefte|twijfels|liever|een_vraag) "
    "hebben_een_(?:brief|petitie) hebben_(?:zorgen|moeite|last|behoefte|twijfels|liever) "
    "is_(?:bang|bezorgd|blij|tegen|voor_(?:de|het|een)|van_mening|boos|het_(?:daar)?_?(?:niet_)?(?:mee_)?eens|het_er) "
    "zijn_(?:bang|bezorgd|blij|tegen|voor_(?:de|het|een)|van_mening|boos|het) kiest kiezen voelt voelen stemt "
    "stemmen ergert_zich ergeren_zich ergerde_zich ergerden_zich sluit_zich sluiten_zich "
    "freget freegje frege fregen seit sizze sei seine fynt fine fûn fûnen wol wolle woe woene mist miste neamt neame "
    "neamde stelt_foar klaget kleie hopet sjocht tinkt tinke "
    "asks? asked says? said wants? wanted thinks? thought would suggests? suggested worr(?:y|ies|ied) feels? felt "
    "mentions? mentioned likes? prefers? fears? complains? complained agrees? proposes? proposed notes? noted"
)

REPLIES = (
    r"(?:antwoord(?:t|de|en|den)|reage(?:ert|erde|ren)|(?:geeft|gaf|geven|gaven) .{0,40}?\baan\b|(?:legt|"
    r"legde) .{0,60}?\buit\b|"
    r"(?:licht|lichtte) .{0,60}?\btoe\b|(?:zegt|zegde) .{0,60}?\btoe\b|meld(?:t|de)|bevestig(?:t|de)|(?:laat|"
    r"liet) .{0,20}?weten|"
    r"belooft|beloofde|gaat .{0,15}?\bna\b|(?:neemt|nam|nemen) .{0,30}?\bmee\b|komt .{0,30}?\bterug\b|"
    r"verwijst naar|verduidelijkt|"
    r"zoekt .{0,40}?\buit\b|zal .{0,40}?(?:uitzoeken|onderzoeken|bekijken|meenemen|nagaan|doorgeven|voorleggen|"
    r"bespreken|regelen|opnemen)|gaat .{0,20}?(?:uitzoeken|onderzoeken|bekijken)|"
    r"(?:laat|liet) .{0,60}?(?:uitzoeken|onderzoeken|nagaan|doorrekenen|bekijken)|(?:heeft|hebben|had|hadden) .{0,50}?"
    r"(?:toegezegd|geantwoord|uitgelegd|laten weten|beloofd|aangegeven|toegelicht|bevestigd|gereageerd|meegedeeld)|"
    r"antwurde(?:t)?|reagear(?:t|re)|siket .{0,40}?\bút\b|leit .{0,40}?\bút\b|(?:hat|hawwe) .{0,40}?"
    r"(?:tasein|antwurde|útlein|witte litten)|seit .{0,40}?\bta\b|"
    r"repl(?:ies|ied)|answer(?:s|ed)|explain(?:s|ed)|promise[sd]|confirm(?:s|ed)|respond(?:s|ed)|will look)"
)

ACTS = r"(?!moet|mag|heeft|had|was|is|zou|kan|kon|komt|doet|luistert|weet|wil|gaat|denkt|vindt|laat)[a-z]+t\b"
"""What an official does in the present tense, but for what residents say of officials."""

TELLS = _any(
    "zegt zei stelt stelde vertelt vertelde erkent erkende begrijpt begreep snapt kijkt bekijkt onderzoekt weet "
    "overlegt "
    "hoopt verwacht beaamt ontkent wijst benadrukt says said tells told acknowledges hopes expects"
)

LED = _any(
    "heet heette opent opende sluit sloot bedankt bedankte dankt legt legde licht lichtte vat vatte nodigt nodigde "
    "geeft gaf stelt stelde start startte begint begon rondt rondde introduceert introduceerde vraagt vroeg neemt "
    "nam "
    "hjit hiet iepenet iepene slút sluet betanket betanke "
    "constateert concludeert meldt kondigt vertelt verdeelt presenteert loopt deelt noteert schorst wijst leidt "
    "welcomes welcomed opens opened closes closed thanks thanked explains explained introduces introduced asks asked"
)

QUANTIFIERS = (
    r"(?:(?:een|één|eén|de|het|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|\d{1,3}|meerdere|enkele|sommige|veel|"
    r"vele|"
    r"verschillende|diverse|andere|alle|beide|een paar|een aantal|een groepje|a|an|one|another|two|three|several|"
    r"some|"
    r"ien|in|twa|trije|fjouwer|fiif|many|the)\s+)"
)
ADJECTIVES = r"(?:(?:andere?|jonge|oudere|eerste|tweede|derde|vaste|bezorgde|boze|aanwezige|other|young|elderly)\s+)?"
NAME = r"(?:(?:van|de|der|den|ter|ten|el|al|van de|van der|van den)\s+)?[A-Z][\w'’-]+(?:[- ][A-Z][\w'’-]+)?"

SPOKE = _any(
    "vraagt vroeg zegt zei riep roept wees wijst vertelt vertelde vindt vond merkt merkte meldt meldde pleit "
    "pleitte oppert opperde klaagt klaagde wil wilde viel_haar viel_hem"
)
"""What only people do."""

SPEAK = _any(
    "vragen vroegen zeggen zeiden vinden vonden melden meldden pleiten pleitten willen wilden klagen klaagden "
    "hebben_een_(?:brief|petitie) vertellen vertelden"
)
"""What only people do, in the plural."""

RESIDENT_SAYS = re.compile(
    rf"(?:Ook |En |Daarnaast )?(?P<who>(?i:{QUANTIFIERS}{ADJECTIVES}{PEOPLE}(?: (?:uit|van|aan|in|met|op|from|with|"
    rf"of) [^.,;:?!]{{2,40}}?)?)"
    rf"|(?i:{TITLES})\s+{NAME}|(?:Een|Haar|Zijn|Mijn) (?!{ORGANISERS})[a-z]{{3,}}(?: (?:van|uit|"
    rf"met) [^.,;:?!]{{2,30}}?)?(?= {SPOKE}\b)"
    rf"|[Ii]emand(?: anders)?(?: (?:van|uit|op|aan|in|bij) [^.,;:?!]{{2,30}}?)?|[Mm]en|[Dd]e meesten|[Ee]en enkeling|"
    rf"[Dd]e rest|(?i:{QUANTIFIERS})(?!{ORGANISERS})[a-z]{{2,}}(?:ers|aars|isten|eurs|anten|enten)(?= {SPEAK}\b)|"
    rf"[Aa]nderen|[Ss]ommigen|[Vv]elen|[Mm]eerderen|[Dd]e zaal|"
    rf"[Ss]omeone|[Oo]thers"
    rf"|[Bb]ewoners|[Ii]nwoners|[Oo]ndernemers|[Jj]ongeren|[Oo]uderen|[Oo]uders|[Rr]esidents)"
    rf",?(?: ook| nog| daarnaast| zelf| zich| also)? {SAYS}\b",
)

ORGANISER_REPLIES = re.compile(
    rf"(?:De |Het |The |Namens de |Volgens de |Onze )?(?:heer |mevrouw )?{ORGANISERS}(?:\s+(?:van de |"
    rf"of the )?[\w'’.-]+)?"
    rf"(?: {NAME})?,?(?: dat| hierop| daarop)? {REPLIES}(?!\w)|(?:De |The |Onze )?(?:heer |"
    rf"mevrouw )?{OFFICIALS}(?: {NAME})? {TELLS}\b|Volgens de {OFFICIALS}\b",
    re.IGNORECASE,
)
OFFICIAL_ACTS = re.compile(
    rf"(?:De |Het )(?:heer |mevrouw )?{OFFICIALS}(?: {NAME})? {ACTS}|(?i:{OFFICIALS}) {NAME} {ACTS}"
)
FACILITATOR_LEADS = re.compile(
    rf"(?:De |The |Onze )?{FACILITATORS}(?: van de \w+| {NAME})? {LED}\b|.{{0,50}}\bheet(?:te)? .{{0,30}}welkom\b"
)
EVENT = (
    r"(?:avond|bijeenkomst|vergadering|middag|ochtend|inloop(?:avond|middag)?|sessie|workshop|meeting|evening|"
    r"session)"
)
HOUSEKEEPING = re.compile(
    rf"(?:De |Het |Deze |The |This )?{EVENT} (?:duurt|duurde|begint|begon|start|startte|eindigt|eindigde|wordt|werd|"
    rf"is (?:om|geopend|"
    rf"gesloten|afgesloten)|sluit|opent|vindt plaats|vond plaats|starts|ended|ends|was (?:opened|closed)|closes)\b"
    r"|Er (?:is|was|staat) (?:koffie|thee|soep|een pauze|pauze|een hapje|iets te drinken)\b|Na (?:de|een) (?:pauze|"
    r"korte pauze)\b"
    r"|(?:Iedereen|Allen|Alle aanwezigen|Everyone) (?:wordt|worden|is|krijgt|krijgen|stelt zich|"
    r"stellen zich)\b.{0,40}"
    r"(?:welkom|bedankt|dank|voor|verslag|kaart|sticker|stickers|post-its)\b"
    r"|(?:We|Wij|De aanwezigen|De deelnemers|De groep) (?:gaan|gingen|gaat|splits\w*|verdel\w*|verdeeld)\b.{0,60}"
    r"(?:groep|tafel|rondje|uiteen)\w*"
    r"|(?:Dit|Het|Een) (?:verslag|notulen|foto's|presentatie)\b.{0,40}(?:toegestuurd|gestuurd|rondgestuurd|gemaild|"
    r"vastgesteld|"
    r"goedgekeurd|website|bijlage|gedeeld)"
    r"|(?:The )?(?:minutes|slides)\b.{0,40}(?:sent|approved|shared)"
    r"|(?:Zoals (?:beloofd|afgesproken)|Hierbij|Bijgaand|Hieronder|Bijgevoegd)\b[^.?!]{0,60}\b(?:aantekeningen|verslag|"
    r"notities|notulen|opmerkingen|lijst|wat (?:ik|we|wij) (?:hoorde|hoorden|ophaalde|ophaalden))\b"
    r"|(?:Er (?:zijn|waren) (?:verder )?geen|Geen) (?:vragen|opmerkingen|bijzonderheden|mededelingen|punten)\b"
    r"|.{0,40}\b(?:niets (?:meer )?voor de rondvraag|geen gebruik (?:van )?gemaakt|nothing (?:more )?to add)\b"
    rf"|(?:Er waren|Wij waren met|We waren met) (?:zo['’]n |ongeveer |circa |ruim )?\d{{1,3}} (?i:{PEOPLE})\W*$"
    r"|(?:Er (?:wordt|is) besloten|Besloten (?:wordt|is|werd)|Niets meer aan de orde)\b"
    r"|(?:\w+ ?\d+ ?[a-z]?: )?(?:niet thuis|geen gehoor|(?:doet|deed) niet open|not at home|no answer)\W*$"
    r"|[Oo]m \d{1,2} ?u(?:ur)? (?:klaar|einde|dicht|afgelopen)\b"
    r"|(?:Koffie|Thee|Lunch|Borrel)\b[^.?!]{0,40}\beinde\b|Einde(?: van)?\b"
    r"|(?:[Pp]auze|[Kk]offiepauze|[Bb]reak)\W*$"
    r"|(?:Om|At|Rond) (?:\d{1,2}[.:]\d{2}|\w+ uur\b)|(?:De )?volgende \w+ is op\b|Volgende keer:? .{0,12}\d|"
    r"(?:Hoi|Hallo|Beste|Dag|Geachte)\b[^.?!]{0,40},$|(?:Groet|Groetjes|Groeten|Met (?:vriendelijke|"
    r"hartelijke) groet)\b|\d{1,2}[.:]\d{2} uur\b|Pauze\b|(?:De )?volgende (?:bijeenkomst|avond|"
    r"vergadering)\b"
    r"|(?:Met dank|Dank) (?:aan|voor)\b|Hartelijk dank\b|Verslag(?: door|legging)?:|(?:Er|In totaal) (?:zijn|waren|"
    r"kwamen|is) .{0,25}"
    r"(?:aanwezig|gekomen|bezoekers|deelnemers)\b|Afgesproken (?:is|wordt|werd)\b|.{0,40}\bspreken? af (?:dat|om)\b",
)
SPOKEN_TO = re.compile(
    rf"(?:ca\.? |circa |ongeveer |zo’n |rond de |about |around |"
    rf"some )?\d{{1,3}} {PEOPLE}\b.{{0,25}}\b(?:(?:aan)?gesproken|aanwezig|"
    rf"langs|bezocht|gekomen|binnengelopen|spoken to|present|"
    rf"attended)\b|"
    r"\d{1,3} (?:aanwezigen|deelnemers|bezoekers|attendees|gesprekken|belangstellenden)\b|(?:opkomst|"
    r"aantal (?:aanwezigen|deelnemers|bezoekers|gesprekken)|attendance)\b",
    re.IGNORECASE,
)
ANOTHER_WAY = re.compile(
    r"wat (?:ik|we|wij) (?:(?:een|de) )?volgende keer\b|(?:een|de) volgende keer (?:doe|doen|zou|zouden|moeten|"
    r"begin)\b|"
    r"what (?:i|we) would do differently",
    re.IGNORECASE,
)
"""Said of the meeting itself wherever it stands."""

PRESENT = re.compile(rf", \d{{1,3}} (?:{PEOPLE}|pers\.?|pp?)(?!\w)|^\d{{1,3}} (?:{PEOPLE}|pers\.?|pp?)$", re.IGNORECASE)
"""How many came, among other facts."""

NEXT_TIME = re.compile(
    r"(?:(?:de|voor de|een) )?volgende keer (?!is\b|op\b)|next time\b|(?:we|wij) (?:hebben|leerden|merkten)\b.{0,20}"
    r"(?:geleerd|dat)|het viel (?:ons|mij|me|op)|wat (?:goed|niet goed|minder goed) (?:ging|werkte)|(?:ons|mij|"
    r"me) viel op|opvallend was",
    re.IGNORECASE,
)
PERSON_WORD = re.compile(
    rf"\b(?:{PEOPLE}|{TITLES}|echtpaar|stel(?:letje)?|koppel|anoniem|iemand|anonymous|someone|"
    rf"couple|groepje|groep)(?![\w])",
    re.IGNORECASE,
)
ORGANISER_WORD = re.compile(rf"\b{ORGANISERS}\b", re.IGNORECASE)
FACILITATOR_WORD = re.compile(rf"\b{FACILITATORS}\b", re.IGNORECASE)
