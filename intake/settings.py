"""Settings from the environment, prefix `INLOOP_`; what is not set gets the embedded default.

A bad setting stops the start with its name, what is wrong with its value, and the remedy. The embedded defaults make
their own secrets at the first start and keep them in `HOME`.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from channels.speech.engine import DESK, engine_named
from intake.privacy.names.engine import OFF, finder_named
from intake.private_redis import private_redis_url
from intake.watching.places import Place, read_places
from models.errors import Rejected
from scans.engines.named import FOR_HANDWRITING, FOR_PRINT, handwriting_engine, ocr_engine

PREFIX = "INLOOP_"
NAMES = (
    "HOME",
    "DATABASE_URL",
    "REDIS_URL",
    "EVIDENCE_URL",
    "PUBLIC_URL",
    "PORT",
    "SECRET_KEY",
    "ENCRYPTION_KEYS",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_API_URL",
    "SIMULATOR",
    "MESSAGES_PER_SECOND",
    "API_REQUESTS_PER_MINUTE",
    "OPENSTAD_URL",
    "OPENSTAD_TOKEN",
    "OPENSTAD_AUTH_URL",
    "CLOUDEVENTS_URL",
    "CLOUDEVENTS_SOURCE",
    "CLOUDEVENTS_TOKEN",
    "OCR_ENGINE",
    "HANDWRITING_ENGINE",
    "SPEECH_ENGINE",
    "NAMES_ENGINE",
    "WATCH",
    "WATCH_KEEP_DAYS",
    "REGISTER_URL",
)

PROJECT = Path(__file__).resolve().parent.parent


class BadSetting(Rejected):
    """A setting that cannot be used; the message begins with its name."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{PREFIX}{name}: {problem}", code="bad_setting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, checked."""

    home: Path
    database_url: str
    redis_url: str
    evidence_url: str
    public_url: str
    """Without a trailing slash. What Twilio signs and people see."""
    public_url_given: bool
    port: int
    secret_key: str
    encryption_keys: tuple[str, ...]
    twilio_account_sid: str | None
    twilio_auth_token: str
    twilio_api_url: str
    simulator: bool
    messages_per_second: float
    """For each of our numbers."""
    api_requests_per_minute: int
    """For each token."""
    openstad_url: str | None
    openstad_token: str | None
    openstad_auth_url: str | None
    cloudevents_url: str | None
    cloudevents_source: str | None
    """`urn:nld:oin:<oin>:systeem:<name>`: who says it, in each event."""
    cloudevents_token: str | None
    ocr_engine: str
    handwriting_engine: str
    speech_engine: str
    names_engine: str
    watch: tuple[Place, ...]
    """Folders and mailboxes from which scans come in by themselves."""
    watch_keep_days: int
    """How long what was taken in stays in its folder or mailbox as well."""
    register_url: str
    """Where the register of processing activities stands; `#` and an activity's key are added."""

    @property
    def callbacks_at(self) -> str:
        """Our own address as the telephone company reaches it, without a trailing slash."""
        return self.public_url if self.public_url_given else f"http://127.0.0.1:{self.port}"


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings, making secrets in `HOME` where none are given.

    :raises BadSetting: naming the first one that cannot be used.
    """
    given = _Given(os.environ if environment is None else environment)
    home = Path(given.text("HOME") or PROJECT / "var").expanduser().resolve()
    kept = _KeptSecrets(home)
    port = given.whole("PORT", 8000, 1, 65535)
    account = given.text("TWILIO_ACCOUNT_SID")
    simulator = given.flag("SIMULATOR", account is None)
    if simulator and account is not None:
        raise BadSetting("SIMULATOR", "cannot be 1 beside a Twilio account; unset it or INLOOP_TWILIO_ACCOUNT_SID")
    token = given.text("TWILIO_AUTH_TOKEN")
    if account is not None and token is None:
        raise BadSetting("TWILIO_AUTH_TOKEN", "is missing; an account needs its token to check signatures")
    public_url = given.address("PUBLIC_URL", ("http", "https"))
    return Settings(
        home=home,
        database_url=given.database() or f"sqlite:///{home / 'inloop.db'}",
        redis_url=given.address("REDIS_URL", ("redis", "rediss", "unix")) or private_redis_url(home),
        evidence_url=given.text("EVIDENCE_URL") or str(home / "evidence"),
        public_url=(public_url or f"http://localhost:{port}").rstrip("/"),
        public_url_given=public_url is not None,
        port=port,
        secret_key=given.secret_key() or kept.get("secret_key", lambda: secrets.token_urlsafe(48)),
        encryption_keys=given.keys() or (kept.get("encryption_key", lambda: Fernet.generate_key().decode()),),
        twilio_account_sid=account,
        twilio_auth_token=token or kept.get("twilio_auth_token", lambda: secrets.token_hex(16)),
        twilio_api_url=(given.address("TWILIO_API_URL", ("http", "https")) or _api(simulator, port)).rstrip("/"),
        simulator=simulator,
        messages_per_second=given.rate("MESSAGES_PER_SECOND", 1.0, 0.01, 100.0),
        api_requests_per_minute=given.whole("API_REQUESTS_PER_MINUTE", 30_000, 1, 1_000_000),
        openstad_url=given.address("OPENSTAD_URL", ("http", "https")),
        openstad_token=given.text("OPENSTAD_TOKEN"),
        openstad_auth_url=given.address("OPENSTAD_AUTH_URL", ("http", "https")),
        cloudevents_url=given.address("CLOUDEVENTS_URL", ("http", "https")),
        cloudevents_source=given.source("CLOUDEVENTS_SOURCE"),
        cloudevents_token=given.text("CLOUDEVENTS_TOKEN"),
        ocr_engine=given.engine("OCR_ENGINE", FOR_PRINT, ocr_engine),
        handwriting_engine=given.engine("HANDWRITING_ENGINE", FOR_HANDWRITING, handwriting_engine),
        speech_engine=given.engine("SPEECH_ENGINE", DESK, engine_named),
        names_engine=given.engine("NAMES_ENGINE", OFF, finder_named),
        watch=given.places("WATCH"),
        watch_keep_days=given.whole("WATCH_KEEP_DAYS", 14, 0, 3650),
        register_url=given.address("REGISTER_URL", ("http", "https"))
        or f"{(public_url or f'http://localhost:{port}').rstrip('/')}/verwerkingen",
    )


def _api(simulator: bool, port: int) -> str:
    """The simulator plays Twilio's REST API on our own web server."""
    if simulator:
        return f"http://127.0.0.1:{port}/simulator"
    from channels.twilio import API

    return API


