"""All sheets of a district's week as one document, for whoever carries them to the printer."""

from inspection import acts
from inspection.errors import PlanningFault
from inspection.i18n import Lang
from inspection.time_of import IsoWeek
from inspection.trust import Context
from inspection.weeks.output.sheets import SheetDesk


def printed_week(context: Context, plan_id: str, district: str, lang: Lang) -> bytes:
    """Return the sheets of an approved week of one district as one PDF, team by team and day by day.

    Each is what its team carries, with the checklists of its stops, and begins on a leaf of its own. They are set anew:
    what whoever prints may not see, is not in them. It takes about half a second of CPU a sheet.

    Arguments: `lang` of the document's title; a sheet is in its team's language.
    Errors: as `acts.weeks.rounds_to_print`; `PlanningFault` 356 for a week without a round to print.
    """
    found = acts.weeks.rounds_to_print(context, plan_id, district)
    if not found.rounds:
        raise PlanningFault("PLAN-356", week=found.week)
    catalogue = context.app.catalogue(IsoWeek.parse(found.week).monday)
    return SheetDesk(context, found.week, found.rounds, catalogue).sheets(found.rounds, lang)
