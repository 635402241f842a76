"""The setting that says where files come in by themselves is read whole, or refused without telling a password."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.settings import BadSetting, load_settings
from intake.watching.places import Folder, Mailbox, read_places


def test_several_places_of_several_organisations() -> None:
    places = read_places(
        "zaandijk=/srv/scans zaal 2; meerdam/4821 = /srv/meerdam\n"
        "zaandijk/4821=imaps://scan%40zaandijk.example:a%2Fb%40c@mail.example:1993/Post/Scans%20één;"
    )
    assert places == (
        Folder(organisation="zaandijk", code=None, path=Path("/srv/scans zaal 2")),
        Folder(organisation="meerdam", code="4821", path=Path("/srv/meerdam")),
        Mailbox(
            organisation="zaandijk",
            code="4821",
            host="mail.example",
            port=1993,
            encrypted=True,
            user="scan@zaandijk.example",
            password="a/b@c",
            folder="Post/Scans één",
        ),
    )
    assert places[2].address == "imaps://scan@zaandijk.example@mail.example/Post/Scans één"


def test_nothing_is_watched_by_default(tmp_path: Path) -> None:
    settings = load_settings({"INLOOP_HOME": str(tmp_path)})
    assert (settings.watch, settings.watch_keep_days) == ((), 14)


@pytest.mark.parametrize("server", ["localhost", "127.0.0.1", "[::1]"])
def test_without_encryption_only_this_machine_is_reached(server: str) -> None:
    (place,) = read_places(f"zaandijk=imap://me:secret@{server}/INBOX")
    assert isinstance(place, Mailbox)
    assert not place.encrypted


@pytest.mark.parametrize(
    "value",
    [
        "/srv/scans",
        "zaandijk",
        "zaandijk=scans",
        "Zaandijk=/srv/scans",
        "zaandijk/12=/srv/scans",
        "zaandijk=imap://me:hunter2@mail.example/INBOX",
        "zaandijk=imaps://mail.example/INBOX",
        "zaandijk=imaps://me@mail.example/INBOX",
        "zaandijk=imaps://me:hunter2@mail.example:port/INBOX",
        "zaandijk=imaps://me:hunter2@[mail/INBOX",
        "zaandijk=https://me:hunter2@mail.example/",
    ],
)
def test_what_cannot_be_used_is_told_by_its_number_and_never_by_its_content(value: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as refused:
        load_settings({"INLOOP_HOME": str(tmp_path), "INLOOP_WATCH": f"zaandijk=/srv/goed; {value}"})
    assert refused.value.message.startswith("INLOOP_WATCH: entry 2 ")
    assert "hunter2" not in refused.value.message
