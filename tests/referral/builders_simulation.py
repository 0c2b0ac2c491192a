"""A simulated inspectorate: referrals of many virtual days through the real acts and the embedded store.

Inspectors save and decide at all hours; three workers deliver, chase, compare and publish, and are killed between two
steps; addressees and people behave as their dice say. The seed gives the run; the witness judges it (see
builders_simulation_judge).
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders_acts import SIGNS, a_control
from builders_control import a_person
from builders_simulation_addressees import Addressee, Post, Reply
from builders_simulation_clock import Clock, Plug, Process
from builders_simulation_house import OFFICES_OF, SIGNING, opened, people, settle
from builders_simulation_people import Desks
from builders_simulation_witness import DISTRICTS, PLACES, Answer, Witness, Yes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspection import acts, failpoints
from inspection.control.filled import Control
from inspection.errors import ReferralFault
from inspection.referral.delivery import sign_acknowledgement
from inspection.referral.model import Transport
from inspection.settings import Settings
from inspection.store.core import new_id
from inspection.time_of import IsoWeek, day_in_brussels
from inspection.trust import AppContext

START = datetime(2026, 8, 24, 4, 0, tzinfo=UTC)
LAST_MOVES = timedelta(days=2)  # after the last decision: corrections and reroutings still follow
FORMS = (("economic",), ("sexual",), ("economic", "sexual"))
MINOR = {"name": "Jana Exempel", "birth_date": "2012-05-01"}


@dataclass(frozen=True)
class Size:
    """How large a run is, and how often a process is killed while it works.

    quiet_days
        How long nothing new comes at the end: the whole ladder of an unanswered delivery takes less than six.
    """

    referrals: int
    days: int
    seed: int
    kill_share: float = 0.02
    quiet_days: int = 6


class World:
    """The house, its addressees and its people, on one clock."""

    signing = SIGNING

    def __init__(self, home: Path, size: Size, plug: Plug) -> None:
        self.size, self.witness = size, Witness()
        self.settings = self._settled(home)
        self.clock = Clock(START, random.Random(size.seed), plug, size.kill_share)
        self.workers = [self._process(f"worker {n}") for n in range(3)]
        self.field, self.desk = self._process("field"), self._process("desk")
        self.addressees: dict[str, Addressee] = {name: self._addressee(name) for name in OFFICES_OF}
        self.post = Post(self.addressees, self._promised, self._meanwhile)
        self.desks = Desks(
            self.clock, self.desk, self.witness, self.addressees, self._late, self._more, size.seed, START
        )
        for one in people():
            self.witness.people.setdefault((str(one["role"]), _district(one)), []).append(str(one["id"]))
        for district in DISTRICTS.values():
            self.witness.people["direction", district] = self.witness.people["direction", None]
        self._plan()

    @property
    def end(self) -> datetime:
        """The end of the last day on which somebody decides."""
        return START + timedelta(days=self.size.days)

    def run(self) -> Witness:
        """Let it all happen, then let everybody come to rest: nothing is down any more, nobody is killed."""
        self.clock.run_until(self.end)
        self._come_to_rest()
        self.clock.run_until(self.end + LAST_MOVES)
        self.desks.may_reroute = False
        self.clock.run_until(self.end + LAST_MOVES + timedelta(days=self.size.quiet_days))
        return self.witness

    def close(self) -> None:
        """Give back every store."""
        for process in (*self.workers, self.field, self.desk):
            process.house.store.close()

    def ways(self, process: Process) -> Sequence[Transport]:
        """Return the ways to addressees as a process knows them."""
        return [self.post]

    def _come_to_rest(self) -> None:
        self.clock.kill_share = 0.0
        for office in self.addressees.values():
            office.down = []

    def _settled(self, home: Path) -> Settings:
        return settle(home, START)

    def _process(self, name: str) -> Process:
        return Process(name, self.settings, opened(self.settings), START)

    def _addressee(self, name: str) -> Addressee:
        dice = random.Random(f"{self.size.seed}:down:{name}")
        starts = [START + timedelta(days=dice.uniform(0, self.size.days)) for _ in range(1 + self.size.days // 30)]
        down = [(start, start + timedelta(hours=dice.choice((2, 9, 26)))) for start in starts]
        return Addressee(name, self.size.seed, self.witness, signs=name in SIGNING, down=down)

    def _plan(self) -> None:
        """Put on the clock what the days bring, and what schedules do."""
        for n in range(self.size.referrals + self.size.referrals // 20):
            dice = random.Random(f"{self.size.seed}:control:{n}")
            at = START + timedelta(days=dice.uniform(0, self.size.days))
            self.clock.schedule(at, self._control, dice, n < self.size.referrals)
        self.clock.after(self.desks.look, hours=1)
        self.clock.after(self._chase, hours=1)
        self.clock.after(self._reconcile, hours=23)
        self.clock.after(self._publish, IsoWeek.of(day_in_brussels(START)), days=7, hours=1)
        for n, worker in enumerate(self.workers):
            self.clock.after(self._deliver, worker, minutes=5 * (n + 1))

    # What inspectors do.

    def _control(self, dice: random.Random, is_yes: bool) -> None:
        place = dice.choice(list(PLACES))
        by = f"insp-{DISTRICTS[dice.choice(list(PLACES)) if dice.random() < 0.1 else place]}-{dice.randint(1, 4)}"
        forms = dice.choices(FORMS, (75, 10, 15))[0]
        way = dice.choices(("at once", "later", "early", "asked"), (45, 30, 15, 10))[0] if is_yes else "no"
        self.witness.count(f"controls: {way}")
        said = forms if way in ("at once", "early") else None
        control = self._filled(new_id(), f"est:2{dice.randrange(10**9):09d}", [a_person(1)], said)
        if way == "early":
            control = control.model_copy(update={"left_at": None})
        if way == "no":
            self.witness.not_referred.add(control.control_id)
        yes = Yes(control, place, by, self.clock.at, forms, minors=False)
        if way in ("at once", "early"):
            self.witness.wanted[control.control_id] = yes
        self._save(yes, dice, way)

    def _filled(
        self, control_id: str, workplace: str, persons: list[dict[str, Any]], said: tuple[str, ...] | None
    ) -> Control:
        at = self.clock.at
        suspicion = {
            "decision": "yes",
            "grounds": "papers held",
            "decided_at": at.isoformat(),
            "forms": list(said or ()),
        }
        return a_control(
            control_id=control_id,
            answers=dict(SIGNS),
            persons=persons,
            facts_on=day_in_brussels(at).isoformat(),
            entered_at=(at - timedelta(hours=2)).isoformat(),
            left_at=at.isoformat(),
            workplace=workplace,
            suspicion=suspicion if said else None,
        )

    def _save(self, yes: Yes, dice: random.Random, way: str) -> None:
        """Save a control, again and again until an act has answered, as the field form does."""
        done, saved = self.clock.try_in(
            self.field,
            lambda house: acts.controls.save(house.acting(yes.by, self.clock.at), yes.control, place=yes.place),
        )
        if not done:
            self.clock.after(self._save, yes, dice, way, minutes=dice.uniform(1, 90))
            return
        if way in ("at once", "early"):
            yes.reference = saved.reference
            self._wake()
        if way == "early":
            self.clock.after(self._grow, yes, dice.random() < 0.4, minutes=dice.uniform(10, 300))
        if way == "at once" and dice.random() < 0.05:
            self.clock.after(self._more, yes.control.control_id, hours=dice.uniform(1, 200))
        if way == "later":
            self.clock.after(self._decide, yes, minutes=dice.uniform(5, 1500))
        if way == "asked":
            self._undecided[yes.control.control_id] = yes
            self.clock.after(self._decide, yes, days=4)  # who minds no alert decides at last
        if way == "no" and dice.random() < 0.5:
            self._say_no(yes)

    @property
    def _undecided(self) -> dict[str, Yes]:
        return self.__dict__.setdefault("undecided", {})

    def _decide(self, yes: Yes) -> None:
        """Decide on a control that was saved without a decision, until an act has answered."""
        self._undecided.pop(yes.control.control_id, None)
        if yes.reference is not None:
            return
        if yes.control.control_id not in self.witness.wanted:
            yes.decided_at = self.clock.at
            self.witness.wanted[yes.control.control_id] = yes
        how: Any = {"grounds": "papers held", "forms": yes.forms}
        done, referral = self.clock.try_in(
            self.field,
            lambda house: acts.referrals.decide(
                house.acting(yes.by, self.clock.at), yes.control.control_id, "yes", **how
            ),
        )
        if done:
            yes.reference = referral.reference
            self._wake()
        else:
            self.clock.after(self._decide, yes, minutes=30)

    def _say_no(self, yes: Yes) -> None:
        self.clock.try_in(
            self.field,
            lambda house: acts.referrals.decide(
                house.acting(yes.by, self.clock.at), yes.control.control_id, "no", grounds="family at work"
            ),
        )

    def _late(self, control_id: str) -> None:
        """Decide at last on what an alert asked about."""
        if control_id in self._undecided:
            self._decide(self._undecided[control_id])

    def _grow(self, yes: Yes, with_minor: bool) -> None:
        """Finish a control whose yes left early; a minor found since then adds offices."""
        persons = [a_person(1), a_person(2, **(MINOR if with_minor else {"name": "Piet Exempel"}))]
        said = yes.control.suspicion.model_dump(mode="json") if yes.control.suspicion else None
        grown = self._filled(yes.control.control_id, yes.control.workplace, persons, None).model_dump(mode="json")
        yes.minors = yes.minors or with_minor
        self._finish(yes, Control.model_validate({**grown, "entered_at": yes.control.entered_at, "suspicion": said}))

    def _finish(self, yes: Yes, control: Control) -> None:
        """Save a finished control, again and again as it is: a process that was killed may have saved it already."""
        done, _ = self.clock.try_in(
            self.field,
            lambda house: acts.controls.save(house.acting(yes.by, self.clock.at), control, place=yes.place),
        )
        if done:
            yes.control = control
            self.witness.count("controls completed after a yes")
        else:
            self.clock.after(self._finish, yes, control, minutes=30)

    def _more(self, control_id: str) -> None:
        """Correct a finished control: one person more was there; every addressee gets a supplement."""
        yes = self.witness.wanted[control_id]
        if yes.control.left_at is None or self.clock.at > self.end + LAST_MOVES:
            return
        raw = yes.control.model_dump(mode="json")
        n = len(raw["persons"]) + 1
        control = Control.model_validate({**raw, "persons": [*raw["persons"], a_person(n, name=f"Nr {n} Exempel")]})
        done, _ = self.clock.try_in(
            self.field,
            lambda house: acts.controls.correct_control(
                house.acting(yes.by, self.clock.at), control, "one more person", place=yes.place
            ),
        )
        if done:
            yes.control = control
            self.witness.count("corrections")
        else:
            self.clock.after(self._more, control_id, minutes=30)

    # What schedules do.

    def _wake(self) -> None:
        """Let the delivery thread send at once what was just decided."""
        self._hand_over(self.workers[0], limit=5)

    def _deliver(self, worker: Process) -> None:
        self._hand_over(worker)
        self.clock.after(self._deliver, worker, minutes=45 if self.clock.at < self.end else 240)

    def _hand_over(self, worker: Process, limit: int = 200) -> None:
        self.clock.try_in(
            worker, lambda house: acts.delivery.deliver(house.acting(at=self.clock.at), self.ways(worker), limit=limit)
        )

    def _meanwhile(self, at: datetime) -> None:
        """While one worker waits for a slow addressee, its lease runs out and another takes its deliveries up."""
        self.witness.count("leases that ran out while the first was sending")
        later = at + timedelta(seconds=2 * self.settings.lease_seconds)
        other = self.clock.dice.choice(self.workers)
        self.clock.try_in(other, lambda house: acts.delivery.deliver(house.acting(at=later), self.ways(other), limit=3))

    def _chase(self) -> None:
        worker = self.clock.dice.choice(self.workers)
        done, _ = self.clock.try_in(worker, lambda house: acts.chasing.chase(house.acting(at=self.clock.at)))
        if done:
            self.witness.chased.append(self.clock.at)
        self.clock.after(self._chase, hours=1)

    def _reconcile(self) -> None:
        worker = self.clock.dice.choice(self.workers)
        done, found = self.clock.try_in(
            worker, lambda house: acts.delivery.reconcile(house.acting(at=self.clock.at), self.ways(worker))
        )
        if done:
            self.witness.compared.append((self.clock.at, {one.recipient: one.fault for one in found}))
        self.witness.count("reconciliations", int(done))
        self.witness.count("bundles that reconciling found missing", sum(len(r.missing) for r in found or ()))
        self.witness.count("places that reconciling could not look into", sum(bool(r.fault) for r in found or ()))
        self.clock.after(self._reconcile, hours=24)

    def _publish(self, week: IsoWeek) -> None:
        for recipient in acts.delivery.list_recipients(self.desk.house.acting(), week):
            self._publish_one(week, recipient)
        self.clock.after(self._publish, IsoWeek.after(week.days[-1]), days=7)

    def _publish_one(self, week: IsoWeek, recipient: str) -> None:
        worker = self.clock.dice.choice(self.workers)
        done, _ = self.clock.try_in(
            worker, lambda house: acts.delivery.publish_list(house.acting(at=self.clock.at), week, recipient)
        )
        self.witness.count("lists published", int(done))
        if not done:
            self.clock.after(self._publish_one, week, recipient, minutes=61)

    # What addressees answer.

    def _promised(self, reply: Reply) -> None:
        self.clock.schedule(reply.at, self._answered, reply)

    def _answered(self, reply: Reply) -> None:
        """Take an answer in, until an act has said yes or no to it."""
        outcome = "taken"
        try:
            done, _ = self.clock.try_in(self.desk, lambda house: self._take(house, reply))
        except ReferralFault as fault:
            done, outcome = True, fault.code
        how = "signed" if reply.signed else "typed"
        self.witness.count(f"answers {how}: {outcome if done else 'killed'}")
        said: Any = (reply.recipient, reply.reference, reply.verdict, self.clock.at, how)
        self.witness.answers.append(Answer(*said, outcome if done else "killed", reply.key))
        if not done:
            self.clock.after(self._answered, reply, minutes=61)

    def _take(self, house: AppContext, reply: Reply) -> None:
        context = house.acting(at=self.clock.at)
        if reply.signed:
            acts.referrals.acknowledge_signed(context, _signed(reply, self.signing[reply.recipient]))
        elif reply.verdict == "acknowledged":
            acts.referrals.acknowledge(context, reply.reference, recipient=reply.recipient)
        else:
            acts.referrals.refuse(context, reply.reference, reply.reason, recipient=reply.recipient)  # type: ignore[arg-type]


def _district(user: dict[str, Any]) -> str | None:
    return user["district"]


def _signed(reply: Reply, key: Ed25519PrivateKey) -> bytes:
    manifest = reply.signed or {}
    said = {
        "reference": manifest["reference"],
        "recipient": manifest["recipient"],
        "bundle_key": manifest["key"],
        "nonce": manifest["nonce"],
        "answer": reply.verdict,
        "at": reply.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        **({"reason": reply.reason} if reply.reason else {}),
    }
    return sign_acknowledgement(said, key)


@contextmanager
def world(home: Path, size: Size, kind: type[Any] = World) -> Iterator[Any]:
    """Give a world whose processes can be killed; its stores are closed at the end."""
    plug = Plug()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(failpoints, "os", plug)
        made = kind(home, size, plug)
        try:
            yield made
        finally:
            made.close()
