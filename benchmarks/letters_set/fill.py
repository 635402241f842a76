"""Fills the letters that redaction is judged by: each time with other numbers, in ways that people write them down."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn

from models.vocabulary import SpanKind as Kind

LETTERS = Path(__file__).with_name("letters.txt")
STREET = "STREET"


@dataclass
class JudgedLetter:
    """A text, where somebody is identified in it, and the streets that are only spoken about."""

    text: str
    protected: tuple[str, ...]
    wanted: list[tuple[int, int, Kind]] = field(default_factory=list)
    streets: list[tuple[int, int]] = field(default_factory=list)


def letters(
    dice: random.Random, path: Path = LETTERS, made: Mapping[str, Callable[[random.Random], str]] | None = None
) -> list[JudgedLetter]:
    """All letters of a file once, filled with numbers of a hand."""
    found = []
    for block in re.split(r"(?m)^---", path.read_text(encoding="utf-8"))[1:]:
        head, _, body = block.partition("\n")
        letter = JudgedLetter("", tuple(one.strip() for one in head.split(";") if one.strip()))
        _fill(letter, body.strip("\n"), dice, made or MADE)
        found.append(letter)
    return found


_SLOT = re.compile(r"\{\{(\w+)\|([^}]*)\}\}|\{(\w+)\}")


def _fill(
    letter: JudgedLetter, body: str, dice: random.Random, made: Mapping[str, Callable[[random.Random], str]]
) -> None:
    at = 0
    for slot in _SLOT.finditer(body):
        letter.text += body[at : slot.start()]
        at = slot.end()
        kind = slot[1] or slot[3]
        said = slot[2] if slot[1] else made[kind](dice)
        place = len(letter.text), len(letter.text) + len(said)
        letter.text += said
        if kind == STREET:
            letter.streets.append(place)
        elif kind.islower():
            letter.wanted.append((*place, Kind(kind)))
    letter.text += body[at:]


def _digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choice("0123456789") for _ in range(count))


def _phone(dice: random.Random) -> str:
    mobile, land = "12345"[dice.randrange(5)] + _digits(dice, 7), "23456"[dice.randrange(5)] + _digits(dice, 5)
    return dice.choice(
        [
            f"06-{mobile[:2]} {mobile[2:5]} {mobile[5:]}",
            f"06 - {mobile[:4]} - {mobile[4:]}",
            f"(06) {mobile[:3]}.{mobile[3:5]}.{mobile[5:]}",
            f"06{mobile[:4]} {mobile[4:]}",
            f"0 6 {mobile[:4]} {mobile[4:]}",
            f"+31-6-{mobile}",
            f"+31(0)6-{mobile[:4]}{mobile[4:]}",
            f"0031-6-{mobile[:3]}-{mobile[3:]}",
            f"06 {mobile[:2]}-{mobile[2:4]}-{mobile[4:6]}-{mobile[6:]}",
            f"0229 - {land[:2]} {land[2:4]} {land[4:]}",
            f"(0229){land}",
            f"0229/{land[:3]}.{land[3:]}",
            f"072 - {land[:3]} {land[3:]}{dice.randrange(10)}",
            f"+31 (0)229 {land[:2]}{land[2:]}",
            f"+32 4{dice.choice('789')}{_digits(dice, 1)} {_digits(dice, 2)} {_digits(dice, 2)} {_digits(dice, 2)}",
            f"+49 30 2{_digits(dice, 6)}",
            f"+48 60{dice.randrange(10)} {_digits(dice, 3)} {_digits(dice, 3)}",
        ]
    )


def _email(dice: random.Random) -> str:
    name = dice.choice(["oma.jet", "w-van-zonneveld", "hr_kwast57", "Pietje.Puk", "theetante+brieven", "j.j.de.roo"])
    host = dice.choice(
        ["ziggomail.example", "kpnpost.example", "thuis.voorbeeldpost.nl", "xs4you.example.nl", "puntje.eu"]
    )
    left, right = name.replace(".", " punt "), host.replace(".", " punt ")
    return dice.choice(
        [f"{name}@{host}"] * 6
        + [
            f"{name.upper()}@{host.upper()}",
            f"{name} @ {host}",
            f"{name}(at){host}",
            f"{name} [at] {host}",
            f"{left} apenstaartje {right}",
        ]
    )


def _bsn(dice: random.Random) -> str:
    number = next(one for _ in iter(int, 1) if bsn.is_valid(one := dice.choice("123456789") + _digits(dice, 8)))
    return dice.choice([number, f"{number[:3]}.{number[3:6]}.{number[6:]}", f"{number[:4]} {number[4:6]} {number[6:]}"])


def _iban(dice: random.Random) -> str:
    bank = dice.choice(["KNAB", "ASNB", "BUNQ", "FVLB", "RBRB", "INGB"])
    rest = f"{bank}0{_digits(dice, 9)}"
    whole = f"NL{mod_97_10.calc_check_digits(rest + 'NL')}{rest}"
    return dice.choice(
        [whole, f"{whole[:4]} {whole[4:8]} {whole[8:]}", f"{whole[:2]} {whole[2:4]} {whole[4:8]} {whole[8:]}"]
        + [
            " ".join(whole[at : at + 4] for at in range(0, 18, 4)),
            "-".join(whole[at : at + 4] for at in range(0, 18, 4)),
        ]
    )


def _plate(dice: random.Random) -> str:
    form = dice.choice(["L-999-LL", "LL-999-L", "9-LLL-99", "99-LLL-9", "LL-LL-99", "99-LL-LL", "LLL-99-L", "LL-99-LL"])
    made = "".join(
        dice.choice("BDFGHJKLNPRSTVXZ") if one == "L" else dice.choice("0123456789") if one == "9" else one
        for one in form
    )
    return dice.choice(
        [made, made, made, made.lower(), made.replace("-", " ") if "999" in form or "LLL" in form else made]
    )


def _address(dice: random.Random) -> str:
    street = dice.choice(
        [
            "Pimpernelstraat",
            "Jonkheer Nietbestaandlaan",
            "Van Verzinselweg",
            "'t Zand",
            "1e Sluisdwarsstraat",
            "Kapelhof",
        ]
    )
    house = f"{dice.randint(1, 999)}{dice.choice(['', '', '', 'a', ' B', '-3', '/2', ' bis', '-IV'])}"
    digits, letters_ = str(dice.randint(1011, 9999)), "".join(dice.choice("ABDEGHJKLNPRTVXZ") for _ in range(2))
    postcode = dice.choice([f"{digits} {letters_}", f"{digits}{letters_}", f"{digits}{letters_.lower()}"])
    town = dice.choice(["Zwanenburgerdam", "Nergenshuizen", "Oost-Verzonnen", "Sint Fictief"])
    return dice.choice(
        [
            f"{street} {house}, {postcode}",
            f"{street} {house}, {postcode} {town}",
            f"{street} {house} te {town}, {postcode}",
            f"{street} {house}\n{postcode}",
            f"{postcode} nummer {house}",
            f"{postcode}, huisnr. {house}",
            f"{postcode} {town}, {street} {house}",
            f"{street} {house} ({postcode})",
        ]
    ).removesuffix(f" {town}")


MADE = {"phone": _phone, "email": _email, "bsn": _bsn, "iban": _iban, "plate": _plate, "address": _address}
