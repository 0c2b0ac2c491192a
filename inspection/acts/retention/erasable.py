"""What may be destroyed once its time is over: which records of each class are due, and what goes with them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, and_, col, delete, or_, select

from inspection.acts.retention import cases
from inspection.acts.retention.due import Due
from inspection.keyring import case_named
from inspection.life_cycles import ClockState, ComplaintState, Decision, OrderState
from inspection.store.controls import (
    AttachmentRow,
    ClockRow,
    ControlRow,
    DraftRow,
    FindingRow,
    OpenRosaPartRow,
)
from inspection.store.learning import EligibleFrameRow
from inspection.store.orders import JudicialControlRow, JudicialOrderRow, JudicialStopRow, withdrawn_orders
from inspection.store.people import BrokenGlassRow, DeviceInvitationRow, DeviceRow
from inspection.store.records import LegalHoldRow, LookReviewRow
from inspection.store.referrals import LinkKeyRow, ReferralRow, UsedNonceRow
from inspection.store.sealed_files import frame_file
from inspection.store.weeks import (
    ChosenRow,
    ComplaintRow,
    HoldRow,
    JointActionRow,
    JointPartnerRow,
    PlanDistrictRow,
    PlannedStopRow,
    PlannedVisitRow,
    PlanRow,
    SecondVisitRow,
    SelectionRow,
    UnplacedRow,
)
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

Table = type[Any]


@dataclass(frozen=True, kw_only=True)
class Erasable:
    """How the records of one class are found and destroyed.

    due
        Yields what ended before a moment.
    rows
        Tables and the columns that hold the record's id, those first that refer to the next.
    blank
        What deletes the rest, or empties it where a row must stay, because a log refers to it.
    named
        Yields those of `due` that hang on some ids, without a look at all others.
    file
        The file or folder that goes with a record, outside the database.
    left
        What else lies outside the database: kinds of `ErasureStepRow`, and names.
    """

    due: Callable[[Session, AppContext, datetime], Iterable[Due]]
    rows: tuple[tuple[Table, str], ...] = ()
    blank: Callable[[Session, AppContext, str], None] | None = None
    named: Callable[[Session, AppContext, datetime, Collection[str]], Iterable[Due]] | None = None
    file: Callable[[AppContext, str], Path] | None = None
    left: Callable[[Session, str], list[tuple[str, str]]] | None = None

    def over(self, session: Session, app: AppContext, before: datetime, named: Collection[str]) -> Iterable[Due]:
        """Yield what ended before a moment: at least those that are named, with what goes together with them."""
        if self.named is not None:
            return self.named(session, app, before, named)
        return self.due(session, app, before)

    def erase(self, session: Session, app: AppContext, subject: str) -> None:
        """Delete or empty the rows of a record; its file goes once that is committed."""
        for table, column in self.rows:
            session.exec(delete(table).where(getattr(table, column) == subject))
        if self.blank is not None:
            self.blank(session, app, subject)


def _of(
    table: Table, *conditions: Callable[[AppContext, datetime], ColumnElement[bool]], belongs_to: str = "id"
) -> Any:
    """Return what finds the rows of a table that meet every condition; one that belongs to nothing stands alone."""

    def due(session: Session, app: AppContext, before: datetime) -> Iterator[Due]:
        mine = select(table).where(*(condition(app, before) for condition in conditions)).order_by(table.id)
        for row in session.exec(mine):
            yield Due(subject=row.id, belongs_to=getattr(row, belongs_to) or row.id)

    return due


def _before(column: Any) -> Callable[[AppContext, datetime], ColumnElement[bool]]:
    return lambda _, before: col(column) < before


def _day_before(column: Any) -> Callable[[AppContext, datetime], ColumnElement[bool]]:
    return lambda _, before: col(column) < day_in_brussels(before)


def _own(table: Table) -> Callable[[AppContext, datetime], ColumnElement[bool]]:
    return lambda here, _: col(table.service) == here.settings.service


def _lonely_attachments(session: Session, app: AppContext, before: datetime) -> Iterator[Due]:
    """Yield controls that never came, though their photos did: neither stored nor still being filled in."""
    came = or_(
        col(AttachmentRow.control_id).in_(select(ControlRow.id)),
        col(AttachmentRow.control_id).in_(select(DraftRow.id)),
    )
    lonely = (
        select(AttachmentRow.control_id)
        .where(~came, col(AttachmentRow.service) == app.settings.service)
        .group_by(col(AttachmentRow.control_id))
        .having(func.max(col(AttachmentRow.received_at)) < before)
    )
    for control_id in sorted(session.exec(lonely)):
        yield Due(subject=control_id, belongs_to=control_id)


def _controls(kept_as: str) -> Callable[[Session, AppContext, datetime], Iterator[Due]]:
    """Return what finds finished controls of one class of which nothing runs any more.

    One with a referral, a suspicion that was not denied, or a clock that runs waits for a person.
    """

    def due(session: Session, app: AppContext, before: datetime) -> Iterator[Due]:
        is_open = or_(
            col(ControlRow.id).in_(select(ReferralRow.control_id)),
            col(ControlRow.id).in_(select(ClockRow.control_id).where(col(ClockRow.state) == ClockState.RUNNING)),
            col(ControlRow.id).in_(select(JudicialControlRow.control_id)),
            and_(col(ControlRow.positive), func.coalesce(col(ControlRow.decision), "") != Decision.NO),
        )
        mine = select(ControlRow).where(
            col(ControlRow.service) == app.settings.service,
            col(ControlRow.left_at) < before,
            col(ControlRow.continued_as).is_(None),  # one that went on as another goes with that one
            ~is_open,
        )
        for row in session.exec(mine.order_by(col(ControlRow.id))):
            if _class_of(session, row) == kept_as:
                yield from (Due(subject=id_, belongs_to=row.id) for id_ in cases.one_event(session, row.id))

    return due


def _class_of(session: Session, row: ControlRow) -> str:
    """Tell by what a control ended: any finding is kept as long as a warning or a report would be."""
    found = session.exec(select(FindingRow.id).where(col(FindingRow.control_id) == row.id)).first()
    return "control_without_infringement" if found is None else "control_with_report"


def _ended_orders(session: Session, app: AppContext, before: datetime) -> Iterator[Due]:
    """Yield orders that were answered or withdrawn and are not emptied yet."""
    is_ended = or_(col(JudicialOrderRow.state) == OrderState.VISITED, col(JudicialOrderRow.id).in_(withdrawn_orders()))
    mine = select(JudicialOrderRow).where(
        is_ended, col(JudicialOrderRow.ordered_at) < before, col(JudicialOrderRow.service) == app.settings.service
    )
    for row in session.exec(mine.where(col(JudicialOrderRow.workplace_key) != "").order_by(col(JudicialOrderRow.id))):
        yield Due(subject=row.id, belongs_to=row.id)


def _empty_order(session: Session, app: AppContext, order_id: str) -> None:
    """Empty what an order said; its row stays, since who could see it is an access log of its own."""
    row = session.get_one(JudicialOrderRow, order_id)
    row.workplace_key = ""
    for column in ("workplace", "authority", "authority_reference"):
        setattr(row, column, app.store.seal(f"judicial_order.{column}", row.id, ""))
    session.add(row)


def _partners(session: Session, app: AppContext, before: datetime) -> Iterator[Due]:
    mine = (
        select(JointPartnerRow)
        .join(JointActionRow, col(JointActionRow.id) == col(JointPartnerRow.action_id))
        .where(col(JointActionRow.last_day) < day_in_brussels(before))
        .where(col(JointActionRow.service) == app.settings.service)
    )
    for row in session.exec(mine.order_by(col(JointPartnerRow.id))):
        yield Due(subject=row.id, belongs_to=row.action_id)


def _link_keys(session: Session, app: AppContext, before: datetime) -> Iterator[Due]:
    """Yield keys of links whose facts are old: their links have faded, and a hold on the control keeps them."""
    mine = (
        select(LinkKeyRow.id, ReferralRow.control_id)
        .join(ReferralRow, col(ReferralRow.id) == col(LinkKeyRow.referral_id))
        .where(col(LinkKeyRow.seen_on) < day_in_brussels(before), col(ReferralRow.service) == app.settings.service)
    )
    for id_, control_id in session.exec(mine.order_by(col(LinkKeyRow.id))):
        yield Due(subject=id_, belongs_to=control_id)


def _invitations(session: Session, app: AppContext, before: datetime) -> Iterator[Due]:
    mine = select(DeviceInvitationRow).where(
        col(DeviceInvitationRow.device_id).is_(None),
        col(DeviceInvitationRow.expires_at) < before,
        col(DeviceInvitationRow.service) == app.settings.service,
    )
    for row in session.exec(mine.order_by(col(DeviceInvitationRow.id))):
        yield Due(subject=row.id, belongs_to=row.id)


def _road_files(_: Session, app: AppContext, before: datetime) -> Iterator[Due]:
    folder = app.settings.cache / "roads"
    for file in sorted(folder.glob("*/*.npz")):
        if datetime.fromtimestamp(file.stat().st_mtime, UTC) < before:
            name = file.relative_to(folder).as_posix()
            yield Due(subject=name, belongs_to=name)


def _frames(session: Session, app: AppContext, before: datetime) -> Iterator[Due]:
    """Yield old frames, and files that no row tells of: whoever wrote one was killed before the row was kept."""
    rows = session.exec(select(EligibleFrameRow.id, EligibleFrameRow.kept_at, EligibleFrameRow.service)).all()
    mine = {id_ for id_, at, service in rows if at < before and service == app.settings.service}
    known = {id_ for id_, _, _ in rows}
    for file in app.settings.frames.glob("*.sealed"):
        if file.stem not in known and datetime.fromtimestamp(file.stat().st_mtime, UTC) < before:
            mine.add(file.stem)
    for id_ in sorted(mine):
        yield Due(subject=id_, belongs_to=id_)


def _unfinished(_: Session, control_id: str) -> list[tuple[str, str]]:
    """Name the key of what never became a case: should it come again, it gets another one."""
    return [("unfinished", control_id)]


def _unfinished_submission(session: Session, part_id: str) -> list[tuple[str, str]]:
    return [("unfinished", case_named(f"openrosa {session.get_one(OpenRosaPartRow, part_id).instance}"))]


def _attachments(app: AppContext, control_id: str) -> Path:
    return app.settings.attachments / control_id


def _ended_hold(_: AppContext, before: datetime) -> ColumnElement[bool]:
    return func.coalesce(col(HoldRow.lifted_on), col(HoldRow.until)) < day_in_brussels(before)


def _ended_device(_: AppContext, before: datetime) -> ColumnElement[bool]:
    return func.coalesce(col(DeviceRow.revoked_at), col(DeviceRow.expires_at)) < before


def _dropped(_: AppContext, before: datetime) -> ColumnElement[bool]:
    return and_(col(ComplaintRow.state) == ComplaintState.DROPPED, col(ComplaintRow.decided_at) < before)


def _kept(_: AppContext, before: datetime) -> ColumnElement[bool]:
    return and_(col(ComplaintRow.state) == ComplaintState.KEPT, col(ComplaintRow.decided_at) < before)


def _plans(session: Session, app: AppContext, before: datetime) -> Iterator[Due]:
    """Yield old plans from which no control and no ordered visit is left: those are kept by times of their own."""
    visited = select(PlannedVisitRow.plan_id).join(ControlRow, col(ControlRow.visit_id) == col(PlannedVisitRow.id))
    mine = select(PlanRow).where(
        col(PlanRow.proposed_at) < before,
        col(PlanRow.service) == app.settings.service,
        col(PlanRow.id).not_in(visited),
        col(PlanRow.id).not_in(select(JudicialStopRow.plan_id)),
    )
    for row in session.exec(mine.order_by(col(PlanRow.id))):
        yield Due(subject=row.id, belongs_to=row.id)


def _erase_plan(session: Session, app: AppContext, plan_id: str) -> None:  # noqa: ARG001  as every class is erased
    visits = select(PlannedVisitRow.id).where(col(PlannedVisitRow.plan_id) == plan_id)
    selections = select(SelectionRow.id).where(col(SelectionRow.plan_id) == plan_id)
    session.exec(delete(SecondVisitRow).where(col(SecondVisitRow.plan_id) == plan_id))
    session.exec(delete(PlannedStopRow).where(col(PlannedStopRow.visit_id).in_(visits)))
    session.exec(delete(PlannedVisitRow).where(col(PlannedVisitRow.plan_id) == plan_id))
    session.exec(delete(UnplacedRow).where(col(UnplacedRow.plan_id) == plan_id))
    session.exec(delete(ChosenRow).where(col(ChosenRow.selection_id).in_(selections)))
    session.exec(delete(SelectionRow).where(col(SelectionRow.plan_id) == plan_id))
    session.exec(delete(PlanDistrictRow).where(col(PlanDistrictRow.plan_id) == plan_id))
    session.exec(delete(PlanRow).where(col(PlanRow.id) == plan_id))


_CASES: Mapping[str, Erasable] = {
    key: Erasable(due=due, named=named, blank=cases.erase_case, left=cases.left_of_case)
    for key, due, named in (
        ("control_without_infringement", _controls("control_without_infringement"), None),
        ("control_with_report", _controls("control_with_report"), None),
        ("referral", cases.closed_referrals, cases.closed_referrals),
        ("subject_request", cases.named_cases, cases.named_cases),
    )
}
ERASABLE: Mapping[str, Erasable] = {
    "attachment_without_control": Erasable(
        due=_lonely_attachments,
        rows=((AttachmentRow, "control_id"),),
        file=_attachments,
        left=_unfinished,
    ),
    "openrosa_part": Erasable(
        due=_of(OpenRosaPartRow, _before(OpenRosaPartRow.received_at)),
        rows=((OpenRosaPartRow, "id"),),
        left=_unfinished_submission,
    ),
    "draft": Erasable(
        due=_of(DraftRow, _own(DraftRow), _before(DraftRow.kept_at)), rows=((DraftRow, "id"),), left=_unfinished
    ),
    "hold": Erasable(due=_of(HoldRow, _own(HoldRow), _ended_hold), rows=((HoldRow, "id"),)),
    "device": Erasable(
        due=_of(DeviceRow, _own(DeviceRow), _ended_device), rows=((DeviceInvitationRow, "device_id"), (DeviceRow, "id"))
    ),
    "device_invitation": Erasable(due=_invitations, rows=((DeviceInvitationRow, "id"),)),
    "complaint_dropped": Erasable(due=_of(ComplaintRow, _own(ComplaintRow), _dropped), rows=((ComplaintRow, "id"),)),
    "complaint_kept": Erasable(due=_of(ComplaintRow, _own(ComplaintRow), _kept), rows=((ComplaintRow, "id"),)),
    "legal_hold": Erasable(
        due=_of(LegalHoldRow, _own(LegalHoldRow), _before(LegalHoldRow.lifted_at)), rows=((LegalHoldRow, "id"),)
    ),
    "eligible_frame": Erasable(
        due=_frames, rows=((EligibleFrameRow, "id"),), file=lambda here, id_: frame_file(here.settings, id_).path
    ),
    "selection": Erasable(due=_plans, blank=_erase_plan),
    "joint_partner": Erasable(due=_partners, rows=((JointPartnerRow, "id"),)),
    "joint_action": Erasable(
        due=_of(JointActionRow, _own(JointActionRow), _day_before(JointActionRow.last_day)),
        rows=((JointPartnerRow, "action_id"), (JointActionRow, "id")),
    ),
    "judicial_order": Erasable(due=_ended_orders, rows=((JudicialStopRow, "order_id"),), blank=_empty_order),
    "link_key": Erasable(due=_link_keys, rows=((LinkKeyRow, "id"),)),
    "used_nonce": Erasable(due=_of(UsedNonceRow, _before(UsedNonceRow.received_at)), rows=((UsedNonceRow, "id"),)),
    **{
        key: Erasable(
            due=_of(table, _own(table), _before(table.judged_at), belongs_to="case_id"), rows=((table, "id"),)
        )
        for key, table in (("broken_glass", BrokenGlassRow), ("look_review", LookReviewRow))
    },
    "road_time_cache": Erasable(due=_road_files, file=lambda here, name: here.settings.cache / "roads" / name),
    **_CASES,
}
CONTROLS = frozenset(_CASES)
