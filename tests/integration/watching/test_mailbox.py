"""A scan that a copier mails comes in once, and its message is then out of the way. Against a real mail server."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from io import BytesIO

import numpy as np
import pytest
import sqlalchemy as sa

from intake.watching.mailbox import DONE, REFUSED, WatchedMailbox
from intake.watching.places import Mailbox
from models.outbox import OUTBOX
from tests.installation import Installation
from tests.integration.desk.town import page_image
from tests.mail_server import MailServer, running_mail_server
from tests.paper_kit import as_pdf

PAGE = page_image("Beste gemeente,")
ANOTHER = page_image("Goedendag,")


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with running_mail_server() as running:
        yield running


@pytest.fixture
def mail(server: MailServer) -> MailServer:
    server.empty()
    return server


@pytest.fixture
def inloop(watching: Callable[..., Installation], mail: MailServer) -> Installation:
    return watching(f"zaandijk={mail.address()}")


@pytest.fixture
def box(inloop: Installation) -> WatchedMailbox:
    return watched(inloop)


def watched(inloop: Installation) -> WatchedMailbox:
    (place,) = inloop.services.settings.watch
    assert isinstance(place, Mailbox)
    return WatchedMailbox(inloop.services, place)


def message(*files: tuple[bytes, str, str], subject: str = "Scan van de balie") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "copier@zaandijk.example", "scan@zaandijk.example", subject
    made.set_content("Zie de bijlage.")
    for data, kind, name in files:
        main, sub = kind.split("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return made


def where(mail: MailServer) -> tuple[int, int, int]:
    return mail.messages("INBOX"), mail.messages(DONE), mail.messages(REFUSED)


def files_in(inloop: Installation) -> list[str]:
    with inloop.services.store.read() as connection:
        return [row.payload["name"] for row in connection.execute(sa.select(OUTBOX).order_by(OUTBOX.c.created_at))]


def test_attachments_are_taken_in_and_the_message_is_moved(
    box: WatchedMailbox, mail: MailServer, inloop: Installation
) -> None:
    mail.deliver(message((PAGE, "image/png", "één scan.png"), (ANOTHER, "application/octet-stream", "zonder soort")))
    assert box.look().taken == ["één scan.png", "zonder soort"]
    assert where(mail) == (0, 1, 0)
    assert files_in(inloop) == ["één scan.png", "zonder soort"]
    assert box.look().taken == []


def test_the_same_mail_twice_brings_nothing_twice(box: WatchedMailbox, mail: MailServer, inloop: Installation) -> None:
    for _ in range(2):
        mail.deliver(message((PAGE, "image/png", "scan.png")))
    look = box.look()
    assert (look.taken, look.known) == (["scan.png"], ["scan.png"])
    assert where(mail) == (0, 2, 0)
    assert files_in(inloop) == ["scan.png"]


def test_a_mail_without_a_file_is_left_to_a_person(box: WatchedMailbox, mail: MailServer) -> None:
    mail.deliver(message(subject="Ik vind het plein te donker"))
    assert box.look().refused == [("Ik vind het plein te donker", "no_attachment")]
    assert where(mail) == (0, 0, 1)


def test_one_bad_attachment_costs_no_good_one(box: WatchedMailbox, mail: MailServer, inloop: Installation) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("scan.png", ANOTHER)
    mail.deliver(
        message(
            (PAGE, "image/png", "goed.png"),
            (packed.getvalue(), "application/zip", "post.zip"),
            (b"x\x9f>\x22" + bytes(60), "application/ms-tnef", "winmail.dat"),
        )
    )
    look = box.look()
    assert look.taken == ["goed.png"]
    assert look.refused == [("post.zip", "packed"), ("winmail.dat", "not_a_document")]
    assert where(mail) == (0, 0, 1)
    assert files_in(inloop) == ["goed.png"]


def test_a_scan_in_a_forwarded_mail_is_found(box: WatchedMailbox, mail: MailServer) -> None:
    outer = message(subject="Fwd: scan")
    outer.add_attachment(message((PAGE, "image/png", "binnenin.png")))
    mail.deliver(outer)
    assert box.look().taken == ["binnenin.png"]


def test_the_picture_under_a_signature_is_no_scan(box: WatchedMailbox, mail: MailServer) -> None:
    made = message((PAGE, "image/png", "scan.png"))
    made.add_attachment(ANOTHER, maintype="image", subtype="png", cid="<logo@zaandijk>", disposition="inline")
    mail.deliver(made)
    look = box.look()
    assert (look.taken, look.refused) == (["scan.png"], [])


def test_a_scan_that_a_copier_sends_as_if_it_were_shown_is_taken_and_a_signature_is_no_file(
    box: WatchedMailbox, mail: MailServer
) -> None:
    made = message()
    pdf = as_pdf([np.full((1100, 800), 250, np.uint8)])
    made.add_attachment(
        pdf, maintype="application", subtype="pdf", filename="scan.pdf", cid="<1@copier>", disposition="inline"
    )
    made.add_attachment(b"signed", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    mail.deliver(made)
    look = box.look()
    assert (look.taken, look.refused) == (["scan.pdf"], [])
    assert where(mail) == (0, 1, 0)


def nested(depth: int) -> bytes:
    head = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth))
    return b"Subject: diep\r\n" + head + b"Content-Type: text/plain\r\n\r\ndiep\r\n"


@pytest.mark.parametrize(
    "hostile",
    [
        nested(400),
        b"Subject: vol\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"--b\r\n\r\nx\r\n" * 5000
        + b"--b--\r\n",
        b"Subject: =?x-onbekend?B?////?=\r\nContent-Type: image/png; name*=wat''%ff%fe\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!geen base64!!!\r\n",
        b"\xff\xfe\x00geen kop\r\n\r\n",
    ],
    ids=["nested", "crowded", "wrong words", "no head"],
)
def test_a_hostile_mail_is_set_aside_and_the_next_one_is_taken(
    box: WatchedMailbox, mail: MailServer, hostile: bytes
) -> None:
    mail.deliver(hostile)
    mail.deliver(message((PAGE, "image/png", "daarna.png")))
    look = box.look()
    assert look.problem is None
    assert look.taken == ["daarna.png"]
    assert len(look.refused) == 1
    assert where(mail) == (0, 1, 1)


def test_a_mail_that_is_too_large_is_never_fetched(
    box: WatchedMailbox, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.watching.mailbox.LARGEST_MESSAGE", 20_000)
    mail.deliver(message((bytes(40_000), "image/png", "groot.png"), subject="Grote scan"))
    assert box.look().refused == [("Grote scan", "too_large")]
    assert where(mail) == (0, 0, 1)


def test_a_connection_that_breaks_after_storing_doubles_nothing(
    inloop: Installation, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail.deliver(message((PAGE, "image/png", "scan.png")))

    def breaks(box: object, *_: object) -> None:
        box.client.shutdown()  # type: ignore[attr-defined]
        box.client.noop()  # type: ignore[attr-defined]

    with monkeypatch.context() as patched:
        patched.setattr("imap_tools.mailbox.BaseMailBox.move", breaks)
        look = watched(inloop).look()
    assert (look.taken, look.problem) == (["scan.png"], "no_mailbox")
    assert where(mail) == (1, 0, 0)
    assert watched(inloop).look().known == ["scan.png"]
    assert where(mail) == (0, 1, 0)
    assert files_in(inloop) == ["scan.png"]


def test_another_folder_may_be_watched(watching: Callable[..., Installation], mail: MailServer) -> None:
    with mail.client() as client:
        client.create('"Scans &AOk-n"')  # "Scans én" in IMAP's own UTF-7
    box = watched(watching(f"zaandijk={mail.address('Scans én')}"))
    mail.deliver(message((PAGE, "image/png", "scan.png")), '"Scans &AOk-n"')
    assert box.look().taken == ["scan.png"]


def test_only_a_server_that_proves_itself_gets_the_password(
    watching: Callable[..., Installation], mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    inloop = watching(f"zaandijk={mail.address(encrypted=True)}")
    mail.deliver(message((PAGE, "image/png", "scan.png")))
    assert watched(inloop).look().problem == "no_mailbox"
    monkeypatch.setenv("SSL_CERT_FILE", str(mail.certificate))
    assert watched(inloop).look().taken == ["scan.png"]


def test_a_wrong_password_is_told_and_never_written_down(
    watching: Callable[..., Installation], mail: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    inloop = watching(f"zaandijk={mail.address(password='geheim-maar-fout')}")
    assert watched(inloop).look().problem == "no_sign_in"
    assert "geheim-maar-fout" not in caplog.text
    assert "geheim-maar-fout" not in repr(inloop.services.settings.watch)


def test_messages_that_were_taken_in_are_removed_in_time(
    watching: Callable[..., Installation], mail: MailServer
) -> None:
    box = watched(watching(f"zaandijk={mail.address()}", watch_keep_days="0"))
    mail.deliver(message((PAGE, "image/png", "scan.png")))
    assert box.look().taken == ["scan.png"]
    assert where(mail) == (0, 0, 0)


def test_a_server_that_is_away_is_told_and_found_again(watching: Callable[..., Installation], mail: MailServer) -> None:
    inloop = watching(f"zaandijk={mail.address()}")
    mail.stop()
    try:
        assert watched(inloop).look().problem == "no_mailbox"
    finally:
        mail.start()
    assert watched(inloop).look().problem is None
