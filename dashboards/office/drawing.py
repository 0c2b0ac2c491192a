"""Drawing a page: which language and look the reader has, and the template with what every page says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.dates import format_date, format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dashboards.guard import LANGUAGE_COOKIE
from dashboards.office.addresses import here
from dashboards.office.forms import TOKEN_FIELD
from dashboards.office.shell import shell_of
from inspection.i18n import LANGUAGES, OWN_NAMES, Lang
from inspection.time_of import BRUSSELS

if TYPE_CHECKING:
    from dashboards.office.asking import Asked

THEME_COOKIE = "vigie_theme"
THEMES = ("system", "light", "dark")
_MOMENTS = 4096  # writings of a moment that are kept: the same ones stand on page after page
STATIC = Path(__file__).parent / "static"
# A page of ours runs and wears files of this house only; nothing stands in the page itself.
SAID = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",  # a form of ours must say from where it comes
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Look:
    """How a reader wants pages: language, and light, dark or as the system says."""

    lang: Lang
    theme: str


def look_of(request: Request, own: str = "") -> Look:
    """Return the look that a reader wants: the language chosen here, else their own, else the browser's, else French.

    own
        The language of the user, where one is known.
    """
    asked = [one.strip()[:2].lower() for one in request.headers.get("accept-language", "").split(",")]
    langs = (request.cookies.get(LANGUAGE_COOKIE), own, *asked)
    lang: Lang = next((known for one in langs for known in LANGUAGES if one == known), "fr")
    theme = request.cookies.get(THEME_COOKIE, "")
    return Look(lang, theme if theme in THEMES else THEMES[0])


def draw(asked: Asked, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """Return a page of a template; what it needs besides its own values is what every page says."""
    shell = shell_of(asked.request)
    frame: dict[str, object] = {
        "asked": asked,
        "lang": asked.look.lang,
        "theme": asked.look.theme,
        "themes": THEMES,
        "languages": OWN_NAMES,
        "visitor": asked.visitor,
        "shell": shell,
        "around": cache(lambda: shell.around(asked)),  # a part of a page shows nothing of it, and counts nothing for it
        "room": asked.request.url.path,
        "is_demo": asked.app.settings.is_demo,
        "service": asked.app.settings.service,
        "token_field": TOKEN_FIELD,
        "say": asked.say,
        "moment": lambda at: moment(at, asked.look.lang),
        "day": lambda on: day_words(on, asked.look.lang),
        "hour": lambda at: f"{at.astimezone(BRUSSELS):%H:%M}",
        "file": file_address,
        "module": module_address,
        "here": here(asked.request),
    }
    html = _templates(shell.folders).get_template(template).render(frame | values)
    return HTMLResponse(html, status, SAID)


@lru_cache(_MOMENTS)
def moment(at: datetime, lang: Lang) -> str:
    """Return a moment as people write it in a language, by the clock on the wall here."""
    return format_datetime(at.astimezone(BRUSSELS), "EEE d MMM y, HH:mm", locale=lang)


@lru_cache(_MOMENTS)
def day_words(on: date, lang: Lang) -> str:
    """Return a day as people write it in a language."""
    return format_date(on, "EEE d MMM y", locale=lang)


@cache
def file_address(name: str) -> str:
    """Return the address of a file that pages are drawn with; it changes with the file, so that none is outdated."""
    return f"/office/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


@cache
def module_address(name: str) -> str:
    """Return the address of a script that loads others, in a folder that changes with any of them."""
    scripts = b"".join(file.read_bytes() for file in sorted(STATIC.glob("*.js")))
    return f"/office/static/v-{hashlib.sha256(scripts).hexdigest()[:12]}/{name}"


@cache
def _templates(folders: tuple[Path, ...]) -> Environment:
    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
