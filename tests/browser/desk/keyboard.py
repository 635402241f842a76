"""Somebody who has a keyboard and no mouse, and who must see at every step where they are."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.integration.desk.town import PASSWORD

MOST_TABS = 120
"""More than any page has stops before what is looked for."""

FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const told = (text) => (text || '').replace(/\\s+/g, ' ').trim();
  const labels = [...(one.labels || [])];
  const named = (one.getAttribute('aria-labelledby') || '').split(' ').map((id) => document.getElementById(id));
  const words = [one.getAttribute('aria-label'), ...named.map((part) => part?.textContent)];
  const group = one.closest('fieldset')?.querySelector('legend') || one.closest('article')?.querySelector('h3');
  const shown = (part) => {
    const there = document.elementFromPoint(part.left + part.width / 2, part.top + Math.min(part.height, 40) / 2);
    return there && [one, ...labels].some((mine) => mine.contains(there) || there.contains(mine));
  };
  return {
    group: told(group?.textContent),
    name: told(words.filter(Boolean).join(' ') || labels.map((each) => each.textContent).join(' ') || one.textContent),
    marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      && !/^rgba\\(.*, 0\\)$|^transparent$/.test(style.outlineColor),
    inSight: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    uncovered: [...one.getClientRects()].some(shown),
  };
}"""


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the keyboard is."""

    group: str
    name: str


BROWSER = Stop("", "the browser's own bar")


class Keys:
    """Drives a page with keys alone. Every stop must be marked, on the screen, and under nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.emulate_media(reduced_motion="reduce")

    def at(self) -> Stop:
        """Where the keyboard is now, as somebody who looks at the screen can tell."""
        found = self.page.evaluate(FOCUS)
        if found is None:
            return BROWSER
        for demand in ("marked", "inSight", "uncovered"):
            assert found[demand], f"not {demand}: {found} on {self.page.url}"
        return Stop(found["group"], found["name"])

    def to(self, name: str, *, group: str = "") -> Stop:
        """Tab to the next stop of that name, and within that group if one is given."""
        passed = []
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            stop = self.at()
            if stop is not BROWSER and stop.name.startswith(name) and stop.group.startswith(group):
                return stop
            passed.append(f"{stop.group} {stop.name}".strip())
        raise AssertionError(f"no {name!r} on {self.page.url}; passed {passed}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def go(self, name: str, heading: str | None = None, *, group: str = "") -> None:
        """Tab to a link or button, and press Enter; then wait for the page that comes, with that heading."""
        self.to(name, group=group)
        if heading is None:
            self.press("Enter")
        else:
            with self.page.expect_navigation():
                self.press("Enter")
            expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)

    def past_the_menu(self) -> None:
        """By the link that leads there, which shows itself at the first Tab; it holds for the page after a form too."""
        if self.page.url.endswith("#inhoud"):
            return
        self.press("Tab")
        assert self.at().name == "Naar de inhoud", self.at()
        self.press("Enter")

    def sign_in(self, role: str) -> None:
        self.page.goto("/")
        assert self.at().name == "E-mailadres"
        self.type(f"{role}@zaandijk.example")
        self.to("Wachtwoord")
        self.type(PASSWORD)
        self.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Overzicht")
