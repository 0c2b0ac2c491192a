"""On-call rosters: data, not code; the number of the moment, deputies, absences, and numbers that nobody tried."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from builders_acts import AT, later
from builders_orders import BY, INSPECTOR
from houses import as_user
from pydantic import BaseModel
from sqlmodel import Session

from inspection.acts.alerts import Ring, number_on_call, on_call_of_days, ring_magistrate, ring_office
from inspection.acts.chasing import chase
from inspection.acts.on_call import (
    OnCallTurnInput,
    import_on_call,
    list_on_call,
    note_absence,
    note_test_call,
    stale_on_call,
)
from inspection.acts.on_call.turns import OnCallRosterInput
from inspection.acts.written import objects_in
from inspection.control.papers import on_call_numbers
from inspection.errors import AccessRefused, ReferralFault
from inspection.store.queries import alerts
from inspection.trust import AppContext
from sectors.rules.on_call import Hours, OnCallRole

PAGE = (Path(__file__).parents[3] / "docs/reference/on-call.md").read_text(encoding="utf-8")
POLICE = "pjf-liege"
DAY, NIGHT = "04 000 00 01", "04 000 00 02"
NOON, NIGHT_AT = datetime(2026, 11, 25, 11, 0, tzinfo=UTC), datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
CHRISTMAS_NOON = datetime(2026, 12, 25, 11, 0, tzinfo=UTC)


def turn(number: str, **fields: object) -> dict[str, object]:
    """A line of a roster."""
    return {"role": "police_cell", "number": number, "valid_from": "2026-11-01", **fields}


def taken_in(house: AppContext, *turns: dict[str, object], recipient: str = POLICE) -> None:
    """Import a roster of these lines."""
    import_on_call(house.acting(BY, AT), {"recipient": recipient, "source": "a test", "turns": turns})


def rung(house: AppContext, at: datetime, *, deputy: bool = False) -> str | None:
    """The number that an office has at a moment, as it is shown to whoever rings it."""
    if not deputy:
        return number_on_call(house.acting(at=at), POLICE)
    with house.store.read() as session:
        return ring_office(session, house, POLICE, at, deputy=deputy).number


def test_each_hour_has_its_own_number(embedded: AppContext) -> None:
    """Office hours by day, the other number at night, on Sunday and on a public holiday."""
    taken_in(embedded, turn(DAY, hours="office_hours"), turn(NIGHT, hours="outside_office_hours"))
    assert rung(embedded, NOON) == DAY
    assert rung(embedded, NIGHT_AT) == rung(embedded, CHRISTMAS_NOON) == NIGHT
    assert rung(embedded, datetime(2026, 11, 29, 11, 0, tzinfo=UTC)) == NIGHT


def test_a_night_belongs_to_the_day_on_which_it_began(embedded: AppContext) -> None:
    """Friday night's number answers until Saturday morning, and Saturday's night is another's."""
    taken_in(embedded, turn(NIGHT, days=[4], starts="20:00", ends="07:00"))
    friday_night = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)  # 00:30 on Saturday in Brussels
    assert rung(embedded, friday_night) == NIGHT
    assert rung(embedded, friday_night.replace(day=28)) is None


def test_the_deputy_is_rung_where_somebody_is_absent(embedded: AppContext) -> None:
    """For as long as the absence lasts, without anybody changing the roster."""
    taken_in(embedded, turn(DAY), turn(NIGHT, rank=2))
    first = next(one for one in list_on_call(embedded.acting(BY, AT)) if one.rank == 1)
    assert (rung(embedded, NOON), rung(embedded, NOON, deputy=True)) == (DAY, NIGHT)
    note_absence(embedded.acting(INSPECTOR, AT), first.id, AT, later(hours=4))
    assert rung(embedded, NOON) == NIGHT
    assert rung(embedded, later(hours=5)) == DAY


def test_a_roster_takes_the_place_of_the_one_before(embedded: AppContext) -> None:
    """The last one of an office stands alone; other offices keep theirs."""
    taken_in(embedded, turn(DAY))
    taken_in(embedded, turn("04 000 00 09"), recipient="parquet-liege")
    taken_in(embedded, turn(NIGHT))
    numbers = {one.number for one in list_on_call(embedded.acting(BY, AT))}
    assert numbers == {NIGHT, "04 000 00 09"}


def test_the_field_shows_the_roster_of_the_day(embedded: AppContext) -> None:
    """One source: what the mission package takes is the roster, in the neutral words of the rules, to the last day."""
    taken_in(embedded, turn(DAY, valid_until="2026-11-26"), turn(NIGHT, valid_from="2026-11-27"))
    shown = {}
    for day in (AT.date(), AT.date().replace(day=28)):
        told = on_call_numbers(on_call_of_days(as_user(embedded), [day]).rules[day], "liege")
        shown[day.day] = [(one.number, one.label.say("en")) for one in told if one.role == "police_cell"]
    assert shown == {25: [(DAY, "Federal judicial police")], 28: [(NIGHT, "Federal judicial police")]}


