"""What identifies somebody is proposed to be left out; what only looks like it is not."""

from __future__ import annotations

import itertools
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.privacy.proposals import spans_of
from intake.privacy.protected import Protected
from intake.privacy.redaction import propose
from intake.privacy.spans import STANDS_FOR, Kind, Span, redacted
from models.consultation_file import parse_definition
from tests.consultation import SOURCE

IDENTIFIES = {
    Kind.PHONE: """
        06-12345678 | 06 12 34 56 78 | (075) 651 23 45 | 0031 6 1234 5678 | +31 (0)6 12345678 | 06/12345678
        075.6512345 | 0 6 1981 2336 | 00 31 6 12345678 | +31 20 2995434 | +49 30 901820 | 06 - 123 456 78""",
    Kind.EMAIL: """
        jan.verzonnen@voorbeeld.nl | fam_voorbeeld+plein@mail.voorbeeld.com | jan apenstaartje voorbeeld punt nl
        jan.v(at)voorbeeld.nl | jan [at] voorbeeld [punt] nl | jan at voorbeeld punt nl
        a+b apenstaartje voorbeeld punt nl""",
    Kind.BSN: "123456782 | 1234.56.782 | 123 456 782",
    Kind.IBAN: """
        NL91ABNA0417164300 | NL91 ABNA 0417 1643 00 | nl91abna0417164300 | NL91.ABNA.0417.1643.00
        BE68 5390 0754 7034""",
    Kind.PLATE: "12-ABC-3 | GH 123 J | GH123J | AB-123-C | ab-12-cd | 9-XXX-99",
    Kind.ADDRESS: """
        Verzonnenstraat 12, 1506 AB | Laan van de Verbeelding 3a 1506AB | 1506 AB 12 | 1506 AB, nummer 12-II
        Kerkstraat 12 te Zaandijk, postcode 1506 AB | Kerkstraat 12, Zaandijk (1506AB) | 1506 AB Zaandijk, Kerkstraat 12
        1506AB14 | 1506 ab 14 | 1506 AB en het huisnummer is 14 | 1506 AB Zaandijk, nummer 12
        huisnummer 5, postcode 1506ab | 't Hofje 7 hs, 1506 AB | 2e Dwarsstraat 4, 1506 AB
        Kerkstraat 12, 1506 en | Molenweg 3 B, 1506 je""",
}
HARMLESS = """
    Het kost 1.250 euro | op 01-02-2025 om 12.30 uur | zaaknummer 2024-123456 | bus 65 over de N203 | 14 075 | 0800-1234
    48271937 | KvK 12345678 | 52.43871, 4.82645 | postcodegebied 1506 AB | artikel 3.4 lid 2 | Stationsplein 4 is kapot
    deelnemer met code 123456782 | 06-03-2024 12:00 | OV-2024-0612345678 | een 12-MM-34 buis | zaak 123456782
    1234 en 56 keer | blz. 12-24 | 123456789 | 2025 in 12 maanden | 5 bij 3 meter
    op de Kerkstraat 4, 2024 en 2025 | uit de Kerkstraat 12, 1500 kg"""


def cases(text: str) -> list[str]:
    return [one.strip() for line in text.splitlines() for one in line.split("|") if one.strip()]


@pytest.mark.parametrize(("kind", "said"), [(kind, said) for kind, text in IDENTIFIES.items() for said in cases(text)])
@pytest.mark.parametrize("around", ["{}", "Het is {}.", "({})", "Schrijf: {}\nGroeten"])
def test_what_identifies_somebody_is_found_whole(kind: Kind, said: str, around: str) -> None:
    text = around.format(said)
    start = text.index(said)
    assert propose(text) == (Span(start, start + len(said), kind),)


@pytest.mark.parametrize("said", cases(HARMLESS))
def test_what_only_looks_like_it_is_left_alone(said: str) -> None:
    assert propose(f"Ik lees: {said}.") == ()


def test_a_mistyped_citizen_service_number_that_is_called_one_is_found() -> None:
    assert [span.kind for span in propose("Mijn BSN: 123456789, zie dossier")] == [Kind.BSN]


def test_a_plate_without_dashes_is_found_where_it_is_called_one() -> None:
    text = "De auto met kenteken AB123C staat er, route AB123C niet"
    assert redacted(text, propose(text)) == "De auto met kenteken [kenteken] staat er, route AB123C niet"


def test_a_birth_date_and_a_participation_code_are_found_where_they_are_called_so() -> None:
    text = "Geboren op 3 mei 1948, deelnamecode 482 719 365. Op 3 mei 2026 is het feest."
    assert (
        redacted(text, propose(text))
        == "Geboren op [geboortedatum], deelnamecode [deelnamecode]. Op 3 mei 2026 is het feest."
    )


CODE_SAID = """mijn code is 612 345 676, en verder | 612345676. | 612-345-676 |
    Zes een twee drie vier vijf zes zeven zes | 61234567 zes | 6 1 2 3 4 5 6 7 6 | l er staat 6l2345676"""


def test_with_participation_codes_nine_digits_that_can_be_one_are_proposed_whatever_they_are_called() -> None:
    source = SOURCE.replace("contact: none", "participation: code")
    coded, plain = (Protected.of(parse_definition(text.encode())) for text in (source, SOURCE))
    for said in cases(CODE_SAID):
        text = f"Ik zei: {said} dank u"
        assert [span.kind for span in spans_of(text, None, coded)] == [Kind.CODE], said
        assert not re.search(r"\d|drie", redacted(text, spans_of(text, None, coded))), said
        assert spans_of(text, None, plain) == (), "elsewhere it is a number like any other"
    for said in ("612345677", "een twee drie vier vijf zes zeven acht negen", "1.612.345.676 euro", "zaak 1612345676"):
        assert spans_of(f"Ik zei: {said} dank u", None, coded) == (), said


@pytest.mark.parametrize(
    "piece", ["A ", "Aa Bb ", "1 ", "0", "a.", "Aa van de ", "x", "NL91ABNA", "1506 AB ", "a punt "]
)
def test_a_long_text_of_whatever_kind_is_looked_through_in_time(piece: str) -> None:
    began = time.process_time()
    propose(piece * (20_000 // len(piece)), coded=True)
    assert time.process_time() - began < 5


def test_several_in_a_row_stay_apart() -> None:
    text = "Bel 06-12345678 of mail a@voorbeeld.nl, NL91 ABNA 0417 1643 00\n1506 AB 12"
    kinds = [span.kind for span in propose(text)]
    assert kinds == [Kind.PHONE, Kind.EMAIL, Kind.IBAN, Kind.ADDRESS]
    assert redacted(text, propose(text)) == ("Bel [telefoonnummer] of mail [e-mailadres], [rekeningnummer]\n[adres]")


@given(st.text(alphabet="0123456789 -.,+()@abNLnlAB\n€é", max_size=300))
def test_whatever_the_text_spans_are_in_order_apart_and_not_empty(text: str) -> None:
    spans = propose(text)
    assert list(spans) == sorted(spans)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))


@given(st.text(max_size=200))
def test_nothing_left_out_leaves_the_text_as_it_is(text: str) -> None:
    assert redacted(text, ()) == text


def test_every_kind_has_a_word_in_its_place() -> None:
    assert set(STANDS_FOR) == set(Kind)
