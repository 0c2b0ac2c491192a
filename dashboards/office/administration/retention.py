"""What is due to be destroyed: proposed, looked at, confirmed by a second person, and shown to be gone afterwards.

And what a case under way keeps.
"""

from collections.abc import Iterator
from datetime import date

from starlette.responses import Response

from dashboards.office.administration.addresses import PROOF, RETENTION
from dashboards.office.administration.asked_for import drawn, listed, say
from dashboards.office.administration.tables import Cell, Line, Press, Table, state
from dashboards.office.asking import Asked
from dashboards.office.shared import attempted
from inspection import acts
from inspection.acts.retention import ErasureProof, ErasureProposal, Held
from inspection.errors import ErasureFault, InspectionError
from inspection.time_of import now


def show(asked: Asked) -> Response:
    """Show proposals, and what is held."""
    return _drawn(asked)


def propose(asked: Asked) -> Response:
    """Propose whatever is due now; the nightly run does the same."""
    act = lambda: acts.retention.propose_erasure(asked.acting())  # noqa: E731
    return attempted(asked, act, f"{RETENTION}?told=proposed", lambda fault: _drawn(asked, fault))


def confirm(asked: Asked) -> Response:
    """Destroy what was proposed, bound to its hash, once its reference was typed."""
    reference, typed = asked.form.get("reference", ""), asked.form.get("typed", "").strip().upper()
    if typed != reference:
        return _drawn(asked, mistyped=reference)
    act = lambda: acts.retention.confirm_erasure(asked.acting(), reference, asked.form.get("sha256", ""))  # noqa: E731
    return attempted(asked, act, f"{RETENTION}?told=destroyed", lambda fault: _drawn(asked, fault))


def hold(asked: Asked) -> Response:
    """Keep a record because a case runs."""
    act = lambda: acts.retention.place_legal_hold(  # noqa: E731
        asked.acting(), asked.form.get("subject", "").strip(), reason=asked.form.get("reason", "").strip()
    )
    return attempted(asked, act, f"{RETENTION}?told=held#holds", lambda fault: _drawn(asked, fault))


def lift(asked: Asked) -> Response:
    """End a hold."""
    act = lambda: acts.retention.lift_legal_hold(asked.acting(), asked.form.get("subject", ""))  # noqa: E731
    return attempted(asked, act, f"{RETENTION}?told=lifted#holds", lambda fault: _drawn(asked, fault))


def show_proof(asked: Asked) -> Response:
    """Show what is known of a record that was destroyed, by the id that its address names; the look is recorded."""
    subject = asked.query("subject").strip()
    if not subject:
        return _proved(asked, subject)
    try:
        return _proved(asked, subject, acts.retention.erasure_proof(asked.acting(), subject))
    except ErasureFault as fault:
        return _proved(asked, subject, fault=fault)


def _drawn(asked: Asked, fault: InspectionError | None = None, mistyped: str = "") -> Response:
    found, holds = acts.retention.erasures(asked.acting()), acts.retention.legal_holds(asked.acting())
    waiting = [one for one in found if one.confirmed_by is None]
    return drawn(
        asked,
        "retention.html",
        fault,
        waiting=[(one, _classes(asked, one), sum(one.due.values())) for one in waiting],
        done=_done(asked, [one for one in found if one.confirmed_by is not None]),
        holds=_holds(asked, holds),
        n_due=sum(sum(one.due.values()) for one in waiting),
        mistyped=mistyped,
        address=RETENTION,
        proof=PROOF,
        me=asked.known.user.id,
        may_confirm=asked.known.may("erasure.confirm"),
    )


def _classes(asked: Asked, one: ErasureProposal) -> list[tuple[str, int]]:
    return [(_class(asked, key), count) for key, count in sorted(one.due.items())]


def _class(asked: Asked, key: str) -> str:
    known = asked.catalogue.retention.get(key)
    return known.label.say(asked.look.lang) if known else key


def _done(asked: Asked, found: list[ErasureProposal]) -> Table:
    lines = [
        Line(
            [
                Cell(one.reference),
                Cell(asked.moment(one.confirmed_at) if one.confirmed_at else "", one.confirmed_at or ""),
                Cell(f"{one.proposed_by}, {one.confirmed_by}"),
                *(
                    Cell(str(count), count)
                    for count in (sum((one.report or {}).get(key, {}).values()) for key in ("erased", "held", "gone"))
                ),
            ]
        )
        for one in found
    ]
    return listed(asked, "destroyed", ("reference", "when", "by", "erased", "kept", "gone"), lines)


def _holds(asked: Asked, found: tuple[Held, ...]) -> Table:
    may_lift = asked.known.may("legal_hold.lift")
    lines = [
        Line(
            [
                Cell(one.subject),
                state(one.reason, "seal"),
                Cell(asked.moment(one.placed_at), one.placed_at),
                Cell(one.placed_by),
            ],
            [Press(f"{RETENTION}/lift", say(asked, "lift"), {"subject": one.subject}, one.subject)] if may_lift else [],
        )
        for one in found
    ]
    return listed(asked, "holds", ("record", "reason", "since", "by"), lines)


def _proved(
    asked: Asked, subject: str, found: ErasureProof | None = None, fault: InspectionError | None = None
) -> Response:
    return drawn(
        asked,
        "proof.html",
        fault,
        subject=subject,
        found=found,
        facts=list(_facts(asked, found)) if found else [],
        source=say(asked, "source.proof", at=asked.moment(now())),
        address=PROOF,
        retention=RETENTION,
    )


def _facts(asked: Asked, found: ErasureProof) -> Iterator[tuple[str, Cell]]:
    """Give what the command says: the key is told of only where it was destroyed, as there."""
    left = [say(asked, f"proof.left.{what}", n=n) for what, n in found.left.items()]
    yield "class", Cell(_class(asked, found.class_key), notes=(found.reference,))
    yield "rows", _number(found.rows)
    yield "left", Cell(", ".join(left), colour="soon") if left else Cell(say(asked, "proof.nothing"))
    if found.destroyed_at is not None:
        yield "key", Cell(asked.moment(found.destroyed_at))
        yield "copies", _number(found.copies, say(asked, "proof.copies_away"))
        if found.unreadable_copies is not None:
            yield "unreadable_copies", _number(found.unreadable_copies)
        yield "closed", _from_day(asked, found.backups_closed_on)
    yield "backups", _number(found.backups, say(asked, "proof.backups_away"))
    if found.unreadable_backups is not None:
        yield "unreadable", _number(found.unreadable_backups)
    yield "without", _from_day(asked, found.backups_without_it_on)


def _number(n: int | None, away: str = "") -> Cell:
    """Return how many there are, marked where there is any; of what could not be looked at that it was not."""
    return Cell(away, colour="late") if n is None else Cell(str(n), colour="soon" if n else "")


def _from_day(asked: Asked, day: date | None) -> Cell:
    return Cell(asked.day(day)) if day else Cell(say(asked, "proof.none"), colour="late")
