"""How well identifying numbers are found in Dutch letters, and how much else is taken for one.

The letters are put together from sentences and made-up numbers in the ways that people write them, anew at each run.
The same people wrote these sentences and the rules, so real letters will do somewhat worse.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn

from benchmarks.result import Progress, Result
from intake.privacy.redaction import propose
from intake.privacy.spans import Kind

LETTERS = 3000
NAME = "redaction"


@dataclass
class Letter:
    """A text, and where somebody is identified in it."""

    text: str
    wanted: list[tuple[int, int, Kind]]


def run(progress: Progress) -> list[Result]:
    progress("redaction: letters")
    dice = random.Random()
    found, missed, false = 0, Counter[Kind](), 0
    proposed = 0
    for _ in range(LETTERS):
        letter = _letter(dice)
        spans = propose(letter.text)
        proposed += len(spans)
        for start, end, kind in letter.wanted:
            if any(span.start <= start and end <= span.end for span in spans):
                found += 1
            else:
                missed[kind] += 1
        false += sum(
            not any(start < span.end and span.start < end for start, end, _ in letter.wanted) for span in spans
        )
    results = [
        Result(
            NAME, f"identifiers found, of {found + missed.total()}", found / (found + missed.total()), "", at_least=0.99
        ),
        Result(NAME, f"proposals that are right, of {proposed}", 1 - false / proposed, "", at_least=0.98),
    ]
    return results + [Result(NAME, f"missed: {kind}", count, "") for kind, count in sorted(missed.items())]


def _letter(dice: random.Random) -> Letter:
    letter = Letter(dice.choice(("Geachte gemeente,\n\n", "Beste mensen,\n", "L.S.\n\n", "")), [])
    for _ in range(dice.randint(2, 7)):
        if dice.random() < 0.55:
            kind = dice.choice(list(_SAID))
            before, after = dice.choice(_AROUND[kind])
            said = _SAID[kind](dice)
            start = len(letter.text) + len(before)
            letter.text += f"{before}{said}{after}"
            letter.wanted.append((start, start + len(said), kind))
        else:
            letter.text += _harmless(dice)
        letter.text += dice.choice((" ", "\n", " ", "\n\n"))
    return letter


_AROUND = {
    Kind.PHONE: [
        ("U kunt mij bellen op ", "."),
        ("Mijn nummer is ", ", liefst na zessen."),
        ("Tel.: ", ""),
        ("Telefoon ", " (overdag)."),
        ("Bel gerust: ", "!"),
        ("(", ")"),
        ("Groeten van een bewoner, ", ""),
        ("mobiel ", " of anders per post."),
    ],
    Kind.EMAIL: [
        ("Mail mij op ", "."),
        ("E-mail: ", ""),
        ("Antwoord graag naar ", ", dank u."),
        ("(", ")"),
        ("<", ">"),
    ],
    Kind.BSN: [
        ("Mijn BSN is ", "."),
        ("Burgerservicenummer: ", ""),
        ("Ik sta bekend onder ", " bij u."),
        ("bsn ", ", zie dossier."),
    ],
    Kind.IBAN: [
        ("Het geld mag naar ", "."),
        ("Rekening ", " op naam van mijn man."),
        ("IBAN: ", ""),
        ("via ", " betaald"),
    ],
    Kind.PLATE: [
        ("De auto met kenteken ", " staat er elke dag."),
        ("Er parkeert een bus, ", ", op de stoep."),
        ("Kenteken: ", ""),
    ],
    Kind.ADDRESS: [
        ("Ik woon ", "."),
        ("Mijn adres is ", ", tweede deur."),
        ("", "\n"),
        ("Afzender: ", ""),
        ("Wij wonen op ", " en horen de bus."),
    ],
}


def _digits(dice: random.Random, count: int) -> str:
    return "".join(str(dice.randrange(10)) for _ in range(count))


def _phone(dice: random.Random) -> str:
    if dice.random() < 0.6:
        rest = str(dice.randint(1, 5)) + _digits(dice, 7)
        forms = (
            "06{0}{1}{2}{3}{4}{5}{6}{7}",
            "06-{0}{1}{2}{3}{4}{5}{6}{7}",
            "06 {0}{1} {2}{3} {4}{5} {6}{7}",
            "06 - {0}{1}{2} {3}{4}{5} {6}{7}",
            "06.{0}{1}{2}{3}{4}{5}{6}{7}",
            "06-{0}{1}{2}{3} {4}{5}{6}{7}",
            "+316{0}{1}{2}{3}{4}{5}{6}{7}",
            "+31 6 {0}{1}{2}{3}{4}{5}{6}{7}",
            "+31 (0)6 {0}{1} {2}{3} {4}{5} {6}{7}",
            "0031 6 {0}{1}{2}{3}{4}{5}{6}{7}",
            "06/{0}{1}{2}{3}{4}{5}{6}{7}",
            "06 {0}{1}{2} {3}{4}{5} {6}{7}",
        )
        return dice.choice(forms).format(*rest)
    area, length = dice.choice((("075", 7), ("020", 7), ("0251", 6), ("072", 7), ("0299", 6)))
    number = str(dice.randint(2, 8)) + _digits(dice, length - 1)
    return dice.choice(
        (
            f"{area}-{number}",
            f"{area} {number}",
            f"({area}) {number[:3]} {number[3:]}",
            f"{area} - {number}",
            f"{area}{number}",
            f"+31 {area[1:]} {number}",
        )
    )


def _email(dice: random.Random) -> str:
    name = dice.choice(("j.verzonnen", "bewoner12", "fam_voorbeeld", "mia.van-der-fictie", "de.buren+plein", "info"))
    host = dice.choice(("voorbeeld.nl", "mail.voorbeeld.com", "buurt-verzonnen.org", "provider.example.nl"))
    if dice.random() < 0.1:
        return f"{name.split('.', maxsplit=1)[0]} apenstaartje {host.split('.')[0]} punt nl"
    return f"{name}@{host}"


def _bsn(dice: random.Random) -> str:
    while True:
        number = str(dice.randint(1, 9)) + _digits(dice, 8)
        if bsn.is_valid(number):
            break
    return dice.choice(
        (number, f"{number[:4]}.{number[4:6]}.{number[6:]}", f"{number[:3]} {number[3:6]} {number[6:]}", number)
    )


def _iban(dice: random.Random) -> str:
    rest = dice.choice(("ABNA", "INGB", "RABO", "TRIO", "SNSB")) + "0" + _digits(dice, 9)
    check = mod_97_10.calc_check_digits(rest + "NL")
    plain = f"NL{check}{rest}"
    spaced = " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))
    return dice.choice((plain, spaced, spaced, plain.lower(), spaced.replace(" ", ".")))


def _plate(dice: random.Random) -> str:
    form = dice.choice(("LL-999-L", "L-999-LL", "99-LLL-9", "9-LLL-99", "LL-LL-99", "LLL-99-L", "99-LL-LL"))
    plate = "".join(
        dice.choice("BDFGHJKLNPRSTVXZ") if one == "L" else str(dice.randrange(10)) if one == "9" else one
        for one in form
    )
    return plate if dice.random() < 0.85 else plate.lower()


def _postcode(dice: random.Random) -> str:
    letters = "".join(dice.choice("ABCDEGHJKLMNPRTVWXZ") for _ in range(2))
    return f"{dice.randint(1000, 9999)}{dice.choice((' ', ''))}{letters}"


def _address(dice: random.Random) -> str:
    street = dice.choice(
        (
            "Verzonnenstraat",
            "Burgemeester Fictieplein",
            "Laan van de Verbeelding",
            "Nieuwe Kade",
            "Prins Nergenslaan",
            "Dr. Niemandweg",
            "'t Hofje",
            "2e Dwarsstraat",
        )
    )
    house = dice.choice(("{}", "{}", "{}a", "{} b", "{}-2", "{} hs", "{}-III")).format(dice.randint(1, 420))
    postcode = _postcode(dice)
    return dice.choice(
        (
            f"{street} {house}, {postcode}",
            f"{street} {house}\n{postcode}",
            f"{postcode} {house}",
            f"{postcode}, nummer {house}",
            f"{street} {house} {postcode}",
            f"huisnummer {house}, postcode {postcode}",
            f"{postcode} nr {house}",
        )
    )


_SAID = {
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
    Kind.BSN: _bsn,
    Kind.IBAN: _iban,
    Kind.PLATE: _plate,
    Kind.ADDRESS: _address,
}


def _harmless(dice: random.Random) -> str:
    """What looks like a number of somebody and is none."""
    number = dice.randint(2, 98)
    return dice.choice(
        (
            f"Het plan kost {number * 1250} euro, en dat is {number}% meer dan in {dice.randint(1990, 2030)}.",
            f"Op {dice.randint(1, 28)}-{dice.randint(1, 12)}-202{dice.randint(0, 9)} was de inspraakavond.",
            f"Om {dice.randint(8, 21)}.{dice.randint(10, 59)} uur is het er druk.",
            f"Uw kenmerk: {dice.randint(2019, 2030)}-{_digits(dice, 6)}.",
            f"Zaaknummer Z{dice.randint(20, 30)}/{_digits(dice, 6)}.",
            f"Mijn bijdrage heeft nummer {_digits(dice, 8)}.",
            f"Bus {number} stopt niet meer bij de N{dice.randint(200, 399)} en de A{dice.randint(1, 79)}.",
            f"In postcodegebied {_postcode(dice)} staan {number} bomen.",
            f"Bel anders 14 0{dice.randint(10, 79)} of 0800-{_digits(dice, 4)}.",
            f"Het perceel is {number * 37} m2, {number},5 bij {number + 3} meter.",
            f"KvK {_digits(dice, 8)} staat op de borden.",
            f"Coördinaten {dice.uniform(52, 53):.5f}, {dice.uniform(4, 5):.5f}.",
            f"De bank bij het Stationsplein {number} is kapot.",
            f"Er waren {dice.randint(1000, 9999)} en {number} reacties.",
            f"Lees artikel {number}.{number + 1} lid {dice.randint(1, 9)} van de wet.",
            f"De flat is van 19{number:02d}. Het is {dice.randint(1000, 9999)} en {number} keer gemeld.",
            f"Zie bladzijde {number} tot en met {number + 12}, figuur {dice.randint(1, 9)}-{dice.randint(1, 9)}.",
        )
    )
