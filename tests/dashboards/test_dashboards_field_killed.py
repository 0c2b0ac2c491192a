"""The office's server dies while the form sends: what was on its way arrives once, and the form says what is there."""

from collections.abc import Iterator

import pytest
from browsers import IN_CHROMIUM
from builders_dashboards import approve
from killed_server import KilledServer
from playwright.sync_api import BrowserContext
from test_dashboards_field_sending import BEGIN, FILES, House, context, do, enrolled

from inspection.trust import AppContext

__all__ = ["context"]
pytestmark = IN_CHROMIUM


@pytest.fixture(scope="module")
def server(house: AppContext) -> Iterator[KilledServer]:
    """Give the server of a house whose week is approved, not yet started."""
    approve(house)
    made = KilledServer(house, "office_process.py")
    yield made
    if made.process is not None:
        made.kill()


@pytest.mark.few(1)
@pytest.mark.parametrize("point", ["attachment.filed", "attachment.after_commit", "control.inserted"])
def test_a_server_killed_in_mid_sending_takes_nothing_and_doubles_nothing(
    context: BrowserContext, server: KilledServer, point: str
) -> None:
    """With a file written and not noted, noted and not confirmed, and a control inserted and not kept."""
    server.start(point)
    house = House(server.house, server.port)
    page, _ = enrolled(context, house)
    ident, digests = do(page, BEGIN + FILES + "await draft.finish(); return [draft.id, digests];")
    fault = do(page, "await vault.unlock(given.pin); return (await sync.run({now: true})).fault;")
    server.ended()
    assert fault is not None, "what did not arrive is told"
    assert house.held(ident)[1] != sorted(digests)
    server.start()
    status = do(page, "return sync.run({now: true})")
    assert (status["queued"], status["fault"]) == (0, None)
    count, files, body = house.held(ident)
    assert (count, files) == (1, sorted(digests))
    assert [one["sha256"] for one in body["attachments"]] == digests
    (row,) = do(page, "return drafts.listDrafts()")
    assert row["state"] == "sent"
    server.kill()
