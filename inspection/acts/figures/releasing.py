"""Released figures: proposed by one person, approved by another, and held against everything released before."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from inspection.acts.figures.replaced_drafts import replaced_tables
from inspection.errors import ReferralFault
from inspection.reporting.disclosure import (
    Audience,
    CountTable,
    DisclosureRule,
    Issue,
    ProtectedTable,
    count_table_json,
    merged,
    protect_with_earlier,
    read_count_table,
    refuse_differencing,
)
from inspection.sealing import canonical_json, sha256_of, short_code
from inspection.store.core import new_id
from inspection.store.policy import FigureReleaseRow, ReleaseApprovalRow
from inspection.store.views import view_of
from inspection.time_of import day_in_brussels
from inspection.trust import (
    AppContext,
    AuditedTransaction,
    Context,
    audited_transaction,
    require_apart,
    require_permission,
)
from sectors.rules.service import ReleaseRules

OTHER = "other"
_TRIES = 3
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Release:
    """A table as it leaves the house, or would; it is released once it has an approval.

    sha256
        What an approval is bound to: the table and its audience.
    """

    reference: str
    service: str
    audience: Audience
    table: ProtectedTable
    sha256: str
    proposed_by: str
    proposed_at: datetime
    approved_by: str | None = None
    approved_at: datetime | None = None


def propose_release(
    context: Context,
    table: CountTable,
    audience: Audience,
    *,
    merge: Sequence[str] = (),
    beside: Sequence[str] = (),
    must_tell: bool = False,
) -> Release:
    """Protect a table of counts and propose it for release; the same again is the proposal that is there.

    Arguments: `merge` dimensions in which categories that are too small as a whole stand together; `beside` references
    of proposals that will be approved together with this one, which it is protected against as if they were released;
    `must_tell` refuses one in which everything would be hidden: it would only narrow what later ones may show.
    Errors: `ReferralFault` 922 when it cannot be protected, 979 when it would tell nothing (only where it `must_tell`),
    930 to 933 when it could be differenced with an earlier
    release, which is named; `AccessRefused`.
    """
    with context.store.read() as session:
        require_permission(session, context, "release.propose", service=context.settings.service)
        together = [one for one in _by_reference(session, context.app, beside) if one.figure == table.figure]
    rules = context.app.catalogue(day_in_brussels(context.at)).releases
    rule = _rule(rules, audience)
    for dimension in merge:
        table = merged(table, dimension, rule, label=OTHER)

    def protected_beside(released: Sequence[FigureReleaseRow]) -> ProtectedTable:
        earlier = [_issue(context.app, one) for one in (*released, *together)]
        made = _protected(table, audience, rule, earlier, rules)
        if must_tell and not made.shown:
            raise ReferralFault("REFER-979", figure=table.figure)
        _refuse_differencing(Issue("this table", audience, table, made), earlier, rules)
        return made

    with _beside(context, {table.figure}, protected_beside) as (tx, protected):
        row = _row(context, table, audience, protected)
        same = _same(tx.session, context.app, row, table)
        if same is not None:
            tx.mark_unchanged()
            return _view(same, _approval(tx.session, same.id))
        tx.add(row)
        facts = {"figure": table.figure, "audience": audience, "sha256": row.sha256, "hidden": len(protected.hidden)}
        tx.record("release.propose", row.id, stream="release", facts=facts)
        return _view(row, None)


def approve_release(context: Context, reference: str, sha256: str) -> Release:
    """Approve a proposed release that has exactly this hash, as a second person; a second time changes nothing.

    It is held once more against what was released since it was proposed.

    Errors: `ReferralFault` 934 for who proposed it, 935 when no proposal has this reference and hash, 930 to 933 as in
    `propose_release`; `AccessRefused`.
    """
    with context.store.read() as session:
        require_permission(session, context, "release.approve", service=context.settings.service)
        row = _proposed(session, context.app, reference, sha256)
    with approving(context, [row], name="release") as (tx, approved):
        if not approved:
            tx.mark_unchanged()
        return _view(row, _approval(tx.session, row.id))


@contextmanager
def approving(
    context: Context, rows: Sequence[FigureReleaseRow], *, name: str
) -> Iterator[tuple[AuditedTransaction, int]]:
    """Open the transaction in which proposals are approved together, as a second person: all of them or none.

    Each is held against what was released since it was proposed, and against those before it in `rows`. One that was
    approved already stays as it is.

    Result: the trail, and how many are approved here.
    Errors: `AccessRefused` 041 for who proposed one of them; `ReferralFault` 930 to 933 as in `propose_release`.
    """
    rules = context.app.catalogue(day_in_brussels(context.at)).releases
    require_apart(context, "release.approve", "release.propose", *(row.proposed_by for row in rows))

    def refused_beside(released: Sequence[FigureReleaseRow]) -> set[str]:
        """Return the ids of those that were approved already, once the others are found safe beside them."""
        known = {one.id for one in released}
        earlier = list(released)
        for row in (one for one in rows if one.id not in known):
            others = [_issue(context.app, one) for one in earlier if one.figure == row.figure]
            _refuse_differencing(_issue(context.app, row), others, rules)
            earlier.append(row)
        return known

    with _beside(context, {row.figure for row in rows}, refused_beside, name=name) as (tx, known):
        fresh = [row for row in rows if row.id not in known]
        for row in fresh:
            tx.session.add(
                ReleaseApprovalRow(
                    id=new_id(), release_id=row.id, sha256=row.sha256, approved_by=context.by, approved_at=context.at
                )
            )
            tx.record("release.approve", row.id, stream="release", facts={"sha256": row.sha256})
        tx.session.flush()
        yield tx, len(fresh)


def waiting_releases(session: Session, app: AppContext, references: Sequence[str]) -> list[FigureReleaseRow]:
    """Return proposals by their references, in that order, inside an act."""
    known = {row.reference: row for row in _by_reference(session, app, references)}
    return [known[reference] for reference in references]


def releases(context: Context) -> list[Release]:
    """Return the ledger: what was proposed and what was released, the oldest first; the look is recorded.

    What only a draft of a report proposed in whose place another came is left out, unless somebody approved it.
    """
    with audited_transaction(context) as tx:
        tx.require("release.list", service=context.settings.service)
        tx.record("release.list", context.by, stream="reading", facts={"kind": "releases"})
    with context.store.read() as session:
        replaced = replaced_tables(session, context.settings.service)
        return [
            one for one in ledger(session, context.settings.service) if one.approved_at or one.reference not in replaced
        ]


def ledger(session: Session, service: str) -> list[Release]:
    """Return the ledger of a service, inside an act."""
    wanted = select(FigureReleaseRow).where(col(FigureReleaseRow.service) == service)
    rows = session.exec(wanted.order_by(col(FigureReleaseRow.id))).all()
    return [_view(row, _approval(session, row.id)) for row in rows]


def released_table(session: Session, service: str, reference: str) -> Release | None:
    """Return a table that was released, by its reference, inside an act that asked; None for any other."""
    wanted = select(FigureReleaseRow).where(
        col(FigureReleaseRow.service) == service, col(FigureReleaseRow.reference) == reference
    )
    row = session.exec(wanted).first()
    approval = _approval(session, row.id) if row is not None else None
    return _view(row, approval) if row is not None and approval is not None else None


def _rule(rules: ReleaseRules, audience: Audience) -> DisclosureRule:
    threshold = rules.partners_threshold if audience == "partners" else rules.public_threshold
    return DisclosureRule(threshold=threshold, base=rules.rounding_base, least_values=rules.least_values)


def _protected(
    table: CountTable, audience: Audience, rule: DisclosureRule, earlier: Sequence[Issue], rules: ReleaseRules
) -> ProtectedTable:
    least = rules.least_values_together
    return protect_with_earlier(table, audience, rule, earlier, _thresholds(rules), least_values=least)


def _refuse_differencing(new: Issue, earlier: Sequence[Issue], rules: ReleaseRules) -> None:
    refuse_differencing(new, earlier, _thresholds(rules), least_values=rules.least_values_together)


def _thresholds(rules: ReleaseRules) -> dict[Audience, int]:
    return {"partners": rules.partners_threshold, "public": rules.public_threshold}


@contextmanager
def _beside(
    context: Context,
    figures: Collection[str],
    work: Callable[[Sequence[FigureReleaseRow]], T],
    *,
    name: str = "release",
) -> Iterator[tuple[AuditedTransaction, T]]:
    """Open the transaction of an act together with what was worked out beside all releases of its figures.

    That work takes seconds, and inside the transaction everybody else would wait. It is done before, and once more when
    somebody approved another release of these figures meanwhile.
    """
    for _ in range(_TRIES):
        with context.store.read() as session:
            rows = _released(session, figures)
        found = work(rows)
        with audited_transaction(context, name=name) as tx:
            if [row.id for row in _released(tx.session, figures)] == [row.id for row in rows]:
                yield tx, found
                return
            tx.mark_unchanged()
    where = ", ".join(sorted(figures))
    raise ReferralFault("REFER-937", where=where)


def _released(session: Session, figures: Collection[str]) -> list[FigureReleaseRow]:
    """Return what was released of figures by any service, the oldest first."""
    wanted = (
        select(FigureReleaseRow)
        .join(ReleaseApprovalRow, col(ReleaseApprovalRow.release_id) == col(FigureReleaseRow.id))
        .where(col(FigureReleaseRow.figure).in_(figures))
        .order_by(col(FigureReleaseRow.id))
    )
    return list(session.exec(wanted))


def _issue(app: AppContext, row: FigureReleaseRow) -> Issue:
    table = read_count_table(json.loads(app.store.unseal("figure_release.counts", row.id, row.counts)))
    name = f"release {row.reference} of {day_in_brussels(row.proposed_at)}"
    return Issue(name, _audience(row), table, _table(row.body))


def _row(context: Context, table: CountTable, audience: Audience, protected: ProtectedTable) -> FigureReleaseRow:
    id = new_id()  # noqa: A001
    return FigureReleaseRow(
        id=id,
        reference=f"REL-{short_code(id, 5)}",
        service=context.settings.service,
        figure=table.figure,
        audience=audience,
        sha256=sha256_of({"audience": audience, "table": protected}),
        body=protected,
        counts=context.store.seal("figure_release.counts", id, canonical_json(count_table_json(table))),
        rules_sha256=context.app.rules.sha256,
        proposed_by=context.by,
        proposed_at=context.at,
    )


def _same(session: Session, app: AppContext, row: FigureReleaseRow, table: CountTable) -> FigureReleaseRow | None:
    wanted = select(FigureReleaseRow).where(
        col(FigureReleaseRow.service) == row.service, col(FigureReleaseRow.sha256) == row.sha256
    )
    told = canonical_json(count_table_json(table))
    found: Iterator[FigureReleaseRow] = iter(session.exec(wanted.order_by(col(FigureReleaseRow.id))))
    return next((r for r in found if app.store.unseal("figure_release.counts", r.id, r.counts) == told), None)


def _proposed(session: Session, app: AppContext, reference: str, sha256: str) -> FigureReleaseRow:
    wanted = select(FigureReleaseRow).where(
        col(FigureReleaseRow.reference) == reference,
        col(FigureReleaseRow.sha256) == sha256,
        col(FigureReleaseRow.service) == app.settings.service,
    )
    row = session.exec(wanted).first()
    if row is None:
        raise ReferralFault("REFER-935", reference=reference)
    return row


def _by_reference(session: Session, app: AppContext, references: Sequence[str]) -> Sequence[FigureReleaseRow]:
    wanted = select(FigureReleaseRow).where(
        col(FigureReleaseRow.reference).in_(references), col(FigureReleaseRow.service) == app.settings.service
    )
    return session.exec(wanted.order_by(col(FigureReleaseRow.id))).all()


def _approval(session: Session, release_id: str) -> ReleaseApprovalRow | None:
    return session.exec(select(ReleaseApprovalRow).where(col(ReleaseApprovalRow.release_id) == release_id)).first()


def _view(row: FigureReleaseRow, approval: ReleaseApprovalRow | None) -> Release:
    return view_of(
        Release,
        row,
        audience=_audience(row),
        table=_table(row.body),
        approved_by=approval.approved_by if approval else None,
        approved_at=approval.approved_at if approval else None,
    )


def _audience(row: FigureReleaseRow) -> Audience:
    return "public" if row.audience == "public" else "partners"


def _table(body: Any) -> ProtectedTable:
    from pydantic import TypeAdapter

    return body if isinstance(body, ProtectedTable) else TypeAdapter(ProtectedTable).validate_python(body)
