"""Setting up the store, and the processes that run."""

from __future__ import annotations

import sys

import click

from intake.settings import load_settings


@click.command()
def upgrade() -> None:
    """Create the store, or bring it to this version."""
    from intake.services import open_services

    services = open_services(load_settings())
    try:
        services.store.upgrade()
    finally:
        services.store.close()


@click.command()
def web() -> None:
    """Serve webhooks, desk and API."""
    from intake.web import serve

    serve(load_settings())


@click.command()
@click.option("--burst", is_flag=True, help="End when nothing is waiting.")
def work(burst: bool) -> None:
    """Work on what is waiting."""
    from intake.cli.opening import opened
    from intake.worker import work as work_on

    with opened(by_itself=True) as services:
        work_on(services, burst=burst)


@click.command()
def run() -> None:
    """Start everything on this machine, with a queue of its own. Ctrl-C stops all of it."""
    from intake.running import run as run_all

    sys.exit(run_all(load_settings()))


@click.command()
@click.option("--script", is_flag=True, help="Print the call and the text messages too, as they were heard and sent.")
def demo(script: bool) -> None:
    """Play one day through every door, on an Inloop of its own, and print the submissions."""
    from intake.demo.day import play
    from intake.demo.table import table

    day = play()
    if script:
        click.echo(f"{day.call}\n\n{day.texts}\n")
    click.echo(table(day.submissions))
