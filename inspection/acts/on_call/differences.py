"""What the roster of an office would change of the one that stands: lines that go, come, and stay."""

from collections.abc import Iterable
from dataclasses import dataclass

from inspection.acts.on_call.turns import OnCallTurnInput
from inspection.sealing import sha256_of


@dataclass(frozen=True, kw_only=True)
class OnCallDifference:
    """What changes for one office.

    sha256
        Of what stands and of what would stand: who confirms it confirms exactly this, from exactly there.
    """

    recipient: str
    gone: tuple[OnCallTurnInput, ...]
    new: tuple[OnCallTurnInput, ...]
    kept: int
    sha256: str


def on_call_difference(
    recipient: str, before: Iterable[OnCallTurnInput], after: Iterable[OnCallTurnInput]
) -> OnCallDifference:
    """Return what changes from one roster of an office to another."""
    old, new = _sorted(before), _sorted(after)
    return OnCallDifference(
        recipient=recipient,
        gone=tuple(one for one in old if one not in new),
        new=tuple(one for one in new if one not in old),
        kept=sum(one in old for one in new),
        sha256=sha256_of([recipient, *([one.model_dump(mode="json") for one in turns] for turns in (old, new))]),
    )


def _sorted(turns: Iterable[OnCallTurnInput]) -> list[OnCallTurnInput]:
    return sorted(turns, key=lambda one: one.model_dump_json())
