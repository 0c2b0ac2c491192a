"""Checks of what is keyed by names of something else (a register's tables, sectors, kinds of offices), and of ends."""

from collections.abc import Iterator, Mapping, Set
from typing import Final

from sectors.reader.fault import RuleFault
from sectors.reader.lines import Entry, Tables, forms, is_whole
from sectors.reader.office_checking import arrondissements
from sectors.rules.selection import Sector

_OFFICE_KINDS: Final = (
    "labour_auditorate",
    "public_prosecutor",
    "police_directorate",
    "general_auditorate",
    "reception_centre",
)
# Fields that name answers: table, field, and where the rules say which question is asked.
_ANSWERS: Final = (
    ("quotas", "statuses", "quota_rules", "status_question"),
    ("quotas", "schemes", "quota_rules", "scheme_question"),
    ("flexi", "statuses", "quota_rules", "status_question"),
    ("flexi", "main_job_met", "flexi", "main_job_question"),
    ("flexi", "main_job_unmet", "flexi", "main_job_question"),
    ("register_rules", "statuses_without_dimona", "quota_rules", "status_question"),
    ("benefits", "paid", "benefits", "benefit_question"),
    ("benefits", "unshown", "benefits", "known_question"),
    ("linking", "at_work", "linking", "sleeps"),
)
# Fields that name codes of the Dimona: table, field, and the lake's column that holds them.
_CODES: Final = (
    ("quota_rules", "year_types", "worker_type"),
    ("quotas", "committees", "joint_committee"),
    ("register_rules", "hours_needed", "worker_type"),
    ("register_rules", "planned_hours_needed", "worker_type"),
    ("register_rules", "unnamed_committee", "joint_committee"),
)


def check_keys(sectors: Mapping[str, Entry[Sector]], tables: Tables) -> Iterator[RuleFault]:
    """Yield a fault for a key that names nothing, an office of another kind, and an entry that must not end."""
    yield from _of_registers(tables)
    yield from _of_duties(sectors, tables)
    yield from _of_offices(tables)
    yield from _of_answers(tables)
    yield from _of_dimona(sectors, tables)
    yield from _of_the_year(sectors, tables)
    for name, table in tables.items():
        for version in table[""].timeline if "" in table else ():
            if version.value is None:
                yield RuleFault("RULE-424", name=name, place=version.place)


def _of_registers(tables: Tables) -> Iterator[RuleFault]:
    if not is_whole(tables["registers"]):
        return
    known: set[str] = set()
    parts: set[str] = set()
    for register, place in forms(tables["registers"]):
        held = {table.name for table in register.tables}
        known |= {register.key, *(f"{register.key}.{name}" for name in held)}
        parts |= {f"{register.key}.{one.name}.{column.lake}" for one in register.tables for column in one.columns}
        yield from _unknown(register.expect.keys(), held, f"Register {register.key}", "the register", place)
        for table in register.tables:
            user = f"Register {register.key}, table {table.name}"
            names = {column.name for column in table.columns}
            kept = {column.lake for column in table.columns if column.lake}
            yield from _unknown({*table.unique}, names, user, "the table", place)
            beside = {one for pair in table.together for one in pair}
            beside |= {name for name in (table.window, table.by_place, table.apart and table.apart.column) if name}
            yield from _unknown({*table.identity} | beside, kept, user, "the table in the lake", place)
    for limit, place in forms(tables["register_limits"]):
        named = {*limit.registers, *limit.demo}
        named |= {*limit.rewritten_in}
        yield from _unknown(named, known | parts, f"The limit {limit.measure}", "registers.yaml", place)


def _of_duties(sectors: Mapping[str, Entry[Sector]], tables: Tables) -> Iterator[RuleFault]:
    for rules, place in forms(tables["register_rules"]):
        yield from _unknown(rules.presence.keys(), sectors.keys(), "'register_rules.presence'", "sectors/", place)


def _of_answers(tables: Tables) -> Iterator[RuleFault]:
    """A status, a scheme or a benefit is an answer to the question that the rules ask it in, as it ever stood."""
    if not is_whole(tables["questions"]):
        return
    for table, field, asking, asked in _ANSWERS:
        if not is_whole(tables[asking]):
            continue
        questions = {getattr(rules, asked) for rules, _ in forms(tables[asking])}
        entries = (entry for key, entry in tables["questions"].items() if key in questions)
        choices = {choice.key for entry in entries for one, _ in entry.forms() for choice in one.choices}
        yield from _of_field(tables, table, field, choices, f"the question {', '.join(sorted(questions))}")


def _of_dimona(sectors: Mapping[str, Entry[Sector]], tables: Tables) -> Iterator[RuleFault]:
    """A worker type or a joint committee is a code that the Dimona may hold; what a quota counts is summed."""
    if is_whole(tables["registers"]):
        for table, field, kept in _CODES:
            yield from _of_field(tables, table, field, _codes(tables, kept), "the Dimona")
        committees = _codes(tables, "joint_committee")
        for key, entry in sectors.items():
            for sector, place in entry.forms():
                named = {*sector.dimona_joint_committees}
                yield from _unknown(named, committees, f"'{key}.joint_committees.dimona'", "the Dimona", place)
    if is_whole(tables["quota_rules"]):
        summed = {kind for rules, _ in forms(tables["quota_rules"]) for kind in rules.year_types}
        yield from _of_field(tables, "quotas", "worker_types", summed, "'quota_rules.year_types'")


def _codes(tables: Tables, kept: str) -> set[str]:
    held = [table for one, _ in forms(tables["registers"]) if one.key == "dimona" for table in one.tables]
    columns = (column for table in held for column in table.columns if column.lake == kept)
    return {code for column in columns for code in column.codes}


def _of_field(tables: Tables, table: str, field: str, known: Set[str], of: str) -> Iterator[RuleFault]:
    for key, entry in tables[table].items():
        user = f"'{table}.{key}.{field}'" if key else f"'{table}.{field}'"
        for one, place in entry.forms():
            named = getattr(one, field)
            yield from _unknown({named} if isinstance(named, str) else {*named}, known, user, of, place)


def _of_the_year(sectors: Mapping[str, Entry[Sector]], tables: Tables) -> Iterator[RuleFault]:
    """Visits are meant in a district that the country has, and in a sector: a misspelt one would be no objective."""
    for rules, place in forms(tables["selection"]):
        yield from _unknown({*rules.year_visits}, arrondissements(), "'selection.year_visits'", "the country", place)
        for district, meant in rules.year_visits.items():
            yield from _unknown({*meant}, sectors.keys(), f"'selection.year_visits.{district}'", "sectors/", place)


def _of_offices(tables: Tables) -> Iterator[RuleFault]:
    kinds = {key: one.kind for key, entry in tables["recipients"].items() for one, _ in entry.forms()}
    for line, place in forms(tables["offices"]):
        for kind in _OFFICE_KINDS:
            named = getattr(line, kind)
            if kinds.get(named, kind) != kind:
                known = {key for key, one in kinds.items() if one == kind}
                yield from _unknown({named}, known, f"The office line of {line.area}", f"the kind {kind}", place)


def _unknown(names: Set[str], known: Set[str], user: str, of: str, place: str) -> Iterator[RuleFault]:
    for name in sorted(names - known):
        yield RuleFault("RULE-425", user=user, name=name, of=of, known=", ".join(sorted(known)), place=place)
