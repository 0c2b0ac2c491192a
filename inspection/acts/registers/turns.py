"""Which deliveries are taken in, and in which order: what fails at one leaves the others alone, and is given back.

How one of them is taken in is whoever asks to say: a schedule counts it as a task of its own.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from inspection.acts.registers.receiving import Refusal, note_refused, receive
from inspection.errors import InspectionError, unforeseen
from inspection.registers.report import IntakeReport, SnapshotState
from inspection.time_of import day_in_brussels, now
from inspection.trust import Context

TakeIn = Callable[[str, str], IntakeReport]  # of a register, and of the path of a delivery


@dataclass(frozen=True)
class Refused:
    """A delivery of which nothing was taken in, and why; `source` is the register's folder where it was not sealed."""

    register: str
    fault: Exception
    source: Path

    @property
    def code(self) -> str:
        """The code of the error, also of one that nobody foresaw."""
        return self._told.code

    @property
    def said(self) -> str:
        """What happened and where; of an error that nobody foresaw kind and place only: its text may name somebody."""
        return f"[{self.code}] {self._told.what} ({self._told.where})"

    @property
    def _told(self) -> InspectionError:
        return self.fault if isinstance(self.fault, InspectionError) else unforeseen(self.fault)


def receive_all(context: Context) -> tuple[list[tuple[str, Path]], list[Refused]]:
    """Seal what waits in every register's folder; returns what is to be taken in, in its order, and what failed.

    Errors: `AccessRefused`.
    """
    receive(context, ())  # whoever may not, may not for any
    found: list[tuple[str, Path]] = []
    failed: list[Refused] = []
    for register in context.app.catalogue(day_in_brussels(context.at)).intake_order:
        try:
            found += [(register, one.folder) for one in receive(context, [register])]
        except Exception as fault:  # noqa: BLE001  one register's trouble is no other's, and is given back
            failed.append(Refused(register, fault, context.settings.registers / register))
    return found, failed


def in_turn(found: Iterable[tuple[str, Path]], take_in: TakeIn) -> Iterator[IntakeReport | Refused]:
    """Take in deliveries, those of a register one after the other; yields what became of each as soon as it is known.

    A refusal is noted on the delivery. Of one that a newer one overtook nobody has to be told: it yields nothing.
    """
    sources: dict[str, list[Path]] = {}
    for register, source in found:
        sources.setdefault(register, []).append(source)
    for register, mine in sources.items():
        yield from _of_one_register(register, mine, take_in)


def _of_one_register(register: str, sources: list[Path], take_in: TakeIn) -> Iterator[IntakeReport | Refused]:
    """Take in the deliveries of a register; what waits for another is tried again once something became current."""
    while sources:
        waits: list[Refused] = []
        has_moved = False
        for source in sources:
            try:
                report = take_in(register, str(source))
            except Exception as fault:  # noqa: BLE001  as above
                refused = Refused(register, fault, source)
                match _noted(refused):
                    case Refusal.WAITS:
                        waits.append(refused)
                    case Refusal.REFUSED:
                        yield refused
            else:
                has_moved |= report.state == SnapshotState.CURRENT and not report.unchanged
                yield report
        if not has_moved:
            yield from waits
            return
        sources = [one.source for one in waits]


def _noted(one: Refused) -> Refusal:
    """Note a refusal; where that cannot be written either, what is told is the first trouble."""
    try:
        return note_refused(one.source, one.fault, now())
    except OSError:
        return Refusal.REFUSED
