"""The weekly lists as they were published, each row with how its case stands now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.responses import Response

from dashboards.office import Asked
from dashboards.portal.around import counted_as
from dashboards.portal.deadlines import clock_of
from dashboards.portal.offices import name_of
from dashboards.portal.states import State
from inspection import acts
from inspection.acts.portal.pages import Held, PortalDesk, StateNow
from inspection.acts.portal.values import ListCopy
from inspection.errors import PortalFault
from inspection.i18n import t
from inspection.referral.delivery import is_past
from inspection.time_of import now

_GROUPS = ("overdue", "new", "open", "answered")
_SIGNS = {"acknowledged": "done", "refused": "none", "delivered": "given"}


def show_all(asked: Asked) -> Response:
    """Show the newest list with its rows, and the weeks of the others."""
    desk = acts.portal.pages.my_copies(asked.acting(), "lists", with_states=True)
    first = desk.held[0] if desk.held else None
    values = _values(asked, first, desk.states) if first else {"groups": [], "copy": None, "list_id": ""}
    return _page(asked, desk, values)


def show_one(asked: Asked) -> Response:
    """Show the list of one week."""
    held = acts.portal.pages.open_copy(asked.acting(), str(asked.request.path_params["id"]))
    if not isinstance(held.copy, ListCopy):
        raise PortalFault("PORTAL-301")
    desk = acts.portal.pages.my_copies(asked.acting(), "lists", with_states=True)
    return _page(asked, desk, _values(asked, held, desk.states))


def _page(asked: Asked, desk: PortalDesk, values: Mapping[str, object]) -> Response:
    several = len(desk.counted.offices) > 1
    around = counted_as(asked, desk.counted)
    return asked.page("lists.html", 200, lists=_weeks(asked, desk.held), several=several, around=around, **values)


def _weeks(asked: Asked, held: tuple[Held, ...]) -> list[dict[str, object]]:
    return [
        {"id": one.id, "week": one.copy.week, "at": one.copy.published_at, "office": name_of(asked, one.office)}
        for one in held
        if isinstance(one.copy, ListCopy)
    ]


def _values(asked: Asked, held: Held, states: Mapping[str, StateNow]) -> dict[str, object]:
    copy, at = held.copy, now()
    assert isinstance(copy, ListCopy)  # noqa: S101  the caller looked
    rows = [_row(asked, one, states, at) for one in copy.rows if not _is_unlisted(states, one)]
    groups = [(key, [row for row in rows if row["group"] == key]) for key in _GROUPS]
    return {
        "copy": copy,
        "list_id": held.id,
        "room": "/list",
        "as_of": at,
        "list_office": name_of(asked, held.office),
        "groups": [(key, same) for key, same in groups if same],
    }


def _is_unlisted(states: Mapping[str, StateNow], one: Mapping[str, Any]) -> bool:
    """Tell whether an embargo keeps a row out, also of a list that was published before it."""
    found = states.get(str(one.get("reference")))
    return found is not None and found.is_unlisted


def _row(asked: Asked, one: Mapping[str, Any], states: Mapping[str, StateNow], at: datetime) -> dict[str, Any]:
    """Return a row as the paper has it, with the case as it stands now beside it."""
    found, group = states.get(str(one.get("reference"))), str(one.get("group"))
    group = group if group in _GROUPS else "open"
    live = _live(asked, found, at) if found else None
    return {
        "group": group,
        "reference": one.get("reference", ""),
        "decided_at": _moment(one.get("decided_at")),
        "was": asked.say(f"portal.state.{one['state']}") if one.get("state") in _KNOWN else str(one.get("state", "")),
        "expected": t(f"list.expected.{group}", asked.look.lang),
        "changed": [t(f"list.changed.{what}", asked.look.lang) for what in one.get("changed") or ()],
        "late_days": one.get("late_days"),
        "id": found.id if found else "",
        "state": live,
        "clock": clock_of(asked, found.due_at, at)
        if found and found.answered_at is None and not found.is_over
        else None,
    }


_KNOWN = frozenset({"queued", "sent", "delivered", "acknowledged", "refused"})


def _live(asked: Asked, found: StateNow, at: datetime) -> State:
    if found.is_over:
        return State("ended", asked.say("portal.state.over"))
    if found.answered_at is None and found.due_at is not None and is_past(found.due_at, at):
        return State("late", asked.say("portal.state.late"))
    return State(_SIGNS.get(found.state, "sent"), asked.say(f"portal.state.{found.state}"))


def _moment(text: object) -> datetime | None:
    if isinstance(text, datetime):
        return text
    try:
        return datetime.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
