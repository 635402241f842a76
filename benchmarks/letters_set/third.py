"""Numbers for the letters of the third hand: in haste, at a counter, in mails, and with what a machine misreads."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn

LETTERS = Path(__file__).with_name("third.txt")


def _digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choices("0123456789", k=count))


def phone(dice: random.Random) -> str:
    rest = dice.choice("123458") + _digits(dice, 7)
    land = dice.choice("234567") + _digits(dice, 5)
    return dice.choice(
        (
            f"06{rest}",
            f"06-{rest}",
            f"06 {rest}",
            f"06- {rest[:2]} {rest[2:4]} {rest[4:6]} {rest[6:]}",
            f"0 6 - {rest[:4]} {rest[4:]}",
            f"06 . {rest[:2]} . {rest[2:4]} . {rest[4:6]} . {rest[6:]}",
            f"06 {rest[:2]}  {rest[2:4]}  {rest[4:6]}  {rest[6:]}",
            f"+31.6.{rest[:4]}.{rest[4:]}",
            f"+31 6{rest[0]} {rest[1:4]} {rest[4:]}",
            f"(+31) 6 {rest}",
            f"+31(0) 6-{rest}",
            f"0031 (0)6 {rest[:4]} {rest[4:]}",
            f"O6-{rest}",
            f"06-{rest[:4]}{rest[4:].replace('1', 'l')}",
            f"06~{rest}",
            f"nul zes {' '.join(rest)}",
            f"0251 - {land[:2]}.{land[2:4]}.{land[4:]}",
            f"0251-{land}",
            f"(0251) {land}",
            f"0251 {land[:3]} {land[3:]}",
            f"023 - {land[:3]} {land[3:]}{dice.randrange(10)}",
            f"+31 251 {land}",
            f"+32 (0)47{rest[:7]}",
            f"+49 (0)151 {rest}",
        )
    )


def email(dice: random.Random) -> str:
    name = dice.choice(("riekie", "g.nachtegaal", "knoest-opa", "i_j_regenboog", "zeil.maker", "wijk.centrum2"))
    host = dice.choice(("vogelpost.nl", "mail.dorpsnet.example", "hartje.eu", "kpnpost.com", "bijons.org"))
    spoken = name.replace(".", " punt ").replace("-", " streepje ").replace("_", " laag streepje ")
    return dice.choice(
        [f"{name}@{host}"] * 8
        + [
            f"{name.title()}@{host}",
            f"{name}@{host.replace('.', ' . ')}",
            f"{name}©{host}",
            f"{name} apestaartje {host}",
            f"{name}<at>{host}",
            f"{spoken} apenstaart {host.replace('.', ' punt ')}",
        ]
    )


def number_of_a_citizen(dice: random.Random) -> str:
    number = next(one for _ in iter(int, 1) if bsn.is_valid(one := dice.choice("12345678") + _digits(dice, 8)))
    return dice.choice((number, number, f"{number[:4]} {number[4:6]} {number[6:]}", f"{number[:5]} {number[5:]}"))


def iban(dice: random.Random) -> str:
    rest = f"{dice.choice(('INGB', 'RABO', 'ABNA', 'ASNB', 'BUNQ'))}0{_digits(dice, 9)}"
    check = mod_97_10.calc_check_digits(rest + "NL")
    return dice.choice(
        (
            f"NL{check}{rest}",
            f"NL{check} {rest[:4]} {rest[4:8]} {rest[8:12]} {rest[12:]}",
            f"NL {check} {rest[:4]} {rest[4:]}",
            f"nl{check} {rest[:4].lower()} {rest[4:8]} {rest[8:12]} {rest[12:]}",
            f"NL{check} {rest[:4]} {rest[4:6]} {rest[6:8]} {rest[8:10]} {rest[10:12]} {rest[12:]}",
            f"NL{check}{rest[:4]} {rest[4:].replace('0', 'O', 1)}",
        )
    )


def plate(dice: random.Random) -> str:
    letters = "".join(dice.choices("BDFGHJKLNPRSTVXZ", k=3))
    figures = _digits(dice, 3)
    dashed = dice.choice(
        (
            f"{letters[0]}-{figures}-{letters[1:]}",
            f"{letters[:2]}-{figures}-{letters[2]}",
            f"{figures[:2]}-{letters}-{figures[2]}",
            f"{figures[0]}-{letters}-{figures[1:]}",
            f"{letters}-{figures[:2]}-{letters[0]}",
        )
    )
    return dice.choice((dashed, dashed, dashed.lower(), dashed.replace("-", ""), dashed.replace("-", " - ")))


def address(dice: random.Random) -> str:
    street = dice.choice(("Kwikstaartlaan", "Havermoutstr.", "Oude Verzinweg", "Plein 5", "Ir. Nullenkade", "Het Nep"))
    house = f"{dice.randint(1, 320)}{dice.choice(('', '', '', 'hs', '-1', 'A', ' A-3', ' II', ' (boven)'))}"
    letters = "".join(dice.choices("ABCDEGHJKLNPRTVWXZ", k=2))
    digits = str(dice.randint(1013, 9990))
    postcode = dice.choice((f"{digits} {letters}", f"{digits} {letters}", f"{digits}{letters}", f"{digits}  {letters}"))
    town = dice.choice(("Fictiedam", "Bedenkoord", "NERGENSHUIZEN"))
    return dice.choice(
        (
            f"{street} {house}, {postcode} {town}",
            f"{street} {house}\n{postcode} {town}",
            f"{street} {house} {postcode} {town}",
            f"{street} {house} te {postcode} {town}",
            f"{street} {house} - {postcode} {town}",
            f"{street} {house}, {town} ({postcode})",
            f"{postcode} {town}, {street} {house}",
            f"{postcode}/{house}",
            f"{postcode} nr. {house}",
        )
    ).removesuffix(f" {town}")


MADE: dict[str, Callable[[random.Random], str]] = {
    "phone": phone,
    "email": email,
    "bsn": number_of_a_citizen,
    "iban": iban,
    "plate": plate,
    "address": address,
}
