"""How the police find a place, and whom they ring: what is known is told, what is not is said to be missing."""

import json
from typing import Any

from builders_acts import AT, FIRM, LIEGE, SIGNS, a_control, a_roster, a_yes
from builders_control import a_person
from sqlalchemy import update
from sqlmodel import col, select

from inspection.acts.bundles import bundle_of, report_today
from inspection.acts.controls import save
from inspection.acts.staff import import_roster
from inspection.acts.workplaces import KnownWorkplace, remember_workplaces
from inspection.sealing import canonical_json
from inspection.store.controls import ControlExtractRow
from inspection.store.core import new_id
from inspection.store.people import UserRow
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.territory import municipality
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, audited_transaction

BY = "insp-liege-1"
CANTON = "liege-1"


def told(house: AppContext, place: str | None = LIEGE, **fields: Any) -> dict[str, Any]:
    """What the police cell of Liège is told of a control with the inspector's yes."""
    control = a_control(answers=dict(SIGNS), suspicion=a_yes(), **fields)
    save(house.acting(BY, AT), control, place=place)
    with house.store.read() as session:
        mine = select(DeliveryRow).where(col(DeliveryRow.recipient) == "pjf-liege").order_by(col(DeliveryRow.id).desc())
        files = dict(bundle_of(house.store, session.exec(mine).first()).files)
    found: dict[str, Any] = json.loads(files["data.json"])
    return found


def remembered(house: AppContext, **fields: Any) -> None:
    """The firm as a week's plan kept it."""
    known = {"id": FIRM, "district": "liege", "sector": "restaurants", "seen_on": AT.date(), **fields}
    remember_workplaces(house.acting(at=AT), [KnownWorkplace(**known)])


def forget_numbers(house: AppContext) -> None:
    """An office that never had anybody's number: a roster without one keeps what a person gave themselves."""
    with house.store.write() as session:
        session.execute(update(UserRow).values(telephone=None))


def lacking(found: dict[str, Any]) -> dict[str, list[str]]:
    """What a bundle says that it leaves open, and of whom."""
    return {one["what"]: one["persons"] for one in found["lacking"]}


def test_a_control_named_by_its_canton_tells_street_and_municipality(house: AppContext) -> None:
    """What the plan knew of the workplace stands in the report, though the control named the canton alone."""
    remembered(house, name="Firm Exempel", address="Rue Haute 5", refnis=LIEGE, canton=CANTON)
    where = told(house, CANTON)["workplace"]
    assert (where["name"], where["address"], where["refnis"]) == ("Firm Exempel", "Rue Haute 5", LIEGE)
    assert municipality(LIEGE, AT.date()).name_fr in where["place"]


def test_another_canton_than_the_known_one_takes_no_municipality_from_it(house: AppContext) -> None:
    """A site that moved: the control's own canton counts, and the municipality is said to be missing."""
    remembered(house, address="Rue Haute 5", refnis=LIEGE, canton="liege-2")
    found = told(house, CANTON)
    assert found["workplace"]["refnis"] == ""
    assert "municipality" in lacking(found)


def test_an_address_that_nobody_knows_is_missing_by_name(house: AppContext) -> None:
    """So are danger, where people are, and the age of whoever gave none; a known adult is none of them."""
    persons = [a_person(1, name="Vasil Exempel"), a_person(2, name="Jana Exempel", birth_date="1990-01-02")]
    found = told(house, persons=persons)
    open_ = lacking(found)
    assert open_.keys() == {"danger", "address", "employer", "whereabouts", "ages"}
    assert (open_["whereabouts"], open_["ages"]) == (["P1", "P2"], ["P1"])
    assert found["ages"] == {"minor": 0, "adult": 1, "unknown": 1}


def test_an_address_that_a_register_held_that_day_is_told_from_the_next_report_on(house: AppContext) -> None:
    """It was frozen with the control after that was safe: the report that follows needs nobody to ask for it."""
    told(house)
    rows = ({"postcode": "4000", "municipality": "Liège", "street": "Rue Neuve", "house_number": "7"},)
    with audited_transaction(house.acting(BY, AT)) as tx:
        referral = tx.session.exec(select(ReferralRow)).one()
        extract_id = new_id()
        sealed = house.store.seal("control_extract.rows", extract_id, canonical_json(rows))
        tx.session.add(
            ControlExtractRow(
                id=extract_id,
                control_id=referral.control_id,
                register_key="kbo",
                table_name="address",
                subject="workplace",
                as_of=day_in_brussels(AT),
                row_count=1,
                content_key="k",
                rows=sealed,
                frozen_by=BY,
                frozen_at=AT,
            )
        )
        tx.session.flush()
        assert report_today(tx, referral).address == "Rue Neuve 7"
        tx.mark_unchanged()


def test_who_is_rung_is_the_inspector_as_long_as_their_number_is_known(house: AppContext) -> None:
    """Else the team head of the district, else the supervisor; and the missing number is named."""
    found = told(house)
    assert found["ring_back"] == {"role": "inspector", "telephone": "+32 2 000 00 00"}
    assert "number" not in lacking(found)
    roster = a_roster()
    users = [{**user, "telephone": None} for user in roster["users"]]
    forget_numbers(house)
    heads = {"supervisor-liege": "02 000 00 01", "head-liege": "02 000 00 02", "head-namur": "02 000 00 03"}
    for role, above in (
        ("team_head", {"head-liege", "supervisor-liege", "head-namur"}),
        ("supervisor", {"supervisor-liege"}),
    ):
        people = [{**u, "telephone": heads[u["id"]]} if u["id"] in above else u for u in users]
        forget_numbers(house)
        import_roster(house.acting("direction-1", AT), {**roster, "users": people})
        found = told(house)
        assert found["ring_back"]["role"] == role
        assert "number" in lacking(found)
    forget_numbers(house)
    import_roster(house.acting("direction-1", AT), {**roster, "users": users})
    assert told(house)["ring_back"] == {"role": "team_head", "telephone": ""}
