"""A home with referrals of every state, served to browsers: what the board and the case page are looked at with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from builders_board import (
    AUDITORATE,
    BY,
    CELL,
    DIRECTION,
    a_case,
    a_roster_of,
    asks,
    delivery_to,
    opens,
    takes_on,
)
from builders_identity import an_account
from office_shell import a_home

from inspection import acts
from inspection.referral.delivery import FileDrop
from inspection.time_of import now
from inspection.trust import AppContext

HEAD = "head-liege"
WHICH_DOOR = "Par quelle porte entre le personnel ?"


@contextmanager
def a_board(home: Path) -> Iterator[tuple[AppContext, dict[str, str]]]:
    """Give a home, and its cases by what became of them: late, silent, asked, taken on, refused, under embargo."""
    with a_home(home) as house:
        at = now()
        an_account(house, HEAD, at)
        cases = {
            "late": a_case(house, 2041, at=at - timedelta(days=286)),
            "silent": a_case(house, 77, at=at - timedelta(days=16)),
            "refused": a_case(house, 903, at=at - timedelta(days=1, hours=6)),
            "soon": a_case(house, 39439, at=at - timedelta(hours=22)),
            "asked": a_case(house, 118, at=at - timedelta(hours=5)),
            "taken": a_case(house, 64, at=at - timedelta(hours=9)),
            "namur": a_case(house, 16, "namur", at=at - timedelta(hours=3)),
        }
        a_roster_of(house, at=at - timedelta(days=3))
        (turn,) = acts.on_call.list_on_call(house.acting("supervisor-liege", at))
        acts.on_call.note_test_call(house.acting("supervisor-liege", at - timedelta(days=2)), turn.id, "reached")
        acts.delivery.deliver(house.acting(at=at), {"file_drop": FileDrop(house.settings.outbox)})
        _play(house, cases, at)
        acts.chasing.chase(house.acting(at=at))
        yield house, cases


def _play(house: AppContext, cases: dict[str, str], at: datetime) -> None:
    """Let things happen with the cases."""
    call = acts.referrals.log_call
    late = delivery_to(house, cases["late"])
    for days in (200, 3):
        call(house.acting(BY, at - timedelta(days=days)), late, "duty_officer", "On regarde.", False)
    auditorate = delivery_to(house, cases["late"], AUDITORATE)
    call(house.acting(BY, at - timedelta(days=283)), auditorate, "magistrate", "Attendez notre appel.", True)
    opens(house, delivery_to(house, cases["silent"]), at - timedelta(days=15))
    refused = at - timedelta(days=1, hours=2)
    acts.referrals.refuse(house.acting(BY, refused), cases["refused"], "not_competent", recipient=CELL)  # type: ignore[arg-type]
    asks(house, delivery_to(house, cases["asked"]), WHICH_DOOR, at - timedelta(hours=2))
    taken = delivery_to(house, cases["taken"])
    call(house.acting(BY, at - timedelta(hours=4)), taken, "duty_officer", "La patrouille arrive.", True)
    takes_on(house, taken, at + timedelta(hours=2), at - timedelta(hours=4))
    mine = delivery_to(house, cases["taken"], AUDITORATE)
    call(house.acting(BY, at - timedelta(hours=3)), mine, "magistrate", "Pas de contact.", True)
    until = (at + timedelta(days=15)).date()
    acts.changes.embargo(house.acting(DIRECTION, at), cases["taken"], AUDITORATE, "telephone", until=until)
