"""The register of breaches: each referral that went to the wrong office; kinds of data and numbers, never a name."""

from collections.abc import Callable
from typing import Any, Final

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.referrals.addresses import BOARD, BREACHES
from dashboards.office.referrals.words import Words
from dashboards.office.shared import order_in, sorted_by
from inspection import acts
from inspection.acts.changes import BreachEntry

_ORDERS: Final[dict[str, tuple[Callable[[BreachEntry], Any], bool]]] = {
    "found": (lambda one: one.found_at, True),
    "office": (lambda one: one.recipient, False),
    "persons": (lambda one: (one.persons, one.minors), True),
    "deleted": (lambda one: (one.deleted_at is not None, one.found_at), False),
}


def show(asked: Asked) -> Response:
    """Show it to who may read it; the look is in the trail before."""
    entries, words = acts.changes.breaches(asked.acting()), Words(asked)
    order = order_in(asked, _ORDERS, "found")
    key, is_reversed = _ORDERS[order]
    return asked.page(
        "breaches.html",
        entries=sorted(entries, key=key, reverse=is_reversed),
        open=sum(1 for one in entries if one.deleted_at is None),
        kinds=lambda one: ", ".join(asked.say(f"breaches.kind.{kind}") for kind in one.categories),
        told=lambda one: ", ".join(_who(asked, words, id_) for id_ in one.told),
        words=words,
        order=order,
        is_down=is_reversed,
        sorted_by=lambda name: sorted_by(BREACHES, name),
        address=BOARD,
        room=BOARD,
    )


def _who(asked: Asked, words: Words, told: str) -> str:
    return words.office(told) if told in words.rules.recipients else asked.say(f"role.{told}")
