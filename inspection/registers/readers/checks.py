"""Every value against the rule of its column; what breaks one goes to quarantine under that rule's name.

    missing              a required value is empty             enterprise_number     form or check digits
    unknown_code         a code that does not exist            establishment_number  form or check digits
    leading_zero         zeros or dots lost (a spreadsheet)    branch_number         form or check digits
    date, moment, hour   not a day, moment, hour               entity_number         none of the three
    number, range        not a number, outside its range       inss                  not eleven digits
    pattern              not of the form that it must have     inss_check            wrong check digits
    fields, quotes       no record (see commas)                inss_not_synthetic    may be somebody, in synthetic data
    holds_inss           a person's number in a text (see `Column.is_plain_text`)
    field_too_long       (see blocks)                          duplicate_key         key occurred before
    json, repeated_key   no record (see objects)               type, no_text         no value (see objects)
    no_point             no coordinates in any system          two_points            they contradict each other

Row rules of single registers come on top. A row is counted under the first rule that it broke, by the columns' order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from inspection.registers.readers.damage import looks_damaged, stop_if_mostly
from inspection.registers.readers.numbers import (
    holds_person_numbers,
    is_person_number_checked,
    is_person_number_form,
    plain_numbers,
)
from sectors.rules.registers import Column, Register, RegisterTable


@dataclass(frozen=True)
class CodeBook:
    """Categories and codes of a code file, as `category|code`."""

    pairs: pl.Series

    @classmethod
    def of(cls, code: pl.DataFrame) -> "CodeBook":
        """Make it from the lake's code table."""
        return cls(code.select(pair=pl.concat_str("category", "code", separator="|"))["pair"].unique().sort())

    @classmethod
    def empty(cls) -> "CodeBook":
        """A register without a code file."""
        return cls(pl.Series("pair", [], dtype=pl.String))

    def codes(self, category: str) -> pl.Series:
        """Return the codes of one category."""
        start = f"{category}|"
        return self.pairs.filter(self.pairs.str.starts_with(start)).str.strip_prefix(start)


def is_known(column: Column, value: pl.Expr, book: CodeBook) -> pl.Expr | None:
    """Return whether `value` is a code of `column`; None where the column has no codes."""
    if column.codes:
        return value.is_in(list(column.codes))
    if column.codes_from is None:
        return None
    if "{" not in column.codes_from:
        return value.is_in(book.codes(column.codes_from).implode())
    pair = pl.concat_str(*_category(column.codes_from), pl.lit("|"), value)
    return pair.is_in(book.pairs.implode())


def _category(template: str) -> list[pl.Expr]:
    """Turn `Nace{NaceVersion}` into the text and the column that it is made of."""
    parts = re.split(r"\{(\w+)\}", template)
    return [pl.col(part) if place % 2 else pl.lit(part) for place, part in enumerate(parts) if part]


FAULTS = {"line": pl.Int64, "rule": pl.String, "column": pl.String, "key": pl.String}
_DAY_FORMS = {
    "dd-mm-yyyy": (r"^[0-9]{2}-[0-9]{2}-[0-9]{4}$", "%d-%m-%Y"),
    "yyyy-mm-dd": (r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "%Y-%m-%d"),
}
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"
_NUMBER = {"integer": r"^-?[0-9]{1,18}$", "decimal": r"^-?[0-9]{1,15}([.][0-9]{1,20})?$"}
_HOUR = "^([01][0-9]|2[0-3])[0-5][0-9]$"
_RULE_OF_KIND = {"date": "date", "date_time": "moment", "integer": "number", "decimal": "number"}


@dataclass(frozen=True)
class TableRules:
    """What the rows of one table are judged by.

    synthetic
        The delivery says that its persons do not exist: their numbers then have wrong check digits, else right ones.
    """

    register: Register
    table: RegisterTable
    book: CodeBook
    synthetic: bool


@dataclass(frozen=True)
class RowRule:
    """A rule between the columns of one row, over parsed values; `broken` is true where it is."""

    name: str
    column: str
    broken: pl.Expr


@dataclass(frozen=True)
class CheckedRows:
    """Rows that passed, with parsed values under the register's own names, and the faults of the others."""

    rows: pl.DataFrame
    faults: pl.DataFrame


def check(fields: pl.DataFrame, rules: TableRules, file: str) -> CheckedRows:
    """Judge a block of records; raises `IntakeFault` when a column was plainly rewritten by a spreadsheet."""
    tests = [(rule, column, test) for column in rules.table.columns for rule, test in _tests(column, rules)]
    values = fields.select(_parsed(column, fields, rules.register) for column in rules.table.columns)
    beside = values.rename(_value_of)
    found = pl.concat([fields, beside], how="horizontal").select(
        test.fill_null(False).alias(str(n)) for n, (_, _, test) in enumerate(tests)
    )
    broken = [(rule, column, mask) for (rule, column, _), mask in zip(tests, found, strict=True) if mask.any()]
    parsed = fields.with_columns(values.get_columns())
    if not broken:
        return CheckedRows(parsed, pl.DataFrame(schema=FAULTS))
    masks = [part for rule, column, mask in broken for part in _by_look(rule, column, mask, fields, rules, file)]
    bad = _any(masks)
    return CheckedRows(parsed.filter(~bad), _faults(fields, masks, _key(rules.table, masks)))


def check_rows(checked: CheckedRows, row_rules: tuple[RowRule, ...], table: RegisterTable) -> CheckedRows:
    """Judge rows that passed `check` by the rules between their columns."""
    rows, faults = checked.rows, checked.faults
    for rule in row_rules:
        bad = rows.select(rule.broken.fill_null(False)).to_series()
        if bad.any():
            faults = pl.concat([faults, _faults(rows, [(rule.name, rule.column, bad)], _key(table, []))])
            rows = rows.filter(~bad)
    return CheckedRows(rows, faults)


