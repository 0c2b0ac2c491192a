"""From a selection to visits: one for each kind of day, required ones once, deadlines kept."""

from datetime import date, timedelta

from inspection.planning.problem import Place, TeamDay, capacity, offer
from inspection.targeting.model import Chosen, Mandate
from sectors.reader import load_rules

MONDAY = date(2026, 11, 30)
WEEK = tuple(MONDAY + timedelta(days=n) for n in range(7))
SECTORS = load_rules().on(MONDAY).sectors
HERE = Place(workplace="est:2000000042", point=(4.35, 50.85), languages=frozenset({"fr", "nl"}))


def a_choice(arm="risk", **rest):
    mandate = rest.pop("mandate", None)
    fields = {"sector": "restaurants", "district": "brussel", "points": 5, "worth": 0.4, "reasons": ()}
    return Chosen(workplace=HERE.workplace, arm=arm, mandate=mandate, **{**fields, **rest})


def offered(choice, **rest):
    return offer([choice], {HERE.workplace: HERE}, SECTORS, WEEK, rest.pop("worked", WEEK), **rest)


def test_optional_workplace_is_offered_once_for_each_kind_of_day():
    """A restaurant opens differently at the weekend: each group of days has its windows; no day is in two groups."""
    visits = offered(a_choice())
    days = [day for visit in visits for day in visit.days]
    assert len(visits) > 1
    assert len(days) == len(set(days)) == 7
    assert not any(visit.required for visit in visits)
    for visit in visits:
        for day in visit.days:
            windows = {(w.opens, w.closes) for w in SECTORS["restaurants"].windows if w.holds_on(day)}
            assert set(visit.windows) == windows


def test_required_workplace_is_offered_once():
    """ "Required" means one thing: a mandated visit is one visit, on days on which somebody works."""
    visits = offered(a_choice("mandated"), worked={WEEK[1]})
    assert [visit.required for visit in visits] == [True]
    assert WEEK[1] in visits[0].days


def test_a_drawn_day_that_is_over_binds_no_duty_that_came_in():
    """A complaint of Wednesday at a place that was drawn for Monday has the days that are left; the lot has not."""
    told = Mandate(workplace=HERE.workplace, origin="complaint", origin_id="c")
    left = WEEK[2:4]

    def days_of(choice):
        (visit,) = offer([choice], {HERE.workplace: HERE}, SECTORS, left, left)
        return visit.days

    assert days_of(a_choice("random", day=MONDAY, mandate=told)) == set(left)
    assert days_of(a_choice("random", day=MONDAY)) == {MONDAY}
    assert days_of(a_choice("random", day=left[1], mandate=told)) == {left[1]}


def test_random_visit_keeps_its_drawn_day():
    """The random arm must not become the convenient one: its day was drawn with it."""
    visits = offered(a_choice("random", day=WEEK[5]))
    assert [visit.days for visit in visits] == [frozenset({WEEK[5]})]


def test_mandated_visit_is_offered_up_to_its_deadline():
    """A complaint that must be seen by Tuesday is not offered on Friday; a deadline that passed is late, not lost."""
    by_tuesday = Mandate(workplace=HERE.workplace, origin="complaint", origin_id="c1", not_after=WEEK[1])
    assert offered(a_choice("mandated", mandate=by_tuesday))[0].days <= {WEEK[0], WEEK[1]}
    today = Mandate(workplace=HERE.workplace, origin="complaint", origin_id="c1", not_after=WEEK[0])
    assert offered(a_choice("mandated", mandate=today))[0].days == {WEEK[0]}  # the last day counts
    passed = Mandate(workplace=HERE.workplace, origin="complaint", origin_id="c1", not_after=MONDAY - timedelta(days=3))
    assert offered(a_choice("mandated", mandate=passed))[0].days


def test_setup_counts_as_service():
    """Minutes to assemble before the door are part of the visit that the planner places."""
    without, with_setup = offered(a_choice())[0], offered(a_choice(), setup_minutes=5)[0]
    assert with_setup.minutes == without.minutes + 5 == SECTORS["restaurants"].minutes + 5


def test_value_is_the_worth_at_scale():
    """Optional visits compete by their worth, whatever a card that nobody calibrated would say of them."""
    assert offered(a_choice(worth=0.25, probability=0.9))[0].value == 250


def test_room_counts_whole_visits():
    """Capacity is counted a team-day at a time: half a visit is none."""
    day = TeamDay(
        team="t", day=MONDAY, office=HERE.point, shift=(480.0, 990.0), languages=frozenset({"fr"}), size=2
    )  # fmt: skip
    assert capacity([day, day], minutes=75, between=20) == 2 * (510 // 95)
