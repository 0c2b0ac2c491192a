"""Where the trail stands is signed: by the witness where there is one, else by this home; and recorded in the trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlmodel import Session

from inspection.acts import portal
from inspection.acts.history.signers import Signer, last_told, misnamed, number_told, own_notary, signer_of
from inspection.acts.history.telling import UNSIGNED, tell, tell_over
from inspection.errors import HistoryFault, InspectionError, PortalFault, unforeseen
from inspection.history import START, Answer, Asked, Checkpoint, ask_newest, ask_to_sign
from inspection.store.core import gate
from inspection.store.records import heads_of
from inspection.time_of import day_in_brussels
from inspection.trust import (
    HISTORY,
    AppContext,
    Context,
    audited_transaction,
    counts_of,
    entries_since,
    require_in_service,
)

_TRIES = 5  # of several processes that ask at once, each but the first reads the trail again


def take_checkpoint(context: Context) -> Checkpoint:
    """Have it signed where the trail stands, keep a copy in this home, and record it.

    Errors: `HistoryFault` 108, 110 to 113, 130, 132 or 133: nothing was signed.
    """
    require_in_service(context, "history.sign")
    return _recorded(context, "history.sign", _signed(context))


def accept_loss(context: Context) -> Checkpoint:
    """Let the history begin anew where a key of this home signs it, as after a restored backup; recorded as such.

    Errors: `HistoryFault` 138 where nothing was signed, 140 where a witness signs: whoever keeps it decides.
    """
    require_in_service(context, "history.accept")
    _signed_by_own_key(context.app)
    return _recorded(context, "history.accept", _by_own_key(context, is_anew=True))


def accept_loss_of_portal(context: Context) -> Checkpoint:
    """The same for the portal beside this office, whose home knows nobody of the direction.

    It stands in both trails: here who accepted it, there that its history begins anew.

    Errors: those of `accept_loss`; `PortalFault` PORTAL-102 where there is no portal.
    """
    require_in_service(context, "history.accept")
    app = portal.portal_app(context.app)
    if app is None:
        raise PortalFault("PORTAL-102")
    newest = _signed_by_own_key(app)
    with audited_transaction(context) as tx:
        tx.require("history.accept", service=context.settings.service)
        tx.record("history.accept", "portal", stream=HISTORY, facts={"number": newest.number + 1})
    there = app.acting_as_flow("history", context.at)
    return _recorded(there, "history.sign", _by_own_key(there, is_anew=True))


def is_due(context: Context) -> bool:
    """Tell whether something was recorded since the last checkpoint, and is so much or so long ago as the rules say."""
    app = context.app
    rules = app.catalogue(day_in_brussels(context.at)).history
    last = signer_of(app.store, app.settings).log.newest()
    with app.store.read() as session:
        rows = _rows_since(session, last)
    if last is None or rows >= rules.checkpoint_rows:
        return rows > 0
    return rows > 0 and context.at - last.at >= timedelta(minutes=rules.checkpoint_minutes)


def sign_if_due(context: Context) -> Checkpoint | None:
    """Have it signed where the trail stands if it is time to; what cannot be signed alerts the direction.

    Errors: those of `take_checkpoint`, after the alert.
    """
    if not is_due(context):
        return None
    try:
        return take_checkpoint(context)
    except HistoryFault as fault:
        tell(context, UNSIGNED, fault)
        raise


def sign_portal_if_due(context: Context) -> Checkpoint | None:
    """The same for the portal beside this office, signed by a key of its home; the alert is raised here, not there.

    Errors: those of `take_checkpoint`, and whatever keeps a portal from being opened, after the alert.
    """
    try:
        app = portal.portal_app(context.app)
        there = app.acting_as_flow("history", context.at) if app is not None else None
        made = take_checkpoint(there) if there is not None and is_due(there) else None
    except Exception as fault:
        tell(context, UNSIGNED, fault if isinstance(fault, InspectionError) else unforeseen(fault), of="portal")
        raise
    if made is not None:
        tell_over(context, UNSIGNED, of="portal")
    return made


def _signed_by_own_key(app: AppContext) -> Checkpoint:
    """Return the last checkpoint of a home that signs its history itself; refused for any other."""
    signer = signer_of(app.store, app.settings)
    if signer.is_witness:
        raise HistoryFault("HISTORY-140")
    if (newest := signer.log.newest()) is None:
        raise HistoryFault("HISTORY-138")
    return newest


def _signed(context: Context) -> Checkpoint:
    app = context.app
    signer = signer_of(app.store, app.settings)
    if (unfit := misnamed(signer, app.settings)) is not None:
        raise unfit
    if not signer.is_witness:
        made = _by_own_key(context)
        tell_over(context, UNSIGNED)
        return made
    for _ in range(_TRIES):
        try:
            return _by_witness(context, signer)
        except HistoryFault as fault:
            if fault.code != "HISTORY-131":
                raise
    raise HistoryFault("HISTORY-131")


def _by_witness(context: Context, signer: Signer) -> Checkpoint:
    app, socket = context.app, context.settings.history.witness
    assert socket is not None  # noqa: S101  asked before
    said = ask_newest(socket)
    _refuse_other(said, signer)
    with app.store.read() as session:
        before = {} if said.newest is None or said.begins_anew else said.newest.heads
        heads = heads_of(session)
        asked = Asked(said.newest.number if said.newest else 0, heads, counts_of(session))
        kept = _kept(session, signer, asked.based_on)
        answer = ask_to_sign(socket, asked, entries_since(session, before, heads), kept=kept)
    _refuse_other(answer, signer)
    made = answer.newest
    if made is None or not made.is_signed_by(signer.public_key) or dict(made.heads) != dict(heads):
        raise HistoryFault("HISTORY-105", where="the witness")
    with _copying(app):
        _copy(signer, answer.between, made)
    if answer.trouble or (answer.pushed is not None and answer.pushed < made.number - 1):  # it pushes after it answers
        unpushed = HistoryFault("HISTORY-136", kind=answer.trouble)
        tell(context, UNSIGNED, unpushed)
        tell_over(context, UNSIGNED, still=unpushed)
    else:
        tell_over(context, UNSIGNED)
    return made


def _kept(session: Session, signer: Signer, newest: int) -> int:
    """Return up to which checkpoint this home has what its witness signed; those after it come with the next.

    One that never came here is brought: a restored home lacks what was signed since its backup, and a process that
    ended between two steps left one behind. Not so one that the trail tells of, which was here or at another machine
    of this house: brought again, nobody would notice that somebody took it away.

    Arguments: `newest` number of the last one at the witness.
    """
    here, _ = _last_kept(signer)
    return here if number_told(last_told(session), signer) <= here else newest


def _copy(signer: Signer, between: tuple[Checkpoint, ...], made: Checkpoint) -> None:
    """Add a checkpoint to this home's copies, and before it those that never came here, if they follow.

    Another process of this machine may have brought some of them meanwhile.
    """
    number, previous = _last_kept(signer)
    missing = [one for one in (*between, made) if one.number > number]
    for one in missing:
        is_next = one.is_signed_by(signer.public_key) and (one.number, one.previous) == (number + 1, previous)
        if is_next or one is made:  # what does not follow leaves a gap, which is told of
            signer.log.add(one)
            number, previous = one.number, one.digest


def _last_kept(signer: Signer) -> tuple[int, str]:
    """Return number and digest of the last true checkpoint that is kept here, 0 and the start of all where none is."""
    last = signer.log.newest()
    return (last.number, last.digest) if last and last.is_signed_by(signer.public_key) else (0, START)


def _by_own_key(context: Context, *, is_anew: bool = False) -> Checkpoint:
    app = context.app
    notary = own_notary(app.store, app.settings)
    with _copying(app), app.store.read() as session:
        newest = notary.newest()
        before = {} if newest is None or is_anew else newest.heads
        heads = heads_of(session)
        asked = Asked(newest.number if newest else 0, heads, counts_of(session))
        return notary.sign(asked, entries_since(session, before, heads), at=context.at, is_anew=is_anew)


def _refuse_other(answer: Answer, signer: Signer) -> None:
    if answer.key != signer.public_key:
        raise HistoryFault("HISTORY-112")


@contextmanager
def _copying(app: AppContext) -> Iterator[None]:
    """Let one process of this machine at a time add to the copies of this home."""
    app.settings.checkpoints.mkdir(mode=0o700, parents=True, exist_ok=True)
    with gate(app.settings.checkpoints / ".gate", app.settings.database.lock_seconds):
        yield


def _recorded(context: Context, act: str, made: Checkpoint) -> Checkpoint:
    """Let the trail tell which checkpoint there is, so that one that goes is missed."""
    signer = signer_of(context.store, context.settings)
    with audited_transaction(context) as tx:
        tx.require(act, service=context.settings.service)
        facts = {"number": made.number, "key": signer.fingerprint, "root": made.root, "is_anew": made.is_anew}
        if act != "history.sign":
            tx.record(act, made.digest, stream=HISTORY, facts={"number": made.number})
        tx.record("history.sign", made.digest, stream=HISTORY, facts=facts)
    return made


def _rows_since(session: Session, last: Checkpoint | None) -> int:
    """Count what was recorded since, but for the account of the checkpoint itself."""
    before = last.heads if last else {}
    now = heads_of(session)
    rows = sum(n - before.get(stream, (0, ""))[0] for stream, (n, _) in now.items() if stream != HISTORY)
    return max(rows, 0)
