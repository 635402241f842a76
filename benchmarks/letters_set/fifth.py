"""Numbers for the letters of the fifth hand: apps, transcripts, a counter's notes, a solicitor."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn

LETTERS = Path(__file__).with_name("fifth.txt")


def _digits(dice: random.Random, count: int) -> str:
    return f"{dice.randrange(10**count):0{count}d}"


def _often(dice: random.Random, common: tuple[str, ...], rare: tuple[str, ...]) -> str:
    """One time in eight a rare way."""
    return dice.choice(rare if dice.random() < 1 / 8 else common)


def phone(dice: random.Random) -> str:
    m = dice.choice("12345") + _digits(dice, 7)
    area = dice.choice(("075", "020", "030", "015", "0299", "0228", "0513"))
    land = dice.choice("234567") + _digits(dice, 9 - len(area))
    return _often(
        dice,
        (
            f"06{m}",
            f"06{m}",
            f"06-{m}",
            f"06-{m}",
            f"06 {m}",
            f"06 {m[:2]} {m[2:4]} {m[4:6]} {m[6:]}",
            f"06 {m[:4]} {m[4:]}",
            f"06-{m[:3]}{m[3:]}",
            f"+316{m}",
            f"+31 6 {m[:4]} {m[4:]}",
            f"{area}-{land}",
            f"{area} {land}",
            f"{area}{land}",
        ),
        (
            f"+31 (0)6-{m[:2]} {m[2:4]} {m[4:6]} {m[6:]}",
            f"00316{m}",
            f"06-{m[:2]}.{m[2:4]}.{m[4:6]}.{m[6:]}",
            f"06 {m[:3]} {m[3:5]} {m[5:]}",
            f"({area}) {land[:3]} {land[3:]}",
            f"{area}/{land}",
            f"06–{m}",
            f"06_{m}",
            f"+32 47{dice.randrange(10)} {_digits(dice, 2)} {_digits(dice, 2)} {_digits(dice, 2)}",
        ),
    )


def email(dice: random.Random) -> str:
    name = dice.choice(("fkwik", "t.tjalkens", "de_familie_nep", "zonnebloem-1948", "oma77", "j.w.verzin"))
    host = dice.choice(("hetnep.nl", "gverzin.com", "live-voorbeeld.nl", "kantoor.dobbelsteen.example", "fop.be"))
    return _often(
        dice,
        (f"{name}@{host}",),
        (
            f"{name.upper()}@{host}",
            f"{name}@ {host}",
            f"{name} @{host}",
            f"{name.replace('.', ' punt ')} apestaartje {host.replace('.', ' punt ')}",
        ),
    )


def number_of_a_citizen(dice: random.Random) -> str:
    number = next(one for _ in iter(int, 1) if bsn.is_valid(one := dice.choice("1234") + _digits(dice, 8)))
    return _often(
        dice,
        (number, number, f"{number[:4]}.{number[4:6]}.{number[6:]}", f"{number[:3]} {number[3:6]} {number[6:]}"),
        (f"{number[:4]} {number[4:6]} {number[6:]}", f"{number[:3]}-{number[3:6]}-{number[6:]}"),
    )


def iban(dice: random.Random) -> str:
    bank = dice.choice(("INGB", "RABO", "ABNA", "BUNQ", "REVO", "KNAB"))
    rest = f"{bank}{_digits(dice, 10)}"
    whole = f"NL{mod_97_10.calc_check_digits(rest + 'NL')}{rest}"
    grouped = " ".join(whole[at : at + 4] for at in range(0, 18, 4))
    return _often(
        dice,
        (whole, whole, grouped, grouped, f"{whole[:4]} {whole[4:8]} {whole[8:]}"),
        (whole.lower(), grouped.lower(), f"{whole[:4]}.{whole[4:8]}.{whole[8:]}", f"{whole[:8]} {whole[8:]}"),
    )


def plate(dice: random.Random) -> str:
    a, d = "".join(dice.choices("BDFGHJKLNPRSTVXZ", k=4)), _digits(dice, 3)
    made = dice.choice(
        (
            f"{a[0]}-{d}-{a[1:3]}",
            f"{a[:2]}-{d}-{a[2]}",
            f"{d[:2]}-{a[:3]}-{d[2]}",
            f"{d[0]}-{a[:3]}-{d[1:]}",
            f"{a[:3]}-{d[:2]}-{a[3]}",
            f"{d[:2]}-{a[:2]}-{a[2:]}",
        )
    )
    return _often(dice, (made, made, made.lower()), (made.replace("-", " "), made.replace("-", "")))


def address(dice: random.Random) -> str:
    street = dice.choice(
        (
            "Ooievaarstraat",
            "Verlengde Neplaan",
            "Jan van Niemandstraat",
            "Achter de Dijk",
            "Sint Fictiusplein",
            "3e Verzonnen Dwarsstraat",
            "Noordeinde",
            "De Bongerd",
        )
    )
    number = dice.randint(1, 380)
    house = _often(
        dice,
        (f"{number}", f"{number}", f"{number}a", f"{number} B"),
        (f"{number}-{dice.randint(1, 40)}", f"{number} II", f"{number}hs", f"{number} zwart", f"{number} bis"),
    )
    letters = "".join(dice.choices("ABCDEGHJKLNPRTVWXZ", k=2))
    postcode = f"{dice.randint(1011, 9999)}{dice.choice((' ', ''))}{dice.choice((letters, letters, letters.lower()))}"
    town = dice.choice(("Nergensveen", "Zanddorp-Verzonnen", "Fopwijk"))
    return _often(
        dice,
        (f"{street} {house}, {postcode}", f"{street} {house} {postcode}", f"{street} {house}, {postcode} {town}"),
        (
            f"{postcode} {house}",
            f"{street} nr. {house}, {postcode}",
            f"{street} {house} te {town} ({postcode})",
            f"{street} {house}\n{postcode} {town}",
            f"{street} {house} / {postcode}",
        ),
    ).removesuffix(f" {town}")


MADE: dict[str, Callable[[random.Random], str]] = {
    "phone": phone,
    "email": email,
    "bsn": number_of_a_citizen,
    "iban": iban,
    "plate": plate,
    "address": address,
}
