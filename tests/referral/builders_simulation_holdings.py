"""Judges a run over real ways by what lies in each office's box at the end, read again from the disk."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from builders_simulation_judge import Kept, judged, read
from builders_simulation_offices import BROKEN, Handed, Served
from builders_simulation_served import ServedWorld
from builders_simulation_ways import WAYS
from builders_simulation_witness import Witness

from inspection.referral.bundle import MANIFEST, damaged
from inspection.store.referrals import DeliveryRow

LISTED = ("file_drop", "sftp")


def judged_by_the_boxes(world: ServedWorld) -> list[str]:
    """Return everything that went wrong; empty is well."""
    world.wait()
    kept, witness = read(world.desk.house), world.witness
    for office in world.offices.values():
        _weigh(office, witness)
    found = [
        *judged(witness, world.desk.house, world.clock.at),
        *_unseen(world, kept),
        *_uncarried(world, kept),
        *_unheard(world, kept),
    ]
    _count(world, kept)
    return found


def _weigh(office: Served, witness: Witness) -> None:
    """Note what an office holds: by the key of a bundle, how often it has an effect there."""
    effects: dict[str, set[str]] = defaultdict(set)
    for path in office.holds():
        if key := _key(office, path, witness):
            effects[key].add(office.effect(path))
    for key, different in effects.items():
        witness.taken[office.id, key] = len(different)
    witness.count(f"{office.way}: bundles held", len(effects))


def _key(office: Served, path: Path, witness: Witness) -> str:
    """Open one thing, and note what is wrong with it; what an office broke itself is none of this house's doing."""
    if isinstance(office, Handed):
        return path.name.partition("-")[0]
    if path.is_dir() and (path / MANIFEST).exists() and (path / MANIFEST).read_bytes() == BROKEN:
        return ""
    bundle = office.opened(path)
    witness.damaged += damaged(dict(bundle.files))
    witness.held[office.id, bundle.key] = bundle.reference
    if bundle.recipient != office.id:
        witness.faults.append(f"{office.id} holds what is for {bundle.recipient}")
    return bundle.key


def _unseen(world: ServedWorld, kept: Kept) -> Iterator[str]:
    """The first comparison that could look found each bundle that is gone or broken, and no other."""
    by_place = {(row.recipient, row.bundle_key): row for row in kept.deliveries}
    for place, at in _lies(world, LISTED):
        row = by_place[place]
        alert = kept.alerts.get(("delivery_missing", row.id, 1))
        run = next((run for run, saw in world.witness.compared if run > at and saw.get(row.recipient) == ""), None)
        is_awaited = run is not None and row.sent_at is not None and (row.answered_at is None or row.answered_at > run)
        if is_awaited and (alert is None or alert.raised_at > run):
            yield f"a lie of {row.recipient} that comparing did not find"
    by_id = {row.id: row for row in kept.deliveries}
    for kind, subject, _ in kept.alerts:
        if kind == "delivery_missing":
            office, key = world.offices[by_id[subject].recipient], by_id[subject].bundle_key
            if key not in office.lost_at and key not in office.away:
                yield f"called missing, which {office.id} has"


def _lies(world: ServedWorld, ways: tuple[str, ...]) -> Iterator[tuple[tuple[str, str], datetime]]:
    """Yield what offices said to have and have not, with the moment since when."""
    for office in world.offices.values():
        if office.way in ways:
            for key, at in office.lost_at.items():
                if (office.id, key) not in world.witness.taken:
                    yield (office.id, key), at


def _uncarried(world: ServedWorld, kept: Kept) -> Iterator[str]:
    """What people carry is called delivered only where somebody was reached on the telephone."""
    for row in kept.deliveries:
        if row.recipient in world.witness.by_hand and row.state == "delivered" and row.id not in world.witness.rung:
            yield f"called delivered, and nobody rang {row.recipient}"


def _unheard(world: ServedWorld, kept: Kept) -> Iterator[str]:
    """An answer that was taken ends the delivery of the bundle that made an office answer, a supplement's too.

    But for one that the house did not know to be there when a reference was typed: it leaves again, and is asked about.
    """
    by_place = {(row.recipient, row.bundle_key): row for row in kept.deliveries}
    for answer in world.witness.answers:
        row = by_place.get((answer.recipient, answer.key)) if answer.outcome == "taken" else None
        if row is None or row.state in ("acknowledged", "refused"):
            continue
        if row.sent_at is not None and row.sent_at <= answer.at:
            yield f"{row.recipient} answered what is called {row.state}"


def _count(world: ServedWorld, kept: Kept) -> None:
    """Add to the counts how the deliveries of each way ended, and by what each lie was found."""
    witness = world.witness
    ends = Counter((WAYS[row.recipient], row.state) for row in kept.deliveries)
    for (way, state), n in ends.items():
        witness.count(f"{way}: deliveries {state}", n)
    rows = {(row.recipient, row.bundle_key): row for row in kept.deliveries}
    for way in dict.fromkeys(WAYS.values()):
        for place, _ in _lies(world, (way,)):
            witness.count(f"{way}: lies found by {_found_by(kept, rows[place])}")
    witness.count("servers started again", sum(server.starts - 1 for server in world.servers.values()))


def _found_by(kept: Kept, row: DeliveryRow) -> str:
    if ("delivery_missing", row.id, 1) in kept.alerts:
        return "comparing"
    return "a call or an answer" if row.state in ("acknowledged", "refused") else "silence, and escalated"
