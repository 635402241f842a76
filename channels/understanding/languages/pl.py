"""Polish, as it is texted: often without the tails and dots, which folding ignores."""

from __future__ import annotations

from channels.understanding.lexicon import Lexicon, NumberWords, ServiceWord, phrases, spellings

WORDS = Lexicon(
    numbers=NumberWords(
        ones=spellings(
            "zero, jeden jedna jedno jedynka, dwa dwie dwoje dwóch dwójka, trzy troje trzech trójka",
            "cztery czworo czterech czwórka, pięć pięcioro piątka, sześć, siedem, osiem, dziewięć",
        ),
        teens=spellings(
            "dziesięć, jedenaście, dwanaście, trzynaście, czternaście, piętnaście, szesnaście, siedemnaście",
            "osiemnaście, dziewiętnaście",
        ),
        tens=spellings(
            "dwadzieścia, trzydzieści, czterdzieści, pięćdziesiąt, sześćdziesiąt, siedemdziesiąt, osiemdziesiąt",
            "dziewięćdziesiąt",
        ),
        hundreds=spellings("sto, dwieście, trzysta, czterysta, pięćset, sześćset, siedemset, osiemset, dziewięćset"),
        thousand=phrases("tysiąc, tysiące, tysięcy"),
        ordinals=spellings(
            "pierwszy pierwsza pierwsze pierwszą, drugi druga drugie drugą, trzeci trzecia trzecie trzecią",
            "czwarty czwarta czwarte czwartą, piąty piąta piąte piątą, szósty szósta szóste szóstą",
            "siódmy siódma siódme siódmą, ósmy ósma ósme ósmą, dziewiąty dziewiąta dziewiąte dziewiątą",
            "dziesiąty dziesiąta dziesiąte dziesiątą",
        ),
        ordinal_endings=phrases("szy, sza, gi, ga, ci, cia, ty, ta, szą, gą"),
    ),
    yes=phrases(
        "tak, t, tak tak, no tak, tak jest, tak tak tak, oczywiście, tak oczywiście, oczywiście że tak, jasne",
        "no jasne, jasne że tak, tak jasne, pewnie, no pewnie, pewnie że tak, tak pewnie, pewno, na pewno",
        "tak na pewno, zdecydowanie, zdecydowanie tak, tak zdecydowanie, tak poproszę, poproszę, tak proszę",
        "tak dziękuję, chętnie, tak chętnie, bardzo chętnie, tak bardzo chętnie, z chęcią, z przyjemnością, dobrze",
        "tak dobrze, dobra, okej, okay, ok, oki, spoko, zgadzam się, tak zgadzam się, zgoda, zgadza się",
        "tak zgadza się, to prawda, prawda, racja, dokładnie, chcę, tak chcę, owszem, ta, tia, jak najbardziej",
        "tak jak najbardziej, absolutnie tak, potwierdzam",
        "naturalnie, a jakże, taak, tak naturalnie",
    ),
    no=phrases(
        "nie, n, nie nie, nie dziękuję, nie dzięki, dziękuję nie, nie nie dziękuję, raczej nie, nie raczej nie",
        "wcale nie, zdecydowanie nie, nie zdecydowanie nie, oczywiście że nie, nie oczywiście że nie, na pewno nie",
        "absolutnie nie, nigdy, nigdy w życiu, nie chcę, nie nie chcę, nie zgadzam się, nie zgadza się, nieprawda",
        "to nieprawda, skąd, a skąd, nie bardzo, nie za bardzo, niezbyt, w żadnym wypadku, wolę nie, wolałbym nie",
        "wolałabym nie, nie potrzeba, nie trzeba, nope, nie sądzę, nie nie sądzę",
        "jasne że nie, pewnie że nie, niee, nie ma mowy, nie interesuje mnie to",
    ),
    negations=phrases(
        "nie, nigdy, żaden, żadna, żadne, nic, ani, bez, oprócz, poza, brak, nikt",
    ),
    unsure=phrases(
        "może, być może, nie wiem, nie mam pojęcia, nie jestem pewien, nie jestem pewna, to zależy, zależy, czasami",
        "czasem, trudno powiedzieć, nie mam zdania, bez zdania, wszystko jedno, obojętnie, obojętne, chyba, tak i nie",
        "częściowo, trochę, myślę że, może tak może nie, ja nie wiem, niezdecydowany, niezdecydowana, chyba tak",
        "chyba nie, raczej tak, czemu nie, dlaczego nie, nie ma sprawy, nie ma problemu, bez problemu",
        "nie mam nic przeciwko, niech będzie",
        "nie mówię nie, nie powiem nie, tak nie, nie tak, tak czy nie, nie że nie, prawdopodobnie",
        "ewentualnie, chyba że",
    ),
    skip=phrases(
        "pomiń, pomijam, pomin, pominąć, pomiń pytanie, pomiń to pytanie, pomijam pytanie, pomijam to pytanie",
        "proszę pominąć, chcę pominąć, dalej, następne, następny, następne pytanie, pas, pasuję, bez odpowiedzi",
        "brak odpowiedzi, nie odpowiadam, nie chcę odpowiadać, nie chcę odpowiedzieć, wolę nie odpowiadać",
        "wolę nie mówić, nie dotyczy, nd",
        "pomińmy, opuść, opuszczam, nie chcę mówić, nie powiem, następne proszę, dalej proszę",
    ),
    none=phrases(
        "żaden, żadna, żadne, żadne z nich, żadna z nich, żaden z nich, żadne z powyższych, nic, ani jedno, brak"
    ),
    all_of_them=phrases(
        "wszystkie, wszystko, wszystkie opcje, całość, oba, obie, obydwa, obydwie, każde, każda, wszystkie trzy",
    ),
    inexact=phrases(
        "około, ok, mniej więcej, prawie, niemal, blisko, jakieś, jakiś, z, między, pomiędzy, co najmniej",
        "przynajmniej, ponad, poniżej, powyżej, najwyżej, maksymalnie, minimalnie, więcej niż, mniej niż, starszy niż",
        "kilka, kilkanaście, kilkadziesiąt, parę, paręnaście, parędziesiąt, pół, półtora, do, lub więcej, albo więcej",
        "albo mniej, w przybliżeniu, gdzieś, dziesiątki, setki, tuzin, dużo, mało, bez mała, plus, koło, pod, grubo",
        "ze, od, niecałe, czterdziestka, trzydziestka, pięćdziesiątka, z górą, kilku, paru",
    ),
    fillers=phrases(
        "ja, my, mi, mnie, mój, moja, moje, chcę, chciałbym, chciałabym, chcemy, wybieram, wybrałem, wybrałam, biorę",
        "poproszę, proszę, dziękuję, dzięki, opcja, opcję, opcje, numer, nr, odpowiedź, odp, to, ten, ta, tę, te, jest",
        "są, na, w, z, o, się, lat, lata, rok, roku, wiek, mam, kod, pocztowy, i, a, yyy, eee, hm, hmm, no, więc",
        "punkt, punkty, cyfra, liczba, litera, klawisz, daję, dla, żeby, jestem, stawiam, po, razy, raz, prostu, tylko",
        "także",
        "już, dopiero, teraz",
        "od",
    ),
    or_words=phrases("lub, albo, czy"),
    list_words=phrases("i, oraz, plus, lub, albo, a także, też, i też, także"),
    both_ways=phrases("no, no no"),
    last=phrases("ostatni, ostatnia, ostatnie, ostatnią, na dole, ostatnia opcja"),
    polite=phrases(
        "proszę, poproszę, dziękuję, dzięki, teraz, już",
    ),
    intensifiers=phrases(
        "bardzo, niezwykle, naprawdę, strasznie, ogromnie",
    ),
    through=phrases(
        "do włącznie",
    ),
    up_to=phrases(
        "do",
    ),
    both=phrases(
        "oba, obie, obydwa, obydwie",
    ),
    service={
        ServiceWord.HELP: phrases(
            "pomoc, pomocy, pomóż, pomóż mi, proszę o pomoc, potrzebuję pomocy, info, informacja",
            "pomóżcie, nie rozumiem, nie rozumiem tego, jak to działa, co mam zrobić, co mam robić",
            "potrzebna pomoc, pomóżcie mi, proszę pomóc",
        ),
        ServiceWord.STOP: phrases(
            "stop, koniec, zakończ, rezygnuję, rezygnacja, wypisz, wypisz mnie, anuluj, przerwij, chcę zakończyć",
            "wyrejestruj, zatrzymaj, nie chcę wiadomości",
            "proszę przestać, przestańcie, przestań, nie pisz, nie piszcie, nie wysyłaj, nie wysyłajcie",
            "proszę nie pisać, proszę nie wysyłać, dość, nie chcę więcej wiadomości, nie chcę smsów",
            "koniec wiadomości, nie pisać, wypiszcie mnie",
        ),
        ServiceWord.START: phrases("start, zacznij, wznów, rozpocznij"),
        ServiceWord.BACK: phrases("wstecz, wróć, cofnij, powrót, poprzednie, poprzednie pytanie, z powrotem"),
        ServiceWord.LANGUAGE: phrases("język, języki, zmień język, zmiana języka, inny język"),
        ServiceWord.STATUS: phrases("status, stan, stan sprawy"),
        ServiceWord.WITHDRAW: phrases("wycofaj, wycofuję, wycofać, chcę wycofać, wycofanie, usuń moje odpowiedzi"),
        ServiceWord.REPEAT: phrases(
            "powtórz, jeszcze raz, powtórzyć, proszę powtórzyć, powtórka, ponownie",
            "powtórz pytanie, proszę powtórzyć pytanie, co mówiłeś, jakie było pytanie, jeszcze raz proszę",
        ),
    },
    join=phrases(
        "dołącz, dołączam, dołączyć, chcę dołączyć, udział, biorę udział, wezmę udział, chcę wziąć udział, uczestniczę",
        "chcę wziąć udział w, biorę w tym udział, chcę uczestniczyć",
    ),
    greetings=phrases(
        "cześć, czesc, hej, hejka, siema, siemka, witam, witaj, dzień dobry, dobry, dobry wieczór, dobry wieczor, halo",
        "serwus, dzien dobry, witam serdecznie, szanowni państwo",
        "witajcie, dobry dzień, hejo, elo, dobry wieczór państwu",
    ),
)
