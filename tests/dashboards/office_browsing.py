"""What tests of the office's pages do with a real Chromium: watch what it asks for, measure a page, look for faults."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

PHONE, DESK = 390, 1440
_SERIOUS = {"serious", "critical"}


class Watched:
    """Pages of one browser; in the end nothing left this machine, and no policy was broken."""

    def __init__(self, browser: Browser, width: int = DESK, theme: str = "light", **settings: object) -> None:
        chosen = {"locale": "en-GB", "color_scheme": theme, "service_workers": "block", **settings}
        self.context: BrowserContext = browser.new_context(viewport={"width": width, "height": 900}, **chosen)
        self.context.set_default_timeout(60_000)
        self.asked: list[str] = []
        self.refused: list[str] = []
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.context.on("console", lambda said: self.refused.append(said.text) if "Policy" in said.text else None)
        self.page: Page = self.context.new_page()

    def close(self) -> None:
        """Close it, and look at what it asked for."""
        self.context.close()
        assert not [url for url in self.asked if not url.startswith(("http://127.0.0.1", "data:"))]
        assert not self.refused


def fits(page: Page) -> bool:
    """Tell whether nothing makes the page scroll sideways."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"))


def shoot(page: Page, name: str) -> None:
    """Take a picture, where somebody wants to look at it: VIGIE_SCREENSHOTS names the folder."""
    if wanted := os.environ.get("VIGIE_SCREENSHOTS"):
        Path(wanted).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(wanted) / f"shell-{name}.png", full_page=True)


def faults_of(page: Page) -> list[str]:
    """Give what axe finds serious on a page."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']} at {one['nodes'][0]['target']}" for one in found if one["impact"] in _SERIOUS]
