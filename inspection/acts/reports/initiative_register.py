"""The register of initiatives: what departments did, noted when it happened; joint days come from joint actions.

A two-yearly report that is gathered at its end holds what people remember; kept all year, it holds what was done.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from inspection.acts.figures import kept_apart
from inspection.acts.reports.measure_register import known_word
from inspection.acts.reports.words import known_actor, plain_words, policy_reference, policy_words
from inspection.errors import ReferralFault
from inspection.i18n import LANGUAGES, t
from inspection.life_cycles import JointActionState
from inspection.reporting.policy import Initiative, InitiativeKind, Words
from inspection.store.core import new_id
from inspection.store.policy import InitiativeRow
from inspection.store.views import view_of
from inspection.store.weeks import JointActionRow
from inspection.time_of import day_in_brussels, now
from inspection.trust import AppContext, Context, audited_transaction, require_permission

WHERE = "initiatives"


@dataclass(frozen=True, kw_only=True)
class NewInitiative:
    """What a department, an actor of recipients.yaml, did from one day to another; a single day has one of them.

    figures
        Words of what was counted, with its number.
    source
        Where it can be read again.
    replaces
        Reference of the one that this corrects.
    """

    department: str
    kind: InitiativeKind
    first_day: date
    what: Words
    source: str
    last_day: date | None = None
    figures: Sequence[tuple[str, int]] = ()
    replaces: str | None = None


def add_initiative(context: Context, new: NewInitiative) -> Initiative:
    """Note an initiative; the same again is the one that is there.

    Errors: `ReferralFault` 945 for its kind, 971 to 973 for words, 946 for a source that is missing or a negative
    figure, 947 for its department, 950 for its days, 951 when what it corrects is not there, or was corrected already;
    `AccessRefused`.
    """
    row = _row(context, new)
    with audited_transaction(context) as tx:
        tx.require("initiative.keep", service=context.settings.service)
        same = next((one for one in _standing(tx.session, row.service) if _told(one) == _told(row)), None)
        if same is not None:
            tx.mark_unchanged()
            return _initiative(same)
        if new.replaces is not None:
            row.replaces = _replaced(tx.session, row.service, new.replaces).id
        tx.add(row)
        facts = {"kind": row.kind, "department": row.department}
        tx.record("initiative.keep", row.id, stream="policy", purpose="policy", facts=facts)
        return _initiative(row)


def initiatives(context: Context, *, since: date | None = None, until: date | None = None) -> list[Initiative]:
    """Return the initiatives that touch a period, what was corrected left out; joint days by month."""
    with context.store.read() as session:
        require_permission(session, context, "initiative.list", service=context.settings.service)
        return initiatives_of(session, context.app, since or date.min, until or date.max)


def initiatives_of(session: Session, app: AppContext, since: date, until: date) -> list[Initiative]:
    """Return the initiatives that touch a period, inside an act, by their first day."""
    noted = [_initiative(row) for row in _standing(session, app.settings.service)]
    found = [one for one in noted if one.first_day <= until and one.last_day >= since]
    return sorted((*found, *_joint_days(session, app, since, until)), key=lambda i: (i.first_day, i.reference))


def _joint_days(session: Session, app: AppContext, since: date, until: date) -> list[Initiative]:
    """Return one initiative a month of joint actions that took place: counts of our own work, no place and no sector.

    Each counts on its own day, not on those among which it was to be placed: so it is in one month and in one year. A
    visit that a magistrate ordered, or whose file is under embargo, counts nowhere.
    """
    on = func.coalesce(*map(col, (JointActionRow.planned_day, JointActionRow.day, JointActionRow.first_day)))
    wanted = select(JointActionRow).where(
        col(JointActionRow.service) == app.settings.service,
        col(JointActionRow.state) == JointActionState.CARRIED_OUT,
        on.between(since, until),
        col(JointActionRow.carried_out_by).not_in(kept_apart(day_in_brussels(now()))),
    )
    months: dict[date, list[JointActionRow]] = defaultdict(list)
    for row in session.exec(wanted):
        months[_day(row).replace(day=1)].append(row)
    return [_joint_month(app, month, rows) for month, rows in sorted(months.items())]


def _day(row: JointActionRow) -> date:
    return row.planned_day or row.day or row.first_day


def _joint_month(app: AppContext, month: date, rows: Sequence[JointActionRow]) -> Initiative:
    days = {_day(row) for row in rows}
    teams = sum(sum(row.shares.values()) for row in rows)
    return Initiative(
        reference=f"{month:%Y-%m}",
        department=app.settings.service.lower(),
        kind="joint_day",
        first_day=min(days),
        last_day=max(days),
        what={lang: t("initiative.joint_days", lang, actions=len(rows), teams=teams) for lang in LANGUAGES},
        figures=(),
        source="vigie",
    )


def _row(context: Context, new: NewInitiative) -> InitiativeRow:
    known_word(new.kind, InitiativeKind, "--kind")
    on, last_day, source = day_in_brussels(context.at), new.last_day or new.first_day, plain_words(new.source, WHERE)
    if last_day < new.first_day or new.first_day > on:
        raise ReferralFault("REFER-950")
    figures = [(plain_words(words, WHERE), count) for words, count in new.figures]
    if not source or not all(words and count >= 0 for words, count in figures):
        raise ReferralFault("REFER-946")
    id = new_id()  # noqa: A001  what it is called in every table
    return InitiativeRow(
        id=id,
        reference=policy_reference("INI", id),
        service=context.settings.service,
        department=known_actor(new.department, context.app.catalogue(on).recipients, WHERE),
        kind=new.kind,
        first_day=new.first_day,
        last_day=last_day,
        what=policy_words(new.what, WHERE),
        figures=[list(figure) for figure in figures],
        source=source,
        added_by=context.by,
        added_at=context.at,
    )


def _standing(session: Session, service: str) -> list[InitiativeRow]:
    """Return what was noted and not corrected since."""
    corrected = select(InitiativeRow.replaces).where(col(InitiativeRow.replaces).is_not(None))
    wanted = select(InitiativeRow).where(col(InitiativeRow.service) == service, col(InitiativeRow.id).not_in(corrected))
    return list(session.exec(wanted.order_by(col(InitiativeRow.id))))


def _replaced(session: Session, service: str, reference: str) -> InitiativeRow:
    row = next((one for one in _standing(session, service) if one.reference == reference.strip().upper()), None)
    if row is None:
        raise ReferralFault("REFER-951")
    return row


def _initiative(row: InitiativeRow) -> Initiative:
    return view_of(
        Initiative,
        row,
        figures=tuple((words, count) for words, count in row.figures),
    )


def _told(row: InitiativeRow) -> tuple[object, ...]:
    figures = tuple((words, count) for words, count in row.figures)
    return row.department, row.kind, row.first_day, row.last_day, tuple(sorted(row.what.items())), figures, row.source
