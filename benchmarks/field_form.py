"""How quickly the field form answers: a restaurant with twenty persons, a phone-sized Chromium slowed six times.

python -m benchmarks.field_form [--slow 6] [--persons 20] [--questions 60] [--rounds 3]

A person is asked as many questions as `--questions` says: those of the product that are not guarded, and the rest as
questions of the service's own, laid over the rules as any service may. Every question that one tap answers is answered
for every person; then text is typed into the last person's card. A key counts until the frame after it is painted, and
until the answer is on the disk, which the form tells itself. Before that, choices of the same card are tapped, each
until the frame after it is painted, and the card is opened from the grid. First of all the form is loaded by a browser
that has nothing of it, over two slow networks. Needs the tests beside it (their builders) and Debian's chromium.
"""

import os
import platform
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from browsers import chromium
from builders_dashboards import INSPECTOR, a_house
from field_phone import Phone
from playwright.sync_api import Browser
from served_house import served

from inspection import acts
from inspection.control.checklists import checklist
from inspection.time_of import today
from inspection.trust import AppContext
from sectors.reader import load_rules

TEXT = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
OWN_HEAD = """last_reviewed: 2026-11-27
defaults: {source: "a service's own question", confidence: L, from: 2009-01-01}
questions:"""
OWN_QUESTION = """
  own_{n}:
    section: pay_and_time
    asks: null
    scope: person
    kind: yes_no
    domain: D3
    label: {{ours: [fr, nl, de, en], fr: "Question {n}", nl: "Vraag {n}", de: "Frage {n}", en: "Question {n}"}}"""
ANSWER_ALL = """() => {
  const asked = [...document.querySelectorAll(".question:not([hidden])")];
  const boxes = asked.map((one) => one.querySelector("input[type=radio], input[type=checkbox]")).filter(Boolean);
  boxes.forEach((box) => box.click());
  return [boxes.length, document.querySelectorAll(".question").length];
}"""
CHIPS = """async () => {
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done();
    channel.port2.postMessage(0);
  }));
  const found = [];
  const boxes = [...document.querySelectorAll(".question:not([hidden]) input[type=radio]:not(:checked)")].slice(0, 40);
  for (const box of boxes) {
    const at = performance.now();
    box.click();
    await painted();
    found.push(performance.now() - at);
    await new Promise((done) => setTimeout(done, 250));
  }
  return found;
}"""
OPENED = """async () => {
  const at = performance.now();
  [...document.querySelectorAll("button.who")].at(-1).click();
  while (!document.querySelector(".talk")) await new Promise((done) => requestAnimationFrame(done));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - at;
}"""
NETWORKS = {  # kilobits a second down, up, and milliseconds of a round trip
    "4G in a cellar (1,600 kbit/s, 150 ms)": (1_600, 750, 150),
    "3G (400 kbit/s, 400 ms)": (400, 400, 400),
}
MEASURE = """() => {
  Object.assign(window, {paints: [], disk: [], open: []});
  addEventListener("keydown", () => {
    const at = performance.now();
    open.push(at);
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => paints.push(performance.now() - at);
      channel.port2.postMessage(0);
    });
  }, true);
  new MutationObserver(() => {
    for (const at of open.splice(0)) disk.push(performance.now() - at);
  }).observe(document.getElementById("kept"), {childList: true});
}"""


def main() -> None:
    """Measure, and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--slow", type=int, default=6)
    parser.add_argument("--persons", type=int, default=20)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        house = housed(Path(folder) / "home", given.questions)
        with served(house.home) as url, chromium(camera=True) as browser:
            for name, line in NETWORKS.items():
                print(f"first load over {name}: {first_load(browser, url, line, given.slow):.1f} s")
            phone = Phone(browser.new_context(viewport={"width": 390, "height": 844}, locale="en-BE"), url)
            phone.enrol(acts.devices.invite_device(house.acting(INSPECTOR), INSPECTOR, "field").url)
            measure(given, phone, browser.version)


def first_load(browser: Browser, url: str, line: tuple[int, int, int], slow: int) -> float:
    """Load the form with nothing of it there, until the field for the code stands; in seconds."""
    down, up, trip_ms = line
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-BE")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    limits = {"downloadThroughput": down * 125, "uploadThroughput": up * 125, "latency": trip_ms}
    session.send("Network.emulateNetworkConditions", {"offline": False, **limits})
    session.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    begun = perf_counter()
    page.goto(f"{url}/field/")
    page.locator("#page h1").first.wait_for()
    took = perf_counter() - begun
    context.close()
    return took


def measure(given: Namespace, phone: Phone, version: str) -> None:
    """Fill a control on a phone, slow its processor, type, and print."""
    answered, drawn = fill(phone, given.persons)
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, chromium {version}")
    print(f"{given.persons} persons, {answered} answers and {drawn} questions a person, slowed {given.slow} times")
    phone.context.new_cdp_session(phone.page).send("Emulation.setCPUThrottlingRate", {"rate": given.slow})
    print(f"a choice of the last person's card: next paint {said(phone.page.evaluate(CHIPS))}")
    phone.tap(phone.button("Grid"))
    phone.page.locator("button.who").first.wait_for()
    print(f"the last person's card, opened from the grid: {phone.page.evaluate(OPENED):.0f} ms")
    phone.title(f"P{given.persons}")
    phone.page.evaluate(MEASURE)
    for turn in range(given.rounds):
        typed(phone, turn)


def housed(home: Path, questions: int) -> AppContext:
    """Give a house where a person is asked so many questions."""
    add_questions(home, questions)
    return a_house(home)


def add_questions(home: Path, wanted: int) -> None:
    """Lay a service's own questions over the rules, until a person is asked so many that are not guarded."""
    rules = load_rules().on(today())
    asked = checklist(rules.sectors["restaurants"], rules).questions
    there = sum(one.scope == "person" and not one.sensitive for one in asked)
    (home / "rules").mkdir(parents=True)
    lines = "".join(OWN_QUESTION.format(n=n) for n in range(wanted - there))
    (home / "rules" / "questions.yaml").write_text(f"{OWN_HEAD}{lines or ' {}'}", encoding="utf-8")


def fill(phone: Phone, persons: int) -> tuple[int, int]:
    """Fill a control; returns how many answers and questions the last person has."""
    phone.unplanned("Restaurants", "Liège")
    found = (0, 0)
    for n in range(1, persons + 1):
        phone.tap(phone.button("Next person"))
        phone.title(f"P{n}")
        found = tuple(phone.page.evaluate(ANSWER_ALL))
    phone.page.wait_for_timeout(1500)
    return found


def typed(phone: Phone, turn: int) -> None:
    """Type, and print the percentiles of this turn."""
    phone.page.evaluate("() => { paints.length = 0; disk.length = 0; }")
    phone.page.get_by_label("Name", exact=True).focus()
    for letter in TEXT:
        phone.page.keyboard.press(letter)
        phone.page.wait_for_timeout(90)
    phone.page.wait_for_timeout(1500)
    paints, disk = phone.page.evaluate("() => [paints, disk]")
    print(f"round {turn + 1}: next paint {said(paints)}; on the disk {said(disk)}")


def said(values: list[float]) -> str:
    """Say median, 95th percentile and the longest, in milliseconds."""
    ordered = sorted(values)
    middle, most, last = (ordered[at] for at in (len(ordered) // 2, int(len(ordered) * 0.95), -1))
    return f"{middle:.0f} / {most:.0f} / {last:.0f} ms (n={len(ordered)})"


if __name__ == "__main__":
    main()
