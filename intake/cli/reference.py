"""The reference work: published as a website, or exported as a book."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from intake.cli.opening import opened
from intake.reference.formats import FORMATS
from intake.reference.publication import gather
from intake.reference.publishing import publish as publish_site

_SHARED = click.option("--shared", is_flag=True, help="Together with the other organisations that take part.")


@click.group()
def reference() -> None:
    """What was said and learned in meetings, findable for everybody."""


@reference.command("publish")
@click.argument("organisation")
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder.")
@_SHARED
def publish(organisation: str, output: Path, shared: bool) -> None:
    """Write the reference work of an organisation as a static website. What is no part of it any more goes."""
    with opened() as services:
        publication = gather(services.store, organisation, shared=shared)
    length = len(publication.entries)
    with click.progressbar(length=length, label="pages", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        files, gone = publish_site(publication, output, lambda: bar.update(1))
    click.echo(f"{len(publication.entries)} entries, {files} files, {gone} taken away")


@reference.command("export")
@click.argument("organisation")
@click.option("--format", "kind", type=click.Choice([one for one in FORMATS if one != "site"]), required=True)
@_SHARED
def export(organisation: str, kind: str, shared: bool) -> None:
    """Write the reference work of an organisation to stdout, as one file."""
    with opened() as services:
        publication = gather(services.store, organisation, shared=shared)
    sys.stdout.buffer.write(FORMATS[kind].make(publication))
