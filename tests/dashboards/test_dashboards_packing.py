"""Streamlit's programs go over the line packed, once made; what is drawn for a person never does by this way."""

import json
import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from dashboards.packing import Packed, letters_route, page_routes

PROGRAM, PICTURE = b"export const words = 'map';\n" * 400, bytes(range(256)) * 20
FILE = "/static/js/index.a1b2.js"


class Files(StaticFiles):
    """Files as Streamlit gives them; `asked` counts how often it had to."""

    asked = 0

    async def get_response(self, path: str, scope) -> Response:
        """Answer, and say for how long it holds."""
        type(self).asked += 1
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "public, immutable, max-age=31536000"
        return answer


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    """Give a browser on an application with files and a page."""
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "index.a1b2.js").write_bytes(PROGRAM)
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "icon.png").write_bytes(PICTURE)
    Files.asked = 0
    pages = [Route(path, _page) for path in ("/static/js/{name}.html.js", "/risk_map")]
    return TestClient(Packed(Starlette(routes=[*pages, Mount("/static", Files(directory=tmp_path))])))


async def _page(_: Request) -> Response:
    return Response(b"<p>what one person sees</p>" * 100, media_type="text/html")


def test_a_program_is_packed_once_and_kept_by_the_browser_as_before(client: TestClient) -> None:
    """The same bytes in the end, fewer on the line; how long it holds and which version it is are said."""
    first, second = client.get(FILE), client.get(FILE)
    for answer in (first, second):
        assert answer.content == PROGRAM
        assert int(answer.headers["content-length"]) < len(PROGRAM) / 10
        assert (answer.headers["content-encoding"], answer.headers["vary"]) == ("gzip", "Accept-Encoding")
        assert answer.headers["cache-control"] == "public, immutable, max-age=31536000"
        assert answer.headers["content-type"].startswith("text/javascript")
    assert Files.asked == 1
    known = client.get(FILE, headers={"If-None-Match": f'"another", {first.headers["etag"]}'})
    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", first.headers["etag"])
    assert client.get(FILE, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("takes", ["identity", "gzip;q=0", "br", "deflate, gzip;q=0.0"])
def test_whoever_takes_no_gzip_gets_the_file_as_it_is(client: TestClient, takes: str) -> None:
    """Also after somebody else got it packed; under another mark, so that no cache takes one for the other."""
    packed = client.get(FILE)
    plain = client.get(FILE, headers={"Accept-Encoding": takes})
    assert "content-encoding" not in plain.headers
    assert plain.content == PROGRAM
    assert plain.headers["etag"] != packed.headers["etag"]


@pytest.mark.parametrize(
    "path", ["/risk_map", "/static/media/icon.png", "/static/js/a.html.js", "/static/js/gone.js", "/static/js/../x.js"]
)
def test_nothing_else_is_packed_or_kept(client: TestClient, path: str) -> None:
    """A page, a picture, a page under a program's name, a file that is not there: answered as before."""
    for _ in range(2):
        answer = client.get(path)
        assert "content-encoding" not in answer.headers
    assert not client.app._kept  # type: ignore[attr-defined]


def test_a_part_of_a_file_is_a_part_of_what_it_was(client: TestClient) -> None:
    """A range is of the file itself."""
    client.get(FILE)
    part = client.get(FILE, headers={"Range": "bytes=0-5"})
    assert (part.status_code, part.content) == (206, PROGRAM[:6])


def test_the_page_of_the_screens_is_streamlits_in_letters_that_are_here_already() -> None:
    """All that it loads stays, its one script to the letter; no font is fetched, and the one that is worn is told."""
    own = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    client = TestClient(Starlette(routes=[letters_route(), *page_routes(["/risk_map"])]))
    page = client.get("/risk_map")
    assert 'as="font"' in " ".join(own.split())
    assert 'as="font"' not in page.text
    assert page.headers["content-type"].startswith("text/html")
    kept = re.findall(r"<script.*?</script>|<link rel=\"(?:modulepreload|stylesheet)[^>]*>", own, re.DOTALL)
    assert len(kept) > 10
    assert all(one in page.text for one in kept)
    first = re.findall(r"<script[^>]*>", page.text)[0]
    told = client.get(first.split('"')[1].removeprefix("."))
    assert told.headers["content-type"].startswith("text/javascript")
    looks = json.loads(told.text.removeprefix("window.__streamlit = ").rstrip(";\n"))
    assert looks["LIGHT_THEME"] == looks["DARK_THEME"] == {"bodyFont": streamlit.get_option("theme.font")}
