"""Checks of the house itself: its folder, who reads it, its rules, its people, its road server."""

from collections.abc import Iterator

from inspection import planning
from inspection.acts.doctor.found import Found
from inspection.acts.doctor.patient import Patient
from inspection.store.queries import has_accounts, teams


def home(patient: Patient) -> Iterator[Found]:
    """Look whether there is a home at all."""
    if patient.has_home:
        yield Found("well", "the folder of this installation is there")
    else:
        advice = "Set VIGIE_HOME to the folder of the installation, or run `vigie init` to make a new one there."
        yield Found("wrong", f"there is no folder {patient.settings.home}", advice)


def files(patient: Patient) -> Iterator[Found]:
    """Look at who else on this machine may read what is written in clear."""
    here = patient.settings.home
    exposed = [path for path in (here, *sorted(here.iterdir())) if path.stat().st_mode & 0o077]
    if exposed:
        names = ", ".join(path.name for path in exposed)
        yield Found("look", f"others on this machine may read {names}", "Run `chmod -R go= $VIGIE_HOME`.")
    else:
        yield Found("well", "the files belong to this account only")


def rules(patient: Patient) -> Iterator[Found]:
    """Look whether the rules load, and what they remark upon."""
    warnings = patient.rules.warnings(patient.day)
    yield Found("well", f"rules load, {patient.rules.sha256[:12]}")
    for warning in warnings:
        yield Found("look", f"{warning.where}: {warning.what}", warning.advice)


def roster(patient: Patient) -> Iterator[Found]:
    """Look whether there are teams to plan for."""
    known = teams(patient.store)
    if known:
        yield Found("well", f"{len(known)} teams in {len({team.district for team in known})} districts")
    else:
        yield Found("wrong", "no team is known", "Run `vigie teams import FILE`.")


def accounts(patient: Patient) -> Iterator[Found]:
    """Look whether somebody can sign in, and whether a home in which nobody need prove anything is the demo's alone."""
    has_some, is_demo = has_accounts(patient.store), patient.settings.is_demo
    if has_some and is_demo:
        advice = (
            "Make an installation of its own: VIGIE_HOME=<a new folder> vigie init. Nobody proves who they are here."
        )
        yield Found("wrong", "the demo made this home, and people have accounts in it", advice)
    elif is_demo:
        yield Found("well", "a home of the demo: nobody needs an account")
    elif has_some:
        yield Found("well", "people have accounts")
    else:
        advice = "Run `vigie enrol first ID` for a member of the direction."
        yield Found("wrong", "nobody has an account", advice)


def roads(patient: Patient) -> Iterator[Found]:
    """Look whether the road server answers, and how old its map is."""
    settings = patient.settings.roads
    if settings.provider == "great-circle":
        yield Found("well", "travel times: the great circle; no road server is set")
        return
    try:
        edition = planning.roads.edition_of(settings, patient.day)
    except planning.roads.RoadFault as fault:
        then = "no week is planned" if settings.strict else "weeks are planned by the great circle"
        yield Found("wrong" if settings.strict else "look", f"[{fault.code}] {fault.what}; {then}", fault.advice)
        return
    if edition.map_day is None:
        advice = "Extract OSRM's map with --data_version osmosis; for Valhalla, see its tile_extract."
        yield Found("look", f"{settings.provider} does not tell how old its map is; no answer is kept on disk", advice)
    else:
        yield Found("well", f"travel times: {settings.provider}, {edition.version}")
