"""Codes before Chromium's camera, worn, tilted, in poor light, without a network: what is read and what is taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from browsers import IN_CHROMIUM, chromium
from field_codes import FORMATS, Seen, film, frames, rendered
from field_servers import listening
from field_targets import SIZES
from playwright.sync_api import BrowserContext, Page, expect
from starlette.applications import Starlette

from dashboards.field.files import later_files
from dashboards.field.routes import routes

pytestmark = IN_CHROMIUM
ENTERPRISE, ESTABLISHMENT, WRONG = "0200000043", "2000000042", "2000000043"
ON_SITE = Seen(turn=12, tilt=25, worn=0.6, dark=0.6)
OPEN = """async (wanted) => {
  window.taken = undefined;
  const {scan} = (await import("/field/main.js")).scan;
  scan("Number", wanted).then((taken) => { window.taken = taken; });
}"""
PLACES = {"kinds": ["enterprise", "establishment"], "texts": 64}
STANDS = """async (wanted) => {
  const kept = async (name) => (await (await caches.open(name)).keys()).length;
  const later = async () => (await caches.keys()).find((name) => name.startsWith("vigie-later-"));
  while (!(await later()) || (await kept(await later())) < wanted) await new Promise((done) => setTimeout(done, 100));
}"""
TARGETS = """() => [...document.querySelectorAll("dialog button")].flatMap((one) => {
  const {left, top, width, height} = one.getBoundingClientRect();
  const hit = (y) => one.contains(document.elementFromPoint(left + width / 2, top + y));
  const isHit = [3, height / 2, height - 3].every(hit);
  return isHit && width >= 48 && height >= 48 ? [] : [`${one.textContent}: ${width} × ${height}`];
})"""


@dataclass
class Finder:
    """A page of the form, and what its camera sees."""

    context: BrowserContext
    page: Page
    film: Path

    def open(self, code: tuple[str, str], seen: Seen, *, seed: int = 1, wanted: object = PLACES) -> None:
        """Hold a code, (format, text), before the camera, and open the finder."""
        (image,) = rendered([code])
        film(self.film, frames(image, code[0], seen, seed=seed))
        self.page.evaluate(OPEN, wanted)

    def reads(self, text: str) -> None:
        """Wait for what was read."""
        expect(self.page.locator(".scan-text")).to_have_text(text, timeout=90_000)

    def tap(self, words: str) -> None:
        """Tap a button of the finder."""
        self.page.locator("dialog").get_by_role("button", name=words, exact=True).click()

    def taken(self) -> object:
        """Give what was taken, once the finder is closed."""
        expect(self.page.locator("dialog")).to_have_count(0)
        return self.page.evaluate("window.taken")


@pytest.fixture
def finder(tmp_path: Path) -> Iterator[Finder]:
    """Open the form's own bundle from its own routes; nobody has enrolled, which a finder does not need."""
    path = tmp_path / "camera.y4m"
    film(path, frames(rendered([("QRCode", "x")])[0], "QRCode", Seen(), seed=0, count=1))
    with listening(Starlette(routes=routes())) as port, chromium(camera=path) as browser:
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-BE")
        page = context.new_page()
        page.add_init_script("""window.said = [];
            addEventListener("securitypolicyviolation", (event) => window.said.push(event.violatedDirective));""")
        page.goto(f"http://127.0.0.1:{port}/field/")
        page.evaluate(STANDS, len(later_files()))
        page.reload()  # the service worker answers from now on
        expect(page.locator("h1")).to_be_visible()
        yield Finder(context, page, path)
        context.close()


def test_codes_are_read_on_site_without_a_network_and_only_right_ones_are_taken(finder: Finder):
    """An enterprise's and an establishment's number; wrong check digits; a text; a reading that is not it."""
    asked: list[str] = []
    finder.page.on("request", lambda request: asked.append(request.url))
    finder.context.set_offline(True)
    finder.open(("QRCode", ENTERPRISE), ON_SITE)
    finder.reads("0200.000.043")
    expect(finder.page.locator(".scan-read")).to_contain_text("Enterprise number, check digits right")
    for width, height in SIZES:
        finder.page.set_viewport_size({"width": width, "height": height})
        assert finder.page.evaluate(TARGETS) == [], (width, height)
    finder.tap("Take this number")
    assert finder.taken() == ENTERPRISE

    finder.open(("Code128", WRONG), ON_SITE)
    finder.reads(WRONG)
    expect(finder.page.locator(".scan-refused")).to_contain_text("The check digits do not agree")
    expect(finder.page.get_by_role("button", name="Take")).to_have_count(0)
    finder.tap("Not this")
    expect(finder.page.locator(".scan-text")).to_have_count(0)
    finder.tap("Type it")
    assert finder.taken() is None

    finder.open(("DataMatrix", "A1 2026 000123"), ON_SITE)
    finder.reads("A1 2026 000123")
    expect(finder.page.locator(".scan-read")).to_contain_text("Does this text belong here?")
    finder.tap("Take this text")
    assert finder.taken() == "A1 2026 000123"
    assert finder.page.evaluate("window.said") == []
    assert [url for url in asked if not url.startswith((finder.page.url, "blob:", "data:"))] == []
    assert finder.page.evaluate("[...document.querySelectorAll('canvas, video, img')].length") == 0


TURNED = {"QRCode": 30, "DataMatrix": 30, "Aztec": 30, "Code128": 15, "Code39": 15, "PDF417": 5}
CONDITIONS = {
    "plain": Seen(),
    "worn": Seen(worn=0.8),
    "tilted": Seen(tilt=35),
    "dark": Seen(dark=0.9),
    "all": Seen(tilt=25, worn=0.6, dark=0.6),
}


@pytest.mark.battery(reason="an opening of the camera for each of 60 codes")
def test_most_codes_are_read_in_most_conditions(finder: Finder):
    """Six formats as they may be turned, five conditions, two cards each: at least 19 of 20 within half a minute."""
    read: dict[tuple[str, str], int] = {}
    for kind in FORMATS:
        for name, seen in CONDITIONS.items():
            for seed in (1, 2):
                held = Seen(TURNED[kind] if name in ("tilted", "all") else 0, seen.tilt, seen.worn, seen.dark)
                finder.open((kind, ENTERPRISE), held, seed=seed)
                shown = finder.page.locator(".scan-text")
                try:
                    expect(shown).to_have_text("0200.000.043", timeout=30_000)
                    read[kind, name] = read.get((kind, name), 0) + 1
                except AssertionError:
                    assert shown.count() == 0, (kind, name, shown.text_content())  # never a wrong reading
                finder.page.keyboard.press("Escape")
                finder.taken()
    print(read)
    assert sum(read.values()) >= 0.95 * len(FORMATS) * len(CONDITIONS) * 2, read
