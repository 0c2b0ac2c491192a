"""One commit of the product and a home that it made, met as a stranger does: by commands, files and the database."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

DIRECTION = "direction-1"  # of the demo, in either commit
_SECONDS = 300
_RUN = "import sys; sys.argv[0] = 'vigie'; from flows.command import main; sys.exit(main())"
_OF_PERSONS = ("dimona/dimona.csv", "checkin/checkin.csv", "mandates/mandates.csv")


@dataclass(frozen=True)
class Ran:
    """How a command ended, and all that it said."""

    code: int
    said: str


@dataclass(frozen=True)
class Product:
    """The sources of a commit, and the home that its commands work in.

    is_signed_in
        Whoever works proves it by `vigie login`; in the earlier commit every command takes a name on trust.
    """

    name: str
    tree: Path
    home: Path
    is_signed_in: bool
    url: str = ""
    owner_url: str = ""

    def vigie(self, *words: str, by: str = "", **more: str) -> Ran:
        """Run one command in a process of its own, as somebody where `by` says whom."""
        if by and self.is_signed_in:
            self.vigie("login", by)
        named = ("--by", by) if by and not self.is_signed_in else ()
        return self.python(_RUN, *words, *named, **more)

    def python(self, script: str, *words: str, **more: str) -> Ran:
        """Run a script with the sources of this commit."""
        asked = [sys.executable, "-c", script, *words]
        done = subprocess.run(
            asked, cwd=self.tree, env=self.environment(**more), capture_output=True, text=True, timeout=_SECONDS
        )
        return Ran(done.returncode, done.stdout + done.stderr)

    def environment(self, **more: str) -> dict[str, str]:
        """The variables by which a process finds sources, home and database."""
        mine = {"VIGIE_HOME": str(self.home), "PYTHONPATH": str(self.tree), "COLUMNS": "200"}
        if self.url:
            mine |= {"VIGIE_DATABASE_URL": self.url, "VIGIE_DATABASE_OWNER_URL": self.owner_url}
        left = {name: value for name, value in os.environ.items() if not name.startswith("VIGIE_")}
        return left | mine | more

    def doctor(self) -> Ran:
        """What `vigie doctor` says."""
        return self.vigie("doctor")

    @contextmanager
    def copied(self, folder: Path) -> Iterator["Product"]:
        """Give the same product with a copy of its home, thrown away afterwards."""
        home = folder / "home"
        shutil.copytree(self.home, home, symlinks=True)
        try:
            yield replace(self, home=home)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def lived_in(product: Product) -> frozenset[str]:
    """Make a small home with a past and referrals that have left, and return the numbers of people in what came in."""
    _well(product.vigie("demo", "--scale", "small"))
    numbers = frozenset(_numbers(product.home / "registers"))
    roster = product.home.parent / "teams.json"
    shutil.copy(product.home / "registers/roster/teams.json", roster)
    _well(product.vigie("ingest"))
    _well(product.vigie("teams", "import", str(roster)))
    _well(product.vigie("demo", "past"))
    return numbers


def _well(ran: Ran) -> None:
    if ran.code:
        raise RuntimeError(ran.said)


def _numbers(registers: Path) -> Iterator[str]:
    for name in _OF_PERSONS:
        with (registers / name).open(encoding="utf-8", newline="") as file:
            yield from (row["INSS"] for row in csv.DictReader(file))