def test_the_magistrate_on_duty_is_one_of_the_area(embedded: AppContext) -> None:
    """The prosecutor's roster counts where the auditorate has none; another area's never does."""

    def magistrate(session: Session) -> Ring:
        return ring_magistrate(session, embedded, "liege", NOON)

    taken_in(embedded, turn(NIGHT, role="magistrate_on_duty"), recipient="parquet-namur")
    with embedded.store.read() as session:
        assert magistrate(session) == Ring(recipient="aud-liege", number=None)
    taken_in(embedded, turn(DAY, role="magistrate_on_duty", areas=["liege"]), recipient="parquet-liege")
    with embedded.store.read() as session:
        assert (magistrate(session).recipient, magistrate(session).number) == ("parquet-liege", DAY)


def test_a_number_that_nobody_tried_is_told_once(embedded: AppContext) -> None:
    """A test call that was answered quietens it for as long as the rules say, over new rosters too."""
    taken_in(embedded, turn(DAY))
    (line,) = list_on_call(embedded.acting(BY, AT))
    assert [one.number for one in stale_on_call(embedded.acting(at=AT))] == [DAY]
    assert chase(embedded.acting(at=AT)).raised == 1
    assert chase(embedded.acting(at=later(hours=1))).raised == 0
    (alert,) = alerts(embedded.store)
    assert (alert.kind, alert.rings, alert.duty_turn, alert.for_role) == ("duty_stale", POLICE, line.id, "supervisor")
    note_test_call(embedded.acting(INSPECTOR, AT), line.id, "no_answer")
    assert stale_on_call(embedded.acting(at=AT))
    chase(embedded.acting(at=AT))
    assert [one.kind for one in alerts(embedded.store)] == ["duty_stale"]
    note_test_call(embedded.acting(INSPECTOR, AT), line.id, "reached")
    chase(embedded.acting(at=AT))
    assert alerts(embedded.store) == []
    taken_in(embedded, turn(DAY))
    assert stale_on_call(embedded.acting(at=later(days=29))) == []
    assert stale_on_call(embedded.acting(at=later(days=31)))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"turns": [turn("not a number")]}, "740"),
        ({"turns": []}, "740"),
        ({"turns": [turn(DAY, name="somebody")]}, "740"),  # a role, never a person
        ({"turns": [turn(DAY, starts="20:00")]}, "740"),
        ({"turns": [turn(DAY, days=[7])]}, "740"),
        ({"turns": [turn(DAY, valid_until="2026-10-01")]}, "740"),
        ({"turns": [turn(DAY, areas=["atlantis"])]}, "741"),
        ({"recipient": "nobody"}, "741"),
    ],
)
def test_a_roster_that_cannot_be_right_is_refused_whole(
    embedded: AppContext, changed: dict[str, object], code: str
) -> None:
    """The place of the mistake is named, and nothing of the roster is taken in."""
    roster = {"recipient": POLICE, "source": "a test", "turns": [turn(DAY)], **changed}
    with pytest.raises(ReferralFault) as refused:
        import_on_call(embedded.acting(BY, AT), roster)
    assert refused.value.code == f"REFER-{code}"
    assert list_on_call(embedded.acting(BY, AT)) == []


def test_the_roster_of_the_page_is_taken_in_as_it_stands(embedded: AppContext) -> None:
    """And what it says of each line holds: office hours, the other hours, a deputy's nights."""
    (text,) = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    import_on_call(embedded.acting(BY, AT), objects_in(text)[0])
    lines = list_on_call(embedded.acting(BY, AT))
    assert sorted((one.recipient, one.number[-1], one.rank, one.hours, one.days) for one in lines) == [
        ("pjf-charleroi", "1", 1, "office_hours", ()),
        ("pjf-charleroi", "2", 1, "outside_office_hours", ()),
        ("pjf-charleroi", "3", 2, None, (4, 5, 6)),
    ]


@pytest.mark.parametrize("model", [OnCallRosterInput, OnCallTurnInput])
def test_a_table_of_the_page_names_each_field_and_whether_it_is_needed(model: type[BaseModel]) -> None:
    """Those of a roster and those of a line of it; the page names every role and every kind of hours too."""
    needed = {name: field.is_required() for name, field in model.model_fields.items()}
    tables = [re.findall(r"^\| `(\w+)` \| (yes)? ?\|", part, re.MULTILINE) for part in PAGE.split("\n\n")]
    assert needed in [{name: bool(yes) for name, yes in rows} for rows in tables]
    assert all(re.search(rf"\b{word}\b", PAGE) for word in (*get_args(OnCallRole), *get_args(Hours)))


def test_only_the_office_changes_a_roster(embedded: AppContext) -> None:
    """Whoever rings notes test calls and absences; the roster itself is the office's."""
    with pytest.raises(AccessRefused):
        import_on_call(embedded.acting(INSPECTOR, AT), {"recipient": POLICE, "source": "x", "turns": [turn(DAY)]})
    with pytest.raises(ReferralFault, match="No roster"):
        note_test_call(embedded.acting(INSPECTOR, AT), "unknown", "reached")
