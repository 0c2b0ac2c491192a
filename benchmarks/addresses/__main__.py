"""Precision, recall and speed of matching addresses, by kind of writing and region.

python -m benchmarks.addresses [--each 2000] [--seed 1]      also called by make bench-registers
"""

import argparse
import sys

from benchmarks.addresses.measuring import measured
from benchmarks.addresses.truth import truth_set


def main() -> int:
    """Measure, print the table, and fail where a promise is not kept."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--each", type=int, default=2000)
    given.add_argument("--seed", type=int, default=1)
    asked = given.parse_args()
    result = measured(truth_set(asked.each, seed=asked.seed))
    sys.stdout.write("\n".join(result.lines()) + "\n")
    return int(bool(result.broken()))


if __name__ == "__main__":
    sys.exit(main())
