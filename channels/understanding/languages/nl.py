"""Dutch, as it is texted and said."""

from __future__ import annotations

from channels.understanding.lexicon import Lexicon, NumberWords, ServiceWord, phrases, spellings

WORDS = Lexicon(
    numbers=NumberWords(
        ones=spellings("nul, een eén, twee, drie, vier, vijf vyf, zes, zeven zeuven, acht, negen"),
        teens=spellings(
            "tien, elf, twaalf, dertien, veertien, vijftien vyftien, zestien, zeventien, achttien achtien, negentien"
        ),
        tens=spellings("twintig, dertig, veertig, vijftig vyftig, zestig, zeventig, tachtig, negentig"),
        hundred=phrases("honderd"),
        thousand=phrases("duizend"),
        joiners=phrases("en"),
        ones_first=True,
        teen_hundreds=True,
        ordinals=spellings(
            "eerste, tweede, derde, vierde, vijfde, zesde, zevende, achtste, negende, tiende, elfde, twaalfde"
        ),
        ordinal_endings=phrases("e, de, ste"),
    ),
    yes=phrases(
        "ja, jaa, ja ja, jaja, ja hoor, jahoor, jazeker, ja zeker, zeker, zeker wel, zeker weten, jawel, jep, jup, yep",
        "ja graag, graag, heel graag, ja heel graag, ja natuurlijk, natuurlijk, tuurlijk, ja tuurlijk, vanzelfsprekend",
        "oké, ok, oke, okee, okay, ja oké, ja ok, is goed, dat is goed, ja is goed, ja dat is goed, prima, ja prima",
        "goed, akkoord, absoluut, uiteraard, ja uiteraard, inderdaad, klopt, dat klopt, ja dat klopt, juist, correct",
        "ja dank u, ja bedankt, ja dank je, ja dankjewel, ja graag dank u, ja alstublieft, ja alsjeblieft, ja aub",
        "ja dat wil ik, dat wil ik, ja dat wil ik wel, dat wil ik wel, ja wil ik, wil ik wel, doe maar, ja doe maar",
        "ik denk van wel, ja mevrouw, ja meneer, waar, jawohl, ja man",
    ),
    no=phrases(
        "nee, neen, neej, nee nee, nee hoor, neehoor, nope, nee dank u, nee dank u wel, nee dankuwel, nee dank je",
        "nee dankje, nee dankjewel, nee bedankt, dank u nee, liever niet, nee liever niet, nee echt niet, echt niet",
        "zeker niet, nee zeker niet, absoluut niet, nee absoluut niet, natuurlijk niet, nee natuurlijk niet",
        "helemaal niet, niet echt, nee niet echt, in geen geval, geenszins, niet akkoord, klopt niet, dat klopt niet",
        "nee dat klopt niet, nee dat wil ik niet, dat wil ik niet, wil ik niet, ik wil niet, ik wil het niet",
        "niet waar, nooit, ik denk van niet, ik denk het niet, dacht het niet, doe maar niet, laat maar, nee laat maar",
        "nee mevrouw, nee meneer, onwaar, nee joh, hoeft niet, nee hoeft niet, dat hoeft niet, niet nodig, graag niet",
        "niet graag, liever nee",
    ),
    negations=phrases("niet, geen, nooit, niks, niets, nee, behalve, zonder, nergens, noch, nie, evenmin"),
    unsure=phrases(
        "misschien, weet niet, weet ik niet, ik weet het niet, ik weet niet, weet het niet, weet ik nog niet",
        "geen idee, weet ik veel, nou ja, tja, mwah, mwa, soms, ligt eraan, ligt er aan, hangt ervan af",
        "hangt er van af, wellicht, geen mening, maakt niet uit, maakt mij niet uit, maakt me niet uit, ik denk",
        "denk ik, volgens mij, twijfel, zou kunnen, kan zijn, mogelijk, eventueel, neutraal, ja en nee, deels",
        "gedeeltelijk, een beetje, beetje, half, waarom niet, geen probleem, mij best, nee maar",
    ),
    skip=phrases(
        "overslaan, oversl, sla over, sla maar over, slaan over, overslaan graag, graag overslaan, deze overslaan",
        "vraag overslaan, deze vraag overslaan, sla deze over, sla deze vraag over, ik sla over, ik sla deze over",
        "ik wil overslaan, ik wil deze vraag overslaan, ik sla deze vraag over, oversla, volgende, volgende vraag",
        "geen antwoord, ik geef geen antwoord, wil ik niet zeggen, dat wil ik niet zeggen, zeg ik liever niet",
        "dat zeg ik liever niet, zeg ik niet, dat zeg ik niet, ik wil het niet zeggen, geen commentaar, nvt, n.v.t.",
        "niet van toepassing, skip, pas",
    ),
    none=phrases(
        "geen, geen van alle, geen van allen, geen van deze, geen van die, geen enkele, geen een, niets, niks",
        "geen van beide, niets van dit alles, niks van dit alles, geen van al deze",
    ),
    all_of_them=phrases("alle, alles, allemaal, allen, ze allemaal, allebei, beide, alle twee, alletwee, alle drie"),
    inexact=phrases(
        "ongeveer, circa, ca, plusminus, plus minus, zo n, zon, bijna, ruim, rond, rond de, tussen, stuk of, paar",
        "enkele, minstens, minimaal, hooguit, hoogstens, maximaal, meer dan, minder dan, ouder dan, jonger dan, ergens",
        "dik, tot, tegen de, in de, begin, eind, half, halve, anderhalf, en een half, vanaf, boven de, onder de",
        "naar schatting, tientallen, honderden, duizenden, veel, weinig, of zo, ofzo, of meer, of minder, pakweg",
        "om en nabij, plus, dozijn, bij de, over de, rondom, afgerond, t m, tot en met",
    ),
    fillers=phrases(
        "ik, wij, we, mij, me, mijn, wil, wilde, willen, zou, graag, liefst, het liefst, kies, kiezen, neem, geef, ga",
        "doe, doen, maar, voor, is, zijn, was, wordt, dat, dit, deze, die, de, het, een, bij, van, aan, met, op, er",
        "dan, nou, nu, wel, ook, vooral, gewoon, toch, hoor, eh, ehm, uh, uhm, hm, hmm, eens, even, alstublieft",
        "alsjeblieft, aub, svp, dank, u, je, jij, bedankt, dankjewel, dankuwel, mevrouw, meneer, optie, opties, nummer",
        "nr, antwoord, antwoorden, keuze, keus, mogelijkheid, vakje, hokje, cijfer, getal, toets, letter, ben, heb",
        "hebben, jaar, jr, j, jaren, oud, leeftijd, stuks, keer, maal, postcode, ons, onze, zeg, hallo, om, en",
    ),
    articles=phrases("een"),
    or_words=phrases("of, ofwel"),
    list_words=phrases("en, ook, plus, of, alsook, evenals, en ook"),
    last=phrases("laatste, de laatste, de onderste, onderste"),
    service={
        ServiceWord.HELP: phrases(
            "hulp, help, help me, help mij, hulp aub, info, informatie, uitleg, ik heb hulp nodig, hulp nodig",
            "wat moet ik doen",
        ),
        ServiceWord.STOP: phrases(
            "stop, stoppen, stop maar, stop aub, stop svp, stop a u b, ik wil stoppen, ik stop, afmelden, uitschrijven",
            "afmelden aub, meld mij af, meld me af, ophouden, beëindigen, stop stop, stopp, einde",
        ),
        ServiceWord.START: phrases("start, starten, unstop, aanmelden, hervatten"),
        ServiceWord.BACK: phrases(
            "terug, ga terug, vorige, vorige vraag, een terug, terug naar vorige, een vraag terug"
        ),
        ServiceWord.LANGUAGE: phrases("taal, andere taal, taal wijzigen, taal veranderen, talen"),
        ServiceWord.STATUS: phrases("status, stand van zaken"),
        ServiceWord.WITHDRAW: phrases("intrekken, trek in, ik wil intrekken, ik trek in, intrekking"),
        ServiceWord.REPEAT: phrases(
            "herhaal, herhalen, herhaling, nog een keer, nog eens, nogmaals, nog een keer aub, wat zegt u, wat zei u",
            "opnieuw horen",
        ),
    },
    join=phrases(
        "meedoen, mee doen, doe mee, ik doe mee, ik wil meedoen, ik wil mee doen, deelnemen, deelname, meepraten",
        "ik wil meepraten, ik wil deelnemen, ik wil graag meedoen",
    ),
    greetings=phrases(
        "hallo, hoi, hoihoi, hey, hé, hee, hai, dag, goedendag, goeiedag, goedemorgen, goede morgen, goeiemorgen",
        "morgen, goedemiddag, goede middag, goeiemiddag, middag, goedenavond, goedeavond, goede avond, goeienavond",
        "goeieavond, avond, goeie, moi, hallo daar, dag allemaal, beste, beste gemeente, mevrouw, meneer, gegroet",
    ),
)
