"""500 referrals over real servers: mail, SFTP, webhooks, folders, telephone and paper, by the product's own transports.

python -m benchmarks.referral_servers [--referrals 500] [--days 10] [--seed 1]

Needs the tests beside it (their builders) and OpenSSL, by which offices open what they get. Ends with an error if
anything was lost, doubled or left to nobody.
"""

import logging
import sys
import time
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from builders_simulation import Size, world
from builders_simulation_holdings import judged_by_the_boxes
from builders_simulation_served import ServedWorld

from benchmarks.referral_simulation import RESULTS, report


def main() -> None:
    """Run, judge, keep the figures, print them."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--referrals", type=int, default=500)
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--results", type=Path, default=RESULTS)
    given = parser.parse_args()
    logging.getLogger("paramiko").setLevel(logging.CRITICAL)  # servers that hang up are the point here
    with (
        TemporaryDirectory() as home,
        world(Path(home) / "house", Size(given.referrals, given.days, given.seed), ServedWorld) as simulated,
    ):
        begun, used = time.monotonic(), time.process_time()
        simulated.run()
        took = (time.monotonic() - begun, time.process_time() - used)
        wrong = judged_by_the_boxes(simulated)
        text = "\n".join(report(given, simulated, took, wrong)) + "\n"
    (given.results / f"referrals-servers-{datetime.now(UTC).date()}.txt").write_text(text)
    print(text, end="")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
