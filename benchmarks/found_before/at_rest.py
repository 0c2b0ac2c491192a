"""What a thief reads in a home, and whether a case can go from it (findings 3 and 4)."""

import json
import shutil
from collections.abc import Collection
from pathlib import Path

from scanning import Sought, scan

from benchmarks.found_before.probes import Finding, Found, told
from benchmarks.found_before.product import DIRECTION, Product

_KEYS = ("keys", "keyring")


def numbers_in_clear(numbers: Collection[str]) -> Finding:
    """The numbers of people that came in by the registers stand in no file of a home but its keys."""

    def probe(product: Product, folder: Path) -> Found:
        home = folder / "stolen"
        shutil.copytree(product.home, home)
        for kept in _KEYS:
            shutil.rmtree(home / kept, ignore_errors=True)
        places = {leak.where.partition("!")[0] for leak in scan(home, Sought.of(numbers=numbers))}
        looked = sum(file.is_file() for file in home.rglob("*"))
        return Found(
            bool(places), f"numbers in {len(places)} of {looked} files {', '.join(sorted(places)[:3])}".strip()
        )

    return Finding("3", "a stolen home without its keys tells numbers of people", probe)


def a_case_stays(product: Product, folder: Path) -> Found:
    """A case with a referral that left is to go because its person asks."""
    with product.copied(folder) as mine:
        control, supervisor = _referred(mine)
        asked = ("keep", "propose", "--class", "subject_request", "--subject", control, "--json")
        proposed = mine.vigie(*asked, by=supervisor)
        if proposed.code:
            return Found(True, told(proposed))
        made = json.loads(proposed.said.splitlines()[-1])
        done = mine.vigie("keep", "confirm", made["reference"], made["sha256"], by=DIRECTION)
        left = control in mine.vigie("control", "list", "--json", by=DIRECTION).said
        return Found(bool(done.code) or left, told(done))


def _referred(product: Product) -> tuple[str, str]:
    """The oldest control that was referred, and the supervisor of its district."""
    controls = json.loads(product.vigie("control", "list", "--json", by=DIRECTION).said.splitlines()[-1])
    found = next(one for one in reversed(controls) if one["reference"])
    return str(found["id"]), f"supervisor-{found['district']}"


ERASURE = Finding("4", "a case with a referral cannot be erased", a_case_stays)
