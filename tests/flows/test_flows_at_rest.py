"""A home without its keys tells nothing: a week with its referrals leaves no number, name or told word in clear."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders_flows import DISTRICTS, NAME, TOLD, As, last_week, next_week, numbers_of_past, vigie, write_home
from leaks import PLACES, planted
from scanning import Known, Leak, Sought, Watch, scan

from inspection.acts.doctor import CHECKS, examine
from inspection.sealed_places import folder_keys, outbox_files
from inspection.sealing import is_by_field_key, is_sealed
from inspection.settings import Settings
from inspection.store.opening import open_store
from inspection.time_of import now

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
    referrals: int


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
    references = {one["reference"] for one in made}
    assert len(references) >= referrals
    return Week(home, sought, frozenset(watch.leaks), watch.looks, len(references))


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


@pytest.fixture(scope="module")
def read(made: Week) -> set[Known]:
    """Give the files that lie there, read once: nothing is in them, and none is read again as long as it stays so."""
    known: set[Known] = set()
    assert scan(made.home.parent, made.sought, known=known) == []
    assert len(known) > 200
    return known


def _things(week: Week) -> tuple[str, ...]:
    """One of each kind of what may stand nowhere: a number of the past, a name, grounds and what was told."""
    return sorted(numbers_of_past())[0], NAME, GROUNDS, TOLD


@pytest.mark.parametrize("place", PLACES)
def test_a_leak_that_is_planted_in_the_home_is_found(made: Week, read: set[Known], place: str) -> None:
    """Wherever it lies in a real home or beside it, in whatever it is packed, there and nowhere else."""
    for thing in _things(made):
        with planted(made.home.parent, place, thing) as where:
            found = scan(made.home.parent, made.sought, known=read)
        assert {leak.where.split("!")[0] for leak in found} == {where}, thing
        assert {leak.kind for leak in found} == {"known number" if thing.isdecimal() else "word"}
    assert scan(made.home.parent, made.sought, known=read) == []


def test_the_doctor_finds_nothing_about_a_person_in_clear(made: Week) -> None:
    """What the week releases in `out/` alarms nobody, every place where something lies is known, and much was read."""
    asked = [check for check in CHECKS if check.key == "clear"]
    found = examine(Settings(home=made.home), at=now(), checks=asked)
    assert [one.what for one in found if one.state != "well" and "registers/" not in one.what] == []
    (told,) = [one.what for one in found if one.what.startswith("no number of a person stands in")]
    assert int(told.split()[7]) > 100
    assert "unread" not in told


@pytest.mark.parametrize("where", ["temporary folder", "process cmdline", "process environ"])
def test_a_leak_that_is_gone_with_its_process_is_seen(made: Week, where: str) -> None:
    """A temporary file of a moment, an argument and a variable of a process: nothing of them stays to be scanned."""
    line = "import sys, time, pathlib; file = pathlib.Path(sys.argv[1]); file.write_text(sys.stdin.read()); "
    line += "time.sleep(2); file.unlink()"
    temporary = made.home.parent / "temporary"
    word, number = (
        secrets.token_hex(12),
        str(secrets.randbelow(10**10) + 10**10),
    )  # of this test alone: others run beside
    sought = Sought.of(numbers=[number], words=[word])
    for thing in (word, number):
        is_file, is_argument = where == "temporary folder", where == "process cmdline"
        told = {**os.environ, "WHO": "" if is_file or is_argument else thing}
        args = [sys.executable, "-c", line, str(temporary / "gone.txt"), thing if is_argument else ""]
        with Watch(sought, temporary) as watch:
            subprocess.run(args, check=True, env=told, input=thing if is_file else "", text=True)
        seen = {leak.where for leak in watch.leaks}
        assert {"gone.txt" if is_file else where} <= seen, thing
        assert seen <= {"gone.txt"} if is_file else seen <= {"process cmdline", "process environ"}


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
    began, known = time.monotonic(), set[Known]()
    (week,) = _made(tmp_path, DISTRICTS, referrals=20, establishments=2_000, times=2)
    done = time.monotonic()
    assert scan(week.home, week.sought, known=known) == []
    assert week.seen == frozenset()
    told = f"{len(known)} files looked at in {time.monotonic() - done:.0f} s, {week.looks} looks meanwhile"
    print(f"\n{week.referrals} referrals in {done - began:.0f} s; {told}")
