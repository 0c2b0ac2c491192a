"""A real server that tests kill as a machine ends whose plug is pulled, and what a browser before it holds."""

import json
import os
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from served_house import ROOT, _wait, free_port
from sqlmodel import select

from inspection.store.people import KeptTextRow
from inspection.trust import AppContext

HOLDS = """async () => {
  if (!(await indexedDB.databases()).some(one => one.name === "vigie-kept")) return [0, 0];
  const opened = await new Promise((resolve, reject) => {
    const request = indexedDB.open("vigie-kept");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const counted = await Promise.all(["keys", "texts"].map(name => new Promise(resolve => {
    if (!opened.objectStoreNames.contains(name)) return resolve(0);
    const request = opened.transaction(name).objectStore(name).count();
    request.onsuccess = () => resolve(request.result);
  })));
  opened.close();
  return counted;
}"""


@cache
def _forking() -> subprocess.Popen[str]:
    """The process that starts servers; it ends with this one, whose orders it reads."""
    command = [sys.executable, str(Path(__file__).with_name("forking_process.py"))]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), *sys.path))}
    return subprocess.Popen(command, env=environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _ordered(**order: Any) -> Any:
    """Give an order to that process; its answer."""
    asked, answered = _forking().stdin, _forking().stdout
    assert asked is not None
    assert answered is not None
    asked.write(json.dumps(order) + "\n")
    asked.flush()
    return json.loads(answered.readline())


class KilledServer:
    """The server of a home, which tests kill and start again at the same address."""

    def __init__(self, house: AppContext, process: str) -> None:
        self.house, self.port, self._process = house, free_port(), process
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: int | None = None

    def start(self, failpoint: str = "") -> None:
        """Start it, and wait until it answers."""
        armed = {"VIGIE_FAILPOINT": failpoint, "VIGIE_FAILPOINTS_ARMED": "1"} if failpoint else {}
        environ = {**os.environ, "VIGIE_HOME": str(self.house.home), **armed}
        script = str(Path(__file__).with_name(self._process))
        self.process = _ordered(script=script, port=self.port, folder=str(self.house.home), environ=environ)
        _wait(self.url)

    def kill(self) -> None:
        """Pull the plug."""
        assert self.process is not None
        os.kill(self.process, signal.SIGKILL)
        self.ended()

    def ended(self) -> None:
        """Wait until it ended by itself."""
        assert self.process is not None
        assert _ordered(wait=self.process) == -signal.SIGKILL
        self.process = None

    def again(self, failpoint: str = "") -> None:
        """Start it anew, whether it still runs or not."""
        if self.process is not None:
            self.kill()
        self.start(failpoint)

    @property
    def kept(self) -> dict[str, str]:
        """What stands in the store, by field."""
        with self.house.store.read() as session:
            rows = list(session.exec(select(KeptTextRow)))
        found = {row.field: self.house.store.unseal("kept_text.words", row.id, row.words) for row in rows}
        return {field: str(json.loads(body)["words"]) for field, body in found.items()}


def is_ours(page: Page) -> None:
    """The page is one of the office, and not the browser's own."""
    expect(page.locator("a.brand")).to_be_visible()
    assert page.url.startswith("http://127.0.0.1"), page.url


def says(page: Page, words: str) -> None:
    """A field says of its text where it is kept."""
    expect(page.locator(".kept", has_text=words).first).to_be_visible()


def can_do_without(page: Page) -> None:
    """Wait until the browser can do without the server."""
    page.wait_for_function("async () => (await (await caches.open('vigie-away')).keys()).length > 4")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
