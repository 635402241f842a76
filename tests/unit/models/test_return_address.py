"""Where a form is posted to has to fit the window of an envelope."""

import pytest

from models.consultation_file import parse_definition
from models.errors import Rejected
from tests.consultation import SOURCE


def _with(address: str) -> bytes:
    return SOURCE.replace("contact: none", f"contact: none\nreturn_address: {address}").encode()


def test_the_lines_are_kept_in_order_with_single_spaces() -> None:
    definition = parse_definition(_with('["Gemeente  Zaandijk", "Antwoordnummer 12", "1500 VB Zaandijk"]'))
    assert definition.return_address == ("Gemeente Zaandijk", "Antwoordnummer 12", "1500 VB Zaandijk")


@pytest.mark.parametrize(
    "address", ["Gemeente Zaandijk", "[alleen een naam]", '["", b]', "[1, 2]", f"[a, {'b' * 39}]", "[a, b, c, d, e, f]"]
)
def test_what_does_not_fit_is_a_fault(address: str) -> None:
    with pytest.raises(Rejected, match="return_address: must be a list of 2 to 5 lines"):
        parse_definition(_with(address))
