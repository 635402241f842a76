"""The main menu, which is one line that opens on a small screen."""

from __future__ import annotations

from playwright.sync_api import Page


def choose(page: Page, name: str) -> None:
    """Go where the menu says."""
    page.wait_for_load_state()
    menu = page.get_by_role("navigation", name="Hoofdmenu")
    opens = menu.locator("summary")
    if opens.is_visible():
        opens.click()
    menu.get_by_role("link", name=name, exact=True).click()
