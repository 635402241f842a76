"""Organisations, staff and API tokens."""

from __future__ import annotations

import click

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
