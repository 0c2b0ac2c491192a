"""How long a demo's past is, where it happens, and how much of it: what `year.json` beside the registers says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Self

import polars as pl

from inspection import acts
from inspection.demo.year.inspecting import Words
from inspection.demo.year.truth import invented
from inspection.files import private_folder, writing

FILE = "year.json"
TRUTH = "truth"  # a folder of the home that no act reads
_WEEKS_A_YEAR = 52
_WEEKS_TO_LEARN = 36  # then outcomes are ripe that a card can be fitted to, and weeks are left to judge it by


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A past to be lived.

    seed
        Decides the hidden truth and what happens at each door.
    on
        The day of the demo: the past ends with the week before.
    weeks
        How many weeks it has.
    districts
        Where it happens; empty: wherever there are teams.
    room
        Visits a week that a district is given; None: what its teams have room for.
    searches
        Whether rounds are searched as in earnest, or stops placed one after the other.
    has_objectives
        Whether the service decides on visits by district and sector before its first week.
    learns_after
        Weeks after which the service fits its cards and a second person approves those that are better; None: never.
    suspicions
        Decision to its share of the controls that were done.
    """

    seed: int
    on: date
    weeks: int
    districts: tuple[str, ...] = ()
    room: int | None = None
    searches: bool = False
    has_objectives: bool = False
    learns_after: int | None = None
    suspicions: Mapping[str, float] = field(default_factory=lambda: invented()["suspicions"])
    words: Words = field(default_factory=Words)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return the short past that the demo wrote beside its registers."""
        raw: Mapping[str, Any] = json.loads(acts.registers.content_of(folder / FILE))
        given = {key: raw[key] for key in ("seed", "weeks", "room")}
        more: dict[str, Any] = {"suspicions": raw["suspicions"]} if "suspicions" in raw else {}
        words = Words(**raw["words"]) if "words" in raw else Words()
        return cls(on=date.fromisoformat(raw["on"]), districts=tuple(raw["districts"]), words=words, **given, **more)

    def whole(self, weeks: int = _WEEKS_A_YEAR) -> Self:
        """Return the whole year instead: every district, all that its teams have room for, planned as in earnest."""
        learns_after = _WEEKS_TO_LEARN if weeks > _WEEKS_TO_LEARN else None
        return replace(
            self, weeks=weeks, districts=(), room=None, searches=True, has_objectives=True, learns_after=learns_after
        )

    def keep_truth(self, home: Path, week: str, odds: pl.DataFrame) -> None:
        """Keep a week's hidden odds for whoever judges afterwards: in a folder that nothing but the demo reads."""
        folder = home / TRUTH
        private_folder(folder)
        with writing(folder / f"{week}.parquet", is_waited_for=False) as stream:
            odds.with_columns(pl.col("any", "serious").cast(pl.Float32)).write_parquet(stream, compression="zstd")
