"""Which cases take part in links, and what links one of them to the others today.

Work that a magistrate ordered takes no part unless the list of links was permitted, nor does a file under embargo: it
neither is shown nor makes a key too common (`access.may_be_shown` says which). The registers are asked for what
connects enterprises; the store only for keys.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import TypeAdapter
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from inspection.acts import access, bundles
from inspection.errors import ReferralFault
from inspection.life_cycles import LinkDecision, LinkState
from inspection.referral.linking import Link, LinkedCase, LinkKey, LinkMaterial, LinkPolicy, links_of, strength_word
from inspection.registers.lake import Connection, connections
from inspection.sealing import short_code
from inspection.store.controls import ControlRow
from inspection.store.core import Store
from inspection.store.referrals import LinkDecisionRow, LinkKeyRow, ReferralRow
from inspection.store.weeks import WorkplaceRow
from inspection.trust import AppContext
from sectors.rules.links import Ground
from sectors.rules.trafficking import Strength

_GROUND: TypeAdapter[Ground] = TypeAdapter(Ground)


@dataclass(frozen=True, kw_only=True)
class FoundLink:
    """A link as it is shown: references, a ground and a strength, and never what is shared.

    percent
        What is left of its strength; `word` says the same.
    fades_on
        From this day on it is too weak to be shown, if nothing else happens.
    shared
        How many things of this ground both cases have, such as two persons.
    """

    reference: str
    case: str
    other: str
    other_district: str
    ground: Ground
    percent: int
    word: Strength
    since: date
    fades_on: date
    shared: int
    state: LinkState


@dataclass(frozen=True)
class Found:
    """A link between two referrals by their ids, and how it is shown."""

    link: Link
    shown: FoundLink


@dataclass(frozen=True)
class _Start:
    """The case that a look starts from, with what the registers are asked by."""

    row: ReferralRow
    workplace: str
    seen_on: date
    enterprise: str | None = field(repr=False)


def taking_part(service: str, on: date) -> SelectOfScalar[str]:
    """Return the query of the referrals of a service that may be linked on a day."""
    return select(ReferralRow.id).where(col(ReferralRow.service) == service, access.may_be_shown("links", on))


def visible_cases(session: Session, service: str, on: date) -> dict[str, ReferralRow]:
    """Return by id the referrals of a service that may be linked on a day."""
    rows = session.exec(select(ReferralRow).where(col(ReferralRow.id).in_(taking_part(service, on))))
    return {row.id: row for row in rows}


def case_of(session: Session, reference: str, on: date) -> ReferralRow:
    """Return the referral of a reference; the same fault for one that does not exist and for one that takes no part."""
    row = session.exec(select(ReferralRow).where(col(ReferralRow.reference) == reference.strip().upper())).first()
    part = row and session.exec(taking_part(row.service, on).where(col(ReferralRow.id) == row.id)).first()
    if row is None or part is None:
        raise ReferralFault("REFER-820")
    return row


def latest_decisions(session: Session, case_id: str | None = None) -> dict[str, LinkDecisionRow]:
    """Return by reference what was decided last of each link, of one case or of all."""
    wanted = select(LinkDecisionRow).order_by(col(LinkDecisionRow.n))
    if case_id is not None:
        wanted = wanted.where(or_(col(LinkDecisionRow.one_id) == case_id, col(LinkDecisionRow.other_id) == case_id))
    return {row.reference: row for row in session.exec(wanted)}


def confirmed_beside(session: Session, case: ReferralRow, on: date) -> list[str]:
    """Return the ids of the cases that a person confirmed a link to; none where one of both takes no part."""
    confirmed = (row for row in latest_decisions(session, case.id).values() if row.decision == LinkDecision.CONFIRMED)
    ends = {id_ for row in confirmed for id_ in (row.one_id, row.other_id)}
    if not ends:
        return []
    part = set(session.exec(taking_part(case.service, on).where(col(ReferralRow.id).in_(sorted(ends | {case.id})))))
    return sorted((ends & part) - {case.id}) if case.id in part else []


def decided_beside(session: Session, case_id: str) -> set[str]:
    """Return the ids of the cases of which a link to this one was decided, whatever was decided and whoever may see it.

    What was shown beside another case must be looked at again there once a link is hidden or rejected.
    """
    rows = latest_decisions(session, case_id).values()
    return {id_ for row in rows for id_ in (row.one_id, row.other_id)} - {case_id}


def found_links(app: AppContext, case_id: str, on: date) -> list[Found]:
    """Return what links a case to the others on a day, without what was rejected; for acts that recorded the look."""
    with app.store.read() as session:
        start = _start(session, case_id)
    known = connections(app.lake(on), start.enterprise, start.workplace, on)
    catalogue = app.catalogue(on)
    policy = LinkPolicy(catalogue.link_grounds, catalogue.linking)
    with app.store.read() as session:
        cases = _cases(session, app.store, start, known, on)
        rows = _rows(session, (case.case for case in cases))
        before = latest_decisions(session, case_id)
    found = (Found(link, _shown(link, rows, case_id, before, policy)) for link in links_of(case_id, cases, policy, on))
    rejected = {reference for reference, row in before.items() if row.decision == LinkDecision.REJECTED}
    return [one for one in found if one.shown.reference not in rejected]


def _start(session: Session, case_id: str) -> _Start:
    row = session.get_one(ReferralRow, case_id)
    control = session.get_one(ControlRow, row.control_id)
    known = session.get(WorkplaceRow, control.workplace)
    return _Start(row, control.workplace, control.facts_on, known.enterprise if known else None)


def _cases(session: Session, store: Store, start: _Start, known: Iterable[Connection], on: date) -> list[LinkedCase]:
    """Return the case itself and every case that shares a key with it, each with the keys that it shares."""
    connected = _connected(store, known)
    mine = set(session.exec(select(LinkKeyRow.key).where(col(LinkKeyRow.referral_id) == start.row.id)))
    sought = col(LinkKeyRow.key).in_(sorted(mine | connected.keys()))
    part = col(LinkKeyRow.referral_id).in_(taking_part(start.row.service, on))
    keys: dict[str, set[LinkKey]] = defaultdict(set)
    seen_on = {start.row.id: start.seen_on}
    for row in session.exec(select(LinkKeyRow).where(sought, part)):
        seen_on[row.referral_id] = row.seen_on
        if row.key in mine:
            keys[row.referral_id].add(LinkKey(ground=_GROUND.validate_python(row.ground), key=row.key))
        keys[row.referral_id] |= connected.get(row.key, set())
    keys[start.row.id] |= {key for held in connected.values() for key in held}
    return [LinkedCase(case=case, seen_on=seen_on[case], keys=frozenset(held)) for case, held in keys.items()]


def _connected(store: Store, known: Iterable[Connection]) -> dict[str, set[LinkKey]]:
    """Return what the registers say by the key of each enterprise or site: its case holds that too."""
    found: dict[str, set[LinkKey]] = defaultdict(set)
    for one in known:
        held = LinkKey(ground=one.kind, key=one.key, holders=one.holders)
        for enterprise in one.enterprises:
            found[bundles.link_key(store, LinkMaterial(ground="enterprise", text=enterprise))].add(held)
        for workplace in one.workplaces:
            found[bundles.link_key(store, LinkMaterial(ground="workplace", text=workplace))].add(held)
    return found


def _rows(session: Session, cases: Iterable[str]) -> dict[str, ReferralRow]:
    rows = session.exec(select(ReferralRow).where(col(ReferralRow.id).in_(sorted(cases))))
    return {row.id: row for row in rows}


def _shown(
    link: Link, rows: Mapping[str, ReferralRow], case_id: str, before: Mapping[str, LinkDecisionRow], policy: LinkPolicy
) -> FoundLink:
    reference = short_code(f"link|{link.one}|{link.other}|{link.ground}", 6)
    other = rows[link.beside(case_id)]
    return FoundLink(
        reference=reference,
        case=rows[case_id].reference,
        other=other.reference,
        other_district=other.district,
        ground=link.ground,
        percent=max(1, round(100 * link.strength)),
        word=strength_word(link.strength, policy.rules),
        since=link.since,
        fades_on=link.fades_on,
        shared=link.shared,
        state=LinkState.CONFIRMED if reference in before else LinkState.FOUND,
    )
