"""How those behave whom a past suspicion was told to: they acknowledge, refuse, are rung, or say nothing at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from inspection import acts
from inspection.demo.past.acting import Event, acting
from inspection.life_cycles import RefusalReason
from inspection.referral.delivery import Receipt
from inspection.store.queries import deliveries
from inspection.store.views import DeliveryView
from inspection.time_of import today
from inspection.trust import AppContext

POLICE, AUDITORATE = "police_directorate", "labour_auditorate"
_INSTRUCTION = "Hear the persons apart, keep the documents; synthetic text of the demo."


@dataclass(frozen=True, kw_only=True)
class Told:
    """A suspicion that was told, by whom, and after how many hours each kind of office stirs."""

    reference: str
    by: str
    at: datetime
    hours: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """The kinds of offices that acknowledge, refuse, and are rung; all others stay silent."""

    acknowledge: tuple[str, ...] = ()
    refuse: tuple[str, ...] = ()
    ring: tuple[str, ...] = ()


# In turn, so that even a short past shows every case: half are answered by all, some by one, some by nobody.
_BEHAVIOURS = (
    Behaviour(acknowledge=(AUDITORATE,)),
    Behaviour(acknowledge=(POLICE, AUDITORATE), ring=(POLICE,)),
    Behaviour(acknowledge=(AUDITORATE,), refuse=(POLICE,)),
    Behaviour(acknowledge=(POLICE, AUDITORATE)),
    Behaviour(ring=(AUDITORATE,)),
    Behaviour(acknowledge=(POLICE, AUDITORATE), ring=(POLICE,)),
)


def after_yes(app: AppContext, told: Told, turn: int) -> Iterator[Event]:
    """Yield what follows a suspicion: it is handed over, and each office does what it does.

    turn
        Which suspicion it is: the ways of behaving come round in turn.
    """
    soon = told.at + timedelta(minutes=1)
    yield soon, 3, partial(deliver, app, soon)
    behaves = _BEHAVIOURS[turn % len(_BEHAVIOURS)]
    for kind, hours in told.hours.items():
        at = told.at + timedelta(hours=hours)
        if kind in behaves.ring:
            yield at, 4, partial(_ring, app, told, kind, at, kind in behaves.acknowledge)
        elif kind in behaves.acknowledge or kind in behaves.refuse:
            yield at, 4, partial(answer, app, told, kind, at, is_refused=kind in behaves.refuse)


def deliver(app: AppContext, at: datetime) -> None:
    """Hand over what is queued, as the schedule does."""
    acts.delivery.deliver(app.acting_as_flow("deliver_referrals", at), acts.outbox.transports(app))


def answer(app: AppContext, told: Told, kind: str, at: datetime, *, is_refused: bool = False) -> None:
    """Let the offices of a kind acknowledge a suspicion, or refuse it."""
    for delivery in deliveries_of(app, told.reference, kind):
        receipt = Receipt(reference=delivery.reference, recipient=delivery.recipient, by=told.by, at=at)
        if is_refused:
            acts.referrals.refuse(acting(app, told.by, at), receipt, RefusalReason.NOT_COMPETENT)
        else:
            acts.referrals.acknowledge(acting(app, told.by, at), receipt)


def deliveries_of(app: AppContext, reference: str, kind: str) -> list[DeliveryView]:
    """Return the deliveries of a referral to offices of a kind."""
    recipients = app.catalogue(today()).recipients
    return [d for d in deliveries(app.store, reference=reference) if recipients[d.recipient].kind == kind]


def _ring(app: AppContext, told: Told, kind: str, at: datetime, is_acknowledged: bool) -> None:
    for delivery in deliveries_of(app, told.reference, kind):
        number = acts.alerts.number_on_call(acting(app, told.by, at), delivery.recipient)
        acts.referrals.log_call(
            acting(app, told.by, at), delivery.id, "duty_officer", _INSTRUCTION, is_acknowledged, number=number
        )
