"""What was known of a workplace when it was selected, kept to defend the choice after the lake is pruned."""

from collections.abc import Sequence
from datetime import date, datetime

from inspection.sealing import sha256_of
from inspection.targeting.assessing import Assessments
from inspection.targeting.model import Reason

NOT_CONSULTED = frozenset({"name", "trade_name"})


def freeze(assessments: Assessments, workplace: str, reasons: Sequence[Reason]) -> dict[str, object]:
    """Return the measured row of a workplace, its reasons' terms and the registers' days, with their `sha256`.

    The values are those that the signals were computed from (counts and sums per workplace, never a person's row). The
    enterprise's name is left out: it gave no points and may be a person's.
    """
    values = {k: _plain(v) for k, v in assessments.row(workplace).items() if k not in NOT_CONSULTED}
    terms = [[r.signal, r.value, r.bin, r.points, r.snapshot] for r in reasons]
    kept: dict[str, object] = {
        "values": values,
        "reasons": terms,
        "snapshots": dict(sorted(assessments.snapshots.items())),
    }
    return {**kept, "sha256": sha256_of(kept)}


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value