def unknown_settings(environment: Mapping[str, str]) -> list[str]:
    """Names with our prefix that mean nothing: most often a slip of the pen."""
    return sorted(n for n in environment if n.startswith(PREFIX) and n.removeprefix(PREFIX) not in NAMES)


class _Given:
    """The environment, read name by name."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def text(self, name: str) -> str | None:
        return self._environment.get(PREFIX + name, "").strip() or None

    def whole(self, name: str, default: int, lowest: int, highest: int) -> int:
        value = self.text(name)
        if value is None:
            return default
        if value.isascii() and value.isdigit() and lowest <= int(value) <= highest:
            return int(value)
        raise BadSetting(name, f"'{value}' is not a whole number from {lowest} to {highest}")

    def rate(self, name: str, default: float, lowest: float, highest: float) -> float:
        value = self.text(name)
        if value is None:
            return default
        try:
            given = float(value)
        except ValueError:
            given = 0.0
        if lowest <= given <= highest:
            return given
        raise BadSetting(name, f"'{value}' is not a number from {lowest:g} to {highest:g}")

    def flag(self, name: str, default: bool) -> bool:
        value = self.text(name)
        if value is None:
            return default
        if value in ("0", "1"):
            return value == "1"
        raise BadSetting(name, f"'{value}' is neither 0 nor 1")

    def engine(self, name: str, default: str, made: Callable[[str], object]) -> str:
        """One that was chosen is made once here, so that an engine that could not work stops the start."""
        value = self.text(name)
        if value is None:
            return default
        try:
            made(value)
        except Rejected as problem:
            raise BadSetting(name, problem.message) from problem
        return value

    def address(self, name: str, schemes: tuple[str, ...]) -> str | None:
        value = self.text(name)
        if value is None:
            return None
        try:
            parts = urlsplit(value)
            sound = parts.scheme in schemes and bool(parts.netloc or parts.scheme == "unix") and (parts.port or 1) > 0
        except ValueError:
            sound = False
        if not sound:
            raise BadSetting(name, f"must be an address that begins with {' or '.join(f'{s}://' for s in schemes)}")
        return value

    def source(self, name: str) -> str | None:
        """As the NL GOV profile for CloudEvents wants it."""
        value = self.text(name)
        if value is not None and not re.fullmatch(r"urn:nld:oin:\d{20}:systeem:[a-z0-9-]+", value):
            raise BadSetting(name, "must be urn:nld:oin:, an OIN of 20 digits, :systeem: and a name in small letters")
        return value

    def places(self, name: str) -> tuple[Place, ...]:
        try:
            return read_places(self.text(name) or "")
        except Rejected as error:
            raise BadSetting(name, error.message) from error

    def database(self) -> str | None:
        value = self.text("DATABASE_URL")
        if value is None or value.split(":", 1)[0].split("+")[0] in ("sqlite", "postgres", "postgresql"):
            return value
        raise BadSetting("DATABASE_URL", "must begin with sqlite:/// or postgresql://")

    def secret_key(self) -> str | None:
        value = self.text("SECRET_KEY")
        if value is not None and len(value) < 32:
            raise BadSetting("SECRET_KEY", f"has {len(value)} characters; take at least 32 random ones")
        return value

    def keys(self) -> tuple[str, ...]:
        value = self.text("ENCRYPTION_KEYS")
        if value is None:
            return ()
        keys = tuple(key.strip() for key in value.split(","))
        for at, key in enumerate(keys, start=1):
            try:
                Fernet(key)
            except ValueError as error:
                raise BadSetting("ENCRYPTION_KEYS", f"key {at} is not 32 bytes in URL-safe base64") from error
        return keys


class _KeptSecrets:
    """Secrets that were made here, each in a file that only its owner may read."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "secrets"

    def get(self, name: str, make: Callable[[], str]) -> str:
        file = self._folder / name
        try:
            if not file.exists():
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._write(file, make())
            return file.read_text().strip()
        except OSError as error:
            raise BadSetting("HOME", "secrets cannot be kept there; give a folder that can be written") from error

    @staticmethod
    def _write(file: Path, value: str) -> None:
        """Whole or not at all; of several that start at once, the first wins."""
        partial = file.with_name(f"{file.name}.{os.getpid()}.part")
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(value)
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(partial, file)
        except FileExistsError:
            pass
        finally:
            partial.unlink()
