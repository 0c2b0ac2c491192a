"""Builders for reports: protected tables for everything that one shows, a register, and a whole report of each kind."""

import itertools
import random
from datetime import date
from typing import Any

from builders_disclosure import PARTNERS

from inspection.reporting.disclosure import CountTable, Dimension, protect
from inspection.reporting.policy import Initiative
from inspection.reporting.reports import (
    Chapter,
    MeasureLine,
    OtherFigureCount,
    RegisterPart,
    Report,
    ReportKind,
    ReportTable,
    report_period,
    wanted_tables,
)

VALUES = {
    "arm": ("random", "mandated", "risk"), "found": ("with_finding", "without_finding", "not_seen"),
    "visit_state": ("carried_out", "not_carried_out", "planned", "unplaced"),
    "sector": ("agriculture", "construction", "garment", "restaurants"), "decision": ("yes", "no", "undecided"),
    "form": ("economic", "sexual", "mixed"), "age_group": ("under_18", "adult", "unknown"),
    "timeliness": ("in_time", "late", "running", "overdue"), "role": ("team_head", "supervisor", "direction"),
    "rerouted": ("yes", "no"), "outcome": ("done", "closed"), "period": ("2025", "2026"),
    "district": ("liege", "namur"), "said": ("informed", "given", "refused", "withdrawn"),
    "notice_state": ("queued", "sent", "taken", "refused"),
}  # fmt: skip
KEYS = {"bureau": "2026-11", "cell": "2026-12-03", "biennial": "2025-2026"}
KINDS: tuple[ReportKind, ...] = ("bureau", "cell", "biennial", "college", "rapporteur", "prevention")
LONG = " ".join(["Élaborer un protocole national de première intervention dans les secteurs à risque,"] * 6)


def a_table(figure: str, dimensions: tuple[str, ...], seed: int = 1, **counts: int) -> ReportTable:
    """A released table of a figure; by other counts than drawn ones where they are given, by their first atoms."""
    dice = random.Random(f"{figure}{seed}")
    cases = {c: int(dice.paretovariate(0.7) * 4) % 90 for c in itertools.product(*(VALUES[d] for d in dimensions))}
    shown = tuple(Dimension(d, tuple((a, frozenset({a})) for a in VALUES[d])) for d in dimensions)
    table = protect(CountTable(figure, shown, dimensions, cases), PARTNERS)
    return ReportTable(
        figure=figure,
        dimensions=dimensions,
        state="released",
        reference="REL-7K2QXA",
        approved_on=date(2026, 12, 1),
        table=table,
    )


def a_line(reference: str = "MES-7K2QXA", **fields: Any) -> MeasureLine:
    """A recommendation of the cell that is open."""
    known: dict[str, Any] = {
        "kind": "recommendation", "meeting": "cell", "decided_on": date(2026, 6, 9), "title": {"fr": LONG},
        "owner": "spc-dsb", "state": "open", "due_on": date(2026, 11, 1), "evidence": "",
    }  # fmt: skip
    return MeasureLine(reference=reference, **known | fields)


def a_noted(department: str = "onss", **fields: Any) -> Initiative:
    """A training of the ONSS."""
    known: dict[str, Any] = {
        "reference": "INI-7K2QXA", "department": department, "kind": "training", "first_day": date(2026, 11, 3),
        "last_day": date(2026, 11, 4), "what": {"nl": "Opleidingsdag"}, "figures": (("opgeleid", 1240),),
        "source": "nota 2026/12",
    }  # fmt: skip
    return Initiative(**known | fields)


def a_chapter(**fields: Any) -> Chapter:
    """What the Immigration Office wrote for two years."""
    known: dict[str, Any] = {
        "department": "oe-minteh", "period": "2025-2026", "initiatives": (a_noted("oe-minteh"),),
        "sections": {"policy": {"fr": "Un premier alinéa.\n\nUn second."}, "recommendations": {"nl": "Meer tolken."}},
    }  # fmt: skip
    return Chapter(**known | fields)


def a_report(kind: ReportKind = "bureau", **fields: Any) -> Report:
    """A full report of a kind: every table released, a register with a line of each group, initiatives."""
    key = KEYS.get(kind, "2026")
    first, last = report_period(kind, key)
    known: dict[str, Any] = {
        "version": 1, "replaces": None, "published_on": date(2027, 1, 4), "first": first, "last": last,
        "tables": tuple(a_table(w.figure, w.dimensions) for w in wanted_tables(kind)), "initiatives": (a_noted(),),
    }  # fmt: skip
    if kind in ("biennial", "college", "rapporteur"):
        told = OtherFigureCount(figure="victims_recognised", year=2026, source="Immigration Office", count=1151)
        known["others"] = (told, OtherFigureCount(figure="convicted", year=2026))
    if kind in ("bureau", "cell"):
        ended = a_line(state="done", due_on=None, evidence="Circulaire 2026/14")
        known["register"] = RegisterPart(late=(a_line(),), due=(a_line(owner="fps-fa"),), ended=(ended,))
    if kind == "biennial":
        known |= {"chapters": (a_chapter(),), "authors": ("spc-dsb", "oe-minteh")}
    return Report(kind=kind, key=key, service="ONSS", **known | fields)
