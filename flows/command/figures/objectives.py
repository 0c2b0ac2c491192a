"""`vigie report objectives`: the visits by risk of a year against the policy, and a beginning for that policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts, weeks
from inspection.time_of import today

if TYPE_CHECKING:
    from inspection.acts.choices import ObjectivesOfYear
    from inspection.targeting.choosing import Standing

COLUMNS = ("sector", "district", "meant", "due", "visits", "made", "of its share")
EVERYWHERE = "all"


def objectives(
    year: Annotated[int | None, typer.Option("--of", help="The year; this one by default.")] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Print a rule to begin the objectives from.")] = False,
    as_json: AsJson = False,
) -> None:
    """Hold the visits by risk of a year against its objectives, by sector and district, with what excuses them."""
    if draft:
        proposed = weeks.drafted_objectives(acting(), today())
        show({"year_visits": proposed}) if as_json else tell(weeks.as_rule(proposed, today().year + 1))
        return
    found = acts.choices.objectives_of_year(acting(), year or today().isocalendar().year)
    if as_json:
        show(
            {
                "year": found.year,
                "objective": found.policy.objective,
                "sectors": [_value(found, one) for one in found.visits.sectors],
                "places": [_value(found, one) for one in found.visits.places],
                "district_weeks": found.visits.district_weeks,
                "excused": [list(one) for one in found.visits.excused],
                "excused_part": found.visits.excused_part,
                "excused_at_most": found.policy.excused_at_most,
                "without_shares": found.unkept,
            }
        )
        return
    _tell(found)


def _tell(found: ObjectivesOfYear) -> None:
    rules, policy = acts.app().catalogue(today()), found.policy
    title = f"Visits by risk in {found.year}, which serves {rules.objectives[policy.objective].label.en}"
    table(title, COLUMNS, [_row(one) for one in (*found.visits.sectors, *found.visits.places)])
    missed = [one.sector for one in found.visits.sectors if _is_within(found, one) is False]
    told = (
        f"further than {policy.share_within:.0%} from their share: {', '.join(missed)}" if missed else "all within it"
    )
    tell(f"Core sectors, {policy.share_within:.0%} around their share of the year: {told}.")
    for week, district, sector, key in found.visits.excused:
        tell(f"  excused {week} {district}, {sector}: {rules.excuses[key].label.en}")
    part, most = found.visits.excused_part, policy.excused_at_most
    tell(f"{part:.1%} of {found.visits.district_weeks} district-weeks excused; the policy allows {most:.0%}.")
    if found.unkept:
        tell(f"{found.unkept} district-weeks are from before shares were kept, and count for nothing.")


def _row(one: Standing) -> tuple[object, ...]:
    ratio = "–" if one.ratio is None else f"{one.ratio:.0%}"
    meant = "–" if one.meant is None else one.meant
    return one.sector, one.district or EVERYWHERE, meant, f"{one.due:.1f}", one.visits, one.done, ratio


def _value(found: ObjectivesOfYear, one: Standing) -> dict[str, object]:
    return {
        "sector": one.sector,
        "district": one.district,
        "meant": one.meant,
        "due": round(one.due, 3),
        "visits": one.visits,
        "made": one.done,
        "ratio": one.ratio,
        "is_within": _is_within(found, one),
    }


def _is_within(found: ObjectivesOfYear, one: Standing) -> bool | None:
    """Tell whether a core sector is near enough to its share; None where none is promised or nothing was due."""
    if one.sector not in found.core or one.district is not None or one.ratio is None:
        return None
    return abs(one.ratio - 1) <= found.policy.share_within
