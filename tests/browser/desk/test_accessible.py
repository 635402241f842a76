"""Nothing that keeps people out of a page: axe-core in a real browser, on every page of the desk."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error
from playwright.sync_api import Page as Tab

from models.vocabulary import Role
from tests.browser.desk.conftest import Site
from tests.integration.desk.pages import pages
from tests.integration.desk.town import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

AXE = Axe()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


EVERYTHING = {"type": "tag", "values": TAGS}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""All that axe says of colours: nothing else changes with them."""


def objections(tab: Tab, asked: Mapping[str, object] = EVERYTHING) -> list[str]:
    """What axe has against the page that is open, and whether it is wider than the screen."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE.axe_script)
    options = json.dumps({"runOnly": asked, "resultTypes": ["violations"]})
    found = tab.evaluate(f"axe.run({options}).then((told) => told.violations)")
    told = [f"{one['id']}: {one['help']}: {node['html'][:150]}" for one in found for node in one["nodes"][:3]]
    wide = tab.evaluate(OVERFLOW)
    return [*told, f"{wide} pixels too wide"] if wide else told


def come_in(tab: Tab, role: Role) -> None:
    tab.goto("/aanmelden")
    tab.get_by_label("E-mailadres").fill(f"{role}@zaandijk.example")
    tab.get_by_label("Wachtwoord").fill(PASSWORD)
    tab.get_by_role("button", name="Aanmelden").click()
    tab.wait_for_url("**/")


@pytest.mark.parametrize("width", [1280, 320], ids=["wide", "small"])
def test_nobody_is_kept_out_of_a_page(open_page: Callable[..., Tab], site: Site, width: int) -> None:
    tabs: dict[Role | None, Tab] = {}
    against = {}
    for page in pages(site.town):
        if page.role not in tabs:
            tabs[page.role] = open_page(width=width, scripts=True)
            if page.role is not None:
                come_in(tabs[page.role], page.role)
        tab = tabs[page.role]
        with tab.expect_response(lambda answer: answer.request.is_navigation_request()) as opened:
            try:
                tab.goto(page.path, wait_until="commit")
            except Error as problem:
                if "Download is starting" not in problem.message:
                    raise
        if (opened.value.header_value("content-type") or "").startswith("text/html"):
            tab.wait_for_load_state()
            assert opened.value.status < 500, page
            found = objections(tab)
            tab.emulate_media(color_scheme="dark")
            found += [f"dark: {one}" for one in objections(tab, COLOURS)]
            tab.emulate_media(color_scheme="light")
            if found:
                against[f"{page.name} {page.path}"] = found
    assert against == {}
