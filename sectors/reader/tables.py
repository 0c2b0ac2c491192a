"""Which tables the files may hold, and how an entry of each becomes a value of the model."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from sectors.reader.fault import RuleFault
from sectors.reader.lines import Entry, Line, RuleFile, read_lines, resolve
from sectors.reader.reading import Keyed
from sectors.reader.shapes import SanctionsLine, sanctions_of
from sectors.rules import (
    AggravatingFactor,
    ArrearsRules,
    BundleRules,
    Citation,
    Clock,
    CompetentService,
    Consequence,
    DeadlineRules,
    DignityFactor,
    DignityRule,
    DiscretionRules,
    DutyLine,
    DutyRules,
    Element,
    ExchangeRules,
    ExploitationRules,
    Form,
    GraveSign,
    Indicator,
    IndicatorRule,
    LegalEffect,
    LegalOrder,
    LinkGround,
    LinkingRules,
    NationalGroup,
    Offence,
    OffenderRole,
    Office,
    PartTimeRule,
    PlanningRules,
    ProtectionRules,
    Proxy,
    Question,
    Recipient,
    Register,
    RegisterLimit,
    RegisterRules,
    ReleaseRules,
    ReportPart,
    Retention,
    Scale,
    Section,
    SelectionRules,
    Share,
    SignalInfo,
    Step,
    StoppingPath,
    StrongSign,
    TravelRules,
    WorkerLanguage,
)


@dataclass(frozen=True)
class Table:
    """A table of rules: the model of its entries, and the field that takes the mapping's key (None: a single entry)."""

    name: str
    model: type[BaseModel]
    id_field: str | None = None

    @property
    def required(self) -> frozenset[str]:
        """The fields without which an entry cannot stand alone."""
        fields = self.model.model_fields.items()
        return frozenset(name for name, field in fields if field.is_required() and name != self.id_field)

    def build(self, key: str, state: Keyed, start: date) -> Any:
        """Make the value that the catalogue shows from `start` on."""
        fields = {name: value for name, value in state.items() if self._keeps(name)}
        if self.id_field is not None:
            if self.id_field in state:
                raise RuleFault(
                    "RULE-301", table=self.name, key=key, id_field=self.id_field, place=state.places[self.id_field]
                )
            fields[self.id_field] = key
        value = self.model.model_validate(fields)
        return sanctions_of(value, start) if isinstance(value, SanctionsLine) else value

    def _keeps(self, name: str) -> bool:
        return name in self.model.model_fields or name not in ("source", "confidence")


MANY = (
    Table("offences", Offence, "key"),
    Table("offender_roles", OffenderRole, "key"),
    Table("aggravating_factors", AggravatingFactor, "key"),
    Table("legal_effects", LegalEffect, "key"),
    Table("legal_orders", LegalOrder, "key"),
    Table("consequences", Consequence, "key"),
    Table("clocks", Clock, "key"),
    Table("indicators", Indicator, "id"),
    Table("national_groups", NationalGroup, "id"),
    Table("dignity_factors", DignityFactor, "key"),
    Table("strong_signs", StrongSign, "key"),
    Table("grave_signs", GraveSign, "key"),
    Table("elements", Element, "key"),
    Table("sections", Section, "key"),
    Table("questions", Question, "id"),
    Table("signals", SignalInfo, "key"),
    Table("proxies", Proxy, "key"),
    Table("recipients", Recipient, "id"),
    Table("shares", Share, "reason"),
    Table("forms", Form, "key"),
    Table("offices", Office, "area"),
    Table("registers", Register, "key"),
    Table("register_limits", RegisterLimit, "measure"),
    Table("duty", DutyLine, "key"),
    Table("steps", Step, "key"),
    Table("paths", StoppingPath, "key"),
    Table("competent_services", CompetentService, "key"),
    Table("worker_languages", WorkerLanguage, "code"),
    Table("report_parts", ReportPart, "key"),
    Table("retention", Retention, "key"),
    Table("scales", Scale, "key"),
    Table("link_grounds", LinkGround, "key"),
    Table("citations", Citation, "key"),
)
SINGLE = (
    Table("sanctions", SanctionsLine),
    Table("discretion", DiscretionRules),
    Table("exploitation", ExploitationRules),
    Table("indicator_rule", IndicatorRule),
    Table("dignity_rule", DignityRule),
    Table("selection", SelectionRules),
    Table("planning", PlanningRules),
    Table("deadlines", DeadlineRules),
    Table("duty_rules", DutyRules),
    Table("travel", TravelRules),
    Table("releases", ReleaseRules),
    Table("protection", ProtectionRules),
    Table("exchange", ExchangeRules),
    Table("bundles", BundleRules),
    Table("register_rules", RegisterRules),
    Table("arrears", ArrearsRules),
    Table("part_time", PartTimeRule),
    Table("linking", LinkingRules),
)
TABLES: Mapping[str, Table] = {table.name: table for table in (*MANY, *SINGLE)}


def gather(files: tuple[RuleFile, ...]) -> dict[str, dict[str, Entry[Any]]]:
    """Return every table, each entry laid in time over all files."""
    found: dict[str, dict[str, Entry[Any]]] = {}
    for table in TABLES.values():
        pool: dict[str, list[Line]] = {}
        for file in files:
            _pour(table, file, pool)
        found[table.name] = {key: _entry(table, key, lines) for key, lines in pool.items()}
    return found


def _pour(table: Table, file: RuleFile, pool: dict[str, list[Line]]) -> None:
    if table.name not in file.raw:
        return
    raw, place = file.raw[table.name], file.raw.places[table.name]
    entries = {"": (raw, place)} if table.id_field is None else _entries(table, raw, place)
    for key, (entry, at) in entries.items():
        if not isinstance(entry, Keyed):
            raise RuleFault("RULE-303", table=table.name, key=key, place=at)
        pool.setdefault(key, []).extend(read_lines(file, entry, at, table.required))


def _entries(table: Table, raw: Any, place: str) -> dict[str, tuple[Any, str]]:
    if not isinstance(raw, Keyed) or not all(isinstance(key, str) for key in raw):
        raise RuleFault("RULE-302", table=table.name, place=place)
    return {key: (entry, raw.places[key]) for key, entry in raw.items()}


def _entry(table: Table, key: str, lines: list[Line]) -> Entry[Any]:
    path = f"{table.name}.{key}" if key else table.name
    return Entry(resolve(lines, path, lambda state, start: table.build(key, state, start)))