def _value_of(name: str) -> str:
    """Return where the typed value of a column stands while it is judged, beside its text."""
    return f"{name} value"


def _tests(column: Column, rules: TableRules) -> Iterator[tuple[str, pl.Expr]]:
    raw, value = pl.col(column.name), pl.col(_value_of(column.name))
    if column.required:
        yield "missing", raw.is_null()
    if column.check == "person_number":
        checked = is_person_number_checked(raw)
        yield "inss", ~is_person_number_form(raw)
        yield ("inss_not_synthetic", checked) if rules.synthetic else ("inss_check", ~checked)
    elif column.check is not None:
        yield column.check, raw.is_not_null() & value.is_null()
    elif column.lake and column.kind in _RULE_OF_KIND:
        yield _RULE_OF_KIND[column.kind], raw.is_not_null() & value.is_null()
    if column.is_plain_text:
        yield "holds_inss", holds_person_numbers(raw)
    if column.pattern:
        yield "pattern", ~raw.str.contains(f"^(?:{column.pattern})$")
    known = is_known(column, raw, rules.book)
    if known is not None:
        yield "unknown_code", raw.is_not_null() & ~known.fill_null(False)
    if column.low is not None or column.high is not None:
        yield "range", ~_within(column, value)


def _within(column: Column, value: pl.Expr) -> pl.Expr:
    low = pl.lit(True) if column.low is None else value >= column.low
    return low if column.high is None else low & (value <= column.high)


def _parsed(column: Column, fields: pl.DataFrame, register: Register) -> pl.Expr | pl.Series:
    """Return the typed value of a column, null where it is no such value; a column that is not kept stays text."""
    raw = pl.col(column.name)
    if column.check == "hour":
        return pl.when(raw.str.contains(_HOUR)).then(raw).alias(column.name)
    if column.check not in (None, "person_number"):
        return plain_numbers(fields[column.name], str(column.check), dotted=register.dotted_numbers)
    if column.lake is None:
        return raw
    if column.kind == "date":
        shape, form = _DAY_FORMS[register.dates]
        return pl.when(raw.str.contains(shape)).then(raw.str.to_date(form, strict=False)).alias(column.name)
    if column.kind == "date_time":
        moment = raw.str.to_datetime("%+", time_unit="us", time_zone="UTC", strict=False)
        return pl.when(raw.str.contains(_MOMENT)).then(moment).alias(column.name)
    if column.kind in _NUMBER:
        to = pl.Int64 if column.kind == "integer" else pl.Float64
        return pl.when(raw.str.contains(_NUMBER[column.kind])).then(raw.cast(to, strict=False)).alias(column.name)
    return raw


_Mask = tuple[str, str, pl.Series]


def _by_look(
    rule: str, column: Column, mask: pl.Series, fields: pl.DataFrame, rules: TableRules, file: str
) -> Iterator[_Mask]:
    """Split the rows that broke a rule into those that a spreadsheet spoilt and the others."""
    look = _code_without_zeros(column, rules) if rule in ("unknown_code", "pattern") else None
    if look is None and rule not in ("missing", "holds_inss"):
        look = looks_damaged(column, rules.register)
    damaged = mask & fields.select(look.fill_null(False)).to_series() if look is not None else mask & False
    stop_if_mostly(damaged, fields, column, file)
    yield (rule if rule == "date" else "leading_zero"), column.name, damaged
    yield rule, column.name, mask & ~damaged


def _code_without_zeros(column: Column, rules: TableRules) -> pl.Expr | None:
    """Tell whether a value would be a known code with one or two zeros before it."""
    raw = pl.col(column.name)
    form = f"^(?:{column.pattern or '.*'})$"
    found: pl.Expr | None = None
    for zeros in ("0", "00"):
        longer = pl.concat_str(pl.lit(zeros), raw)
        known = is_known(column, longer, rules.book)
        if known is None:
            return None
        fits = known & longer.str.contains(form) & ~(pl.lit(column.pattern is not None) & raw.str.contains(form))
        found = fits if found is None else found | fits
    return found


def _any(masks: list[_Mask]) -> pl.Series:
    return pl.select(pl.any_horizontal([mask for _, _, mask in masks])).to_series()


def _faults(rows: pl.DataFrame, masks: list[_Mask], key: pl.Expr) -> pl.DataFrame:
    first = pl.coalesce(
        *(pl.when(pl.lit(mask)).then(pl.lit(f"{rule}|{column}")) for rule, column, mask in masks), pl.lit("|")
    )
    found = rows.select("line", first.alias("first"), key.alias("key")).filter(_any(masks))
    parts = pl.col("first").str.split("|")
    return found.select("line", rule=parts.list.get(0), column=parts.list.get(1), key=pl.col("key"))


def _key(table: RegisterTable, masks: list[_Mask]) -> pl.Expr:
    """Return the row's key for the quarantine, which lies open: what may name it, and no value that broke a rule."""
    shown = [column.name for column in table.named_by]
    parts = [_key_part(name, [mask for _, column, mask in masks if column == name]) for name in shown]
    if not parts:
        return pl.lit(None, dtype=pl.String)
    key = pl.concat_str(parts, separator=" ", ignore_nulls=True)
    return pl.when(key != "").then(key)


def _key_part(name: str, spoilt: list[pl.Series]) -> pl.Expr:
    safe = ~is_person_number_form(pl.col(name)) & ~holds_person_numbers(pl.col(name))
    for mask in spoilt:
        safe = safe & ~pl.lit(mask)
    return pl.when(safe).then(pl.format(f"{name}={{}}", pl.col(name)))
