"""What tests of the field form do to a browser."""

from contextlib import suppress

from playwright.sync_api import Error, Page

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
]


def kill(page: Page) -> None:
    """Kill the page's process: no event of leaving, no last word."""
    with suppress(Error):
        page.goto("chrome://crash", timeout=3_000)
    page.close(run_before_unload=False)
