"""Why a list differs: the terms that changed, and nothing by which a complaint, an order or a lot can be guessed."""

from dataclasses import replace

from inspection.targeting.choosing import ListedChoice, compare
from inspection.targeting.model import Reason

UNTOLD = frozenset({"complaints_kept_365d"})


def reason(signal="late_dimona_share", value=0.1, points=2, day="2026-11-20", **more) -> Reason:
    """A term of an assessment."""
    return Reason(signal=signal, value=value, bin=f"{value}", points=points, snapshot=f"dimona@{day}", **more)


def listed(workplace="est:1", *reasons: Reason, **more) -> ListedChoice:
    """A workplace that points put forward."""
    values = {"district": "namur", "sector": "restaurants", "arm": "risk", "card": "restaurants@2026-01-01"}
    return ListedChoice(workplace=workplace, reasons=reasons or (reason(),), **{**values, **more})


def test_new_gone_up_and_down_each_with_what_changed():
    """The value, its step, its points and the day of the register; a newer day alone is no news."""
    before = [
        listed("est:gone", state="carried_out"),
        listed("est:up", reason(), reason("part_time_share", 0.5, 1)),
        listed("est:down", reason(value=0.4, points=5)),
        listed("est:same"),
    ]
    later = reason(day="2026-11-27")
    after = [
        listed("est:new", reason(value=0.3, points=4), reason("part_time_share", 0.0, 0), state="planned"),
        listed("est:up", reason(value=0.4, points=5, day="2026-11-27"), reason("part_time_share", 0.5, 1)),
        listed("est:down", reason(value=None, points=0, day="2026-11-27")),
        listed("est:same", later),
    ]
    new, gone, up, down = compare(before, after, UNTOLD)
    assert [(c.kind, c.workplace) for c in (new, gone, up, down)] == [
        ("new", "est:new"), ("gone", "est:gone"), ("up", "est:up"), ("down", "est:down"),
    ]  # fmt: skip
    assert (new.is_planned, new.points, [t.signal for t in new.terms]) == (True, 4, ["late_dimona_share"])
    assert (gone.why, gone.terms) == ("visited", ())
    assert [(t.signal, t.what, t.points) for t in up.terms] == [
        ("late_dimona_share", ("value", "bin", "points", "register_day"), 3)
    ]
    assert down.points == -5


def test_another_card_is_said_where_it_moves_points():
    """The same value gives other points: what changed is the card."""
    before = [listed("est:1", reason(points=2))]
    after = [listed("est:1", reason(points=6), card="restaurants@2026-12-01")]
    (change,) = compare(before, after, UNTOLD)
    assert change.cards == ("restaurants@2026-01-01", "restaurants@2026-12-01")
    assert change.terms[0].what == ("points", "card")


def test_a_complaint_an_order_or_a_lot_changes_nothing_of_a_difference():
    """With a kept complaint, owed or drawn in either week, or gone to a magistrate: the others are told as ever."""
    before = [listed("est:1", reason(points=2)), listed("est:2"), listed("est:3", state="planned")]
    after = [listed("est:1", reason(points=4, value=0.3)), listed("est:2"), listed("est:4")]
    plain = compare(before, after, UNTOLD)
    told = reason("complaints_kept_365d", 1.0, 4)
    complained = [replace(after[0], reasons=(*after[0].reasons, told)), *after[1:]]
    assert compare(before, complained, UNTOLD) == plain
    only_complaint = [after[0], replace(after[1], reasons=(*after[1].reasons, told)), after[2]]
    assert compare(before, only_complaint, UNTOLD) == plain
    for arm in ("mandated", "random"):
        assert compare(before, [*after, listed("est:5", arm=arm)], UNTOLD) == plain
        assert compare([*before, listed("est:5", arm=arm)], [*after, listed("est:5")], UNTOLD) == plain
        assert "est:3" not in {c.workplace for c in compare(before, [*after, listed("est:3", arm=arm)], UNTOLD)}
    ordered = compare(before, after, UNTOLD)  # an order stands in no selection: est:3 is gone as one in a round is
    assert [c.why for c in ordered if c.workplace == "est:3"] == ["planned"]


def test_what_is_owed_or_drawn_is_left_out_also_where_points_moved():
    """It could be missed among the moved otherwise only by whoever knows its arm."""
    up = reason(value=0.9, points=9)
    assert compare([listed("est:1")], [listed("est:1", up, arm="mandated")], UNTOLD) == ()
