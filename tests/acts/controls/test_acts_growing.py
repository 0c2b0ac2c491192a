"""An early yes, and a control that goes on: whom later answers add is written to, the others get a supplement."""

import json
from typing import Any

import pytest
from builders_acts import AT, FIRM, LIEGE, SIGNS, Away, a_control, a_yes, later
from builders_control import a_person
from sqlmodel import col, select

from inspection.acts.bundles import bundle_of
from inspection.acts.changes import reroute
from inspection.acts.controls import save
from inspection.acts.delivery import deliver
from inspection.acts.referrals import acknowledge, decide, log_call, refuse
from inspection.acts.workplaces import KnownWorkplace, remember_workplaces
from inspection.control.filled import Control
from inspection.errors import ReferralFault
from inspection.referral.bundle import damaged
from inspection.referral.delivery import FileDrop
from inspection.referral.model import Bundle
from inspection.store.core import new_id
from inspection.store.queries import referrals
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.trust import AppContext, verify_trail

BY = "insp-liege-1"
ADULT = a_person(1, name="Vasil Exempel", birth_date="1990-01-02")
MINOR = a_person(2, name="Jana Exempel", birth_date="2010-05-06")
BOTH = ("pjf-liege", "aud-liege")


def an_early_yes(control_id: str, persons: list[dict[str, Any]], **fields: Any) -> Control:
    """An unfinished control with the inspector's yes; the same id is the same control, further on."""
    values = {"answers": dict(SIGNS), "suspicion": a_yes(), "left_at": None, **fields}
    return a_control(control_id=control_id, persons=persons, **values)


def queued(house: AppContext) -> list[DeliveryRow]:
    """Every delivery, as it was queued."""
    with house.store.read() as session:
        return list(session.exec(select(DeliveryRow).order_by(col(DeliveryRow.queued_at), col(DeliveryRow.id))))


def data_of(house: AppContext, row: DeliveryRow) -> dict[str, Any]:
    """The data of a bundle; the bundle is whole."""
    made: Bundle = bundle_of(house.store, row)
    assert damaged(dict(made.files)) == []
    found: dict[str, Any] = json.loads(dict(made.files)["data.json"])
    return found


def test_a_minor_found_twenty_minutes_later_reaches_the_guardianship_service(house: AppContext) -> None:
    """One referral; the new office gets the minor, the two others a supplement that names what it adds to."""
    control = new_id()
    first = save(house.acting(BY, AT), an_early_yes(control, [ADULT]), place=LIEGE)
    again = an_early_yes(control, [ADULT, MINOR])
    then = save(house.acting(BY, later(minutes=20)), again, place=LIEGE)
    assert then.reference == first.reference
    before, added = queued(house)[:2], queued(house)[2:]
    assert tuple(row.recipient for row in before) == BOTH
    assert {row.recipient: row.supplements for row in added} == {
        "guardianship": None, **{row.recipient: row.id for row in before}
    }  # fmt: skip
    for row in added:
        data = data_of(house, row)
        assert data["reference"] == first.reference
        assert "Jana Exempel" in [person["name"] for person in data["persons"]]
        supplemented = next((b.bundle_key for b in before if b.recipient == row.recipient), None)
        assert data.get("supplements") == supplemented
    assert len({row.bundle_key for row in queued(house)}) == 5
    assert referrals(house.store)[0].state == "open"
    with house.store.read() as session:
        assert session.exec(select(ReferralRow)).one().minors
        assert [e.act for e in session.exec(select(AuditEntryRow))].count("referral.extend") == 1
    assert verify_trail(house.store).holds


def test_a_control_that_is_saved_without_news_writes_to_nobody(house: AppContext) -> None:
    """The same again, and the hour at which the team left, change nothing that an addressee sees."""
    control = new_id()
    left = later(hours=12).isoformat()
    for minute, fields in ((0, {}), (10, {}), (60, {"left_at": left})):
        save(house.acting(BY, later(minutes=minute)), an_early_yes(control, [ADULT], **fields), place=LIEGE)
    assert len(queued(house)) == 2


