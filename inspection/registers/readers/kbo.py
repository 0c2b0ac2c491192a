"""KBO Open Data, full and update.

code.csv comes first: it is the authority for every code of its extract. Enterprises come next: they tell whose name is
a natural person's. The name and abbreviation of a natural person are not kept, nor those of an entity that neither the
extract nor the lake knows, since it may be one; commercial names and the names of establishments are.

A real extract may hold rows of entities that it does not contain. They are kept and noted: nothing joins them, and a
later update may bring their entity.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from inspection.errors import IntakeFault
from inspection.registers.lake import Lake
from inspection.registers.readers.checks import CodeBook, TableRules
from inspection.registers.readers.lines import read_lines
from inspection.registers.readers.meta import META, About
from inspection.registers.readers.source import Source
from inspection.registers.readers.tables import Pseudonym, TableIntake, Treatment, only_key
from inspection.registers.readers.writing import Incoming
from inspection.registers.report import FileReport
from sectors.rules.registers import Register, RegisterTable

_LEGAL_PERSON = "2"
_OWN_NAMES = ("001", "002")
_OWNER = {
    "establishment": "enterprise_number",
    "branch": "enterprise_number",
    "denomination": "entity_number",
    "address": "entity_number",
    "activity": "entity_number",
}


def update_files(table: RegisterTable) -> tuple[str, str]:
    """Return the names of the files that take rows of a table away and that insert them."""
    stem = table.files[0].removesuffix(".csv")
    return f"{stem}_delete.csv", f"{stem}_insert.csv"


def known_files(register: Register) -> set[str]:
    """Return every file name that a full extract or an update may have."""
    return {META} | {f for t in register.tables for f in (*t.files, *update_files(t))}


def check_kind(register: Register, source: Source, about: About) -> None:
    """Make sure that no file belongs to the other kind of extract than meta.csv says; raises `IntakeFault`."""
    for table in register.tables:
        foreign = update_files(table) if about.kind == "full" or table.name == "code" else table.files
        found = [file for file in foreign if file in source.files]
        if found:
            raise IntakeFault("INTAKE-021", kind=about.kind, found=found[0], source=source.name)


@dataclass(frozen=True)
class KboIntake:
    """The intake of one extract into a snapshot that is being written."""

    register: Register
    source: Source
    about: About
    lake: Lake
    new: Incoming
    pseudonym: Pseudonym

    def run(self) -> tuple[list[FileReport], dict[str, dict[str, object]], tuple[str, ...]]:
        """Take in every file; returns their accounts, how each table is stored, and what was odd."""
        tables, warnings = self._tables()
        code = self.register.table("code")
        reports = list(self._full(code, CodeBook.empty(), Treatment()))
        stored: dict[str, dict[str, object]] = {"code": {"mode": "full"}}
        book = CodeBook.of(self.new.scan("code").collect())
        for table in tables:
            treatment = self._names() if table.name == "denomination" else Treatment()
            take = self._full if self.about.kind == "full" else self._update
            reports += take(table, book, treatment)
            if table.stored:
                stored[table.name] = self._mode(table)
        return list(self._noted(reports)), stored, warnings

    def _tables(self) -> tuple[list[RegisterTable], tuple[str, ...]]:
        """Return the tables to read, enterprises first, having made sure that their files are there."""
        tables = [t for t in self.register.tables if t.name != "code"]
        absent = [t for t in tables if self._may_be_absent(t)]
        require(self.source, ["code.csv", *(f for t in tables if t not in absent for f in self._files(t))])
        warnings = tuple(
            f"the update says nothing about {t.name}: {' and '.join(self._files(t))} are not in it" for t in absent
        )
        present = [t for t in tables if t not in absent]
        return sorted(present, key=lambda t: t.name != "enterprise"), warnings

    def _files(self, table: RegisterTable) -> tuple[str, ...]:
        return table.files if self.about.kind == "full" else update_files(table)

    def _may_be_absent(self, table: RegisterTable) -> bool:
        without = not any(f in self.source.files for f in update_files(table))
        return self.about.kind == "update" and table.optional and without

    def _rules(self, table: RegisterTable, book: CodeBook) -> TableRules:
        return TableRules(self.register, table, book, self.about.synthetic)

    def _full(self, table: RegisterTable, book: CodeBook, treatment: Treatment) -> Iterator[FileReport]:
        intake = TableIntake(self._rules(table, book), treatment, self.pseudonym)
        yield intake.take(self.source, table.files[0], self.new, table.name)

    def _update(self, table: RegisterTable, book: CodeBook, treatment: Treatment) -> Iterator[FileReport]:
        delete, insert = update_files(table)
        gone = TableIntake(self._rules(_with_key_kept(table), book), Treatment(), self.pseudonym)
        yield gone.take(self.source, delete, self.new, f"{table.name}.delete")
        yield TableIntake(self._rules(table, book), treatment, self.pseudonym).take(
            self.source, insert, self.new, table.name
        )

    def _mode(self, table: RegisterTable) -> dict[str, object]:
        if self.about.kind == "full":
            return {"mode": "full"}
        return {"mode": "delta", "key": table.columns[0].lake, "unique": bool(table.unique)}

    def _names(self) -> Treatment:
        """Leave out the names that are, or may be, a natural person's."""
        kinds = self._enterprises()
        legal = kinds.filter(pl.col("type_of_enterprise") == _LEGAL_PERSON)["enterprise_number"]
        entity = pl.col("EntityNumber")
        of_enterprise = entity.str.contains("^[01]") & pl.col("TypeOfDenomination").is_in(list(_OWN_NAMES))
        unknown = ~entity.is_in(kinds["enterprise_number"].implode())
        return Treatment(
            leave_out={
                "name_of_unknown_entity": of_enterprise & unknown,
                "name_of_natural_person": of_enterprise & ~entity.is_in(legal.implode()),
            }
        )

    def _enterprises(self) -> pl.DataFrame:
        """Return number and type of every enterprise that the extract or the lake knows, the extract's word first."""
        columns = ("enterprise_number", "type_of_enterprise")
        frames = [self.new.scan("enterprise").select(columns)]
        if self.about.kind == "update":  # of the millions in the lake only those whose names come
            known = self.lake.scan("kbo", "enterprise", self.about.day).select(columns)
            frames.append(known.join(self._named(), on="enterprise_number", how="semi"))
        return pl.concat(frames).unique("enterprise_number", keep="first", maintain_order=True).collect()

    def _named(self) -> pl.LazyFrame:
        """Return the numbers of the entities that an update gives names, as they stand in the lake."""
        table = self.register.table("denomination")
        header = [column.name for column in table.columns]
        digits = pl.col("EntityNumber").str.replace_all(r"\D", "").alias("enterprise_number")
        parts = [lines.fields.select(digits) for lines in read_lines(self.source, update_files(table)[1], header)]
        return pl.concat([pl.DataFrame(schema={"enterprise_number": pl.String}), *parts]).unique().lazy()

    def _noted(self, reports: list[FileReport]) -> Iterator[FileReport]:
        entities = self._entities([report for report in reports if report.table in _OWNER])
        for report in reports:
            owner = _OWNER.get(report.table)
            if owner is None or report.file.endswith("_delete.csv"):
                yield report
                continue
            rows = self.new.scan(report.table).select(_entity(owner))
            lost = rows.join(entities, on="entity", how="anti").select(pl.len())
            count = lost.collect(engine="streaming").item()
            yield replace(report, notes={"entity_not_in_the_register": count} if count else {})

    def _entities(self, reports: list[FileReport]) -> pl.LazyFrame:
        """Return the entities that the extract or the lake knows; of an update those that it names."""
        keys = {"enterprise": "enterprise_number", "establishment": "establishment_number", "branch": "id"}
        frames = [self.new.scan(t).select(_entity(k)) for t, k in keys.items() if self.new.has(t)]
        if self.about.kind == "update":
            frames += [self.lake.scan("kbo", t, self.about.day).select(_entity(k)) for t, k in keys.items()]
            named = [self.new.scan(t).select(_entity(_OWNER[t])) for t in {report.table for report in reports}]
            wanted = pl.concat(named).unique() if named else pl.LazyFrame(schema={"entity": pl.Int64})
            # the lake's millions are looked through once, for all tables of the update together
            return pl.concat(frames).join(wanted, on="entity", how="semi").unique().collect(engine="streaming").lazy()
        return pl.concat(frames).unique().collect().lazy()


def _entity(column: str) -> pl.Expr:
    """Return a number of ten digits as one: millions are looked up in half the time."""
    return pl.col(column).cast(pl.Int64).alias("entity")


def _with_key_kept(table: RegisterTable) -> RegisterTable:
    return only_key(table).model_copy(update={"stored": table.stored})


def require(source: Source, files: list[str]) -> None:
    """Make sure that files are there; raises `IntakeFault` that names those which are not."""
    missing = [f for f in files if f not in source.files]
    if missing:
        raise IntakeFault("INTAKE-005", files=", ".join(missing), source=source.name)
