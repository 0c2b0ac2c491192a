"""What a browser loads of the field form is made of its sources, byte for byte, and the first load is small."""

import hashlib
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from browsers import IN_CHROMIUM
from field_servers import listening
from javascript import NODE
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette

from dashboards.field.files import BUNDLE, FORM, READER, first_files, later_files
from dashboards.field.precache import read_folder
from dashboards.field.routes import routes

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".bundle"
MOST_REQUESTS, MOST_BYTES = 12, 300_000
KEPT = """async (wanted) => {
  const names = async () => (await caches.keys()).filter((name) => /^vigie-(app|later)-/.test(name));
  const count = async (name) => (await (await caches.open(name)).keys()).length;
  const kept = async () => (await Promise.all((await names()).map(count))).reduce((sum, one) => sum + one, 0);
  while ((await kept()) < wanted) await new Promise((done) => setTimeout(done, 100));
}"""


def test_the_bundle_is_what_the_sources_make(tmp_path: Path):
    """Both folders that are checked in: a source that was changed, or a byte that was, shows here."""
    assert (TOOLS / "node_modules/esbuild").exists(), "run `make bundle`: it fetches esbuild by its hash"
    script = TOOLS / "checked.js"  # beside the packages, which it finds there
    script.write_bytes((ROOT / "tests/bundle/build.js").read_bytes())
    subprocess.run([NODE, script, FORM, tmp_path], check=True, timeout=120)
    for folder in (BUNDLE, READER):
        made = read_folder(tmp_path / folder.name)
        kept = {name: content for name, content in read_folder(folder).items() if name != "LICENSES.txt"}
        assert made.keys() == kept.keys()
        assert [name for name in made if made[name] != kept[name]] == [], "run `make bundle`"


def test_the_bundle_holds_every_module_and_every_style():
    """The page names one of each; nothing is fetched on the way but what the office makes."""
    page = (BUNDLE / "index.html").read_text()
    assert re.findall(r'(?:src|href)="([^"]+)"', page) == [
        "manifest.webmanifest", "icon-192.png", "app.css", "main.js"
    ]  # fmt: skip
    assert not re.search(r"""(?:\bfrom|\bimport)\s*["']""", (BUNDLE / "main.js").read_text())
    assert "@import" not in (BUNDLE / "app.css").read_text()


def test_what_others_made_stands_with_its_licence_and_its_hash():
    """The packages are fetched by the hashes of the lock; the licences of all three parts lie beside them."""
    lock = json.loads((ROOT / "tests/bundle/package-lock.json").read_text())["packages"]
    assert all(one["integrity"].startswith("sha512-") for name, one in lock.items() if name)
    licences = (READER / "LICENSES.txt").read_text()
    for name in ("barcode-detector", "zxing-wasm"):
        assert f"{name} {lock[f'node_modules/{name}']['version']}" in licences
    assert "Apache License" in licences
    assert hashlib.sha256((READER / "zxing_reader.wasm").read_bytes()).hexdigest() in licences


@dataclass
class Counted:
    """A server, and what it was asked."""

    served: Any
    asked: list[tuple[str, int]] = field(default_factory=list)  # path, bytes of the body as they went over the line

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve, and count."""
        if scope["type"] != "http":
            return await self.served(scope, receive, send)
        at = len(self.asked)
        self.asked.append((scope["path"], 0))

        async def counting(message: Any) -> None:
            path, size = self.asked[at]
            self.asked[at] = (path, size + len(message.get("body", b"")))
            await send(message)

        return await self.served(scope, receive, counting)

    def first(self) -> list[tuple[str, int]]:
        """What was asked but for what comes later."""
        later = {f"/field/{name}" for name in later_files()}
        return [(path, size) for path, size in self.asked if path not in later]


@pytest.fixture
def counted() -> Iterator[tuple[Counted, str]]:
    """Serve the form's own routes, and count."""
    made = Counted(Starlette(routes=routes()))
    with listening(made) as port:
        yield made, f"http://127.0.0.1:{port}/field/"


@pytest.mark.browser
@IN_CHROMIUM[1]
def test_the_first_load_takes_twelve_requests_and_300_kb(browser: Browser, counted: tuple[Counted, str]):
    """Page, worker, what the worker keeps, words of four languages; then what reads codes, and no second time."""
    server, url = counted
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-BE")
    page = context.new_page()
    page.goto(url)
    expect(page.locator("h1")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    everything = len(first_files()) + len(later_files())
    page.evaluate(KEPT, everything)
    first = server.first()
    print(f"first load: {len(first)} requests, {sum(size for _, size in first)} bytes compressed: {first}")
    assert len(first) <= MOST_REQUESTS, first
    assert sum(size for _, size in first) <= MOST_BYTES, first
    plain = sum(len(content) for content in first_files().values())
    assert sum(size for _, size in first) < plain  # it is the compressed body that was counted
    places = [path for path, _ in server.asked]
    assert min(places.index(f"/field/{name}") for name in later_files()) > places.index("/field/files.js")
    context.set_offline(True)
    page.goto(url)
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("async () => (await fetch('reader/zxing_reader.wasm')).ok")
    context.close()
