"""How a delivery differs from the last good one: a measure, where, both values, and the limit that it leaves."""

from dataclasses import dataclass

_COUNTED = frozenset({"rows", "empty", "extract"})


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
        The last good value and the delivery's: a count for rows and extracts, else a part of 1; None: there is none.
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
    def where(self) -> str:
        """Table, column and detail, as short as a table of a terminal needs it."""
        place = ".".join(part for part in (self.table, self.column) if part)
        return f"{place} ({self.detail})" if self.detail and place else place or self.detail or "the delivery"

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
        return f"{value:,.0f}" if self.measure in _COUNTED else f"{100 * value:.1f} %"
