"""`inloop run`: everything on one machine, with a first organisation, consultation and sign-in."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from intake.privacy.names.engine import OFF
from intake.private_redis import private_redis
from intake.procfile import read_procfile
from intake.services import Services, open_services
from intake.settings import PREFIX, PROJECT, Settings
from intake.supervise import Process, supervise
from models import accounts, consultations
from models.vocabulary import Role

FIRST_ORGANISATION = ("zaandijk", "Gemeente Zaandijk (voorbeeld)")
FIRST_USER = "beheer@zaandijk.example"
FIRST_NUMBER = "+31750000000"
SAMPLE = PROJECT / "docs" / "examples" / "plein.yaml"


def run(settings: Settings) -> int:
    """Prepare the store and supervise web, worker and queue; the exit code."""
    services = open_services(settings)
    try:
        services.store.upgrade()
        password = _first_time(services)
    finally:
        services.store.close()
    _welcome(settings, password)
    commands = read_procfile(PROJECT / "Procfile")
    own = Path(sys.executable).parent
    environment = {PREFIX + "HOME": str(settings.home), "PATH": f"{own}{os.pathsep}{os.environ.get('PATH', '')}"}
    wanted = {"release": False, "watch": bool(settings.watch), "names": settings.names_engine != OFF}
    left_out = {name for name, is_wanted in wanted.items() if not is_wanted}
    processes = [Process(name, argv, environment) for name, argv in commands.items() if name not in left_out]
    if os.environ.get(PREFIX + "REDIS_URL") is None:
        processes.insert(0, private_redis(settings.home))
    return supervise(processes)


def _first_time(services: Services) -> str | None:
    """Load the sample and make a first sign-in, where nobody can sign in yet; its password."""
    with services.store.read() as connection:
        if accounts.has_users(connection):
            return None
        known = accounts.organisation_id(connection, FIRST_ORGANISATION[0])
    if known is None:
        accounts.add_organisation(services.store, *FIRST_ORGANISATION)
    code, _ = consultations.load_definition(services.store, SAMPLE.read_bytes())
    consultations.assign_line(services.store, FIRST_NUMBER, code=code)
    return accounts.add_user(services.store, FIRST_USER, FIRST_ORGANISATION[0], Role.COORDINATOR)


def _welcome(settings: Settings, password: str | None) -> None:
    click.echo(f"Inloop: {settings.public_url}")
    if settings.simulator:
        click.echo(f"Telephone to try it with: {settings.public_url}/simulator (number {FIRST_NUMBER})")
    if password is not None:
        click.echo(f"First sign-in: {FIRST_USER}, one-time password {password}")
    sys.stdout.flush()
