"""Own history of workplaces and enterprises, as the number that a card may read: nothing of when, or by whom.

It is taken from outcomes of planned controls alone, and only in a house that may learn.
"""

from datetime import date

import polars as pl

from inspection.acts.learning.outcomes import PlannedOutcome, first_day, planned_outcomes
from inspection.acts.learning.papers import standing
from inspection.targeting.learning import Control, decayed_residuals
from inspection.trust import Context, require_permission

LEVELS = ("workplace", "enterprise")
SCHEMA = {"level": pl.String, "subject": pl.String, "residual": pl.Float64}


def own_history(context: Context, on: date) -> pl.DataFrame | None:
    """Return what planned controls known before a day left, for `measure`; None where the house may not learn.

    Result: `level` ("workplace" or "enterprise"), `subject`, `residual`; found minus expected given the inspector and
    the kind of control: a mean that fades by half every half_life_days, in (-1, 1).
    Errors: `AccessRefused`.
    """
    with context.store.read() as session:
        require_permission(session, context, "learning.read", service=context.settings.service)
        if not standing(session, context.app).allowed:
            return None
        rules = context.app.catalogue(on).learning
        since = first_day(on, rules.window_days)
        known = [one for one in planned_outcomes(session, context.app, since, on) if _is_known(one, on)]
    rows = [
        (level, subject, residual)
        for level in LEVELS
        for subject, residual in decayed_residuals(
            (_control(one, level) for one in known), on=on, half_life_days=rules.half_life_days
        ).items()
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _is_known(one: PlannedOutcome, on: date) -> bool:
    return one.taught is not None and one.known_on is not None and one.known_on < on


def _control(one: PlannedOutcome, level: str) -> Control:
    assert one.known_on is not None  # noqa: S101  what is known has a day
    return Control(
        subject=one.workplace if level == "workplace" else one.enterprise,
        known_on=one.known_on,
        sector=one.sector,
        inspector=one.inspector,
        kind=one.kind,
        found=bool(one.taught),
    )
