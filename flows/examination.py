"""What is wrong with this installation: rules, store, trail, registers, roster, roads, certificates, deliveries."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from inspection import acts
from inspection.errors import InspectionError
from inspection.planning import RoadFault, edition_of
from inspection.registers import Lake
from inspection.store import teams
from inspection.time_of import now, today
from inspection.trust import verify_trail
from sectors import RuleFault


@dataclass(frozen=True)
class Found:
    """One thing that was looked at."""

    state: Literal["well", "look", "wrong"]
    what: str
    advice: str = ""


def examine() -> list[Found]:
    """Look at everything; an error of ours becomes a finding, so that one fault does not hide the next."""
    checks: tuple[Callable[[], Iterator[Found]], ...] = (
        _files,
        _rules,
        _registers,
        _held_registers,
        _roster,
        _roads,
        _trail,
        _certificates,
        _deliveries,
        _duty_numbers,
    )
    found: list[Found] = []
    for check in checks:
        try:
            found += check()
        except (InspectionError, RuleFault) as fault:
            found.append(Found("wrong", f"[{fault.code}] {fault.what} ({fault.where})", fault.advice))
    return list(dict.fromkeys(found))


def _files() -> Iterator[Found]:
    """Look at who else on this machine may read what is written in clear."""
    home = acts.office().home
    exposed = [path for path in (home, *sorted(home.iterdir())) if path.stat().st_mode & 0o077]
    if exposed:
        names = ", ".join(path.name for path in exposed)
        yield Found("look", f"others on this machine may read {names}", "Run `chmod -R go= $VIGIE_HOME`.")
    else:
        yield Found("well", "the files belong to this account only")


def _rules() -> Iterator[Found]:
    rules = acts.office().rules
    warnings = rules.warnings(today())
    yield Found("well", f"rules load, {rules.sha256[:12]}")
    for warning in warnings:
        yield Found("look", f"{warning.where}: {warning.what}", warning.advice)


def _registers() -> Iterator[Found]:
    here = acts.office()
    lake, day = Lake(here.settings.lake), today()
    for key, register in sorted(here.catalogue(day).registers.items()):
        yield _register(key, lake.snapshot(key, day), register.stale_after_days, day)


def _register(key: str, snapshot: date | None, stale_after_days: int, day: date) -> Found:
    if snapshot is None:
        return Found("wrong", f"{key}: never taken in", f"Put its files in registers/{key} and run `vigie ingest`.")
    if day - snapshot > timedelta(days=stale_after_days):
        return Found("look", f"{key}: of {snapshot}, stale after {stale_after_days} days", "Fetch a newer delivery.")
    return Found("well", f"{key}: of {snapshot}")


def _held_registers() -> Iterator[Found]:
    """Look at deliveries that the gate held: weeks are planned from older ones until somebody decides."""
    here = acts.office()
    lake = Lake(here.settings.lake)
    for key in sorted(here.catalogue(today()).registers):
        for one in lake.held(key):
            what = f"{key}: the delivery of {one.day} is held, {len(one.report.differences)} differences"
            yield Found("look", what, "Run `vigie registers held`, then release or reject it.")


def _roster() -> Iterator[Found]:
    known = teams(acts.office().store)
    if known:
        yield Found("well", f"{len(known)} teams in {len({team.district for team in known})} districts")
    else:
        yield Found("wrong", "no team is known", "Run `vigie teams import FILE`.")


def _roads() -> Iterator[Found]:
    roads = acts.office().settings.roads
    if roads.provider == "great-circle":
        yield Found("well", "travel times: the great circle; no road server is set")
        return
    try:
        edition = edition_of(roads, today())
    except RoadFault as fault:
        then = "no week is planned" if roads.strict else "weeks are planned by the great circle"
        yield Found("wrong" if roads.strict else "look", f"[{fault.code}] {fault.what}; {then}", fault.advice)
        return
    if edition.map_day is None:
        advice = "Extract OSRM's map with --data_version osmosis; for Valhalla, see its tile_extract."
        yield Found("look", f"{roads.provider} does not tell how old its map is; no answer is kept on disk", advice)
    else:
        yield Found("well", f"travel times: {roads.provider}, {edition.version}")


def _trail() -> Iterator[Found]:
    report = verify_trail(acts.office().store)
    if report.broken is None:
        yield Found("well", f"the trail holds: {report.entries} entries")
    else:
        yield Found("wrong", f"the trail breaks at {report.broken}", "Stop writing and call the data officer.")


def _certificates() -> Iterator[Found]:
    """Look at how long bundles can still be signed and enveloped: a certificate that is over stops a delivery."""
    here = acts.office()
    soon = timedelta(days=here.catalogue(today()).bundles.certificate_days)
    for whose, ends in sorted(acts.certificate_ends().items()):
        left = ends - now()
        if left <= timedelta(0):
            yield Found("wrong", f"certificate of {whose}: over since {ends:%Y-%m-%d}", "Ask for the new one now.")
        elif left <= soon:
            yield Found("look", f"certificate of {whose}: until {ends:%Y-%m-%d}", "Ask for the new one.")
        else:
            yield Found("well", f"certificate of {whose}: until {ends:%Y-%m-%d}")


def _deliveries() -> Iterator[Found]:
    late = acts.overdue()
    if late:
        yield Found("look", f"{len(late)} deliveries are overdue", "Run `vigie refer overdue` and ring them.")
    else:
        yield Found("well", "no delivery is overdue")


def _duty_numbers() -> Iterator[Found]:
    """Look at the numbers that somebody would ring tonight: which of them nobody has reached for too long."""
    stale = acts.stale_duty()
    if stale:
        names = ", ".join(sorted({one.recipient for one in stale}))
        advice = "Ring each, then note it: `vigie duty test-call`."
        yield Found("look", f"{len(stale)} duty numbers without a recent test call: {names}", advice)
    else:
        yield Found("well", "every duty number of a roster was tried lately")
