"""Weeks of referrals in a simulator: none lost, none doubled, each answered or in the hands of somebody with a name.

`make simulation` runs 10,000 over 90 days. The judge knows nothing of the acts, and each planted fault must be caught:
that the judge itself can be trusted is tried in `make battery`.
"""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders_simulation import Size, World, world
from builders_simulation_addressees import Reply
from builders_simulation_judge import judged
from builders_simulation_portal import PortalWorld, note_words, portal_faults
from builders_simulation_witness import Witness
from papers_at_hand import papers_at_hand
from sqlalchemy.orm import object_session
from sqlmodel import select

from inspection.acts.bundles import bundle_of, referring
from inspection.acts.chasing import silences
from inspection.acts.outbox import handing_over
from inspection.acts.referrals import answering
from inspection.referral.bundle import MANIFEST
from inspection.referral.model import Bundle, Sent
from inspection.store.referrals import DeliveryRow

SMALL = Size(
    referrals=int(os.environ.get("VIGIE_REFERRALS", "24")),
    days=int(os.environ.get("VIGIE_DAYS", "2")),
    seed=int(os.environ.get("VIGIE_SEED", "1")),
    kill_share=0.25,  # among so few events: one kill or more, whatever the bundles hold
)
FEW = replace(SMALL, referrals=SMALL.referrals // 3, days=SMALL.days // 2 or 1, quiet_days=3)
PLANTED = Size(referrals=12, days=1, seed=3, kill_share=0.0)


@pytest.fixture(autouse=True)
def papers() -> Iterator[None]:
    """Typeset no paper: what is tried is what reaches whom."""
    with papers_at_hand():
        yield


@pytest.mark.battery(reason="the run with the portal, in every run, goes the same way and further")
def test_referrals_of_many_days_are_all_answered_or_somebody_has_them(tmp_path: Path) -> None:
    """Killed workers, addressees that lie and people who mind nothing: the history holds, to the last bundle."""
    with world(tmp_path, SMALL) as simulated:
        witness = simulated.run()
        assert judged(witness, simulated.desk.house, simulated.clock.at) == []
        assert sum(process.killed for process in (*simulated.workers, simulated.field, simulated.desk)) > 0
    print(f"seed {SMALL.seed}: {witness.counts}")
    assert witness.counts["referrals"] == SMALL.referrals
    assert witness.counts["sent again, had already"] > 0
    assert witness.counts["unanswered, with a named person and an open escalation"] > 0


def test_answers_on_the_portal_are_taken_in_once(tmp_path: Path) -> None:
    """A third of them, some twice, some late, some after the telephone; portal and office are killed in turn."""
    with world(tmp_path, FEW, PortalWorld) as simulated:
        witness = simulated.run()
        note_words(simulated)
        assert portal_faults(simulated) == []
        assert judged(witness, simulated.desk.house, simulated.clock.at) == []
        assert simulated.portal.killed + sum(process.killed for process in simulated.workers) > 0
    print(f"seed {SMALL.seed}: {witness.counts}")
    assert witness.counts["words taken in"] > 0
    assert witness.counts["answers portal: taken"] > 0


@pytest.mark.battery
def test_the_same_seed_gives_the_same_history(tmp_path: Path) -> None:
    """A run that went wrong can be looked at again."""
    counts = []
    for name in ("one", "two"):
        with world(tmp_path / name, Size(referrals=4, days=1, seed=5, kill_share=0.05)) as simulated:
            simulated.run()
            counts.append(simulated.witness.counts)
    assert counts[0] == counts[1]


@pytest.mark.battery(reason="a run of its own, 14 s")
def test_a_signature_that_comes_back_after_a_cut_sending_says_that_the_bundle_is_there(tmp_path: Path) -> None:
    """The house stops sending to offices whose every connection breaks, once they have answered with the nonce."""
    with world(tmp_path, PLANTED) as simulated:
        signing = [office for office in simulated.addressees.values() if office.signs]
        for office in signing:
            office.fate = lambda bundle, at: "cut"  # type: ignore[method-assign]
            office.replies = lambda bundle, at: [_signed_soon(bundle, at)]  # type: ignore[method-assign]
        witness = simulated.run()
        assert judged(witness, simulated.desk.house, simulated.clock.at) == []
    theirs = {place for place in witness.taken if place[0] in {office.id for office in signing}}
    assert theirs
    assert not theirs & witness.told


def _signed_soon(bundle: Bundle, at: datetime) -> Reply:
    manifest = json.loads(dict(bundle.files)[MANIFEST])
    soon = at + timedelta(seconds=20)
    return Reply(bundle.recipient, bundle.reference, "acknowledged", None, soon, manifest, bundle.key)


def marked_before_sending(patch: pytest.MonkeyPatch, simulated: World) -> None:
    """The delivery is recorded as sent, and then sent: an addressee that is away has it never."""

    honest = handing_over._send

    def send(kind: Any, leased: Any) -> str:
        if kind.name != "delivery":
            return honest(kind, leased)
        at = kind.context.at
        handing_over._record_sent(kind, leased, Sent(state="delivered", at=at, receipt="planted"))
        try:
            leased.way.send(bundle_of(kind.app.store, leased.row), at=at)
        except Exception:  # noqa: BLE001  as the act itself does
            return "failed"
        return "sent"

    patch.setattr(handing_over, "_send", send)


def no_dedup_at_the_addressee(patch: pytest.MonkeyPatch, simulated: World) -> None:
    """The same bundle again has another effect."""
    for office in simulated.addressees.values():
        office.deduplicates = False


def a_lost_row_of_the_outbox(patch: pytest.MonkeyPatch, simulated: World) -> None:
    """One bundle in eight is never queued."""
    queue, seen = referring.queue, []

    def lossy(trail: Any, referral: Any, addressee: Any, made: Any, **how: Any) -> DeliveryRow | None:
        seen.append(made.key)
        return None if len(seen) % 8 == 0 else queue(trail, referral, addressee, made, **how)

    patch.setattr(referring, "queue", lossy)


def a_chase_that_stops_after_the_first_rung(patch: pytest.MonkeyPatch, simulated: World) -> None:
    """The house is told once, and no higher."""
    steps = silences.steps
    patch.setattr(silences, "steps", lambda *moments: min(steps(*moments), 1))


def an_answer_on_the_wrong_delivery(patch: pytest.MonkeyPatch, simulated: World) -> None:
    """Every third answer lands on a delivery of the same referral to another office."""
    meant, seen = answering._meant, []

    def astray(rows: Sequence[DeliveryRow], receipt: Any) -> list[DeliveryRow]:
        seen.append(receipt)
        if len(seen) % 3:
            return meant(rows, receipt)
        mine = select(DeliveryRow).where(DeliveryRow.referral_id == rows[0].referral_id)
        others = [one for one in object_session(rows[0]).exec(mine) if one.recipient != rows[0].recipient]
        return [one for one in others if one.state not in answering.ANSWERED][:1] or meant(rows, receipt)

    patch.setattr(answering, "_meant", astray)


FAULTS: dict[Callable[[pytest.MonkeyPatch, World], None], str] = {
    marked_before_sending: "never said",
    no_dedup_at_the_addressee: "doubled effect",
    a_lost_row_of_the_outbox: "never written to",
    a_chase_that_stops_after_the_first_rung: "a rung that nobody climbed",
    an_answer_on_the_wrong_delivery: "an answer",
}


@pytest.mark.battery
@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_the_judge_finds_a_planted_fault(
    plant: Callable[[pytest.MonkeyPatch, World], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same small run with one fault in the act, the transport or the addressee: named for what it is."""
    with world(tmp_path, PLANTED) as simulated:
        plant(monkeypatch, simulated)
        witness: Witness = simulated.run()
        found = judged(witness, simulated.desk.house, simulated.clock.at)
    assert any(FAULTS[plant] in fault for fault in found), found[:5]
