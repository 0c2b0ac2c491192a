"""The demo's own rule: the weeks that it lived were divided by the policy of today.

A past that was chosen before the policy was decided would show a policy that nobody means to follow: each sector had
the same part then.
"""

from datetime import date

import yaml

from inspection.files import put
from inspection.settings import Settings
from sectors.reader import Rules, load_rules

_DATED = (
    "risk_shares", "risk_least", "worth_halves_after", "objective", "owed_at_most", "share_within", "excused_at_most",
)  # fmt: skip
_YEARS_BACK = 2  # a demo of a year, planned on any day of this one, begins later


def lay_policy(here: Settings, on: date, rules: Rules | None = None) -> None:
    """Write today's division of visits into the home's own rules, from two years back on; a file that is there stays.

    on
        The day of the demo.
    """
    file = here.rules / "selection.yaml"
    if file.exists():
        return
    policy = (rules or load_rules()).on(on).selection.model_dump(mode="json", include={*_DATED})
    since = date(on.year - _YEARS_BACK, 1, 1)
    laid = policy | {"source": "the demo: its past follows the policy of its day", "origin": "ours", "confidence": "L"}
    told = {"last_reviewed": on, "selection": {"dated": {since: laid}}}
    text = yaml.safe_dump(told, sort_keys=False, allow_unicode=True)
    put(file, text.encode())
