"""The situations that a jurist wrote: read from tests/situations/, filled in as a control, and concluded."""

from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from builders_control import DAY, a_competence, the_rules

from inspection.control.conclusions import Conclusion, conclude
from inspection.control.filled import Control
from inspection.control.situations import Situation as Written
from inspection.control.situations import competence_in, filled, follows_from, read_situations
from inspection.territory import Competence

FILES = ("findings", "sanctions", "law_2026", "clocks", "discretion", "indicators")
FOLDER = Path(__file__).parents[1] / "situations"


class Situation(Written):
    """One case of a file, and what follows from it by the shipped rules."""

    @property
    def file(self) -> str:
        """The file in which it stands."""
        return self.place.partition(".")[0]

    @cached_property
    def control(self) -> Control:
        """The control as an inspector would have filled it in."""
        return filled(self, the_rules())

    @cached_property
    def conclusion(self) -> Conclusion:
        """What follows from it."""
        return conclude(self.control, the_rules(), competence_in(self, the_rules()))

    @cached_property
    def follows(self) -> dict[str, Any]:
        """The same, as a situation would write it."""
        return follows_from(self.conclusion)


@cache
def situations() -> tuple[Situation, ...]:
    """Every situation, file by file."""
    return tuple(
        Situation(one.place, one.raw)
        for file in FILES
        for one in read_situations((FOLDER / f"{file}.yaml").read_bytes(), f"{file}.yaml")
    )


def competence_of(area: str) -> Competence:
    """The offices of an area of the routing table, as far as a conclusion reads them."""
    office = next(office for office in the_rules().on(DAY).offices if office.area == area)
    return replace(a_competence(office.report_languages), area=area)
