"""A real mail server for the tests: Dovecot on the loopback, as nobody, with a certificate of its own."""

from __future__ import annotations

import imaplib
import ipaddress
import os
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.servers import Server, _become, _program, _short_folder, _unprivileged_user

USER = "scan@zaandijk.example"
PASSWORD = "vier losse woorden/samen@hier"

CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 1
first_valid_gid = 1
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {encrypted}
    ssl = yes
  }}
}}
"""


class MailServer(Server):
    """With one mailbox, that of `USER`."""

    def __init__(self, folder: Path) -> None:
        owner = _unprivileged_user()
        self._folder = folder
        self.plain, self.encrypted = _free_port(), _free_port()
        self.certificate = folder / "certificate.pem"
        _make_certificate(folder)
        group = _group(owner.pw_gid)
        configuration = folder / "dovecot.conf"
        configuration.write_text(
            CONFIGURATION.format(
                folder=folder, user=owner.pw_name, group=group, plain=self.plain, encrypted=self.encrypted
            )
        )
        (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        for path in (folder, *folder.iterdir()):
            shutil.chown(path, owner.pw_uid, owner.pw_gid)
        become = [] if os.getuid() else _become(owner)
        argv = [*become, _program("dovecot"), "-F", "-c", str(configuration)]
        super().__init__(argv, folder / "start.log", self._greets, signal.SIGTERM)

    def address(self, folder: str = "INBOX", *, encrypted: bool = False, password: str = PASSWORD) -> str:
        """As the setting `WATCH` wants it."""
        scheme, port = ("imaps", self.encrypted) if encrypted else ("imap", self.plain)
        user = f"{quote(USER, safe='')}:{quote(password, safe='')}"
        return f"{scheme}://{user}@127.0.0.1:{port}/{quote(folder)}"

    def deliver(self, message: EmailMessage | bytes, folder: str = "INBOX") -> None:
        """As if it had been mailed."""
        with self.client() as box:
            status, told = box.append(folder, "", "", bytes(message))
            assert status == "OK", told

    def messages(self, folder: str) -> int:
        """How many there are; 0 where there is no such folder."""
        with self.client() as box:
            status, told = box.select(f'"{folder}"', readonly=True)
            return int(told[0] or 0) if status == "OK" else 0

    def empty(self) -> None:
        """Remove all messages, and all folders but the first."""
        shutil.rmtree(self._folder / "mail", ignore_errors=True)

    @contextmanager
    def client(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self.plain, 30) as box:
            box.login(USER, PASSWORD)
            yield box

    def _greets(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.plain), 1) as connection:
                return connection.recv(4) == b"* OK"
        except OSError:
            return False


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    with _short_folder() as folder:
        server = MailServer(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _group(number: int) -> str:
    import grp

    return grp.getgrgid(number).gr_name


def _make_certificate(folder: Path) -> None:
    """One that nobody has heard of, for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a mail server for tests")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
