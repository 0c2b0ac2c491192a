"""The arrays of a week as the compiled search holds them: one reference instead of dozens of arguments to every call.

A named tuple would be taken apart into its arrays at every call, which makes compiling take minutes and running count
references all the time. Each class here is known to the compiler alone; Python reads the same arrays in `arrays`.
"""

# mypy: disable-error-code="no-untyped-call"
# numba declares no types for these classes.

from typing import Any

from numba import config, types
from numba.experimental import structref

from inspection.planning.search.arrays import Best, Rounds, Rows, Undo, Week
from inspection.planning.search.compiling import compiled


class _Reference(types.StructRef):
    def preprocess_fields(self, fields: Any) -> Any:
        """Keep the type of a number, not the number."""
        return tuple((name, types.unliteral(kind)) for name, kind in fields)


@structref.register
class _WeekType(_Reference):
    pass


@structref.register
class _RowsType(_Reference):
    pass


@structref.register
class _RoundsType(_Reference):
    pass


@structref.register
class _UndoType(_Reference):
    pass


@structref.register
class _BestType(_Reference):
    pass


class _Week(structref.StructRefProxy):
    pass


class _Rows(structref.StructRefProxy):
    pass


class _Rounds(structref.StructRefProxy):
    pass


class _Undo(structref.StructRefProxy):
    pass


class _Best(structref.StructRefProxy):
    pass


for _proxy, _type, _fields in (
    (_Week, _WeekType, Week._fields),
    (_Rows, _RowsType, Rows._fields),
    (_Rounds, _RoundsType, Rounds._fields),
    (_Undo, _UndoType, Undo._fields),
    (_Best, _BestType, Best._fields),
):
    structref.define_proxy(_proxy, _type, list(_fields))

if vars(config)["DISABLE_JIT"]:  # so that a debugger can walk through the search as plain Python
    _Week, _Rows, _Rounds, _Undo, _Best = Week, Rows, Rounds, Undo, Best  # type: ignore[misc,assignment]


@compiled
def pack_week(week: Week) -> Any:
    """Return a reference to the arrays of a week."""
    return _Week(*week)


@compiled
def pack_rows(rows: Rows) -> Any:
    """Return a reference to the arrays of rows."""
    return _Rows(*rows)


@compiled
def pack_rounds(rounds: Rounds) -> Any:
    """Return a reference to the arrays of rounds, whose rows are packed already."""
    return _Rounds(*rounds)


@compiled
def pack_undo(undo: Undo) -> Any:
    """Return a reference to what a step back needs, its rows packed already."""
    return _Undo(*undo)


@compiled
def pack_best(best: Best) -> Any:
    """Return a reference to the best week."""
    return _Best(*best)
