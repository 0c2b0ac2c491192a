"""The demo's own rule: the weeks that it lived were divided by the policy of today, a whole year by objectives of it.

A past that was chosen before the policy was decided would show a policy that nobody means to follow: each sector had
the same part then.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

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
    file = _file(here)
    if file.exists():
        return
    policy = (rules or load_rules()).on(on).selection.model_dump(mode="json", include={*_DATED})
    since = date(on.year - _YEARS_BACK, 1, 1)
    laid = policy | {"source": "the demo: its past follows the policy of its day", "origin": "ours", "confidence": "L"}
    told = {"last_reviewed": on, "selection": {"dated": {since: laid}}}
    text = yaml.safe_dump(told, sort_keys=False, allow_unicode=True)
    put(file, text.encode())


def lay_objectives(here: Settings, meant: Mapping[str, Mapping[str, int]]) -> None:
    """Add the objectives of a year by district and sector to the home's own rule, for every year that the demo has.

    Without them each district follows the shares of the country, also where a sector has too few workplaces for its
    own: a service decides on them before a year begins.
    """
    file = _file(here)
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    for form in told["selection"]["dated"].values():
        form["year_visits"] = {district: dict(visits) for district, visits in meant.items()}
    put(file, yaml.safe_dump(told, sort_keys=False, allow_unicode=True).encode())


def _file(here: Settings) -> Path:
    return here.rules / "selection.yaml"