def test_a_supplement_has_one_effect_of_its_own(house: AppContext, tmp_path: Any) -> None:
    """Both bundles lie side by side under one reference, once each, however often they are sent."""
    control = new_id()
    save(house.acting(BY, AT), an_early_yes(control, [ADULT]), place=LIEGE)
    drop = FileDrop(tmp_path / "outbox")
    deliver(house.acting(at=later(minutes=1)), [drop])
    save(house.acting(BY, later(minutes=20)), an_early_yes(control, [ADULT, MINOR]), place=LIEGE)
    for minute in (21, 22, 90):
        deliver(house.acting(at=later(minutes=minute)), [drop])
    folders = sorted(p.relative_to(tmp_path / "outbox").parts for p in (tmp_path / "outbox").glob("*/*"))
    assert [office for office, _ in folders] == ["aud-liege", "aud-liege", "guardianship", "pjf-liege", "pjf-liege"]
    texts = [(tmp_path / "outbox" / a / b / "first_report.txt").read_text() for a, b in folders if a == "pjf-liege"]
    (added,) = [text for text in texts if text.startswith("Complément")]
    (other,) = [b for a, b in folders if a == "pjf-liege" and b[14:] in added]
    assert not (tmp_path / "outbox" / "pjf-liege" / other / "first_report.txt").read_text().startswith("Complément")


def test_a_second_yes_with_another_form_reaches_the_prosecutor(house: AppContext) -> None:
    """Economic first, then economic and sexual: the prosecutor gets the case, the others what changed."""
    control = an_early_yes(new_id(), [ADULT])
    save(house.acting(BY, AT), control, place=LIEGE)
    context, forms = house.acting(BY, later(minutes=30)), ("economic", "sexual")
    found = decide(context, control.control_id, "yes", forms=forms, grounds="papers held")
    assert found is not None
    assert set(found.recipients) == {*BOTH, "parquet-liege"}
    assert [row.supplements is None for row in queued(house)].count(True) == 3
    assert all(data_of(house, row)["forms"] == ["economic", "sexual"] for row in queued(house)[2:])


def test_an_answer_is_about_what_had_arrived(house: AppContext, tmp_path: Any) -> None:
    """A supplement waits for its own answer; a repeated old one does not answer it; a closed referral opens again."""
    control = new_id()
    reference = save(house.acting(BY, AT), an_early_yes(control, [ADULT]), place=LIEGE).reference
    assert reference is not None
    drop = FileDrop(tmp_path)
    deliver(house.acting(at=later(minutes=1)), [drop])
    for office_ in BOTH:
        acknowledge(house.acting(BY, later(minutes=5)), reference, recipient=office_)
    assert referrals(house.store)[0].state == "closed"
    save(house.acting(BY, later(minutes=20)), an_early_yes(control, [ADULT, MINOR]), place=LIEGE)
    assert referrals(house.store)[0].state == "open"
    acknowledge(house.acting(BY, later(minutes=21)), reference, recipient="pjf-liege")  # nothing new has left yet
    assert [row.state for row in queued(house) if row.supplements] == ["queued", "queued"]
    deliver(house.acting(at=later(minutes=22)), [drop])
    for office_ in (*BOTH, "guardianship"):
        said = acknowledge(house.acting(BY, later(minutes=30)), reference, recipient=office_)
    assert said.is_closed
    assert {row.state for row in queued(house)} == {"acknowledged"}


