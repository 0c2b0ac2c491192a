"""Debian's Chromium in tests and benchmarks, and what they do to it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

IN_CHROMIUM = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Debian's chromium is not installed on this machine"),
]
expect.set_options(timeout=60_000)  # on a machine that does much else
_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-software-rasterizer",  # no page of ours asks for a picture card, and none is put in its place
]
_CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@contextmanager
def chromium(*, camera: bool | Path = False) -> Iterator[Browser]:
    """Give a browser; its camera, if it has one, films nothing real: it plays the film of a file, if one is given."""
    with sync_playwright() as playwright:
        films = [f"--use-file-for-fake-video-capture={camera}"] if isinstance(camera, Path) else []
        args = [*_ARGS, *(_CAMERA if camera else ()), *films]
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=args)
        yield opened
        opened.close()


def kill(page: Page) -> None:
    """Kill the page's process: no event of leaving, no last word."""
    with suppress(Error):
        page.goto("chrome://crash", timeout=3_000)
    page.close(run_before_unload=False)
