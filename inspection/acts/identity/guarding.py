"""Who may try a password now: wrong ones are counted for each name, known or not, and for the whole house."""

from datetime import timedelta

from sqlmodel import Session, col, delete

from inspection.sealing import pseudonym
from inspection.store.people import SignInFailureRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context
from inspection.trust.identity import Guesses, closed_until, one_more
from sectors.rules.service import IdentityRules

_HOUSE = "house"
_MINUTE = timedelta(minutes=1)


def rules_of(context: Context) -> IdentityRules:
    """Return the limits of the day."""
    return context.app.catalogue(day_in_brussels(context.at)).identity


def name_key(context: Context, name: str) -> str:
    """Return by what a name is counted: keyed, since people type passwords where their name belongs."""
    return pseudonym(f"name {name}", "identity", keys=context.store.keys)


def is_open(session: Session, context: Context, key: str) -> bool:
    """Tell whether a password is taken for a name at this moment."""
    house = _guesses(session, _HOUSE)
    rules = rules_of(context)
    if house is not None and house.failures >= rules.house_failures and context.at - house.since < _MINUTE:
        return False
    closed = closed_until(_recent(session, context, key), rules)
    return closed is None or context.at >= closed


def count_failure(session: Session, context: Context, key: str) -> int:
    """Count a wrong password for a name and for the house; returns how many it makes for the name."""
    forgotten = timedelta(minutes=rules_of(context).forgotten_minutes)
    house = _guesses(session, _HOUSE)
    if house is not None and context.at - house.since >= _MINUTE:
        house = None
    _keep(session, _HOUSE, one_more(house, context.at, forgotten))
    return count_alone(session, context, key)


def count_alone(session: Session, context: Context, key: str) -> int:
    """Count what nobody guesses, such as a signature: the house stays open to passwords whatever is thrown at it."""
    forgotten = timedelta(minutes=rules_of(context).forgotten_minutes)
    made = one_more(_guesses(session, key), context.at, forgotten)
    _keep(session, key, made)
    return made.failures


def is_worth_recording(session: Session, context: Context, key: str) -> bool:
    """Tell whether a further refusal is recorded: a flood of them fills no table, and the count says the rest."""
    closed = closed_until(_recent(session, context, key), rules_of(context))
    return closed is None or context.at >= closed


def forget_failures(session: Session, context: Context, key: str) -> None:
    """Count anew for a name that was proven, and forget what lies so far back that it counts no more."""
    old = context.at - timedelta(minutes=rules_of(context).forgotten_minutes)
    for gone in (col(SignInFailureRow.id) == key, col(SignInFailureRow.last_at) < old):
        session.exec(delete(SignInFailureRow).where(gone))


def _recent(session: Session, context: Context, key: str) -> Guesses | None:
    found = _guesses(session, key)
    forgotten = timedelta(minutes=rules_of(context).forgotten_minutes)
    return found if found is not None and context.at - found.last_at < forgotten else None


def _guesses(session: Session, key: str) -> Guesses | None:
    row = session.get(SignInFailureRow, key)
    return None if row is None else Guesses(row.failures, row.since, row.last_at)


def _keep(session: Session, key: str, made: Guesses) -> None:
    row = session.get(SignInFailureRow, key) or SignInFailureRow(
        id=key, failures=0, since=made.since, last_at=made.since
    )
    row.failures, row.since, row.last_at = made.failures, made.since, made.last_at
    session.add(row)
