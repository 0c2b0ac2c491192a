"""A request that never comes to its end is answered and let go; one that comes slowly, and whoever listens, is not."""

import asyncio
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboards.guard import Patience

SECONDS = 0.2


async def _length(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


APP = Patience(Starlette(routes=[Route("/", _length, methods=["POST"])]), seconds=SECONDS)
SCOPE = {"type": "http", "method": "POST", "path": "/", "headers": [], "query_string": b"", "http_version": "1.1"}


async def answer(parts: list[bytes], *, pause: float, ends: bool) -> tuple[int, bytes]:
    """Send a body part by part; does it not end, nothing comes after the last."""
    sent: list[dict[str, Any]] = []
    left = list(parts)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(pause)
        if not left:
            await asyncio.Event().wait()
        part = left.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(left) or not ends}

    async def send(message: Any) -> None:
        sent.append(message)

    await APP(dict(SCOPE), receive, send)
    return sent[0]["status"], b"".join(one.get("body", b"") for one in sent)


def test_three_hundred_stalled_requests_are_let_go_at_once() -> None:
    """Each is answered 408 within the time that is waited, and nothing of it is done."""

    async def all_of_them() -> list[tuple[int, bytes]]:
        return await asyncio.wait_for(asyncio.gather(*(answer([b"x"], pause=0, ends=False) for _ in range(300))), 10)

    assert {status for status, _ in asyncio.run(all_of_them())} == {408}


def test_a_slow_request_is_taken() -> None:
    """It takes longer than is waited in all, but each part comes."""
    assert asyncio.run(answer([b"x"] * 5, pause=SECONDS / 2, ends=True)) == (200, b"5")
