"""Organisations, staff and API tokens."""

from __future__ import annotations

import click

from channels.outgoing.rules import QuietHours, Rules, choose_rules, rules_of
from intake.cli.opening import opened
from models import accounts
from models.vocabulary import Role, Scope


@click.group()
def organisation() -> None:
    """Municipalities, provinces and water boards."""


@organisation.command("add")
@click.argument("slug")
@click.option("--name", required=True, help="As residents know it.")
def add_organisation(slug: str, name: str) -> None:
    """Add an organisation."""
    with opened() as services:
        accounts.add_organisation(services.store, slug, name)
    click.echo(f"organisation '{slug}' was added", err=True)


@organisation.command("set")
@click.argument("slug")
@click.option(
    "--reminders",
    type=click.Choice(["on", "off"]),
    help="Whether who falls silent in a conversation by text message is reminded once, after a day.",
)
@click.option("--quiet", metavar="HH:MM-HH:MM", help="When nobody is disturbed, Dutch time. 00:00-00:00: never quiet.")
def set_organisation(slug: str, reminders: str | None, quiet: str | None) -> None:
    """Choose how messages are sent that nobody waits for. Prints what counts now."""
    with opened() as services, services.store.write() as connection:
        organisation_id = accounts.required_organisation(connection, slug)
        before = rules_of(connection, organisation_id)
        rules = Rules(
            quiet=before.quiet if quiet is None else QuietHours.parse(quiet),
            reminders=before.reminders if reminders is None else reminders == "on",
        )
        choose_rules(connection, organisation_id, rules)
    click.echo(f"{slug}: reminders {'on' if rules.reminders else 'off'}, quiet {rules.quiet}")


@click.group()
def user() -> None:
    """Members of staff."""


@user.command("add")
@click.argument("email")
@click.option("--organisation", "slug", required=True, help="The organisation's slug.")
@click.option("--role", required=True, type=click.Choice([str(one) for one in Role]))
def add_user(email: str, slug: str, role: str) -> None:
    """Add a member of staff, or give one a new role and password. Prints a one-time password."""
    with opened() as services:
        known = accounts.has_user(services.store, email)
        password = accounts.add_user(services.store, email, slug, Role(role))
    if known:
        click.echo(f"{email} was known: the password is new, and the role at {slug} is now {role}", err=True)
    click.echo(password)


@click.group()
def token() -> None:
    """Tokens for programs that use the API."""


@token.command("add")
@click.option("--organisation", "slug", required=True, help="The organisation's slug.")
@click.option("--scope", required=True, type=click.Choice([str(one) for one in Scope]), help="write includes read")
def add_token(slug: str, scope: str) -> None:
    """Make an API token. It is printed this once."""
    with opened() as services:
        made = accounts.add_token(services.store, slug, Scope(scope))
    click.echo(made)
