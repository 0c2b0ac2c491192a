"""What is due to be destroyed: proposed, looked at, confirmed by a second person; and what a case under way keeps."""

from starlette.responses import Response

from dashboards.office.administration.addresses import RETENTION
from dashboards.office.administration.asked_for import drawn, listed, say
from dashboards.office.administration.tables import Cell, Line, Press, Table, state
from dashboards.office.asking import Asked
from dashboards.office.shared import attempted
from inspection import acts
from inspection.acts.retention import ErasureProposal, Held
from inspection.errors import InspectionError


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
        me=asked.known.user.id,
        may_confirm=asked.known.may("erasure.confirm"),
    )


def _classes(asked: Asked, one: ErasureProposal) -> list[tuple[str, int]]:
    known = asked.catalogue.retention
    return [
        (known[key].label.say(asked.look.lang) if key in known else key, count)
        for key, count in sorted(one.due.items())
    ]


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
