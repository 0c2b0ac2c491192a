"""Forms: read under a cap, and with a token that only a page of the same session can hold.

The guard takes a form from a page of this house only, by its Origin. The token is the second lock: a page that somebody
got served under our name cannot send a form in another's session.
"""

import hmac
from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.requests import Request

from dashboards.field.bodies import media_type_of, read_body
from inspection import acts
from inspection.errors import AccessRefused, ControlFault
from inspection.sealing import pseudonym
from inspection.trust.identity import Principal

TOKEN_FIELD = "form_token"  # noqa: S105  the name of a field
_LARGEST_FORM = 40_000  # bytes: 4,000 letters of any alphabet, as browsers write them
_MOST_FIELDS = 50


def form_token(principal: Principal) -> str:
    """Return what a form of a session carries: a keyed hash of the session's id, so nothing is kept for it.

    It stays the same when the session is proven again: a page that was open before can still be sent.
    """
    return pseudonym(f"form {principal.credential}", "identity", keys=acts.app().store.keys)


def require_form_token(principal: Principal, sent: Mapping[str, str]) -> None:
    """Refuse a form that no page of this session made; raises `AccessRefused` 121."""
    if not hmac.compare_digest(form_token(principal).encode(), sent.get(TOKEN_FIELD, "").encode()):
        raise AccessRefused("ACCESS-121")


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form, the first value of each.

    Errors: `AccessRefused` 122 for one that is too large, and for what is no form.
    """
    try:
        if media_type_of(request) != "application/x-www-form-urlencoded":
            raise ValueError
        body = (await read_body(request, _LARGEST_FORM)).decode("utf-8", "replace")
        fields = parse_qs(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except (ControlFault, ValueError):
        raise AccessRefused("ACCESS-122", most=_LARGEST_FORM) from None
    return {name: values[0] for name, values in fields.items()}
