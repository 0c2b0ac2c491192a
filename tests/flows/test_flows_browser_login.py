"""`vigie login` by a browser, at the command's own end: it listens to the one answer that it asked for."""

import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from flows.command.shell.browser_login import by_browser
from inspection.errors import AccessRefused

CLOSED = "http://localhost:9"  # nobody listens there: a code that came is exchanged in vain


def test_only_the_answer_with_its_state_ends_the_wait() -> None:
    """Whatever else calls at the port is sent away: another state, another path, another name of this machine."""
    told: list[str] = []
    ready = threading.Event()

    def tell(line: str) -> None:
        told.append(line)
        ready.set()

    with ThreadPoolExecutor(1) as pool, httpx.Client(trust_env=False, timeout=30) as browser:
        waiting = pool.submit(by_browser, CLOSED, tell, minutes=2, opens=False)
        assert ready.wait(30)
        query = parse_qs(urlsplit(told[0].split()[-1]).query)
        way, state = query["redirect_uri"][0], query["state"][0]
        assert urlsplit(way).hostname == "127.0.0.1"
        for wrong in ({"state": "x" * 43}, {"state": ""}, {}):
            assert browser.get(way, params={"code": "planted", **wrong}).status_code == 404
        asked = {"code": "planted", "state": state}
        assert browser.get(way.replace("/signed-in", "/elsewhere"), params=asked).status_code == 404
        foreign = {"Host": "elsewhere.example"}
        assert browser.get(way, params=asked, headers=foreign).status_code == 404
        assert not waiting.done()
        answer = browser.get(way, params={"code": "a code", "state": state})
        assert (answer.status_code, answer.headers["location"]) == (303, f"{CLOSED}/command/done")
        with pytest.raises(AccessRefused) as refused:
            waiting.result(60)
    assert refused.value.code == "ACCESS-164"
    assert "code_verifier" not in told[0]


@pytest.mark.parametrize(
    "office", ["http://elsewhere.example", "https://somebody@elsewhere.example", "", "file:///etc"]
)
def test_an_office_that_would_be_asked_in_clear_is_not_asked(office: str) -> None:
    """A code and its secret would go to whoever listens on the way."""
    with pytest.raises(AccessRefused) as refused:
        by_browser(office, print, minutes=1, opens=False)
    assert refused.value.code == "ACCESS-164"
