"""Checks of the lake: how old each register is, and whether every snapshot is there as it was taken in."""

from collections import Counter
from collections.abc import Iterator, Mapping

from inspection.acts import registers
from inspection.acts.doctor.found import Found
from inspection.acts.doctor.patient import Patient
from inspection.errors import IntakeFault
from inspection.registers import life
from inspection.registers.lake import Why, Worth, damages, lawful, manifest_sha256, worth_of
from inspection.time_of import day_in_brussels

_ADVICE: Mapping[Worth, str] = {
    "newest": (
        "Put it back from a backup (`vigie restore --to`), or move the snapshot's folder away "
        "and take the delivery in again."
    ),
    "read": (
        "Put it back from a backup (`vigie restore --to`), or take in a full delivery that is newer: "
        "updates stand on this one."
    ),
    "past": (
        "Put it back from a backup (`vigie restore --to`); if there is none, the direction accepts it: "
        "`vigie registers given-up {} {}`."
    ),
}
_LISTED = "`vigie registers authorisations` lists them"
_GOES: Mapping[Why, str] = {
    Why.WITHDRAWN: f"`vigie registers prune` destroys them, as the schedule does every night; {_LISTED}.",
    Why.OVER: f"`vigie registers prune` destroys them, as the schedule does every night; {_LISTED}.",
    Why.NONE: f"Write the decision, or let the direction destroy them: `vigie registers prune`; {_LISTED}.",
}
_STAYS = "They go once the hold is lifted and they are thawed (`vigie registers thaw`), with the next `prune`."


def ages(patient: Patient) -> Iterator[Found]:
    """Look at which registers were taken in, and how long ago."""
    rules = patient.rules.on(patient.day)
    for key, register in sorted(rules.registers.items()):
        try:
            snapshot = patient.lake.snapshot(key, patient.day)
        except IntakeFault as fault:
            yield Found("wrong", f"[{fault.code}] {fault.what} ({fault.where})", fault.advice)
            continue
        if snapshot is None and key in patient.last_pruned:
            what = f"{key}: nothing of it is kept; the newest snapshot, of {patient.last_pruned[key]}, went by policy"
            yield Found("look", what, "Take in a newer delivery; a closed register needs an authorisation in force.")
        elif snapshot is None and not register.is_awaited:
            yield Found("well", f"{key}: not taken in here")
        elif snapshot is None:
            yield Found("wrong", f"{key}: never taken in", f"Put its files in registers/{key} and run `vigie ingest`.")
        elif lawful(patient.lake, rules, is_demo=patient.settings.is_demo).snapshot(key, patient.day) is None:
            what = f"{key}: of {snapshot}, may not be used: no authorisation in force covers it"
            yield Found("wrong", what, f"No week and no control reads it, frozen or not; {_LISTED}.")
        elif register.is_stale(snapshot, patient.day):
            what = f"{key}: of {snapshot}, stale after {register.stale_after_days} days"
            yield Found("look", what, "Fetch a newer delivery.")
        else:
            yield Found("well", f"{key}: of {snapshot}")


def held(patient: Patient) -> Iterator[Found]:
    """Look at deliveries that the gate held: weeks are planned from older ones until somebody decides."""
    for key in sorted(patient.rules.on(patient.day).registers):
        for one in patient.lake.held(key):
            what = f"{key}: the delivery of {one.day} is held, {len(one.report.differences)} differences"
            yield Found("look", what, "Run `vigie registers held`, then release or reject it.")


def authorisations(patient: Patient) -> Iterator[Found]:
    """Look whether every snapshot may still be kept, by the authorisation by which it came in."""
    rules, is_demo = patient.rules.on(patient.day), patient.settings.is_demo
    found: Counter[tuple[str, Why, bool]] = Counter()
    for key in sorted(rules.registers):
        for one in life.by_policy(patient.lake, rules, key, frozen=patient.frozen, is_demo=is_demo):
            if one.unlawful:
                found[key, one.unlawful, one.goes] += 1
    for (register, why, goes), count in found.items():
        what = f"{register}: {count} snapshots may not be kept: {why}"
        if goes:
            yield Found("look" if why == Why.OVER else "wrong", what, _GOES[why])
        else:
            yield Found("look", f"{what}; a legal hold or a freeze keeps them", _STAYS)
    if not found:
        yield Found("well", "every snapshot may be kept by the authorisation that it came in by")


def snapshots(patient: Patient) -> Iterator[Found]:
    """Read every file of the lake and compare it with the hash that the intake wrote beside it."""
    found = [one for key in sorted(patient.rules.on(patient.day).registers) for one in damages(patient.lake, key)]
    certain = [one for one in found if one.is_certain]
    for damage in certain:
        yield _damaged(patient, damage.register, damage.day, f"lake/{damage.where}: {damage.what}")
    if unknown := len(found) - len(certain):
        what = f"{unknown} snapshots of an earlier version have no hash: nobody can tell whether they changed"
        yield Found("look", what, "The next delivery of each register is hashed.")
    elif not certain:
        yield Found("well", "every file of the lake is as it was taken in")


def takings(patient: Patient) -> Iterator[Found]:
    """Look whether every snapshot that the trail knows of is there, with the account that was written then."""
    with patient.store.read() as session:
        taken = registers.snapshots_taken(session)
    faults = 0
    for (register, day), manifest in sorted(taken.items()):
        here = manifest_sha256(patient.lake, register, day)
        if here != manifest:
            faults += 1
            what = "missing" if here is None else "not the one that was taken in"
            yield _damaged(patient, register, day, f"lake/{register}/{day}: {what}")
    if taken and not faults:
        yield Found("well", f"all {len(taken)} snapshots that were taken in are there")


def _damaged(patient: Patient, register: str, day: str, what: str) -> Found:
    """Return what was found of a snapshot: of an older one nobody takes a delivery in again, and it may be given up."""
    if (register, day) in patient.given_up:
        when = day_in_brussels(patient.given_up[register, day])
        return Found("look", f"lake/{register}/{day}: lost; accepted by the direction on {when}")
    advice = _ADVICE[worth_of(patient.lake, register, day)]
    return Found("wrong", what, advice.format(register, day))