@pytest.mark.parametrize("said_before", [False, True])
def test_a_refusal_of_what_came_first_keeps_no_report_back(house: AppContext, tmp_path: Any, said_before: bool) -> None:
    """A supplement overtook the report whose sending had failed: who refuses it, even after a yes, still gets that."""
    control = new_id()
    reference = save(house.acting(BY, AT), an_early_yes(control, [ADULT]), place=LIEGE).reference
    assert reference is not None
    moment, drop = later(minutes=20), FileDrop(tmp_path)
    deliver(house.acting(at=moment), [Away()])
    save(house.acting(BY, moment), an_early_yes(control, [ADULT, MINOR]), place=LIEGE)
    deliver(house.acting(at=moment), [drop])
    first, supplement = [row for row in queued(house) if row.recipient == "pjf-liege"]
    assert (first.sent_at, supplement.sent_at) == (None, moment)
    if said_before:
        log_call(house.acting(BY, later(minutes=21)), supplement.id, "duty_officer", "come at once", True)
        with pytest.raises(ReferralFault, match="REFER-301"):
            refuse(house.acting(BY, later(minutes=22)), reference, "other", recipient="pjf-liege")
    else:
        refuse(house.acting(BY, later(minutes=22)), reference, "other", recipient="pjf-liege")
    deliver(house.acting(at=later(minutes=30)), [drop])
    first, supplement = [row for row in queued(house) if row.recipient == "pjf-liege"]
    assert first.state == "delivered"
    assert supplement.state == ("acknowledged" if said_before else "refused")


def test_a_refusal_for_being_incomplete_is_answered_and_another_is_not(house: AppContext) -> None:
    """Who said that something was missing gets the rest; who is not competent is left alone, its successor is not."""
    control = new_id()
    reference = save(house.acting(BY, AT), an_early_yes(control, [ADULT]), place=LIEGE).reference
    assert reference is not None
    refuse(house.acting(BY, later(minutes=5)), reference, "not_competent", recipient="pjf-liege")
    refuse(house.acting(BY, later(minutes=5)), reference, "incomplete", recipient="aud-liege")
    reroute(house.acting(BY, later(minutes=6)), queued(house)[0].id, "pjf-namur")
    save(house.acting(BY, later(minutes=20)), an_early_yes(control, [ADULT, MINOR]), place=LIEGE)
    added = [row for row in queued(house) if row.supplements]
    assert sorted(row.recipient for row in added) == ["aud-liege", "pjf-namur"]
    assert next(row for row in added if row.recipient == "aud-liege").replaces is not None


@pytest.mark.parametrize(
    ("place", "shown"),
    [(LIEGE, "Commune: Liège / Luik (62063)"), ("liege-1", "Canton judiciaire: Liège 1 / Luik 1 (liege-1)")],
)
def test_no_bundle_lacks_a_place(house: AppContext, place: str, shown: str) -> None:
    """An unplanned control where no register knew the workplace: number, municipality or canton all the same."""
    save(house.acting(BY, AT), an_early_yes(new_id(), [ADULT, MINOR]), place=place)
    rows = queued(house)
    assert [row.recipient for row in rows] == [*BOTH, "guardianship"]
    for row in rows:
        workplace = data_of(house, row)["workplace"]
        assert (workplace["id"], workplace["register"], workplace["register_number"]) == (
            FIRM, "establishment", FIRM.partition(":")[2]
        )  # fmt: skip
        assert workplace["place"].startswith("Liège")
        assert place in (workplace["refnis"], workplace["canton"])
        lines = dict(bundle_of(house.store, row).files)["first_report.txt"].decode().splitlines()
        unit = f"Unité d’établissement: {FIRM.partition(':')[2]}"
        assert {"Lieu de travail: inconnu", "Adresse: inconnue", unit} <= set(lines)
        assert shown in lines
        assert "Numéro d’entreprise: inconnu" in lines
        assert not [line for line in lines if line.endswith(": ")]


def test_a_known_workplace_is_named_with_its_address(house: AppContext) -> None:
    """What the registers said stands there, and no id of ours."""
    known = KnownWorkplace(
        id=FIRM,
        district="liege",
        sector="restaurants",
        seen_on=AT.date(),
        enterprise="0123456749",
        name="Restaurant Exemple",
        address="Rue de l’Exemple 1, 4000 Liège",
        refnis=LIEGE,
    )
    remember_workplaces(house.acting(at=AT), [known])
    save(house.acting(BY, AT), an_early_yes(new_id(), [ADULT]))
    text = dict(bundle_of(house.store, queued(house)[0]).files)["first_report.txt"].decode()
    assert "Lieu de travail: Restaurant Exemple, Rue de l’Exemple 1, 4000 Liège\nCommune:" in text
    assert "Numéro d’entreprise: 0123456749" in text
