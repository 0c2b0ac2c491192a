"""People of a simulated house who carry referrals by hand: they ring with a script, or take a letter to the post."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from builders_simulation_addressees import Addressee, Reply
from builders_simulation_clock import Clock, Process
from builders_simulation_offices import Handed
from builders_simulation_people import Desks
from builders_simulation_witness import Witness
from sqlmodel import col, select

from inspection import acts
from inspection.referral.bundle import MANIFEST
from inspection.referral.model import Bundle
from inspection.store.referrals import WITHOUT_BUNDLE, DeliveryRow, ReferralRow
from inspection.trust import AppContext

FORGETS = 0.15


@dataclass
class Hands:
    """Whoever carries what no server takes.

    promised
        Told of each answer that an office is going to send back.
    carried
        Deliveries that somebody has looked at.
    """

    clock: Clock
    process: Process
    witness: Witness
    desks: Desks
    offices: Mapping[str, Addressee]
    promised: Callable[[Reply], None]
    seed: int
    carried: set[str] = field(default_factory=set)

    def carry(self) -> None:
        """Look at what waits for a person, and carry it; some of it is forgotten, and the house must remind."""
        for row, referral in self._waiting():
            self.carried.add(row.id)
            dice = random.Random(f"{self.seed}:carry:{row.bundle_key}")
            way = row.transports[0]
            if dice.random() < FORGETS:
                self.witness.count(f"{way}: forgotten")
            elif way == "telephone":
                self._ring(row, referral)
            else:
                self._print(row, referral, dice)

    def _waiting(self) -> list[tuple[DeliveryRow, ReferralRow]]:
        wanted = (
            select(DeliveryRow, ReferralRow)
            .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
            .where(col(DeliveryRow.state) == "queued", col(DeliveryRow.recipient).in_(sorted(self.witness.by_hand)))
            .where(col(DeliveryRow.ended_at).is_(None))
            .order_by(col(DeliveryRow.queued_at), col(ReferralRow.reference))
            .options(WITHOUT_BUNDLE)
        )
        with self.process.house.store.read() as session:
            return [(row, referral) for row, referral in session.exec(wanted) if row.id not in self.carried]

    def _ring(self, row: DeliveryRow, referral: ReferralRow) -> None:
        """Ring with the script that the house writes; the office notes what it hears."""
        done, script = self._prepared(row, referral, "telephone")
        if not done:
            self.clock.after(self._ring, row, referral, minutes=61)
            return
        self._office(row).keep(row.bundle_key, script)
        self.witness.count("telephone: scripts")
        self.desks.ring(row.id, referral.opened_by)

    def _print(self, row: DeliveryRow, referral: ReferralRow, dice: random.Random) -> None:
        """Print the letter and take it to the post, where some are lost; now and then a second one follows."""
        done, letter = self._prepared(row, referral, "paper")
        if not done:
            self.clock.after(self._print, row, referral, dice, minutes=61)
            return
        self._post(row, referral)
        fate = self._office(row).fated(row.bundle_key)
        if fate == "lost":
            self._office(row).loses(row.bundle_key)
        else:
            self.clock.after(self._came, row, referral, letter, hours=dice.uniform(2, 30))
        if fate == "twice":
            self.clock.after(self._print_again, row, referral, hours=dice.uniform(1, 40))

    def _post(self, row: DeliveryRow, referral: ReferralRow) -> None:
        """Note that the letter has left, until an act has kept it."""
        done, _ = self.clock.try_in(
            self.process,
            lambda house: acts.delivery.hand_in(house.acting(referral.opened_by, self.clock.at), row.id),
        )
        self._office(row).says_yes(row.bundle_key)
        if not done:
            self.clock.after(self._post, row, referral, minutes=61)

    def _print_again(self, row: DeliveryRow, referral: ReferralRow) -> None:
        done, letter = self._prepared(row, referral, "paper")
        if done:
            self.clock.after(self._came, row, referral, letter, hours=6)

    def _came(self, row: DeliveryRow, referral: ReferralRow, letter: str) -> None:
        """A letter is in the hands of the office; the very same again it recognises."""
        office = self._office(row)
        if not office.keep(row.bundle_key, letter):
            self.witness.count("paper: came again and recognised")
            return
        told = Bundle(
            reference=referral.reference, recipient=row.recipient, key=row.bundle_key, files=((MANIFEST, b"{}"),)
        )
        for reply in office.replies(told, self.clock.at):
            self.promised(reply)

    def _prepared(self, row: DeliveryRow, referral: ReferralRow, way: Any) -> tuple[bool, str]:
        def prepare(house: AppContext) -> str:
            return acts.delivery.prepare_by_hand(house.acting(referral.opened_by, self.clock.at), row.id, way)

        return self.clock.try_in(self.process, prepare)

    def _office(self, row: DeliveryRow) -> Handed:
        return cast(Handed, self.offices[row.recipient])
