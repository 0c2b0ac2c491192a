"""How a delivery differs from the last good one: a measure, where, both values, and the limit that it leaves."""

from dataclasses import dataclass

_COUNTED = frozenset({"rows", "empty", "extract", "expected", "places"})
_TOLD = frozenset({"first", "origin", "day", "same"})  # 1 or 0


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that lies outside its limit; a name, a code or a count, never the value of a row about somebody.

    measure
        Key of `register_limits` in sectors/common/registers.yaml.
    table, column
        Where; the table is empty for the delivery as a whole.
    detail
        The code, rule, bin or other table that moved most.
    before, now
        The last good value and the delivery's: a count for rows, of a place too, and extracts, 1 or 0 for what is so
        or not, else a part of 1; None: there is none.
    distance, limit
        How far they lie apart, and how far they may; parts of 1, chance of the sample included in the limit.
    """

    measure: str
    table: str = ""
    column: str = ""
    detail: str = ""
    before: float | None = None
    now: float | None = None
    distance: float = 0.0
    limit: float = 0.0

    @property
    def place(self) -> str:
        """Table, column and detail, as short as a table of a terminal needs it; empty for the delivery as a whole."""
        column = ".".join(part for part in (self.table, self.column) if part)
        return f"{column} ({self.detail})" if self.detail and column else column or self.detail

    @property
    def where(self) -> str:
        """The place as it is read aloud."""
        return self.place or "the delivery"

    @property
    def is_counted(self) -> bool:
        """Whether its values are counts; else they are parts of 1."""
        return self.measure in _COUNTED

    @property
    def is_told(self) -> bool:
        """Whether its values say that something is so or not: 1 or 0."""
        return self.measure in _TOLD

    @property
    def was(self) -> str:
        """The last good value as it is read aloud."""
        return self._shown(self.before)

    @property
    def is_now(self) -> str:
        """The delivery's value as it is read aloud."""
        return self._shown(self.now)

    def _shown(self, value: float | None) -> str:
        if value is None:
            return "none"
        if self.is_told:
            return "yes" if value else "no"
        return f"{value:,.0f}" if self.is_counted else f"{100 * value:.1f} %"
