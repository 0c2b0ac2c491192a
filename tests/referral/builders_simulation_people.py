"""People of a simulated house: they look at their alerts, ring, reroute and decide; some late, some never."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from builders_simulation_addressees import Addressee
from builders_simulation_clock import Clock, Process
from builders_simulation_witness import PLACES, Answer, Witness
from sqlmodel import col, select

from inspection import acts
from inspection.errors import InspectionError, ReferralFault
from inspection.store.records import AlertRow
from inspection.store.referrals import DeliveryRow, ReferralRow

RING = frozenset({"delivery_reminder", "delivery_overdue", "delivery_missing", "delivery_failing"})
NEVER = 0.25
TRIES = 3


@dataclass
class Desks:
    """Everybody who has alerts to look at.

    decides, completes
        What an inspector does who is told that a suspicion is undecided, or that an addressee misses something.
    """

    clock: Clock
    process: Process
    witness: Witness
    addressees: dict[str, Addressee]
    decides: Callable[[str], None]
    completes: Callable[[str], None]
    seed: int
    looked_at: datetime
    rung: dict[str, int] = field(default_factory=dict)
    may_reroute: bool = True

    def look(self) -> None:
        """See what was raised since the last time, and plan what to do about it."""
        with self.process.house.store.read() as session:
            new = select(AlertRow).where(
                col(AlertRow.raised_at) > self.looked_at, col(AlertRow.raised_at) <= self.clock.at
            )
            found = session.exec(new.order_by(col(AlertRow.raised_at), col(AlertRow.kind), col(AlertRow.subject))).all()
        self.looked_at = self.clock.at
        for alert in found:
            self.witness.count(f"alerts: {alert.kind}")
            dice = random.Random(f"{self.seed}:{alert.kind}:{self._known_as(alert)}:{alert.step}")
            if dice.random() >= NEVER:
                self.clock.after(self.react, alert, hours=dice.choice((0.1, 0.5, 1, 3, 9, 30)))
            else:
                self.witness.count("alerts that nobody minded")
        self.clock.after(self.look, hours=2)

    def react(self, alert: AlertRow) -> None:
        """Take an alert on and do what it asks for; whoever dies in the middle begins again."""
        by = alert.for_user or self.witness.people[alert.for_role, alert.district][0]
        done, _ = self.clock.try_in(
            self.process, lambda house: acts.alerts.see_alert(house.acting(by, self.clock.at), alert.id)
        )
        if not done:
            self.clock.after(self.react, alert, minutes=61)
        elif alert.kind in RING:
            self.ring(alert.subject, by)
        elif alert.kind == "delivery_refused" and self.may_reroute:
            self.reroute(alert.subject, by)
        elif alert.kind == "undecided":
            self.decides(alert.subject)
        elif alert.kind == "clock":
            self.clock.try_in(
                self.process, lambda house: acts.chasing.stop_clock(house.acting(by, self.clock.at), alert.subject)
            )

    def ring(self, delivery_id: str, by: str) -> None:
        """Ring an addressee about a delivery that has no answer; log the call, and ring again if it led to nothing."""
        row, referral = self._delivery(delivery_id)
        if row.state in ("acknowledged", "refused"):
            return
        n = self.rung[delivery_id] = self.rung.get(delivery_id, 0) + 1
        picked_up, taken_on = self.addressees[row.recipient].rings(referral.reference, n)
        if picked_up:
            self._log(row, referral, taken_on, by)
        if not taken_on and n < TRIES:
            self.clock.after(self.ring, delivery_id, by, hours=2)

    def reroute(self, delivery_id: str, by: str) -> None:
        """Send a refused referral to the office of the next place, or complete what the addressee misses."""
        row, referral = self._delivery(delivery_id)
        if row.refused_reason == "incomplete":
            self.completes(referral.control_id)
            return
        to = self._neighbour(row.recipient)
        try:
            done, made = self.clock.try_in(
                self.process, lambda house: acts.changes.reroute(house.acting(by, self.clock.at), delivery_id, to)
            )
        except ReferralFault as fault:
            self.witness.count(f"reroutings refused: {fault.code}")
            return
        if not done:
            self.witness.rerouted[delivery_id] = to  # it may have come to its commit
            self.clock.after(self.reroute, delivery_id, by, minutes=61)
        else:
            self.witness.rerouted[delivery_id] = made.recipient
            self.witness.count("reroutings")

    def _log(self, row: DeliveryRow, referral: ReferralRow, taken_on: bool, by: str) -> None:
        outcome = "taken"
        self.witness.rung.add(row.id)
        try:
            done, _ = self.clock.try_in(
                self.process,
                lambda house: acts.referrals.log_call(
                    house.acting(by, self.clock.at), row.id, "duty_officer", "come at once", taken_on
                ),
            )
        except InspectionError as fault:
            done, outcome = True, fault.code
        self.witness.count("calls logged" if done else "calls cut")
        if taken_on:
            said: Any = (row.recipient, referral.reference, "acknowledged", self.clock.at, "telephone")
            self.witness.answers.append(Answer(*said, outcome if done else "killed"))
        if not done:
            self.clock.after(self.ring, row.id, by, minutes=61)

    def _delivery(self, delivery_id: str) -> tuple[DeliveryRow, ReferralRow]:
        with self.process.house.store.read() as session:
            row = session.get_one(DeliveryRow, delivery_id)
            return row, session.get_one(ReferralRow, row.referral_id)

    def _known_as(self, alert: AlertRow) -> str:
        """Return by what an alert is about in every run of a seed: ids differ from run to run."""
        if not alert.kind.startswith("delivery_"):
            return str(alert.raised_at)
        row, referral = self._delivery(alert.subject)
        return f"{referral.reference}:{row.recipient}:{row.queued_at}"

    @staticmethod
    def _neighbour(recipient: str) -> str:
        kinds: Sequence[list[str]] = [sorted({offices[kind] for offices in PLACES.values()}) for kind in range(3)]
        mine = next((kind for kind in kinds if recipient in kind), kinds[1])
        return mine[(mine.index(recipient) + 1) % len(mine)] if recipient in mine else mine[0]
