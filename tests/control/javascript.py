"""Runs a module of JavaScript once, in Node or in Chromium, and returns what it exports as `default`."""

import base64
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

NODE = Path(sys.executable).with_name("node")  # of the lock file


def in_node(source: str, folder: Path) -> Any:
    """Run in Node, in one process."""
    (folder / "cases.mjs").write_text(source, encoding="utf-8")
    runner = "import found from './cases.mjs'; process.stdout.write(JSON.stringify(found));"
    (folder / "run.mjs").write_text(runner, encoding="utf-8")
    done = subprocess.run([NODE, "run.mjs"], cwd=folder, capture_output=True, check=True, timeout=300)
    return json.loads(done.stdout)


def in_chromium(source: str) -> Any:
    """Run in Debian's Chromium, on an empty page."""
    url = "data:text/javascript;base64," + base64.b64encode(source.encode()).decode()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        try:
            return browser.new_page().evaluate("url => import(url).then(module => module.default)", url)
        finally:
            browser.close()
