"""How the synthetic sectors employ people: worker types, joint committees, hours, seasons, pay. Invented, not law."""

from dataclasses import dataclass

from inspection.demo.registers.invented import invented
from inspection.demo.registers.trades import SECTORS


@dataclass(frozen=True)
class Labour:
    """The habits of one sector.

    permanent
        Part of the staff that has a job of some duration.
    casual_types
        Dimona worker type to its share among short engagements.
    days_per_casual
        Short engagements a year for each casual head.
    committee, committee_dmfa
        Joint committee of the sector, in Dimona's short list and in full as in DmfA.
    lasting_type
        Dimona worker type of its lasting workers.
    months
        Weight of each month, January first, for short engagements.
    starts
        Hours at which a day may start (HHMM).
    part_time
        Usual part of workers with a part-time contract.
    hour_eur
        Usual gross pay of an hour.
    """

    permanent: float
    casual_types: dict[str, float]
    days_per_casual: float
    committee: str
    committee_dmfa: str
    lasting_type: str
    months: list[float]
    starts: list[int]
    part_time: float
    hour_eur: float


BY_CODE = tuple(Labour(**invented("labour")[sector]) for sector in SECTORS)
