"""Sessions of browsers in tests: begun by the act of the demo home, moved in time by their rows, since nobody waits."""

from datetime import timedelta

from inspection import acts
from inspection.acts.identity import SignedIn
from inspection.store.people import SessionRow
from inspection.time_of import now
from inspection.trust import AppContext


def signed_in(house: AppContext, user: str) -> SignedIn:
    """Begin a session for somebody."""
    return acts.identity.sign_in_demo(house.acting(), user)


def moved(house: AppContext, done: SignedIn, *, seen_minutes: float = 0, ends_minutes: float = 60) -> None:
    """Let a session be as one that was last seen so many minutes ago, and ends in so many."""
    with house.store.write() as session:
        row = session.get_one(SessionRow, done.principal.credential)
        row.seen_at = now() - timedelta(minutes=seen_minutes)
        row.ends_at = now() + timedelta(minutes=ends_minutes)
