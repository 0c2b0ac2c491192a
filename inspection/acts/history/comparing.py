"""The newest checkpoint, wherever one lies, against the database: a look-up a stream, and where it is asked for counts.

Every flow affords the look-ups. To count what must never be lost reads as many rows as there are: a start does it too.

The witness's copy comes first, then the other place, then this home; each that is reached is held against the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from os import getuid

from inspection.acts.history.signers import Signer, last_told, misnamed, number_told, signer_of
from inspection.errors import HistoryFault
from inspection.history import Answer, Checkpoint, ask_newest, newest_in_folder
from inspection.settings import Settings
from inspection.store.core import Store
from inspection.trust import HISTORY, AppContext, differences

WITNESS, ELSEWHERE, HOME = "the witness", "the other place", "this home"
_UNWITNESSED, _UNPROVEN, _ANEW = "HISTORY-117", "HISTORY-118", "HISTORY-119"


@dataclass(frozen=True)
class Compared:
    """What a comparison found.

    signer
        Who signs here.
    checkpoint
        The newest true one; None where nothing was signed yet.
    faults
        What is wrong with the history or its checkpoints; a house with one must not go on writing.
    notes
        What somebody must mend, and the history is not in doubt: a place that was not reached, or has not every copy.
    has_answered, is_apart
        Whether a witness answered, and whether it does so under another account than this one: only then is it outside
        of this home's reach.
    """

    signer: Signer
    checkpoint: Checkpoint | None
    faults: tuple[HistoryFault, ...]
    notes: tuple[HistoryFault, ...]
    has_answered: bool
    is_apart: bool

    @property
    def seen_by(self) -> Checkpoint | None:
        """The checkpoint that saw the history as it is; None where something is wrong, or nothing was compared."""
        is_compared = not any(note.code == _ANEW for note in self.notes)
        return self.checkpoint if is_compared and not self.faults else None

    @property
    def unwitnessed(self) -> tuple[HistoryFault, ...]:
        """The note that nothing outside this home was reached, where that is so: an older home would pass unseen."""
        return tuple(note for note in self.notes if note.code == _UNWITNESSED)


def compare(store: Store, settings: Settings, *, whole: bool = False, counts: bool = True) -> Compared:
    """Hold the database against the newest checkpoint.

    Arguments: `whole` reads this home's copies to their beginning too; `counts` counts what must never be lost.
    """
    signer = signer_of(store, settings)
    wrong, notes = [one for one in [misnamed(signer, settings)] if one], list[HistoryFault]()
    answer = _answer(settings, wrong, notes)
    if answer is not None and signer.is_witness and answer.key != signer.public_key:
        wrong.append(HistoryFault("HISTORY-112"))
        answer = None
    copies = _copies(signer, settings, answer, wrong, notes)
    true = {where: one for where, one in copies.items() if one is None or one.is_signed_by(signer.public_key)}
    is_apart = answer is not None and signer.is_witness and answer.account != getuid()
    if signer.is_witness and ELSEWHERE not in true and not (is_apart and WITNESS in true):
        notes.append(HistoryFault("HISTORY-117"))
    wrong += [HistoryFault("HISTORY-105", where=where) for where in copies if where not in true]
    newest = max((one for one in true.values() if one is not None), key=lambda one: one.number, default=None)
    for fault in _apart(true, newest):
        is_elsewhere_too = signer.is_witness and any(true.get(where) for where in (WITNESS, ELSEWHERE))
        (notes if fault.where == HOME and is_elsewhere_too else wrong).append(fault)
    if whole:
        _read_whole(signer, wrong, notes)
    for fault in _against_trail(store, signer, newest):
        (notes if fault.code == "HISTORY-116" else wrong).append(fault)
    begins_anew = answer is not None and answer.begins_anew
    if begins_anew:
        notes.append(HistoryFault("HISTORY-119"))
    elif newest is not None:
        with store.read() as session:
            wrong += differences(session, newest, counts=counts)
    return Compared(signer, newest, tuple(wrong), tuple(notes), answer is not None, is_apart)


def require_unbroken(app: AppContext, *, counts: bool = True) -> Compared:
    """Refuse to go on with a history that is not where its newest checkpoint saw it.

    Arguments: `counts` as for `compare`.
    Errors: `HistoryFault` 101 to 112, 114, 115 or 118, the first that was found.
    """
    found = compare(app.store, app.settings, counts=counts)
    for fault in found.faults:
        raise fault
    return found


def _answer(settings: Settings, wrong: list[HistoryFault], notes: list[HistoryFault]) -> Answer | None:
    """Ask the witness; one that only repeats what the true one said once is worse than none."""
    if settings.history.witness is None:
        return None
    try:
        return ask_newest(settings.history.witness)
    except HistoryFault as fault:
        (wrong if fault.code == _UNPROVEN else notes).append(fault)
        return None


def _copies(
    signer: Signer, settings: Settings, answer: Answer | None, wrong: list[HistoryFault], notes: list[HistoryFault]
) -> dict[str, Checkpoint | None]:
    """Return the newest checkpoint of each place that was reached: None where it has none."""
    found: dict[str, Checkpoint | None] = {}
    if answer is not None:
        found[WITNESS] = answer.newest
    if settings.history.elsewhere is not None:
        try:
            found[ELSEWHERE] = newest_in_folder(settings.history.elsewhere)
        except HistoryFault as fault:
            (notes if fault.code == "HISTORY-136" else wrong).append(fault)
    try:
        found[HOME] = signer.log.newest()
    except HistoryFault as fault:
        wrong.append(fault)
    return found


def _apart(true: dict[str, Checkpoint | None], newest: Checkpoint | None) -> Iterator[HistoryFault]:
    """Give each copy that is behind the newest by more than one, as it is where a process ends between two steps.

    This home's may be behind where a witness answered: of two machines of a house each keeps what it asked for itself.
    """
    if newest is None:
        return
    for where, one in true.items():
        number = one.number if one else 0
        if one is not None and number == newest.number and one.digest != newest.digest:
            yield HistoryFault("HISTORY-115", number=number, where=where)
        if number < newest.number - (where != WITNESS) and not (where == HOME and WITNESS in true):
            yield HistoryFault("HISTORY-114", found=number, told=newest.number, where=where)


def _read_whole(signer: Signer, wrong: list[HistoryFault], notes: list[HistoryFault]) -> None:
    try:
        signer.log.refuse_broken(signer.public_key)
    except HistoryFault as fault:
        # Of a witness's checkpoints a second machine of this house keeps those that it asked for itself.
        (notes if signer.is_witness and fault.code == "HISTORY-109" else wrong).append(fault)


def _against_trail(store: Store, signer: Signer, newest: Checkpoint | None) -> Iterator[HistoryFault]:
    """Hold the newest checkpoint against what the trail tells of it.

    Where each machine of a house signs for itself, the trail tells of more than one machine's: nothing is asked then.
    """
    if not signer.is_witness and not store.is_embedded:
        return
    with store.read() as session:
        entry = last_told(session)
    number = number_told(entry, signer)
    found = newest.number if newest else 0
    if number > found:
        yield HistoryFault("HISTORY-106", told=number, found=found, where="checkpoints")
    elif number < found:
        yield HistoryFault("HISTORY-116", number=found, where=HISTORY)
    elif entry is not None and newest is not None and entry.subject != newest.digest:
        yield HistoryFault("HISTORY-107", number=number, where="checkpoints")
