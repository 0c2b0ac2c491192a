"""To whom a referral goes: where the facts are, where people are lodged, and where a magistrate lets it go."""

from datetime import timedelta

from builders_acts import AT, LIEGE, WEEK, a_suspicious_control, later
from builders_orders import BY, INSPECTOR, TEAM, ordered

from inspection.acts.chasing import list_alerts, list_deliveries, list_overdue
from inspection.acts.controls import save
from inspection.acts.delivery import publish_list
from inspection.acts.orders import permit
from inspection.control.conclusions import has_unknown_lodging, lodgings
from inspection.store.orders import hidden_referrals
from inspection.store.queries import alerts, deliveries, referrals
from inspection.trust import AppContext

ELSEWHERE = {"q15_lodging_address": "Straat 1, 3500 Hasselt; Rue du Test 2, 4020 Liège"}


def saved(house: AppContext, **answers: object) -> str:
    """Save a suspicious control in Liège with a yes; its reference."""
    control = a_suspicious_control("yes")
    control = control.model_copy(update={"answers": {**control.answers, **answers}})
    return str(save(house.acting(INSPECTOR, AT), control, place=LIEGE).reference)


def test_the_district_of_a_lodging_is_told_as_concerned(embedded: AppContext) -> None:
    """Its police cell and its magistrate get the bundle too, once each, and need answer no sooner than who leads."""
    made = {d.recipient: d for d in deliveries(embedded.store, reference=saved(embedded, **ELSEWHERE))}
    assert list(made) == ["pjf-liege", "aud-liege", "fgp-limburg", "aud-antwerpen"]
    assert [d.reason for d in made.values()] == ["place_of_facts", "place_of_facts", "lodging", "lodging"]
    due = [d.answer_due_at for d in made.values() if d.answer_due_at]
    assert len(due) == len(made)
    assert max(due[:2]) <= min(due[2:])


def test_an_address_that_leads_nowhere_holds_nothing_back(embedded: AppContext) -> None:
    """It is remarked, so that somebody mends it; the offices of the place are told at once all the same."""
    reference = saved(embedded, q15_lodging_address="the yellow house")
    assert [d.recipient for d in deliveries(embedded.store, reference=reference)] == ["pjf-liege", "aud-liege"]
    control = a_suspicious_control("yes")
    control = control.model_copy(update={"answers": {"q15_lodging_address": "the yellow house"}})
    assert has_unknown_lodging(control, AT.date())
    assert lodgings(control, AT.date()) == ()


def test_the_team_head_is_told_at_once(embedded: AppContext) -> None:
    """With the yes itself, in one transaction; nothing waits for them."""
    saved(embedded)
    told = [a for a in list_alerts(embedded.acting("head-liege", AT)) if a.kind == "referral_opened"]
    assert [(a.raised_at, a.for_role) for a in told] == [(AT, "team_head")]


def test_ordered_work_goes_to_its_magistrate_and_stands_in_no_list(embedded: AppContext) -> None:
    """Nobody else is written to, no list shows it without a permission, and only who registered the order is told."""
    order = ordered(embedded)
    permit(embedded.acting(BY, AT), order.id, "team", TEAM)
    reference = saved(embedded, **ELSEWHERE)
    assert [d.recipient for d in deliveries(embedded.store, reference=reference)] == ["aud-liege"]
    opened = [a for a in alerts(embedded.store) if a.kind == "referral_opened"]
    assert [(a.for_role, a.for_user) for a in opened] == [("supervisor", BY)]
    (referral,) = referrals(embedded.store)
    with embedded.store.read() as session:
        for place in ("police_list", "magistrate_list", "links", "cards", "figures", "screens"):
            assert referral.id in session.exec(hidden_referrals(place, AT.date())).all()
    listed = publish_list(embedded.acting(at=later(days=6)), WEEK.of(AT.date()), "aud-liege")
    assert listed.rows == ()


def test_a_permission_opens_the_list_that_it_names(embedded: AppContext) -> None:
    """The magistrate lets it stand in the weekly lists, and in no other place."""
    order = ordered(embedded)
    permit(embedded.acting(BY, AT), order.id, "team", TEAM)
    permit(embedded.acting(BY, AT), order.id, "list", "referrals")
    reference = saved(embedded)
    listed = publish_list(embedded.acting(at=AT + timedelta(days=6)), WEEK.of(AT.date()), "aud-liege")
    assert [row.reference for row in listed.rows] == [reference]
    (referral,) = referrals(embedded.store)
    with embedded.store.read() as session:
        assert referral.id in session.exec(hidden_referrals("links", AT.date())).all()


def test_nobody_else_meets_ordered_work_on_a_screen(embedded: AppContext) -> None:
    """Neither in the list of deliveries nor among the overdue; who opened it and who was permitted still do."""
    order = ordered(embedded)
    permit(embedded.acting(BY, AT), order.id, "team", TEAM)
    reference = saved(embedded)
    late = later(days=3)
    for reader, sees in ((INSPECTOR, True), (BY, True), ("direction-1", False), ("supervisor-namur", False)):
        for listed in (list_deliveries(embedded.acting(reader, AT)), list_overdue(embedded.acting(reader, late))):
            assert ({one.reference for one in listed} == {reference}) == sees, reader
