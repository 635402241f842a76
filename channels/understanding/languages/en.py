"""English, as it is texted and said in Europe, with the words that telephone companies reserve."""

from __future__ import annotations

from channels.understanding.lexicon import Lexicon, NumberWords, ServiceWord, phrases, spellings

WORDS = Lexicon(
    numbers=NumberWords(
        ones=spellings("zero nil nought, one, two, three, four, five, six, seven, eight, nine"),
        teens=spellings("ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen"),
        tens=spellings("twenty, thirty, forty fourty, fifty, sixty, seventy, eighty, ninety ninty"),
        hundred=phrases("hundred, a hundred"),
        thousand=phrases("thousand, a thousand"),
        joiners=phrases("and"),
        teen_hundreds=True,
        ordinals=spellings(
            "first top, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth, eleventh, twelfth"
        ),
        ordinal_endings=phrases("st, nd, rd, th"),
    ),
    yes=phrases(
        "yes, yess, yeah, yea, yep, yup, ya, aye, yes yes, yes please, yes thanks, yes thank you, yes sure, sure",
        "sure thing, for sure, of course, yes of course, certainly, yes certainly, definitely, yes definitely",
        "absolutely, ok, okay, yes ok, yes okay, alright, all right, fine, that's fine, indeed, yes indeed, correct",
        "that's correct, that's right, right, true, agreed, i agree, i do, yes i do, i would, yes i would",
        "i'd like that, i'd love to, yes i would like that, gladly, with pleasure, i think so, yes i think so",
        "please do, yes sir, yes madam",
        "please, why yes, sounds good, go ahead, by all means, go on then, you bet, sure why not, yes why not",
    ),
    no=phrases(
        "no, nope, nah, naw, nay, no no, no thanks, no thank you, no thank u, thanks but no, not really, no not really",
        "not at all, no not at all, certainly not, definitely not, absolutely not, of course not, no of course not",
        "never, i don't, no i don't, i do not, i don't want to, i do not want to, no i don't want to, i'd rather not",
        "rather not, no i would not, i wouldn't, no way, no sir, no madam, false, incorrect, that's wrong",
        "that's not right, i don't think so, i do not think so, no i don't think so, i disagree, not for me",
        "not interested, i'm not interested, not today, not today thanks, no i'm not, i would not",
        "nothing for me, don't want to, do not want to",
    ),
    negations=phrases(
        "not, no, none, never, nothing, don't, dont, doesn't, won't, can't, cannot, isn't, without, except",
        "nor, neither, excluding",
    ),
    unsure=phrases(
        "maybe, perhaps, possibly, don't know, i don't know, dont know, dunno, do not know, i do not know, no idea",
        "not sure, i'm not sure, unsure, it depends, depends, sometimes, i think, i guess, i suppose, don't mind",
        "i don't mind, don't care, i don't care, no opinion, neutral, yes and no, partly, a bit, a little, could be",
        "so so, why not, no problem, no worries, no doubt, not bad",
        "unless, i wouldn't say no, can't say no, not unlikely, whatever, either, not no, probably",
        "probably not",
    ),
    skip=phrases(
        "skip, skip it, skip this, skip please, please skip, skip question, skip this question, skip this one, pass",
        "i pass, next, next question, next please, no answer, no comment, i'd rather not say, rather not say",
        "prefer not to say, i prefer not to say, not applicable, n/a, i want to skip, i want to skip this question",
        "i'll pass, i'd rather not answer, rather not answer, i would rather not answer",
        "i would rather not say, move on, next one, i want to skip this, i'd like to skip",
        "i'd like to skip this, prefer not to answer, i prefer not to answer, i don't want to answer",
        "i don't want to say, none of your business, go on, continue",
        "i'd like to skip this question, i'd like to skip this one, let's skip this, let's skip",
    ),
    none=phrases("none, none of them, none of these, none of those, none of the above, nothing, neither"),
    all_of_them=phrases(
        "all, all of them, all of these, everything, both, both of them, all three, all of the above",
        "all four, all five",
    ),
    inexact=phrases(
        "about, around, roughly, approximately, approx, circa, ca, almost, nearly, over, under, between, at least",
        "at most, more than, less than, fewer than, older than, younger than, some, several, a few, few, a couple",
        "couple of, dozen, dozens, ish, or so, or more, or less, up to, to, plus, half, and a half, early, late, mid",
        "in my, somewhere, just over, just under, close to, many, hundreds, thousands",
        "odd, something, getting on for, pushing, not quite, thirties, forties, fifties, sixties, seventies",
        "eighties, nineties, twenties, teens",
    ),
    fillers=phrases(
        "i, we, my, me, our, want, would, like, i'd, i'll, i'm, im, choose, pick, select, take, prefer, go, for, with",
        "the, a, an, it, its, it's, is, are, am, be, will, should, to, of, please, thanks, thank, you, say, my answer",
        "answer, option, options, number, no., choice, button, key, letter, box, um, uh, er, hmm, well, just, also",
        "that, this, one, old, age, years, year, yrs, yr, yo, y, postcode, postal, times, code, have, got, there",
        "rather, hello, and, give",
        "already, only, young",
        "from",
    ),
    articles=phrases("one"),
    or_words=phrases("or, either"),
    list_words=phrases("and, also, plus, or, as well as, and also"),
    last=phrases("last, the last, the last one, last one, bottom one, the bottom one"),
    polite=phrases(
        "please, pls, plz, thanks, thank you, now, just",
    ),
    intensifiers=phrases(
        "very, extremely, really, super, totally, so, quite",
    ),
    through=phrases(
        "through, thru, up to and including",
    ),
    up_to=phrases(
        "to, till, until",
    ),
    both=phrases(
        "both, both of them",
    ),
    service={
        ServiceWord.HELP: phrases(
            "help, help me, help please, please help, info, information, i need help",
            "help me please, how does this work, how does it work, i don't understand, i do not understand",
            "what do i do, what should i do, what must i do, can you help me, can you help, i don't get it",
            "i'm lost, i'm stuck",
        ),
        ServiceWord.STOP: phrases(
            "stop, stopall, stop all, unsubscribe, end, quit, cancel, revoke, optout, opt out, opt-out, stop please",
            "please stop, stop it, stop stop, i want to stop, stop now",
            "stop texting, stop texting me, stop sending, stop sending me texts, stop sending texts",
            "stop sending messages, stop messages, stop messaging me, stop messaging, stop sms, stop this",
            "unsubscribe me, no more texts, no more messages, don't text me, do not text me, don't contact me",
            "do not contact me, don't message me, remove me, take me off the list, leave me alone, opt me out",
            "i want to opt out, no more sms",
        ),
        ServiceWord.START: phrases("start, unstop, restart, resume, subscribe, opt in, optin"),
        ServiceWord.BACK: phrases(
            "back, go back, previous, previous question, one back",
            "one step back, step back",
        ),
        ServiceWord.LANGUAGE: phrases("language, languages, other language, change language, another language"),
        ServiceWord.STATUS: phrases("status"),
        ServiceWord.WITHDRAW: phrases("withdraw, withdrawal, i want to withdraw, delete my answers"),
        ServiceWord.REPEAT: phrases(
            "repeat, again, once more, repeat please, please repeat, say again, pardon, one more time",
            "repeat that, say that again, come again, repeat the question, what was the question",
            "can you repeat that, could you repeat that, what did you say",
        ),
    },
    join=phrases(
        "join, join in, take part, participate, i want to join, i want to take part, i'd like to join",
        "i want to join in, i'd like to take part, i would like to join, i would like to take part",
        "i want to participate, count me in",
    ),
    greetings=phrases(
        "hello, hello there, hi, hi there, hiya, hey, hey there, good morning, good afternoon, good evening, good day",
        "greetings, dear sir, dear madam",
    ),
)
