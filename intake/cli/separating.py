"""Separator sheets for the scanner."""

from __future__ import annotations

from pathlib import Path

import click

from channels.paper.separators import make_separators
from models.errors import Rejected


@click.command()
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF.")
@click.option("--count", default=10, type=click.IntRange(1, 1000), help="How many sheets.")
def separators(output: Path, count: int) -> None:
    """Print sheets to lay between two letters, so that their pages are never taken together."""
    try:
        output.write_bytes(make_separators(count))
    except OSError as error:
        raise Rejected(f"{output} cannot be written: {error.strerror}", code="output") from error
