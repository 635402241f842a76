"""West Frisian, as it is texted: written in standard Frisian, or by ear with Dutch letters."""

from __future__ import annotations

from channels.understanding.lexicon import Lexicon, NumberWords, ServiceWord, phrases, spellings

WORDS = Lexicon(
    numbers=NumberWords(
        ones=spellings("nul, ien, twa, trije trye, fjouwer fjour, fiif fyf, seis, sân saun, acht, njoggen"),
        teens=spellings(
            "tsien, alve âlve, tolve, trettjin, fjirtjin, fyftjin, sechstjin, santjin, achttjin achtjin, njoggentjin"
        ),
        tens=spellings(
            "tweintich tweintig, tritich tritig, fjirtich fjirtig, fyftich fyftig, sechstich sechstig, santich santig",
            "tachtich tachtig, njoggentich njoggentig",
        ),
        hundred=phrases("hûndert, hûnderd"),
        thousand=phrases("tûzen"),
        joiners=phrases("en"),
        ones_first=True,
        teen_hundreds=True,
        ordinals=spellings(
            "earste, twadde, tredde, fjirde, fyfde, seisde, sânde, achtste, njoggende, tsiende, alfde, tolfde"
        ),
        ordinal_endings=phrases("e, de, ste"),
    ),
    yes=phrases(
        "ja, jawis, jawol, ja hear, ja grif, grif, wis, wis en wrachtich, wiswol, seker, ja seker, grach, graach",
        "ja graach, ja tige graach, hiel graach, ja hiel graach, fansels, ja fansels, natuerlik, ja natuerlik, is goed",
        "dat is goed, ja dat is goed, goed, okee, oké, ok, ja oké, bêst, is bêst, ja is bêst, akkoart, absolút",
        "it kloppet, dat kloppet, ja dat kloppet, ja dat wol ik, dat wol ik, dat wol ik wol, doch mar, ja doch mar",
        "ja tankewol, ja asjebleaft, wier, yndied",
        "jo wis, ja hear graach, wis en seker, no graach, ja bêst",
    ),
    no=phrases(
        "nee, né, nee hear, nee nee, leaver net, nee leaver net, nee tank, nee tankewol, nee tankjewol, tankewol nee",
        "seker net, nee seker net, fansels net, nee fansels net, absolút net, alhiel net, hielendal net, net echt",
        "nee net echt, echt net, it kloppet net, dat kloppet net, nea, dat wol ik net, ik wol net, nee dat wol ik net",
        "hoecht net, nee hoecht net, lit mar, nee lit mar, yn gjin gefal, net wier",
        "grif net, eins net, nee eins net, no nee, nee tanke, leaver net hear, gjin sin",
    ),
    negations=phrases(
        "net, gjin, nea, neat, nee, behalven, sûnder, noch, nearne, útsein",
    ),
    unsure=phrases(
        "miskien, mooglik, wit net, wit ik net, ik wit it net, ik wit net, wit it net, gjin idee, soms, leit der oan",
        "hinget der fan ôf, makket net út, makket my net út, ik tink, tink ik, ja en nee, foar in part, in bytsje",
        "bytsje, gjin miening, neffens my, kin wêze, nou ja, wêrom net, gjin probleem",
        "faaks, net nee, ik sis gjin nee, it hinget derfan ôf, hinget derfan ôf, wit ik noch net, útsein as",
    ),
    skip=phrases(
        "oerslaan, oerslean, sla oer, slaan oer, slaan mar oer, sla mar oer, dizze oerslaan, dizze fraach oerslaan",
        "fraach oerslaan, folgjende, folgjende fraach, gjin antwurd, net fan tapassing, nft, dat sis ik leaver net",
        "sis ik leaver net, wol ik net sizze, dat wol ik net sizze, ik wol oerslaan",
        "slach oer, slach mar oer, ik slach oer, ik slach dizze oer, ik slach dizze fraach oer",
        "leaver gjin antwurd, fierder, gean troch, pas, skip",
    ),
    none=phrases("gjin, gjinien, gjin ien, gjin fan allen, gjin fan dizze, gjin fan beide, neat"),
    all_of_them=phrases(
        "alle, alles, allegear, allegearre, beide, allebeide, alle trije",
        "alle beide, alle twa, alle fjouwer",
    ),
    inexact=phrases(
        "sawat, likernôch, likernoch, omtrint, ûngefear, hast, rûn, om ende by, tusken, in stik of, stik of, in pear",
        "pear, minstens, op syn minst, heechstens, mear as, minder as, âlder as, jonger as, earne, oant, begjin, ein",
        "heal, healwei, foarty, of sa, of mear, of minder, tsientallen, in protte, protte, boppe de, ûnder de, plus",
        "jier of, in jier of, om de, rom, noch gjin, hinne",
    ),
    fillers=phrases(
        "ik, wy, my, myn, wol, wolle, soe, graach, it leafst, leafst, kies, nim, jou, doch, dwaan, mar, foar, is",
        "binne, dat, dit, dizze, dy, de, it, in, by, fan, oan, mei, op, der, dan, no, ek, benammen, gewoan, hear, eh",
        "eefkes, asjebleaft, asjeblyft, tank, tankewol, jo, do, opsje, opsjes, nûmer, nr, antwurd, kar, karren, fakje",
        "sifer, getal, toets, letter, bin, ha, haw, jier, jr, âld, leeftiid, stiks, kear, postkoade, us, ús, sis, hoi",
        "en",
        "al, pas, allinne, allinnich",
        "fyn",
    ),
    articles=phrases("in"),
    or_words=phrases("of, ofwol"),
    list_words=phrases("en, ek, plus, of, en ek"),
    last=phrases("lêste, de lêste, de ûnderste, ûnderste"),
    polite=phrases(
        "graach, asjebleaft, asjeblyft, tank, tankewol, ris, mar, no, aub",
    ),
    intensifiers=phrases(
        "hiel, tige, slim, bot, hielendal, echt",
    ),
    through=phrases(
        "oant en mei, t m, tm",
    ),
    up_to=phrases(
        "oant, nei",
    ),
    both=phrases(
        "beide, allebeide, alle beide, alle twa",
    ),
    service={
        ServiceWord.HELP: phrases(
            "help, help my, hulp, ynfo, ynformaasje, útlis",
            "ik begryp it net, ik snap it net, ik haw help nedich, ik ha help nedich, help my ris, hoe wurket dit",
            "hoe wurket it, wat moat ik dwaan",
        ),
        ServiceWord.STOP: phrases(
            "stop, stopje, ophâlde, hâld op, ôfmelde, ik wol stopje, meld my ôf, útskriuwe",
            "stop mei stjoeren, stop mei berjochten, gjin berjochten mear, gjin sms mear",
            "ik wol gjin berjochten mear, stjoer neat mear, stop dermei, hâld der mei op, hâld op mei stjoeren",
        ),
        ServiceWord.START: phrases("start, begjinne, oanmelde"),
        ServiceWord.BACK: phrases("werom, gean werom, werom nei foarige, foarige, foarige fraach"),
        ServiceWord.LANGUAGE: phrases("taal, oare taal, talen"),
        ServiceWord.STATUS: phrases("status, stân fan saken"),
        ServiceWord.WITHDRAW: phrases("ynlûke, weromlûke, ynlukke, ik wol ynlûke"),
        ServiceWord.REPEAT: phrases(
            "werhelje, werhelling, nochris, noch ris, noch in kear, wat seit jo",
            "werhelje de fraach, nochris graach, sis dat noch ris",
        ),
    },
    join=phrases(
        "meidwaan, mei dwaan, doch mei, ik doch mei, ik wol meidwaan, meiprate, ik wol meiprate",
        "ik wol graach meidwaan, dwaan mei, ik doch graach mei",
    ),
    greetings=phrases(
        "hallo, hoi, hoi hoi, goeie, goeie moarn, goeiemoarn, goemoarn, moarn, goeie middei, goemiddei, goeie jûn",
        "goejûn, goeie dei, goeiedei, dei, hee, moi",
        "goeie allegear, goeden dei",
    ),
)
