"""What is wrong with an installation, and what to do: a table of questions, asked without writing anything in it.

The embedded database is looked at in a copy, as encrypted as it is, that lies in the temporary folder meanwhile. One
question that cannot be answered does not hide the next; what could not be asked is said.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from importlib import import_module

from inspection.acts.doctor.found import Check, Found
from inspection.acts.doctor.patient import Patient
from inspection.errors import InspectionError
from inspection.settings import Settings
from sectors.reader import RuleFault

__all__ = ["CHECKS", "Check", "Found", "examine"]


def _ask(name: str, patient: Patient) -> Iterator[Found]:
    """Ask a function of a module beside this one, which is imported now: together they need the whole product."""
    module, _, function = name.partition(".")
    found: Iterator[Found] = getattr(import_module(f"{__name__}.{module}"), function)(patient)
    return found


def _by(name: str) -> Callable[[Patient], Iterator[Found]]:
    return partial(_ask, name)


CHECKS: Sequence[Check] = (
    Check("home", "Is there an installation?", _by("house.home")),
    Check("files", "Who else on this machine may read it?", _by("house.files"), needs="home"),
    Check("apart", "Do keys lie elsewhere than what they open?", _by("house.keys_apart"), needs="home"),
    Check("rules", "Do the rules load?", _by("house.rules")),
    Check("database", "Does the database open?", _by("database.database"), needs="home"),
    Check("keys", "Is every key the one that the database was written with?", _by("database.keys"), needs="store"),
    Check("pages", "Is every page of the database as it was written?", _by("database.pages"), needs="store"),
    Check("history", "Is everything there that refuses a change of history?", _by("sealed.history"), needs="store"),
    Check("values", "Is every sealed value sealed by a key of this house?", _by("sealed.values"), needs="store"),
    Check("tombstones", "Did this house write each tombstone of the keyring?", _by("sealed.tombstones"), needs="store"),
    Check("sealed", "Does every sealed file open?", _by("sealed.files"), needs="store"),
    Check("trail", "Is the history whole?", _by("database.trail"), needs="store"),
    Check("roles", "May who works change what is to last?", _by("roles.roles"), needs="store"),
    Check("backups", "Is there a backup, young and elsewhere?", _by("backups.newest"), needs="home"),
    Check("copies", "Is every old copy of the keyring gone?", _by("backups.copies"), needs="home"),
    Check("registers", "Was each register taken in, and lately?", _by("lake.ages"), needs="home"),
    Check("held", "Does a delivery wait for a decision?", _by("lake.held"), needs="home"),
    Check("authorised", "May every snapshot be kept?", _by("lake.authorisations"), needs="home"),
    Check("snapshots", "Is every file of the lake as it was taken in?", _by("lake.snapshots"), needs="home"),
    Check("clear", "Does anything about a person lie in clear?", _by("at_rest.clear"), needs="home"),
    Check("takings", "Is every snapshot there that was taken in?", _by("lake.takings"), needs="store"),
    Check("teams", "Is there a team to plan for?", _by("house.roster"), needs="store"),
    Check("accounts", "Can somebody sign in?", _by("house.accounts"), needs="store"),
    Check("roads", "Does the road server answer?", _by("house.roads")),
    Check("certificates", "How long can bundles still be signed?", _by("referrals.certificates"), needs="store"),
    Check("deliveries", "Does anybody owe an answer?", _by("referrals.deliveries"), needs="store"),
    Check("on_call", "Would somebody pick up tonight?", _by("referrals.on_call_numbers"), needs="store"),
)


def examine(here: Settings, *, at: datetime, checks: Iterable[Check] = CHECKS) -> list[Found]:
    """Ask every question that can be asked of an installation; nothing of it is written, made or moved."""
    with Patient(here, at) as patient:
        found = [one for check in checks if _can_be_asked(check, patient) for one in _answer(check, patient)]
        left = [check.key for check in checks if not _can_be_asked(check, patient)]
        if left:
            what = f"not looked at: {', '.join(left)}"
            found.append(Found("look", what, "Mend what is wrong above, then run `vigie doctor` again."))
    return list(dict.fromkeys(found))


def _can_be_asked(check: Check, patient: Patient) -> bool:
    if check.needs is None:
        return True
    reaches_home = patient.has_home or patient.settings.database_url is not None
    return reaches_home and (check.needs == "home" or not isinstance(patient.store_or_fault, InspectionError))


def _answer(check: Check, patient: Patient) -> Iterator[Found]:
    """Ask one question; an error becomes a finding, one that nobody foresaw by its kind: its text may name people."""
    try:
        yield from check.look(patient)
    except (InspectionError, RuleFault) as fault:
        yield Found("wrong", f"[{fault.code}] {fault.what} ({fault.where})", fault.advice)
    except Exception as fault:  # noqa: BLE001  one fault must not hide the next
        advice = "If the lines above do not explain it, report this with VIGIE_TRACEBACK=1."
        yield Found("wrong", f"no answer to “{check.question}”: {type(fault).__name__}", advice)
