"""From which day a notice covers wages, and until when: working days counted from the day after the notice."""

from dataclasses import dataclass
from datetime import date

from inspection.control.conclusions import last_day, last_of_months, next_working_day
from sectors import Catalogue
from sectors.rules.chain import ChainNotice


@dataclass(frozen=True, kw_only=True)
class Covered:
    """Wages that become due on these days, both included, are covered; `last` is None where nothing limits it.

    last_free
        The last day of the term before it.
    """

    last_free: date
    first: date
    last: date | None


def covered(notice: ChainNotice, law: Catalogue, notified_on: date) -> Covered | None:
    """Return what a notice of a day covers; None for a notice of which no term is known.

    Working days are Monday to Friday without public holidays: whether Saturdays count was not found.

    law
        The catalogue of the day of the notice.
    """
    if notice.clock is None:
        return None
    end = last_day(law.clocks[notice.clock], notified_on)
    first = next_working_day(end)
    last = last_of_months(first, notice.most_months) if notice.most_months is not None else None
    return Covered(last_free=end, first=first, last=last)
