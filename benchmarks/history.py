"""How a history is rewritten and a file damaged, and by what it is noticed: the whole battery, with its figures.

make battery-history        2,000 manipulations and 400 bit flips and truncations
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

from builders_history import a_base, damage, manipulate, page

from inspection.time_of import today


def main() -> int:
    """Do all of it, print what came of it, and fail where anything was silent."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--manipulations", type=int, default=2000)
    given.add_argument("--damages", type=int, default=400)
    given.add_argument("--seed", type=int, default=1)
    asked = given.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="vigie-history-") as folder, a_base(Path(folder)) as base:
        manipulated = manipulate(base, Path(folder), asked.manipulations, asked.seed)
        damaged = damage(base, Path(folder), asked.damages, asked.seed)
    cores = f"{today()}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end"
    spent = f"{time.monotonic() - began:.0f} s by the clock on the wall, {time.process_time():.0f} s of one core"
    asked_for = f"{asked.manipulations} manipulations and {asked.damages} damages, seed {asked.seed}"
    sys.stdout.write(f"{asked_for}\n{cores}\n{spent}\n\n{page(manipulated, damaged)}\n")
    return int(bool(manipulated.silent or damaged.silent))


if __name__ == "__main__":
    sys.exit(main())
