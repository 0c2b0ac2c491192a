"""What a replanned week changed, read back as plain values."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from inspection.store.core import Store
from inspection.store.views import ChangeView, EventView, ReplanView, SlotView
from inspection.store.weeks import Plan


def plan_origin(store: Store, plan_id: str) -> str | None:
    """Return the id of the plan that this one replans, None for a week that was planned afresh or is unknown."""
    with store.read() as session:
        found = session.get(Plan, plan_id)
    return found.supersedes if found else None


def plan_changes(store: Store, plan_id: str) -> ReplanView | None:
    """Return what happened and changed, in the order of the week; None for a week planned afresh or unknown."""
    with store.read() as session:
        found = session.get(Plan, plan_id)
    if found is None or found.changes is None:
        return None
    return ReplanView(
        at=datetime.fromisoformat(found.changes["at"]),
        events=tuple(EventView(kind=e["kind"], values=e["values"]) for e in found.changes["events"]),
        changes=tuple(sorted((_change(one) for one in found.changes["differences"]), key=_by_time)),
    )


def _by_time(change: ChangeView) -> tuple[date, float, str]:
    slot = (*change.before, *change.after)[0]
    return slot.day, slot.start, change.code


def _change(raw: Mapping[str, Any]) -> ChangeView:
    return ChangeView(**{**raw, "before": _slots(raw["before"]), "after": _slots(raw["after"])})


def _slots(raw: Sequence[Mapping[str, Any]]) -> tuple[SlotView, ...]:
    return tuple(SlotView(team=s["team"], day=date.fromisoformat(s["day"]), start=s["start"]) for s in raw)
