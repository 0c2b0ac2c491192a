"""Judges a simulated run by its history: what the witness saw, against what the store says in the end."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from builders_simulation_witness import AUDITOR, PLACES, POLICE, PROSECUTOR, Witness, Yes
from sqlmodel import col, select

from inspection.acts.delivery import referral_list
from inspection.store.records import AlertRow
from inspection.store.referrals import WITHOUT_BUNDLE, AttemptRow, DeliveryRow, ReferralRow
from inspection.time_of import IsoWeek, day_in_brussels
from inspection.trust import AppContext, verify_trail

LADDER = 3


@dataclass
class Kept:
    """What the store says at the end of a run."""

    referrals: dict[str, ReferralRow]  # by control
    deliveries: list[DeliveryRow]
    attempts: list[AttemptRow]
    alerts: dict[tuple[str, str, int], AlertRow]

    def of(self, delivery: DeliveryRow) -> ReferralRow:
        """Return the referral of a delivery."""
        return self.by_id[delivery.referral_id]

    @cached_property
    def by_id(self) -> dict[str, ReferralRow]:
        """Return the referrals by their id."""
        return {row.id: row for row in self.referrals.values()}

    @cached_property
    def by_referral(self) -> dict[str, list[DeliveryRow]]:
        """Return the deliveries of each referral."""
        found: dict[str, list[DeliveryRow]] = defaultdict(list)
        for delivery in self.deliveries:
            found[delivery.referral_id].append(delivery)
        return found

    @cached_property
    def steps(self) -> dict[tuple[str, str], int]:
        """Return the highest rung that was climbed, by kind of alert and what it is about."""
        found: dict[tuple[str, str], int] = {}
        for kind, subject, step in self.alerts:
            found[kind, subject] = max(step, found.get((kind, subject), 0))
        return found


def read(house: AppContext) -> Kept:
    """Read the store, bundles left where they are."""
    with house.store.read() as session:
        referrals = session.exec(select(ReferralRow)).all()
        return Kept(
            referrals={row.control_id: row for row in referrals},
            deliveries=list(session.exec(select(DeliveryRow).order_by(col(DeliveryRow.id)).options(WITHOUT_BUNDLE))),
            attempts=list(session.exec(select(AttemptRow))),
            alerts={(a.kind, a.subject, a.step): a for a in session.exec(select(AlertRow))},
        )


def judged(witness: Witness, house: AppContext, end: datetime) -> list[str]:
    """Return everything that went wrong in a run; empty is well."""
    kept = read(house)
    found = [
        *witness.faults,
        *(f"damaged at the addressee: {name}" for name in witness.damaged),
        *_lost(witness, kept),
        *_doubled(witness, kept),
        *_unsent(witness, kept),
        *_misanswered(witness, kept),
        *_unescalated(witness, kept, end),
        *_unended(witness, kept),
        *_unlisted(witness, house, kept, end),
    ]
    if not verify_trail(house.store).holds:
        found.append("the trail does not hold")
    _count(witness, kept)
    return found


def _lost(witness: Witness, kept: Kept) -> Iterator[str]:
    """Every yes has its referral, under the reference that was acknowledged, and nothing else has one."""
    for control, yes in witness.wanted.items():
        row = kept.referrals.get(control)
        if row is None or row.reference != yes.reference:
            yield f"lost: {yes.reference}"
    for control in kept.referrals.keys() - witness.wanted.keys():
        yield f"nobody decided: {kept.referrals[control].reference}"
    written = defaultdict(set)
    for delivery in kept.deliveries:
        written[kept.of(delivery).control_id].add(delivery.recipient)
    for control, yes in witness.wanted.items():
        for missing in yes.first_addressees - written[control]:
            yield f"never written to: {missing} of {yes.reference}"
        for more in written[control] - yes.first_addressees - set(witness.rerouted.values()):
            yield f"written to without need: {more} of {yes.reference}"


def _doubled(witness: Witness, kept: Kept) -> Iterator[str]:
    """A bundle has one effect at most; an office has one first delivery of a referral, and supplements in a chain."""
    for (recipient, _), times in witness.taken.items():
        if times > 1:
            yield f"doubled effect at {recipient}"
    firsts = Counter((d.referral_id, d.recipient) for d in kept.deliveries if d.supplements is None)
    yield from (f"two first deliveries to {to}" for (_, to), n in firsts.items() if n > 1)
    known = {(d.recipient, d.bundle_key) for d in kept.deliveries}
    yield from (f"{to} holds what never was a delivery" for to, key in witness.taken if (to, key) not in known)
    for delivery in kept.deliveries:
        held = witness.held.get((delivery.recipient, delivery.bundle_key))
        if held is not None and held != kept.of(delivery).reference:
            yield f"{delivery.recipient} holds {held} for {kept.of(delivery).reference}"


def _unsent(witness: Witness, kept: Kept) -> Iterator[str]:
    """What the store calls delivered, the addressee said to have; it has it, unless it is one that it lost.

    A signed answer says so too: it holds the nonce, which only the bundle tells. A sending that was cut may be answered
    in that way before it is tried again.
    """
    told = {attempt.delivery_id for attempt in kept.attempts if attempt.outcome == "delivered"}
    signed = {(a.recipient, a.key) for a in witness.answers if a.how == "signed" and a.outcome in ("taken", "killed")}
    said = witness.told | signed
    known = {(recipient, reference) for (recipient, _), reference in witness.held.items()}
    for delivery in kept.deliveries:
        place = (delivery.recipient, delivery.bundle_key)
        if (delivery.sent_at is not None or delivery.id in told) and place not in said:
            yield f"called delivered, which {delivery.recipient} never said"
        if delivery.recipient in witness.by_hand:
            continue
        if delivery.sent_at is None and delivery.state == "refused":
            # A supplement whose sending was cut was there first, and the report that had not left was refused with it.
            if (delivery.recipient, kept.of(delivery).reference) not in known:
                yield f"refused by {delivery.recipient}, where nothing of it ever was"
        elif delivery.sent_at is None and delivery.ended_at is None:
            yield f"never left: a bundle for {delivery.recipient}"
        elif place not in witness.taken and place not in witness.lost:
            yield f"not there: a bundle for {delivery.recipient}"


def _misanswered(witness: Witness, kept: Kept) -> Iterator[str]:
    """An answer stands where, when and as the addressee gave it; each that was taken stands somewhere."""
    given = {(a.recipient, a.reference, a.verdict, a.at) for a in witness.answers if a.outcome in ("taken", "killed")}
    standing = set()
    for delivery in kept.deliveries:
        if delivery.state in ("acknowledged", "refused"):
            what = (delivery.recipient, kept.of(delivery).reference, delivery.state)
            standing.add(what)
            if (*what, delivery.answered_at) not in given:
                yield f"an answer that {delivery.recipient} never gave"
    for answer in witness.answers:
        if answer.outcome == "taken" and (answer.recipient, answer.reference, answer.verdict) not in standing:
            yield f"an answer of {answer.recipient} that is nowhere"


def _unescalated(witness: Witness, kept: Kept, end: datetime) -> Iterator[str]:
    """Each rung was climbed by the first run of the chase after its moment, never before, and not once answered."""
    for delivery in kept.deliveries:
        if delivery.answer_due_at is None:
            continue
        period = delivery.answer_due_at - delivery.queued_at
        for step in range(1, LADDER + 1):
            moment = delivery.answer_due_at + (step - 1) * period
            alert = kept.alerts.get(("delivery_overdue", delivery.id, step))
            yield from _rung(witness, alert, moment, delivery.answered_at or end)
        if delivery.state == "refused" and delivery.id not in {
            d.replaces for d in kept.by_referral[delivery.referral_id]
        }:
            assert delivery.answered_at is not None
            until = delivery.ended_at if _is_settled(witness, kept, delivery) and delivery.ended_at else end
            for step in range(1, LADDER + 1):
                alert = kept.alerts.get(("delivery_refused", delivery.id, step))
                yield from _rung(witness, alert, delivery.answered_at + (step - 1) * period, until)


def _is_settled(witness: Witness, kept: Kept, delivery: DeliveryRow) -> bool:
    """Tell whether a refusal is over because the office that somebody of the house named has the case already."""
    to = witness.rerouted.get(delivery.id)
    having = [d for d in kept.by_referral[delivery.referral_id] if d.recipient == to and d.id != delivery.id]
    return delivery.state == "refused" and delivery.ended_at is not None and bool(having)


def _rung(witness: Witness, alert: AlertRow | None, moment: datetime, until: datetime) -> Iterator[str]:
    run = next((at for at in witness.chased if at > moment), None)
    if alert is None and run is not None and run < until:
        yield "a rung that nobody climbed"
    if alert is not None and not moment <= alert.raised_at <= until:
        yield "a rung at a wrong moment"
    if alert is not None and run is not None and alert.raised_at > run:
        yield "a rung too late"


def _unended(witness: Witness, kept: Kept) -> Iterator[str]:
    """Each referral is acknowledged by all, or a named person of the house has an open escalation about it."""
    for row in kept.referrals.values():
        deliveries = kept.by_referral[row.id]
        rerouted = {d.replaces for d in deliveries}
        waiting = [
            d
            for d in deliveries
            if d.answer_due_at and d.state != "acknowledged" and not (d.state == "refused" and d.id in rerouted)
            if not _is_settled(witness, kept, d)
        ]
        if (row.state == "closed") != (not waiting):
            yield f"{row.reference} is {row.state} with {len(waiting)} unanswered"
        for delivery in waiting:
            if not _named(witness, kept, delivery):
                yield f"nobody of the house has {row.reference}"


def _named(witness: Witness, kept: Kept, delivery: DeliveryRow) -> list[str]:
    """Return who has the highest rung of an unanswered delivery, by name."""
    kind = "delivery_refused" if delivery.state == "refused" else "delivery_overdue"
    if (kind, delivery.id) not in kept.steps:
        return []
    alert = kept.alerts[kind, delivery.id, kept.steps[kind, delivery.id]]
    return [alert.for_user] if alert.for_user else witness.people.get((alert.for_role, alert.district), [])


def _unlisted(witness: Witness, house: AppContext, kept: Kept, end: datetime) -> Iterator[str]:
    """Each referral stands in the list of its own week, of each office that leads."""
    published: dict[tuple[str, str], set[str]] = {}
    for yes in witness.wanted.values():
        week = IsoWeek.of(day_in_brussels(yes.decided_at))
        if day_in_brussels(end) <= week.days[-1] + timedelta(days=1):
            continue
        for recipient in _leading(yes):
            key = (recipient, str(week))
            if key not in published:
                found = referral_list(house.acting(), recipient, week)
                published[key] = {row.reference for row in found.rows} if found else set()
            if yes.reference not in published[key]:
                yield f"not in the list of {recipient} for {week}: {yes.reference}"


def _leading(yes: Yes) -> set[str]:
    offices = PLACES[yes.place]
    return {offices[POLICE], *(offices[AUDITOR if form == "economic" else PROSECUTOR] for form in yes.forms)}


def _count(witness: Witness, kept: Kept) -> None:
    """Add to the witness's counts how everything ended."""
    witness.count("referrals", len(kept.referrals))
    witness.count("referrals closed", sum(row.state == "closed" for row in kept.referrals.values()))
    witness.count("deliveries", len(kept.deliveries))
    witness.count("supplements", sum(d.supplements is not None for d in kept.deliveries))
    for state, n in Counter(d.state for d in kept.deliveries).items():
        witness.count(f"deliveries {state}", n)
    waiting = [d for d in kept.deliveries if d.state in ("sent", "delivered", "queued") and d.answer_due_at]
    witness.count("unanswered, with a named person and an open escalation", len(waiting))
    witness.count("bundles lost by the addressee that said to have them", len(witness.lost - witness.taken.keys()))
    witness.count("attempts", len(kept.attempts))
