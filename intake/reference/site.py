"""The reference work as a static website: plain pages that any web server, or a folder, can show.

Every entry is reached without a script, through lists by kind, theme, place, meeting and year. Where scripts run, a
search over an index of words is added to it; see `site_index`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from intake.reference.publication import KINDS, Publication, heading, occasion, paragraphs
from intake.reference.site_index import search_index
from models.reference import Entry

TEMPLATES = Path(__file__).parent / "templates" / "site"
STATIC = ("stijl.css", "zoek.js")
A_PAGE = 50
"""Entries on a page of a list."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries that have something in common; `name` is that of its first page, without its ending."""

    group: str
    name: str
    title: str
    entries: tuple[Entry, ...]

    @property
    def pages(self) -> int:
        return -(-len(self.entries) // A_PAGE)

    def page(self, number: int) -> Sequence[Entry]:
        """From 1."""
        return self.entries[(number - 1) * A_PAGE : number * A_PAGE]

    def file(self, number: int) -> str:
        return f"{self.name}.html" if number == 1 else f"{self.name}-blz-{number}.html"


GROUPS: Mapping[str, Callable[[Entry], Sequence[str]]] = {
    "Soort": lambda entry: [KINDS[entry.kind]],
    "Thema": lambda entry: [theme.name for theme in entry.themes],
    "Plaats": lambda entry: [entry.place] if entry.place else [],
    "Bijeenkomst": lambda entry: [occasion(entry)] if entry.meeting else [],
    "Jaar": lambda entry: [str(entry.held_on.year)] if entry.held_on else [],
    "Organisatie": lambda entry: [entry.organisation_name],
}
"""By what one can browse, and what an entry is listed under there."""


def site(publication: Publication) -> Iterator[tuple[str, bytes]]:
    """Every file of the site: its path within the folder, and its content."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"paragraphs": paragraphs, "heading": heading, "occasion": occasion}
    lists = listings(publication)
    templates.globals |= {"publication": publication, "kinds": KINDS}
    grouped = {group: [one for one in lists if one.group == group] for group in GROUPS}
    browsed = {group: ours for group, ours in grouped.items() if group != "Organisatie" or publication.shared}
    yield "index.html", _page(templates.get_template("index.html"), "", groups=browsed)
    listed = templates.get_template("list.html")
    for one in (one for ours in browsed.values() for one in ours):
        for number in range(1, one.pages + 1):
            yield one.file(number), _page(listed, "", listing=one, number=number)
    single = templates.get_template("entry.html")
    where = _where(one for ours in browsed.values() for one in ours)
    for entry in publication.entries:
        yield f"stuk/{entry.id}.html", _page(single, "../", entry=entry, lists=where.get(entry.id, ()))
    for name in STATIC:
        yield name, (TEMPLATES / name).read_bytes()
    yield "zoekindex.js", search_index(publication.entries)


def listings(publication: Publication) -> list[Listing]:
    """All lists, by group and title; newest first within each."""
    found: list[Listing] = []
    taken: set[str] = {"index"}
    for group, titles_of in GROUPS.items():
        by_title: dict[str, list[Entry]] = {}
        for entry in publication.entries:
            for title in titles_of(entry):
                by_title.setdefault(title, []).append(entry)
        for title in _in_order(group, by_title):
            name = _free(f"{group.lower()}-{_slug(title)}", taken)
            found.append(Listing(group, name, title, tuple(by_title[title])))
    return found


def _in_order(group: str, titles: Mapping[str, object]) -> list[str]:
    if group == "Soort":
        return [title for title in KINDS.values() if title in titles]
    return sorted(titles, key=str.casefold, reverse=group == "Jaar")


def _where(lists: Iterator[Listing]) -> dict[str, list[Listing]]:
    found: dict[str, list[Listing]] = {}
    for one in lists:
        for entry in one.entries:
            found.setdefault(entry.id, []).append(one)
    return found


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "overig"


def _free(name: str, taken: set[str]) -> str:
    """The name, or the first of its kind that no other list has, and no further page of one."""
    number, free = 1, name
    while free in taken or re.search(r"-blz-\d+$", free):
        number += 1
        free = f"{name}-nr{number}"
    taken.add(free)
    return free


def _page(template: Template, up: str, **values: object) -> bytes:
    return template.render(up=up, **values).encode()
