"""Addressees of a simulation: each takes, loses and answers bundles as its dice say, whatever the house does."""

import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from builders_simulation_witness import Witness

from inspection.errors import ReferralFault
from inspection.referral.bundle import MANIFEST, damaged
from inspection.referral.model import KEY_SHOWN, Bundle, Sent

Verdict = Literal["acknowledged", "refused"]
REASONS = ("not_competent", "duplicate", "other", "incomplete")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reply:
    """An answer that an addressee is going to give.

    signed
        Manifest of the bundle that a signed answer names; None for a reference that somebody types.
    key
        Of the bundle that made it answer.
    """

    recipient: str
    reference: str
    verdict: Verdict
    reason: str | None
    at: datetime
    signed: dict[str, str] | None = None
    key: str = ""


@dataclass
class Addressee:
    """One office: what lies there, and how it behaves.

    down
        Spans of time in which it takes nothing.
    deduplicates
        False is a planted fault: the same bundle again has another effect.
    """

    id: str
    seed: int
    witness: Witness
    signs: bool = False
    down: list[tuple[datetime, datetime]] = field(default_factory=list)
    deduplicates: bool = True
    here: dict[str, tuple[str, str]] = field(default_factory=dict)  # folder: key, hash of the manifest
    asked: dict[str, int] = field(default_factory=dict)

    def dice(self, *about: object) -> random.Random:
        """Return dice of its own for one question, so that the order of events changes no answer."""
        return random.Random(":".join(map(str, (self.seed, self.id, *about))))

    def is_down(self, at: datetime) -> bool:
        """Tell whether nothing is taken at a moment."""
        return any(start <= at < end for start, end in self.down)

    def fate(self, bundle: Bundle, at: datetime) -> str:
        """Return what happens to one sending: "ok", "slow", "away", "cut", "lost", "strange", "refused"."""
        n = self.asked[bundle.key] = self.asked.get(bundle.key, 0) + 1
        if self.is_down(at):
            return "away"
        kinds = ("ok", "slow", "away", "cut", "lost", "strange", "lasting")
        return self.dice("fate", bundle.key, n).choices(kinds, (82, 3, 6, 5, 2, 1, 1))[0]

    def take(self, bundle: Bundle) -> bool:
        """Put a bundle where it belongs; False when it lay there already."""
        place = (self.id, bundle.key)
        if self.witness.taken.get(place) and self.deduplicates:
            self.witness.count("sent again, had already")
            return False
        files = dict(bundle.files)
        self.witness.damaged += damaged(files)
        self.witness.taken[place] = self.witness.taken.get(place, 0) + 1
        self.witness.held[place] = bundle.reference
        folder = f"{bundle.reference}-{bundle.key[:KEY_SHOWN]}"
        self.here[folder] = (bundle.key, hashlib.sha256(files[MANIFEST]).hexdigest())
        return True

    def replies(self, bundle: Bundle, at: datetime) -> list[Reply]:
        """Return what it will answer to a bundle that it took: once, late, twice, contradicting itself, or never."""
        dice = self.dice("reply", bundle.key)
        soon = at + timedelta(hours=min(dice.lognormvariate(0.7, 1.2), 20))
        late = at + timedelta(hours=dice.uniform(26, 120))
        reason = dice.choice(REASONS)
        manifest = json.loads(dict(bundle.files)[MANIFEST]) if self.signs and dice.random() < 0.8 else None

        def reply(verdict: Verdict, moment: datetime, why: str | None = None) -> Reply:
            return Reply(self.id, bundle.reference, verdict, why, moment, manifest, bundle.key)

        yes, again = reply("acknowledged", soon), soon + timedelta(minutes=dice.uniform(1, 900))
        plans: dict[str, list[Reply]] = {
            "yes": [yes],
            "late": [reply("acknowledged", late)],
            "twice": [yes, yes, reply("acknowledged", again)],
            "contradiction": [yes, reply("refused", again, reason)],
            "no": [reply("refused", soon, reason)],
            "no twice": [reply("refused", soon, reason), reply("refused", again, reason)],
            "never": [],
        }
        kind = dice.choices(list(plans), (60, 10, 8, 4, 4, 2, 12))[0]
        self.witness.count(f"bundles answered: {kind}")
        return plans[kind]

    def rings(self, reference: str, n: int) -> tuple[bool, bool]:
        """Tell whether somebody picks up the telephone, and whether they take the referral on."""
        dice = self.dice("rings", reference, n)
        return dice.random() < 0.7, dice.random() < 0.6


@dataclass
class Post:
    """The way to all addressees of a simulation; what one of them answers is given to `answer`.

    meanwhile
        Called while a slow addressee has not answered yet: what others do in that time.
    """

    addressees: dict[str, Addressee]
    answer: Callable[[Reply], None]
    meanwhile: Callable[[datetime], None]
    name: str = "file_drop"
    deduplicates: bool = True

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        """Hand a bundle over as the addressee's fate says; raises what a transport may raise."""
        office = self.addressees[bundle.recipient]
        fate = office.fate(bundle, at)
        office.witness.count(f"sendings: {fate}")
        if fate == "away":
            raise ReferralFault("REFER-601", recipient=office.id, kind="OSError")
        if fate in ("strange", "lasting"):
            raise KeyError("a fault of the transport's own")
        if fate == "lost":
            return self._lost(office, bundle, at)
        if office.take(bundle):
            for reply in office.replies(bundle, at):
                self.answer(reply)
        if fate == "slow":
            self.meanwhile(at)
        if fate == "cut":
            raise ReferralFault("REFER-601", recipient=office.id, kind="OSError")
        return self._said(office, bundle, at)

    def _lost(self, office: Addressee, bundle: Bundle, at: datetime) -> Sent:
        """Say that it is there, and have nothing, unless it came before."""
        if (office.id, bundle.key) not in office.witness.taken:
            office.witness.lost.add((office.id, bundle.key))
        return self._said(office, bundle, at)

    def _said(self, office: Addressee, bundle: Bundle, at: datetime) -> Sent:
        office.witness.told.add((office.id, bundle.key))
        return Sent(state="delivered", at=at, receipt=f"{office.id} {bundle.key[:KEY_SHOWN]}")

    def held(self, recipient: str) -> dict[str, str]:
        """Return what lies at an addressee's."""
        return {folder: digest for folder, (_, digest) in self.addressees[recipient].here.items()}
