"""Was a Dimona there when the door opened? The moment of declaration against the moment of entry, for every type.

A declaration made while the inspector stands in the kitchen is the usual trick: it must never pass as one that was
there before, whatever the type of worker and however near the two moments lie.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from inspection.control.checks import results
from inspection.control.filled import Control, Lookup, PersonFound
from inspection.life_cycles import LookupResult
from inspection.time_of import day_in_brussels
from sectors import Catalogue

_ANSWERS: Mapping[str, frozenset[str]] = {
    "dimona.declared_before": frozenset({"before"}),
    "dimona.declared_after_start": frozenset({"late"}),
    "dimona.declared_during_control": frozenset({"during_control"}),
    "dimona.declared_after_control": frozenset({"late", "during_control", "absent"}),
    "dimona.not_found": frozenset({"absent", "not_needed"}),
}


def dimona_checks(
    control: Control, person: PersonFound, extracts: tuple[results.Extract, ...], catalogue: Catalogue
) -> Iterator[results.Check]:
    """Yield what the look-ups and the extract say of one person's Dimona."""
    mine = [e for e in extracts if (e.register_key, e.table, e.subject) == ("dimona", "period", person.ref)]
    lookup = results.newest(control.lookups, "dimona", person.ref)
    grounds = (results.entry(control), *results.consulted(lookup, mine))
    case = _Case(
        domain="D2",
        register="dimona",
        person=person.ref,
        grounds=grounds,
        control=control,
        found=person,
        catalogue=catalogue,
    )
    if lookup is None or lookup.result == LookupResult.UNAVAILABLE:
        yield case.says(_without_look(lookup, mine, day_in_brussels(control.entered_at)), "no_proof")
    elif lookup.result == LookupResult.NOT_FOUND:
        yield from case.with_answer(_not_found(case, lookup))
    else:
        yield from case.with_answer(_moment(case, lookup))
        yield _period(case, lookup)
        yield from _details(case, lookup)


@dataclass(frozen=True, kw_only=True)
class _Case(results.CheckMaker):
    """One person in one control, with the grounds of all checks about their Dimona."""

    control: Control
    found: PersonFound
    catalogue: Catalogue

    def with_answer(self, check: results.Check) -> Iterator[results.Check]:
        """Yield a check, and a second one where the inspector's answer says something else."""
        yield check
        answer = self.found.answers.get("q02_dimona")
        fitting = _ANSWERS.get(check.key)
        if fitting is not None and isinstance(answer, str) and answer not in fitting | {"not_checked"}:
            question = results.Ground(kind="observation", what="q02_dimona")
            yield replace(self.says("answer_differs", "unclear"), grounds=(*self.grounds, question))


def _without_look(lookup: Lookup | None, extracts: list[results.Extract], day: date) -> str:
    """Say what an extract alone shows: never more than that it shows it."""
    if not extracts:
        return "unavailable" if lookup else "not_consulted"
    periods: dict[object, list[Mapping[str, results.Cell]]] = {}
    for row in sorted((row for one in extracts for row in one.rows), key=lambda row: str(row.get("received_at"))):
        periods.setdefault(row.get("dimona_period_id"), []).append(row)
    return "extract_has_period" if any(_is_open(rows, day) for rows in periods.values()) else "extract_has_none"


def _is_open(rows: list[Mapping[str, results.Cell]], day: date) -> bool:
    """Tell whether a period covers a day, after every declaration about it in the order in which they came."""
    start = next((row["starts_on"] for row in rows if row.get("form_type") == "IN"), None)
    ends = [row["ends_on"] for row in rows if row.get("ends_on") is not None]
    is_cancelled = any(row.get("form_type") == "CANCEL" for row in rows)
    begun = start is not None and str(start) <= day.isoformat()
    return begun and not is_cancelled and (not ends or str(ends[-1]) >= day.isoformat())


def _not_found(case: _Case, lookup: Lookup) -> results.Check:
    """Nothing found after the entry was not there at the entry; nothing found before it may have come since."""
    status = case.found.answers.get(case.catalogue.quota_rules.status_question)
    if lookup.looked_up_at < case.control.entered_at:
        return case.says("not_found_before_entry", "unclear", looked_up=lookup.looked_up_at)
    if status in case.catalogue.register_rules.statuses_without_dimona:
        return case.says("maybe_not_needed", "unclear")
    return case.says("not_found", "not_ok", looked_up=lookup.looked_up_at)


def _moment(case: _Case, lookup: Lookup) -> results.Check:
    """Compare the moment of declaration with the entry, and with the start that it declares."""
    declared, entered = lookup.declared_at, case.control.entered_at
    if declared is None:
        return case.says("moment_unknown", "unclear")
    said = {"declared": declared, "entered": entered}
    if _same_minute(declared, entered):
        return case.says("same_minute", "unclear", **said)
    if declared >= entered:
        left = case.control.left_at
        name = "declared_after_control" if left is not None and declared > left else "declared_during_control"
        return case.says(name, "not_ok", **said)
    if lookup.period_from is not None and results.is_later(declared, lookup.period_from):
        return case.says("declared_after_start", "not_ok", **said)
    return case.says("declared_before", "ok", **said)


def _same_minute(declared: datetime, entered: datetime) -> bool:
    """Tell whether two moments cannot be told apart: within one minute, one of them without seconds."""
    both = [moment.replace(second=0, microsecond=0) for moment in (declared, entered)]
    is_typed = declared == both[0] or entered == both[1]
    return is_typed and both[0] == both[1]


def _period(case: _Case, lookup: Lookup) -> results.Check:
    inside = results.covers(lookup, case.control.entered_at)
    if inside is None:
        return case.says("period_unknown", "unclear")
    return case.says("period_covers", "ok") if inside else case.says("period_misses", "not_ok")


def _details(case: _Case, lookup: Lookup) -> Iterator[results.Check]:
    """Yield what this type of worker needs beside the days, and what the joint committee says."""
    rules, kind = case.catalogue.register_rules, lookup.worker_type
    if kind is None:
        yield case.says("type_unknown", "unclear")
    elif _needs_hours(rules.hours_needed.get(kind), lookup) and not isinstance(lookup.period_from, datetime):
        yield case.says("hours_missing", "unclear", type=kind)
    if kind in rules.planned_hours_needed and lookup.planned_hours is None:
        yield case.says("planned_hours_missing", "unclear", type=str(kind))
    committee = lookup.joint_committee
    known = case.catalogue.sectors[case.control.sector].dimona_joint_committees
    if committee == rules.unnamed_committee:
        yield case.says("committee_unnamed", "no_proof", committee=committee)
    elif committee is not None and known and committee.split(".")[0] not in known:
        yield case.says("committee_other", "unclear", committee=committee)


def _needs_hours(when: str | None, lookup: Lookup) -> bool:
    start, end = lookup.period_from, lookup.period_to
    one_day = start is not None and end is not None and not results.is_later(_only_day(end), _only_day(start))
    return when == "always" or (when == "one_day" and one_day)


def _only_day(value: date) -> date:
    return day_in_brussels(value) if isinstance(value, datetime) else value
