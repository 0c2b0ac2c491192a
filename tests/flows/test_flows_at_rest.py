"""A home without its keys tells nothing: a week with its referrals leaves no number, name or told word in clear."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders_flows import DISTRICTS, NAME, TOLD, As, last_week, next_week, numbers_of_past, vigie, write_home
from scanning import Leak, Sought, Watch, scan

from inspection.sealed_places import folder_keys, outbox_files
from inspection.sealing import is_by_field_key, is_sealed
from inspection.settings import Settings
from inspection.store.opening import open_store

GROUNDS = "the passports were shown from a safe, said Canari"
NUMBERS = ("85.07.30-033.28", "10123100171", "85473003317")  # of either century, and a BIS number
SUPERVISOR = "supervisor-leuven"
CLOSED = (
    *("dimona/dimona.csv", "checkin/checkin.csv", "mandates/mandates.csv", "limosa/limosa.csv", "a1/a1.csv"),
    *("single_permit/single_permit.csv", "residence/residence.csv"),
)


@dataclass(frozen=True)
class Week:
    """A home after all that a week does, what may stand nowhere in it, and what was seen of it while it was done."""

    home: Path
    sought: Sought
    seen: frozenset[Leak]
    looks: int


def suspected(home: Path, times: int) -> Sought:
    """Let the controls of the past end in suspicions with told grounds, and return what may stand nowhere then.

    `times` how much longer the past is than the demo's: only what the truth hides is a suspicion.
    """
    file = home / "registers/past/year.json"
    words = {"person": NAME, "grounds": {"yes": GROUNDS}, "numbers": NUMBERS}
    year = json.loads(file.read_text(encoding="utf-8"))
    more = {"words": words, "suspicions": {"yes": 1.0}, "weeks": times * year["weeks"]}
    file.write_text(json.dumps(year | more), encoding="utf-8")
    numbers = {*NUMBERS, *numbers_of_past()}
    for name in CLOSED:
        rows = (home / "registers" / name).read_text(encoding="utf-8").splitlines()
        place = rows[0].split(",").index("INSS")
        numbers |= {row.split(",")[place] for row in rows[1:]}
    return Sought.of(numbers=numbers, words={NAME, TOLD, GROUNDS})


def whole_week(home: Path, referrals: int, temporary: Path, times: int) -> Week:
    """Do what `make week` does, and look at processes and temporary files meanwhile."""
    sought = suspected(home, times)
    assert scan(home / "registers/dimona", sought)  # what is delivered is there to be found
    week = ("--week", next_week())
    with Watch(sought, temporary) as watch:
        vigie(home, "ingest")
        vigie(home, "teams", "import", str(home / "registers/roster/teams.json"))
        vigie(home, "demo", "past")
        vigie(home, "week", *week, "--seed", "7", As("direction-1"))
        vigie(home, "approve", *week, "--latest", As(SUPERVISOR))
        for line in (("refer", "send"), ("refer", "chase")):
            vigie(home, *line)
        vigie(home, "report", "week", "--week", last_week(), As("direction-1"))
        vigie(home, "portal", "sync")
    made = vigie(home, "refer", "list", "--json", As(SUPERVISOR)).value
    assert len({one["reference"] for one in made}) >= referrals
    return Week(home, sought, frozenset(watch.leaks), watch.looks)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    """Give a small home after its week."""
    root = tmp_path_factory.mktemp("rest")
    yield from _made(root, ("leuven",), referrals=3, establishments=120)


def _made(
    root: Path, districts: Sequence[str], *, referrals: int, establishments: int, times: int = 1
) -> Iterator[Week]:
    temporary = root / "temporary"
    temporary.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))
        patch.setattr(tempfile, "tempdir", None)
        home = write_home(root / "home", districts, establishments)
        (home / "cache").chmod(0o700)  # a copy of the tests' own maps
        yield whole_week(home, referrals, temporary, times)


def test_nothing_about_a_person_is_in_any_file(made: Week) -> None:
    """Of the whole home but the keys, which lie elsewhere where somebody may be robbed."""
    assert scan(made.home, made.sought) == []


def test_nothing_was_seen_in_processes_and_temporary_files(made: Week) -> None:
    """Neither in arguments, nor in environments, nor in what lies in the temporary folder for a moment."""
    assert made.looks > 2
    assert made.seen == frozenset()


def test_whoever_rotates_the_field_key_knows_every_file_that_it_seals(made: Week) -> None:
    """Each opens at the place that is named for it, bundles by their case; nothing else was sealed by that key."""
    here = Settings(home=made.home)
    known = [*folder_keys(here), *outbox_files(here)]
    store = open_store(here)
    assert all(store.unseal_bytes(one.place, one.row, one.path.read_bytes()) for one in known)
    store.close()
    elsewhere = {here.attachments, here.frames, here.zones, here.portal_home}
    found = {
        path
        for path in made.home.rglob("*")
        if path.is_file() and elsewhere.isdisjoint(path.parents) and is_sealed(path.read_bytes())
    }
    assert found == {one.path for one in known}
    assert {is_by_field_key(one.path.read_bytes()) for one in folder_keys(here)} == {True}
    by_house = {is_by_field_key(path.read_bytes()) for path in here.outbox.glob("*/L-*/*.sealed")}
    by_case = {is_by_field_key(path.read_bytes()) for path in here.outbox.glob("*/[!L]*/*.sealed")}
    assert (by_house, by_case) == ({True}, {False})


def test_every_file_is_this_accounts_alone(made: Week) -> None:
    """Whatever writes it, and every folder."""
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in made.home.rglob("*")}
    assert modes <= {(True, 0o700), (False, 0o600)}


@pytest.mark.battery(reason="a second home with a week of its own")
def test_the_scan_sees_what_the_week_would_leave(made: Week, tmp_path: Path) -> None:
    """The fault that all this is there for: one delivered file and one bundle, in clear again, are found."""
    copy = shutil.copytree(made.home, tmp_path / "home", ignore=shutil.ignore_patterns("lake", "out", "store"))
    vigie(made.home, "refer", "take", _office(made), "--to", str(copy / "taken"), As(SUPERVISOR))
    found = scan(copy, made.sought)
    assert found
    assert {leak.where.split("/")[0] for leak in found} == {"taken"}


def _office(made: Week) -> str:
    return sorted(folder.name for folder in (made.home / "outbox").iterdir() if list(folder.glob("R-*")))[0]


@pytest.mark.battery
def test_a_home_of_twenty_referrals_tells_nothing(tmp_path: Path) -> None:
    """The same at the size of the demo's small home, with twenty suspicions: its past is twice as long."""
    (week,) = _made(tmp_path, DISTRICTS, referrals=20, establishments=2_000, times=2)
    assert scan(week.home, week.sought) == []
    assert week.seen == frozenset()
