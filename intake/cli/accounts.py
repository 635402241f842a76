"""Organisations, staff and API tokens."""

from __future__ import annotations

from pathlib import Path

import click

from channels.outgoing.rules import QuietHours, Rules, choose_rules, rules_of
from intake.cli.opening import opened
from models import accounts, audit, sign_on, staff
from models.house_style import checked
from models.sign_on import Provider
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


@organisation.command("desk")
@click.argument("slug")
@click.option(
    "--second-step",
    "demanded",
    type=click.Choice([str(one) for one in Role]),
    multiple=True,
    help="A role that signs in with a code from an app as well; give it once for each.",
)
@click.option("--no-second-step", is_flag=True, help="Demand it of nobody.")
@click.option(
    "--style", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Design tokens as CSS: its own look."
)
@click.option("--no-style", is_flag=True, help="Back to the look of Inloop.")
def set_desk(slug: str, demanded: tuple[str, ...], no_second_step: bool, style: Path | None, no_style: bool) -> None:
    """Choose how the staff of an organisation sign in, and how their desk looks. Prints what counts now."""
    with opened() as services, services.store.write() as connection:
        organisation_id = accounts.required_organisation(connection, slug)
        if demanded or no_second_step:
            staff.set_rules(connection, organisation_id, second_factor_for=list(demanded))
        if style is not None or no_style:
            css = None if style is None else checked(style.read_text(encoding="utf-8"))
            staff.set_rules(connection, organisation_id, house_style=css)
        audit.set_up(connection, organisation_id, "desk_rules", organisation_id)
        roles = staff.second_factor_for(connection, organisation_id)
        own = staff.house_style(connection, organisation_id) is not None
    click.echo(f"{slug}: second step for {', '.join(roles) or 'nobody'}, {'its own look' if own else 'Inloop look'}")


@organisation.command("sign-on")
@click.argument("slug")
@click.option("--issuer", help="The provider's address, as its own description names it.")
@click.option("--client-id", help="As the provider registered Inloop.")
@click.option(
    "--client-secret-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Holds the secret that came with it; leave out for a public client.",
)
@click.option("--roles-claim", default="roles", show_default=True, help="Which claim says what somebody may do.")
@click.option(
    "--role", "roles", multiple=True, metavar="VALUE=ROLE", help="What the claim says, and the role it gives."
)
@click.option("--off", is_flag=True, help="Trust no provider any more.")
def set_sign_on(
    slug: str,
    issuer: str | None,
    client_id: str | None,
    client_secret_file: Path | None,
    roles_claim: str,
    roles: tuple[str, ...],
    off: bool,
) -> None:
    """Let staff sign in at a provider of single sign-on (OpenID Connect)."""
    provider = None
    if not off:
        if not (issuer and client_id and roles):
            raise click.UsageError("give --issuer, --client-id and at least one --role, or --off")
        if not issuer.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise click.UsageError("--issuer must begin with https://")
        secret = client_secret_file.read_text(encoding="utf-8").strip() if client_secret_file else None
        provider = Provider(
            issuer=issuer, client_id=client_id, client_secret=secret, roles_claim=roles_claim, roles=_mapping(roles)
        )
    with opened() as services:
        sign_on.set_provider(services.store, services.vault, slug, provider)
        back = f"{services.settings.public_url}/aanmelden/bij/{slug}/terug"
    click.echo(
        f"{slug}: no single sign-on" if off else f"{slug}: register this address at the provider: {back}", err=True
    )


def _mapping(given: tuple[str, ...]) -> tuple[tuple[str, Role], ...]:
    pairs = [one.rpartition("=") for one in given]
    wrong = [one for one, (value, _, role) in zip(given, pairs, strict=True) if not value or role not in set(Role)]
    if wrong:
        raise click.UsageError(f"--role {wrong[0]}: write VALUE=ROLE, with one of {', '.join(Role)}")
    return tuple((value, Role(role)) for value, _, role in pairs)


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


@user.command("reset")
@click.argument("email")
def reset_user(email: str) -> None:
    """For who lost the password or the app: prints a one-time password, and ends every session."""
    with opened() as services:
        password = staff.reset(services.store, email)
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
