"""Numbers for the letters of the second hand: as they stand on forms, in messages, in transcripts and after reading."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn

LETTERS = Path(__file__).with_name("second.txt")

_SPOKEN = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_CONSONANTS = "BDFGHJKLNPRSTVXZ"


def _digits(dice: random.Random, count: int) -> str:
    return "".join(str(dice.randrange(10)) for _ in range(count))


def _grouped(dice: random.Random, digits: str, between: str) -> str:
    """Cut into groups of two to four, as each hand does it its own way."""
    groups = []
    while len(digits) > 4:
        size = dice.choice((2, 2, 3, 4))
        groups.append(digits[:size])
        digits = digits[size:]
    return between.join([*groups, digits])


def phone(dice: random.Random) -> str:
    way = dice.randrange(12)
    mobile = str(dice.randint(1, 5)) + _digits(dice, 7)
    area = dice.choice(("0299", "0228", "0223", "0294", "0255", "023", "035", "020"))
    land = str(dice.randint(2, 8)) + _digits(dice, 9 - len(area))
    between = dice.choice((" ", " ", "-", ".", " - "))
    if way == 0:
        return " ".join(_SPOKEN[int(one)] for one in f"06{mobile}")
    if way == 1:
        return f"+31{dice.choice(('', ' ', '-'))}6{dice.choice(('', ' ', '-'))}{_grouped(dice, mobile, ' ')}"
    if way == 2:
        return f"0031{dice.choice(('', ' '))}6{mobile}"
    if way == 3:
        return f"+31 (0) 6 {_grouped(dice, mobile, ' ')}"
    if way == 4:
        return f"({area}) {_grouped(dice, land, dice.choice((' ', '-')))}"
    if way == 5:
        return f"{area}{dice.choice(('-', ' ', ' - ', '/', ''))}{land}"
    if way == 6:
        return f"{area}{dice.choice(('-', ' '))}{_grouped(dice, land, between)}"
    if way == 7:
        return f"+31 {area[1:]} {_grouped(dice, land, ' ')}"
    if way == 8:
        return dice.choice(
            (
                f"+44 7{_digits(dice, 3)} {_digits(dice, 6)}",
                f"+90 53{dice.randrange(10)} {_digits(dice, 3)} {_digits(dice, 4)}",
                f"0049 151 2{_digits(dice, 7)}",
                f"+33 6 {_digits(dice, 2)} {_digits(dice, 2)} {_digits(dice, 2)} {_digits(dice, 2)}",
            )
        )
    return f"06{dice.choice(('-', ' ', '', ' - ', '.'))}{_grouped(dice, mobile, between)}"


def email(dice: random.Random) -> str:
    first = dice.choice(
        ("kwakkel", "t.snoep", "info.buurt", "zandkasteel1961", "f-a-m.nergens", "o_adeyemi", "M.Meeuw")
    )
    host = dice.choice(
        ("planetje.example", "buurtpost.voorbeeld.nl", "wereldmail.com", "school-fictie.eu", "zigzag.nl")
    )
    spoken = first.replace(".", " punt ").replace("-", " streepje ").replace("_", " liggend streepje ")
    return dice.choice(
        [f"{first}@{host}"] * 5
        + [
            f"{first}@{host}".upper(),
            f"{first} @{host}",
            f"{first}@ {host}",
            f"{first} (at) {host}",
            f"{first}[apenstaart]{host}",
            f"{spoken} apenstaartje {host.replace('.', ' punt ')}",
            f"{spoken} at {host.replace('.', ' punt ')}",
        ]
    )


def number_of_a_citizen(dice: random.Random) -> str:
    number = next(one for _ in iter(int, 1) if bsn.is_valid(one := str(dice.randint(1, 9)) + _digits(dice, 8)))
    return dice.choice(
        (
            number,
            f"{number[:4]}.{number[4:6]}.{number[6:]}",
            f"{number[:3]} {number[3:6]} {number[6:]}",
            f"{number[:3]}-{number[3:6]}-{number[6:]}",
            f"{number[:2]} {number[2:5]} {number[5:]}",
        )
    )


def iban(dice: random.Random) -> str:
    if dice.random() < 0.15:
        rest = f"{_digits(dice, 12)}"
        whole = f"BE{mod_97_10.calc_check_digits(rest + 'BE')}{rest}"
    else:
        rest = f"{dice.choice(('ABNA', 'RABO', 'INGB', 'SNSB', 'TRIO', 'REVO', 'KNAB'))}0{_digits(dice, 9)}"
        whole = f"NL{mod_97_10.calc_check_digits(rest + 'NL')}{rest}"
    fours = [whole[at : at + 4] for at in range(0, len(whole), 4)]
    return dice.choice(
        (whole, " ".join(fours), " ".join(fours), ".".join(fours), whole.lower(), f"{whole[:8]} {whole[8:]}")
    )


def plate(dice: random.Random) -> str:
    form = dice.choice(("LL-999-L", "L-999-LL", "99-LLL-9", "9-LLL-99", "LLL-99-L", "99-LL-LL", "LL-LL-99", "LL-99-LL"))
    made = "".join(dice.choice(_CONSONANTS) if one == "L" else _digits(dice, 1) if one == "9" else one for one in form)
    return dice.choice((made, made, made, made.lower()))


def address(dice: random.Random) -> str:
    street = dice.choice(
        (
            "Zuurkoolstraat",
            "Burg. Nergensmanlaan",
            "Pater Verzonnenpad",
            "De Fictie",
            "Achter de Wolken",
            "St. Jansbedenksel",
            "Laan 1813",
            "Noord Nepkade",
        )
    )
    house = f"{dice.randint(1, 480)}{dice.choice(('', '', '', 'c', ' D', '-12', ' bis', '/3', ' rood', '-III'))}"
    digits = str(dice.randint(1012, 9998))
    letters = "".join(dice.choice("ABCDEGHJKLNPRTVWXZ") for _ in range(2))
    postcode = dice.choice(
        (f"{digits} {letters}", f"{digits}{letters}", f"{digits} {letters.lower()}", f"{digits}-{letters}")
    )
    return dice.choice(
        (
            f"{street} {house}, {postcode}",
            f"{street} {house} {postcode}",
            f"{street} {house}\n{postcode}",
            f"{street} {house} / {postcode}",
            f"{postcode}, {street} {house}",
            f"{street} nr. {house}, pc {postcode}",
            f"{postcode} huisnummer {house}",
            f"{postcode} {house}",
        )
    )


MADE: dict[str, Callable[[random.Random], str]] = {
    "phone": phone,
    "email": email,
    "bsn": number_of_a_citizen,
    "iban": iban,
    "plate": plate,
    "address": address,
}
