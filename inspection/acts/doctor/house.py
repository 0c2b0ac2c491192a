"""Checks of the house itself: its folder, who reads it, its rules, its people, its road server."""

from collections.abc import Iterator
from pathlib import Path

from inspection import planning
from inspection.acts.doctor.found import Found
from inspection.acts.doctor.patient import Patient
from inspection.keys import NAMES, open_keys
from inspection.store.queries import has_accounts, teams


def home(patient: Patient) -> Iterator[Found]:
    """Look whether there is a home at all."""
    if patient.has_home:
        yield Found("well", "the folder of this installation is there")
    else:
        advice = "Set VIGIE_HOME to the folder of the installation, or run `vigie init` to make a new one there."
        yield Found("wrong", f"there is no folder {patient.settings.home}", advice)


def files(patient: Patient) -> Iterator[Found]:
    """Look at who else on this machine may read what is written in clear, and the folders that were laid elsewhere."""
    here = patient.settings.home
    exposed = [path for path in (here, *sorted(here.iterdir())) if path.stat().st_mode & 0o077]
    apart = {
        name: folder
        for name, folder in _laid_apart(patient).items()
        if folder.is_dir() and not folder.is_relative_to(here) and folder.stat().st_mode & 0o077
    }
    if exposed:
        names = ", ".join(path.name for path in exposed)
        yield Found("look", f"others on this machine may read {names}", "Run `chmod -R go= $VIGIE_HOME`.")
    for name, folder in apart.items():
        yield Found("look", f"others on this machine may read {name}: {folder.name}", f"Run `chmod -R go= ${name}`.")
    if not exposed and not apart:
        yield Found("well", "the files belong to this account only")


def _laid_apart(patient: Patient) -> dict[str, Path]:
    """Return the folders with sealed things that settings may lay elsewhere, by the names of the settings."""
    settings = patient.settings
    backups, keyrings = settings.backup.places(settings.home)
    return {"VIGIE_KEYRING": settings.keyring, "VIGIE_BACKUPS": backups, "VIGIE_KEYRING_BACKUPS": keyrings}


def keys_apart(patient: Patient) -> Iterator[Found]:
    """Look whether keys lie beside what they open: whoever takes such a home away opens all of it."""
    here, keys = patient.settings, open_keys(patient.settings.keys)
    inside = [
        told
        for told, folder, is_file in (
            ("keys", here.keys, any(keys.source(name) == "file" for name in NAMES)),
            ("keyring", here.keyring, here.keyring.is_dir()),
        )
        if is_file and folder.absolute().is_relative_to(here.home.absolute())
    ]
    if here.is_demo:
        return
    if inside:
        what = f"whoever copies this home has what opens it too: {' and '.join(inside)} lie in it"
        yield Found("look", what, "Lay them elsewhere: docs/how-to/keep-the-keys.md, “Keep keys apart from the home”.")
    else:
        yield Found("well", "neither keys nor keyring lie in the home")


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
