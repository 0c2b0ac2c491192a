"""Keeping what is typed on a page: the page's script sends it while somebody types, and asks for it when it loads."""

from starlette.responses import JSONResponse, Response

from dashboards.office.asking import Asked
from inspection import acts
from inspection.acts.texts import Kept
from inspection.time_of import BRUSSELS

KEPT, AWAY = "/kept", "/away"
_UNSAID = {"Cache-Control": "no-store"}
_STALE = 409


def show(asked: Asked) -> Response:
    """Tell a page what its fields hold, who is signed in, and what its forms must carry now."""
    kept = acts.texts.kept_texts(asked.acting(), asked.query("page"))
    told = {
        "owner": asked.known.owner_key,
        "token": asked.known.form_token,
        "texts": [{"field": one.field, **_told(one)} for one in kept],
    }
    return JSONResponse(told, headers=_UNSAID)


def keep(asked: Asked) -> Response:
    """Keep the words of one field; 409 with what stands there where somebody wrote it from an older version."""
    sent = asked.form
    kept = acts.texts.keep_text(
        asked.acting(),
        sent.get("page", ""),
        sent.get("field", ""),
        sent.get("words", ""),
        _number(sent.get("version", "")),
        form=sent.get("form", "")[:64],
    )
    fresh = {"fresh": kept.fresh} if kept.fresh else {}
    return JSONResponse({**_told(kept), **fresh}, _STALE if kept.is_stale else 200, headers=_UNSAID)


def away(asked: Asked) -> Response:
    """Return what a browser keeps and shows where this office cannot be reached; it is the same for everybody."""
    return asked.page("away.html")


def _told(kept: Kept) -> dict[str, object]:
    return {
        "words": kept.words,
        "form": kept.form,
        "version": kept.version,
        "at": kept.kept_at.isoformat(),
        "hour": f"{kept.kept_at.astimezone(BRUSSELS):%H:%M}",
    }


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0
