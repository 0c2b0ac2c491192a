"""A process that serves the shell with one page more: a form with kept text, which exists for tests only.

Its effect is a line in a file of the home, once for each id of a form. A file `kill` in the home says where the process
ends as a machine does whose plug is pulled: `before` the effect, or `after` it.
"""

import json
import os
import signal
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboards.guard import Doors, Guard
from dashboards.office import Asked, Shell, Wearing, form, office_routes, page
from dashboards.policy import Policy
from inspection import acts
from inspection.errors import AccessRefused
from inspection.store.core import new_id

_PAGES = Path(__file__).with_name("kept_text_pages")


def show(asked: Asked, status: int = 200, refusal: str = "") -> Response:
    """Show the form."""
    told = asked.query("told")
    return asked.page("note.html", status, word_id=new_id(), told=told, refusal=refusal)


def take(asked: Asked) -> Response:
    """Write a line, once for each form."""
    if "REFUSE" in asked.form["words"]:
        return show(asked, 400, "Refused")
    if "FAULT" in asked.form["words"]:
        raise AccessRefused("ACCESS-120")
    _end("before")
    file = acts.app().home / "said.jsonl"
    said = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    if asked.form["word_id"] not in {one["word_id"] for one in said}:
        with file.open("a") as opened:
            opened.write(json.dumps({name: asked.form[name] for name in ("word_id", "title", "words")}) + "\n")
            opened.flush()
            os.fsync(opened.fileno())
    _end("after")
    return asked.led("/note?told=sent")


def _end(where: str) -> None:
    file = Path(acts.app().home) / "kill"
    if file.exists() and file.read_text() == where:
        file.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


async def _well(_: Request) -> Response:
    return PlainTextResponse("ok")


def _application() -> Policy:
    routes = [Route("/healthz", _well), page("/note", show), form("/note", take), *office_routes()]
    house = acts.app()
    return Policy(Doors(Guard(Wearing(Starlette(routes=routes), Shell(templates=(_PAGES,))), house), house.settings))


if __name__ == "__main__":
    uvicorn.run(_application(), host="127.0.0.1", port=int(sys.argv[1]), access_log=False, log_level="warning")
