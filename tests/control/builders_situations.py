"""The situations that a jurist wrote: read from tests/situations/, filled in as a control, and concluded."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from builders_control import BRUSSELS, a_competence, a_control, a_person, a_suspicion, the_rules

from inspection.control.conclusions import Conclusion, Finding, OtherReading, RegionalReading, conclude
from inspection.control.filled import Control
from inspection.territory import Competence

FILES = ("findings", "sanctions", "law_2026", "clocks", "discretion", "indicators")
FOLDER = Path(__file__).parents[1] / "situations"
OF_A_PERSON = ("count", "born", "number", "employer")
TYPED = ("facts_from", "offenders", "noted")


@dataclass(frozen=True)
class Situation:
    """One case of a file: what was found, and what is expected to follow."""

    file: str
    raw: dict[str, Any]

    @property
    def name(self) -> str:
        """What the case shows, in words."""
        return str(self.raw["name"])

    @property
    def expect(self) -> dict[str, Any]:
        """What must follow."""
        return dict(self.raw["expect"])

    @property
    def facts_on(self) -> date:
        """Day of the facts."""
        day: date = self.raw["facts_on"]
        return day

    @cached_property
    def control(self) -> Control:
        """The control as an inspector would have filled it in."""
        raw = self.raw
        return a_control(
            **self._entered(),
            on=raw.get("found_on", self.facts_on),
            facts_on=self.facts_on.isoformat(),
            sector=raw.get("sector", "restaurants"),
            answers=raw.get("answers", {}),
            persons=list(_persons(raw.get("persons", []))),
            report_language=raw.get("report_language", "fr"),
            suspicion=a_suspicion(raw["suspicion"]) if "suspicion" in raw else None,
            **{key: json.loads(json.dumps(raw[key], default=str)) for key in TYPED if key in raw},
        )

    def _entered(self) -> dict[str, str]:
        """When the inspectors came in, and that they left an hour later; nothing where the case does not say."""
        if "entered" not in self.raw:
            return {}
        at = time.fromisoformat(self.raw["entered"])
        entered = datetime.combine(self.raw.get("found_on", self.facts_on), at, BRUSSELS)
        return {"entered_at": entered.isoformat(), "left_at": (entered + timedelta(hours=1)).isoformat()}

    @cached_property
    def conclusion(self) -> Conclusion:
        """What follows from it by the shipped rules."""
        return conclude(self.control, the_rules(), competence_of(self.raw.get("area", "brussels-capital")))


@cache
def situations() -> tuple[Situation, ...]:
    """Every situation, file by file."""
    return tuple(
        Situation(file, raw)
        for file in FILES
        for raw in yaml.safe_load((FOLDER / f"{file}.yaml").read_text(encoding="utf-8"))
    )


def competence_of(area: str) -> Competence:
    """The offices of an area of the routing table, as far as a conclusion reads them."""
    office = next(office for office in the_rules().on(date(2026, 3, 10)).offices if office.area == area)
    return replace(a_competence(office.report_languages), area=area)


def shown(finding: Finding | OtherReading | RegionalReading, key: str) -> object:
    """A finding's value as a situation writes it: euros, lists, keys."""
    if isinstance(finding, Finding) and key == "other":
        other = finding.other
        names = ("level", "prison_months", "criminal_eur", "administrative_eur")
        return None if other is None else {name: shown(other, name) for name in names}
    if isinstance(finding, Finding) and key == "recidivism":
        return [one.final_on for one in finding.recidivism]
    if isinstance(finding, Finding) and key == "regional":
        names = ("order", "confidence", "prison_months", "criminal_eur", "administrative_eur")
        return None if finding.regional is None else {name: shown(finding.regional, name) for name in names}
    if key.endswith("_eur"):
        cents = getattr(finding, key.replace("_eur", "_cents"))
        return None if cents is None else [amount / 100 for amount in cents]
    if isinstance(finding, Finding) and key in ("offender", "against"):
        return finding.offender.role if key == "offender" else finding.offender.key
    if isinstance(finding, Finding) and key == "effects":
        return [effect.key for effect in finding.effects]
    value = getattr(finding, key)
    return list(value) if isinstance(value, tuple) else value


def _persons(lines: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    n = 0
    for line in lines:
        answers = {key: value for key, value in line.items() if key not in OF_A_PERSON}
        fields = {"birth_date": line["born"].isoformat()} if "born" in line else {}
        fields |= {"national_number": line["number"]} if "number" in line else {}
        fields |= {"employer": line["employer"]} if "employer" in line else {}
        for _ in range(line.get("count", 1)):
            n += 1
            yield a_person(n, answers, **fields)
