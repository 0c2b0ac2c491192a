"""Choosing the language and the look: kept by the browser, and by nobody else."""

from starlette.responses import Response

from dashboards.guard import LANGUAGE_COOKIE, is_plain
from dashboards.office.addresses import back_to
from dashboards.office.asking import Asked
from dashboards.office.drawing import THEME_COOKIE, THEMES
from inspection.i18n import LANGUAGES

_LONGEST = 400 * 86_400  # seconds; no browser keeps a cookie longer


def language(asked: Asked) -> Response:
    """Keep the language that was chosen."""
    return _kept(asked, LANGUAGE_COOKIE, asked.form.get("language", ""), LANGUAGES)


def theme(asked: Asked) -> Response:
    """Keep the look that was chosen."""
    return _kept(asked, THEME_COOKIE, asked.form.get("theme", ""), THEMES)


def _kept(asked: Asked, cookie: str, chosen: str, known: tuple[str, ...]) -> Response:
    """Return the way back, with the choice where it is one; what is none changes nothing."""
    answer = asked.led(back_to(asked.form.get("next", "")))
    if chosen in known:
        keep_choice(asked, answer, cookie, chosen)
    return answer


def keep_choice(asked: Asked, answer: Response, cookie: str, chosen: str) -> None:
    """Let the browser keep a choice; it is no secret."""
    secure = not is_plain(asked.request)
    answer.set_cookie(cookie, chosen, max_age=_LONGEST, path="/", samesite="lax", secure=secure)
