"""A phone in a test: the field form in Chromium, used as a person uses it, counting every tap."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from field_words import pattern
from playwright.sync_api import BrowserContext, Locator, Page, expect

from inspection.i18n import Lang

PIN = "246813"
TELLS = """
window.said = [];
addEventListener("unhandledrejection", (event) => window.said.push(String(event.reason?.stack ?? event.reason)));
addEventListener("error", (event) => window.said.push(event.message));
addEventListener("securitypolicyviolation", (event) => window.said.push("policy: " + event.violatedDirective));
window.tapsAt = 0;
Object.defineProperty(Event.prototype, "timeStamp", {configurable: true, get: () => window.tapsAt});
// a number opens the telephone's own dialler; here a question of Chromium's would lie over the page and take every tap
addEventListener("click", (event) => event.target.closest?.("a[href^='tel:']") && event.preventDefault());
"""
# A slow telephone: the form, which measures its device once, stretches PINs there no longer than it must. Each PIN
# would take this machine three times as long otherwise.
IS_SLOW = """
const stretch = SubtleCrypto.prototype.deriveBits, SAMPLE = 60_000;
SubtleCrypto.prototype.deriveBits = async function (how, ...given) {
  const made = await stretch.call(this, how, ...given);
  if (how.iterations === SAMPLE) await new Promise((done) => { setTimeout(done, 80); });
  return made;
};
"""
OPEN_ALL = "() => document.querySelectorAll('details.chapter').forEach((one) => { one.open = true; })"
A_TAP_MS = 1_000  # between two taps of a thumb: more than the form takes for one
NUMBER = "+32 4 222 00 00"


class Phone:
    """One device of an inspector; `taps` counts every tap that a thumb would make.

    Tests name what they tap in English; on a phone in another language they find what stands there instead. `closely`:
    each screen of a walk is also looked at with text of twice the size, and by axe.
    """

    def __init__(self, context: BrowserContext, address: str, lang: Lang = "en") -> None:
        self.context, self.address, self.taps, self.lang = context, address, 0, lang
        self.reads, self.closely = True, False
        context.set_default_timeout(60_000)
        context.add_init_script(TELLS)
        context.add_init_script(IS_SLOW)
        self.page: Page = context.new_page()

    def tap(self, what: Locator | str, timeout: float | None = None) -> None:
        """Tap something, by the events a good while after the tap before: the form reads moments from these."""
        self.taps += 1
        self.page.evaluate(f"window.tapsAt += {A_TAP_MS}")
        (self.page.locator(what) if isinstance(what, str) else what).click(timeout=timeout)

    def write(self, what: Locator | str, text: str) -> None:
        """Tap into a field and type."""
        self.taps += 1
        (self.page.locator(what) if isinstance(what, str) else what).fill(text)

    def button(self, words: str) -> Locator:
        """Give a button by its words."""
        return self.page.get_by_role("button", name=self.exactly(words))

    def chip(self, words: str) -> Locator:
        """Give a one-tap choice by its words."""
        return self.page.locator(".chip", has_text=self.exactly(words))

    def title(self, words: str) -> None:
        """Wait for a screen by its title; of a card, all chapters are opened unless `reads` says otherwise."""
        expect(self.page.get_by_role("heading", level=1, name=self.roughly(words))).to_be_visible(timeout=120_000)
        if self.reads:
            self.chapters()

    def chapters(self) -> None:
        """Open every chapter of the card in sight, if there is one."""
        self.page.evaluate(OPEN_ALL)
        expect(self.page.locator("details.chapter:not([data-built])")).to_have_count(0)

    def place(self) -> None:
        """Go to the card of the place, from the grid or from a person's card."""
        if self.button("Grid").count():
            self.tap(self.button("Grid"))
        self.tap(self.button("Place"))
        self.title("The workplace")

    def label(self, words: str) -> Locator:
        """Give a field by its label."""
        return self.page.get_by_label(self.exactly(words))

    def roughly(self, words: str) -> re.Pattern[str]:
        """Give words of the form as they stand on this phone, or more with them."""
        return re.compile(pattern(words, self.lang))

    def exactly(self, words: str) -> re.Pattern[str]:
        """Give words of the form as they stand on this phone, and nothing around them."""
        return re.compile(f"^(?:{pattern(words, self.lang)})$")

    def enrol(self, url: str, number: str | None = NUMBER) -> None:
        """Open the address that an invitation's QR holds, give a number or none, type the PIN twice, and wait.

        Only its host is replaced: this server listens on a port of its own.
        """
        self.page.goto("about:blank")
        self.page.goto(self.address + url[url.index("/field/") :])
        self.title("Enrol this device")
        expect(self.label("Code")).not_to_have_value("")
        self.tap(self.button("Go on"))
        self.title("Your number")
        if number:
            self.label("Your telephone number").fill(number)
        self.tap(self.button("Go on" if number else "Without a number for now"))
        self.title("Choose a PIN")
        for label in ("PIN, at least six digits", "The same PIN once more"):
            self.label(label).fill(PIN)
            self.page.keyboard.press("Enter")
        self.title("Controls")
        self.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        expect(self.page.get_by_text(self.roughly("missions of"))).to_be_visible()

    def unlock(self) -> None:
        """Type the PIN on the pad."""
        self.title("Hello")
        self.label("PIN").fill(PIN)
        self.page.keyboard.press("Enter")
        self.title("Controls")

    def unplanned(self, sector: str, place: str, workplace: str = "", origin: str = "Own initiative") -> None:
        """Begin a control that nobody planned."""
        self.tap(self.button("Unplanned control"))
        self.tap(self.chip(sector))
        self.tap(self.chip(origin))
        self.write(self.label("Municipality"), place)
        if workplace:
            self.page.get_by_role("textbox", name=self.roughly("Number of the establishment")).fill(workplace)
        self.tap(self.button("Begin the control"))
        self.place()

    def question(self, question: str) -> Locator:
        """Give a question of the card in sight."""
        return self.page.locator(f"[data-question={question}]")

    def choose(self, question: str, number: int) -> None:
        """Answer with the n-th choice."""
        self.tap(self.question(question).locator(".chip").nth(number))

    def open_guarded(self) -> None:
        """Open what is guarded apart."""
        if self.button("Close again").count():
            return
        self.tap(self.button("Open with the PIN"))
        self.page.locator(".pad").get_by_label(self.exactly("PIN")).fill(PIN)
        self.page.keyboard.press("Enter")
        expect(self.button("Close again")).to_be_visible()

    def decide(self, words: str) -> None:
        """Tap the inspector's own decision."""
        self.tap(self.page.locator("#decision .chip", has_text=self.exactly(words)))

    def report(self) -> None:
        """Send the first report, and answer what police ask first with "not known"."""
        self.tap(self.button("Send the first report"))
        first = self.page.locator("#asked-first")
        expect(first.get_by_role("heading")).to_be_visible()
        for unknown in first.locator(".chip", has_text=self.exactly("Not known")).all():
            self.tap(unknown)
        self.tap(self.button("Send the first report"))

    def kept(self) -> None:
        """Wait until what was typed last is on the disk."""
        self.page.wait_for_timeout(2_000)

    def faults(self) -> list[str]:
        """Give what the page complained of."""
        said: list[str] = self.page.evaluate("window.said ?? []")
        return said

    @contextmanager
    def offline(self) -> Iterator[None]:
        """Be without a network for a while."""
        self.context.set_offline(True)
        try:
            yield
        finally:
            self.context.set_offline(False)
