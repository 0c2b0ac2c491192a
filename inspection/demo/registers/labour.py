"""How the synthetic sectors employ people: worker types, joint committees, hours, seasons, pay. Invented, not law."""

from dataclasses import dataclass

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
    months: tuple[float, ...]
    starts: tuple[int, ...]
    part_time: float
    hour_eur: float


_EVEN = (1.0,) * 12
_SUMMER = (1.0, 1.0, 1.1, 1.3, 1.5, 1.5, 1.7, 1.6, 1.2, 1.0, 1.0, 1.5)
_HARVEST = (0.4, 0.4, 0.7, 1.2, 1.8, 2.0, 1.6, 1.6, 2.2, 1.8, 0.9, 0.5)
LABOUR = {
    "restaurants": Labour(
        0.5, {"EXT": 0.35, "FLX": 0.40, "STU": 0.25}, 6.0,
        "302", "302", "OTH", _SUMMER, (1000, 1100, 1700, 1800, 1830), 0.5, 16.0
    ),
    "agriculture": Labour(
        0.3, {"EXT": 0.90, "STU": 0.10}, 6.0, "145", "145", "OTH", _HARVEST, (600, 700, 730, 800), 0.15, 14.5
    ),
    "garment": Labour(0.9, {"OTH": 0.7, "STU": 0.3}, 3.0, "XXX", "109", "OTH", _EVEN, (800, 900), 0.3, 15.5),
    "construction": Labour(0.9, {"BCW": 0.8, "STU": 0.2}, 3.0, "124", "124", "BCW", _EVEN, (700, 730), 0.1, 20.0),
    "other": Labour(
        0.85, {"OTH": 0.5, "STU": 0.3, "FLX": 0.2}, 3.0, "XXX", "201", "OTH", _EVEN, (800, 900, 1000), 0.35, 17.5
    ),
}  # fmt: skip
BY_CODE = tuple(LABOUR[sector] for sector in SECTORS)
