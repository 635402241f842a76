"""Numbers for the letters of the fourth hand: as most people write them, each way about as often as people use it."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn

LETTERS = Path(__file__).with_name("fourth.txt")


def _digits(dice: random.Random, count: int) -> str:
    return f"{dice.randrange(10**count):0{count}d}"


def _weighed(dice: random.Random, ways: dict[str, int]) -> str:
    return dice.choices(list(ways), list(ways.values()))[0]


def phone(dice: random.Random) -> str:
    m = dice.choice("12345") + _digits(dice, 7)
    short, long = dice.choice((("010", 7), ("071", 7), ("0172", 6), ("0348", 6), ("076", 7)))
    land = dice.choice("23456") + _digits(dice, long - 1)
    return _weighed(
        dice,
        {
            f"06-{m}": 25,
            f"06{m}": 20,
            f"06 {m}": 12,
            f"06 {m[:2]} {m[2:4]} {m[4:6]} {m[6:]}": 10,
            f"06-{m[:4]} {m[4:]}": 3,
            f"06 - {m[:2]} {m[2:5]} {m[5:]}": 3,
            f"06.{m[:2]}.{m[2:4]}.{m[4:6]}.{m[6:]}": 1,
            f"+31 6 {m}": 3,
            f"+316{m}": 3,
            f"+31 (0)6 {m[:4]} {m[4:]}": 1,
            f"{short}-{land}": 12,
            f"{short} {land[:3]} {land[3:]}": 3,
            f"{short} - {land[:2]} {land[2:4]} {land[4:]}": 2,
            f"({short}) {land}": 1,
            f"nul zes, {m[:2]}, {m[2:4]}, {m[4:6]}, {m[6:]}": 1,
        },
    )


def email(dice: random.Random) -> str:
    name = dice.choice(("puntmuts", "k.vlaskamp", "sterrenburg71", "bram_noot", "info", "appelboom.g"))
    host = dice.choice(("zonpost.nl", "mailhuis.nl", "wolkmail.com", "post.voorbeeld.eu"))
    spoken = name.replace(".", " punt ").replace("_", " underscore ")
    return _weighed(
        dice,
        {
            f"{name}@{host}": 40,
            f"{name.capitalize()}@{host}": 4,
            f"{name}@{host.upper()}": 1,
            f"{name} @ {host}": 2,
            f"{spoken} apenstaartje {host.replace('.', ' punt ')}": 2,
        },
    )


def number_of_a_citizen(dice: random.Random) -> str:
    number = next(one for _ in iter(int, 1) if bsn.is_valid(one := dice.choice("12") + _digits(dice, 8)))
    return _weighed(
        dice,
        {
            number: 10,
            f"{number[:4]}.{number[4:6]}.{number[6:]}": 3,
            f"{number[:3]} {number[3:6]} {number[6:]}": 2,
            f"{number[:3]}.{number[3:6]}.{number[6:]}": 1,
        },
    )


def iban(dice: random.Random) -> str:
    rest = f"{dice.choice(('INGB', 'RABO', 'ABNA', 'SNSB', 'ASNB', 'TRIO'))}0{_digits(dice, 9)}"
    whole = f"NL{mod_97_10.calc_check_digits(rest + 'NL')}{rest}"
    return _weighed(
        dice,
        {
            " ".join(whole[at : at + 4] for at in range(0, 18, 4)): 10,
            whole: 10,
            f"{whole[:4]} {whole[4:8]} {whole[8:]}": 2,
            whole.lower(): 1,
            f"{whole[:2]} {whole[2:4]} {whole[4:8]} {whole[8:12]} {whole[12:16]} {whole[16:]}": 1,
        },
    )


def plate(dice: random.Random) -> str:
    a = "".join(dice.choices("BDFGHJKLNPRSTVXZ", k=4))
    d = _digits(dice, 3)
    made = dice.choice(
        (
            f"{a[0]}-{d}-{a[1:3]}",
            f"{a[:2]}-{d}-{a[2]}",
            f"{d[:2]}-{a[:3]}-{d[2]}",
            f"{d[0]}-{a[:3]}-{d[1:]}",
            f"{a[:2]}-{d[:2]}-{a[2:]}",
        )
    )
    return _weighed(dice, {made: 8, made.lower(): 1})


def address(dice: random.Random) -> str:
    street = dice.choice(
        (
            "Meidoornlaan",
            "Karel de Verzonnene-straat",
            "Lange Nepstraat",
            "Schoolweg",
            "Burgemeester Bedenkerlaan",
            "Het Rietveld",
            "2e Molenwerf",
            "Singel",
        )
    )
    house = f"{dice.randint(1, 260)}{_weighed(dice, {'': 14, 'a': 2, ' B': 1, '-2': 1, ' bis': 1, 'hs': 1})}"
    postcode = (
        f"{dice.randint(1011, 9999)}{dice.choice((' ', ' ', ''))}{''.join(dice.choices('ABCDEGHJKLNPRTVWXZ', k=2))}"
    )
    town = dice.choice(("Zonneveen", "Nergensdam", "Verzonnenbeek"))
    made = _weighed(
        dice,
        {
            f"{street} {house}, {postcode} {town}": 10,
            f"{street} {house}, {postcode}": 5,
            f"{street} {house}\n{postcode} {town}": 8,
            f"{street} {house} {postcode}": 3,
            f"{postcode} {house}": 2,
            f"{street} {house} in {town}, {postcode}": 1,
        },
    )
    return made.removesuffix(f" {town}")


MADE: dict[str, Callable[[random.Random], str]] = {
    "phone": phone,
    "email": email,
    "bsn": number_of_a_citizen,
    "iban": iban,
    "plate": plate,
    "address": address,
}
