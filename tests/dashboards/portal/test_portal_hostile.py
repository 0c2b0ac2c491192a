"""Hostile input to the portal: requests that nobody honest sends; each is refused in time, and nothing breaks.

They are drawn from a seed, so that one that broke something can be sent again: 60 in every run, a thousand in
`make battery`.
"""

import os
import random
import resource
import string
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from office_shell import token_in
from portal_callers import HERE, PAGE, Caller
from portal_house import House
from sqlmodel import func, select

from inspection.store.portal import PortalWordRow

MANY, SECONDS, MEGABYTES = int(os.environ.get("VIGIE_REQUESTS", "60")), 2.0, 256
PATHS = (
    *("/", "/open", "/closed", "/list", "/help", "/reach", "/absence", "/sign-in", "/enrol", "/me/sessions"),
    *("/case/" + "c" * 31 + "1", "/case/" + "c" * 31 + "8", "/case/" + "0" * 32, "/list/" + "a" * 32),
)
NASTY = (
    *("../../etc/passwd", "%2e%2e%2f%2e%2e%2f", "..\\..\\", "\x00", "%00", "<script>alert(1)</script>", "{{7*7}}"),
    *("' OR 1=1 --", "\u202e", "\ud7ff", "𝕊" * 50, "A" * 5_000, "%", "%zz", "=HYPERLINK(1)", "\r\nSet-Cookie: a=b"),
    *("-1", "1e999", "9" * 400, "0000-00-00", "2026-13-45", "24:61", "NaN", "null", "[]", "{}", "true"),
)
FIELDS = (
    *("form_token", "word_id", "kind", "taker", "day", "hour", "rings_back_on", "rings_back_at", "telephone", "words"),
    *(
        "reason",
        "until",
        "outcome",
        "is_permitted",
        "answer",
        "absent",
        "deputy",
        "first",
        "last",
        "id",
        "next",
        "user",
    ),
)
TYPES = (
    *("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "text/xml"),
    *("application/json", "application/zip", "image/png", "", "x" * 300),
)


def strange_text(dice: random.Random) -> str:
    """A value that no form of ours offers."""
    if dice.random() < 0.7:
        return dice.choice(NASTY)
    return "".join(dice.choices(string.printable, k=dice.randrange(1, 400)))


def strange_path(dice: random.Random) -> str:
    """An address of ours, or nearly."""
    path = dice.choice(PATHS)
    tail = ("/say", "/names", "/words", "/files/first_report.pdf", "/files/..%2f..%2fkeys", "/end", "//", "/.", "?")
    return path + (dice.choice(tail) if dice.random() < 0.6 else "")


def strange_form(dice: random.Random, token: str) -> dict[str, str]:
    """Fields of ours with values of nobody, more often than not with the right token."""
    fields = {dice.choice(FIELDS): strange_text(dice) for _ in range(dice.randrange(1, 12))}
    return {**fields, "form_token": token} if dice.random() < 0.7 else fields


def strange_body(dice: random.Random) -> bytes:
    """Bytes that no browser sends as a form."""
    kinds: tuple[Callable[[], bytes], ...] = (
        lambda: dice.randbytes(dice.randrange(0, 20_000)),
        lambda: b"a=" + b"x" * dice.choice((10, 100_000, 3_000_000)),
        lambda: b"&".join(b"f%d=1" % n for n in range(dice.choice((10, 5_000)))),
        lambda: b'<!DOCTYPE a [<!ENTITY b "' + b"c" * 1_000 + b'">]><a>' + b"&b;" * 1_000 + b"</a>",
        lambda: b"[" * 50_000,
        lambda: b'--x\r\nContent-Disposition: form-data; name="words"; filename="a"\r\n\r\n' + b"y" * 50_000,
        lambda: b"PK\x03\x04" + dice.randbytes(500),
    )
    return dice.choice(kinds)()


def requests(dice: random.Random, token: str) -> Iterator[dict[str, Any]]:
    """A thousand calls, one after the other."""
    for _ in range(MANY):
        headers = {**PAGE, "origin": HERE}
        call: dict[str, Any] = {
            "method": dice.choice(("GET", "POST", "POST", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"))
        }
        call["url"] = strange_path(dice)
        if call["method"] == "GET" and dice.random() < 0.5:
            call["params"] = strange_form(dice, token)
        elif call["method"] != "GET" and dice.random() < 0.6:
            call["data"] = strange_form(dice, token)
        elif call["method"] not in ("GET", "HEAD", "OPTIONS"):
            call["content"] = strange_body(dice)
            headers["content-type"] = dice.choice(TYPES)
        if dice.random() < 0.2:
            headers[dice.choice(("accept-language", "hx-current-url", "hx-request", "range", "if-none-match"))] = (
                "x" * dice.choice((1, 300))
            )
        yield {**call, "headers": headers}


@pytest.mark.usefixtures("portal")
def test_a_thousand_hostile_requests_break_nothing(portal: House) -> None:
    """No answer of a fault of ours, none too late, no memory eaten, and no word that nobody said."""
    caller, dice = Caller("aud-1"), random.Random(7)
    token, before = token_in(caller.get("/help").text), _words(portal)
    grown, bad, slowest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, [], 0.0
    let_in = 0
    for call in requests(dice, token):
        begun = time.monotonic()
        answer = caller.client.request(**call)
        let_in += not answer.headers.get("location", "").startswith("/sign-in")
        slowest = max(slowest, time.monotonic() - begun)
        if answer.status_code >= 500:
            bad.append((answer.status_code, call["method"], call["url"]))
        if "<script>alert(1)</script>" in answer.text or "\r\nSet-Cookie: a=b" in str(answer.headers):
            bad.append(("given back as it came", call["method"], call["url"]))
    assert bad == []
    assert slowest < SECONDS
    assert let_in > MANY / 2  # most of it came from somebody who was signed in
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - grown < MEGABYTES * 1024
    assert _words(portal) == before
    assert Caller("aud-1").get("/").status_code == 200


def _words(house: House) -> int:
    """How many words of substance stand in the portal: whoever opens a page says that it was opened."""
    with house.store.read() as session:
        return session.exec(select(func.count(PortalWordRow.id)).where(PortalWordRow.kind != "opened")).one()  # type: ignore[arg-type]
