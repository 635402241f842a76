"""A receipt is easily said and keyed in, and a slip of the finger is noticed."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from models.errors import Rejected
from models.secrets import Vault, is_receipt, new_receipt


def test_it_is_digits_only_and_never_begins_with_a_zero() -> None:
    for _ in range(200):
        receipt = new_receipt()
        assert receipt.isascii()
        assert receipt.isdigit()
        assert len(receipt) == 8
        assert receipt[0] != "0"
        assert is_receipt(receipt)


def test_every_wrong_digit_and_every_swap_of_neighbours_is_noticed() -> None:
    receipt = new_receipt()
    for at, digit in enumerate(receipt):
        for other in "0123456789":
            if other != digit:
                assert not is_receipt(receipt[:at] + other + receipt[at + 1 :])
    for at in range(len(receipt) - 1):
        swapped = receipt[:at] + receipt[at + 1] + receipt[at] + receipt[at + 2 :]
        assert swapped == receipt or not is_receipt(swapped)


def test_contact_data_can_be_read_after_the_key_was_rotated_and_found_all_the_same() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    before, after = Vault([old], "secret"), Vault([new, old], "secret")
    written = before.encrypt("+31600000001")
    assert b"31600000001" not in written
    assert after.decrypt(written) == "+31600000001"
    assert after.lookup("+31600000001") == before.lookup("+31600000001")


def test_a_lost_key_is_told_and_no_riddle() -> None:
    written = Vault([Fernet.generate_key().decode()], "secret").encrypt("x")
    with pytest.raises(Rejected, match="was a key removed"):
        Vault([Fernet.generate_key().decode()], "secret").decrypt(written)
