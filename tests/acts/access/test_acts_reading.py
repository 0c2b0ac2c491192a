"""Who may look at what: by the record itself, never by what the caller says of it."""

from dataclasses import replace

import pytest
from builders_acts import AT, FIRM, LIEGE, NAMUR, WEEK, a_part, a_roster, a_suspicious_control, a_user
from databases import owned
from sqlmodel import select

from inspection.acts.access import audited_read, list_look
from inspection.acts.chasing import (
    chase,
    list_alerts,
    list_complaints,
    list_controls,
    list_deliveries,
    list_draws,
    list_overdue,
)
from inspection.acts.controls import save
from inspection.acts.staff import import_roster
from inspection.acts.weeks import propose_week
from inspection.acts.workplaces import KnownWorkplace, NewComplaint, register_complaint, remember_workplaces
from inspection.errors import AccessRefused
from inspection.store.people import UserRow
from inspection.store.queries import deliveries, plans, referrals
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext

INSPECTOR = "insp-liege-1"


def looks(house: AppContext) -> list[AuditEntryRow]:
    """Return what stands in the trail about reading."""
    with house.store.read() as session:
        return list(
            session.exec(select(AuditEntryRow).where(AuditEntryRow.stream == "reading").order_by(AuditEntryRow.n))
        )


def look(house: AppContext, kind: str, subject: str, by: str, district: str | None = None) -> str:
    """Look at something, for a colleague's case where it speaks of a person."""
    context = house.acting(by, AT)
    if kind in ("control", "referral"):
        context = context.because("stand_in", subject)
    if kind == "complaint":
        context = context.because("prepare_control", subject)
    return audited_read(context, kind, subject, read=lambda: "read", district=district)


@pytest.fixture
def records(house: AppContext) -> dict[str, str]:
    """Give a record of each kind that belongs to Liège, by kind."""
    control = a_suspicious_control("yes")
    save(house.acting(INSPECTOR, AT), control, place=LIEGE)
    told = NewComplaint(workplace=FIRM, district="liege", text="told", language="fr")
    complaint = register_complaint(house.acting(INSPECTOR, AT), told)
    propose_week(house.acting(at=AT), WEEK, service="ONSS", parts=[a_part()])
    place = KnownWorkplace(id="est:2123456790", district="liege", sector="garment", seen_on=AT.date(), refnis=LIEGE)
    remember_workplaces(house.acting(at=AT), [place])
    return {
        "control": control.control_id,
        "complaint": complaint.id,
        "plan": plans(house.store)[0].id,
        "referral": referrals(house.store)[0].id,
        "workplace": place.id,
        "user": "insp-liege-2",
    }


def test_a_look_is_judged_by_the_record_and_not_by_the_caller(house: AppContext, records: dict[str, str]) -> None:
    """Nobody of Namur reads Liège's record, whichever district they name or leave out; Liège does; the trail says."""
    for kind, subject in records.items():
        for said in (None, "namur", "liege"):
            with pytest.raises(AccessRefused):
                look(house, kind, subject, "insp-namur-1", said)
        before = len(looks(house))
        assert look(house, kind, subject, "insp-liege-2") == "read"
        (entry,) = looks(house)[before:]
        assert (entry.subject, entry.facts["kind"], entry.facts["district"]) == (subject, kind, "liege")
        is_personal = kind in ("control", "referral", "complaint")
        assert ("case" in entry.facts) == is_personal


def test_a_delivery_and_a_reference_are_looked_at_as_their_referral(house: AppContext, records: dict[str, str]) -> None:
    """A desk opens one delivery; people speak of a reference."""
    delivery = deliveries(house.store)[0]
    for subject in (delivery.id, delivery.reference):
        assert look(house, "referral", subject, "insp-liege-2") == "read"
        with pytest.raises(AccessRefused):
            look(house, "referral", subject, "insp-namur-1")


@pytest.mark.parametrize("kind", ["control", "complaint", "plan", "referral", "workplace", "user", "nonsense"])
def test_what_does_not_exist_cannot_be_looked_at(house: AppContext, kind: str) -> None:
    """Unknown ids are refused, and leave no entry that looks like one."""
    for subject in ("", "nobody"):
        with pytest.raises(AccessRefused, match="needs a record"):
            look(house, kind, subject, "direction-1")
    assert looks(house) == []


def test_another_service_reads_nothing_of_ours(house: AppContext, records: dict[str, str]) -> None:
    """Neither an inspector of the same district nor the other service's direction."""
    teams = [{**a_roster()["teams"][0], "id": "tsw-liege-1", "service": "TSW"}]
    people = [
        a_user("tsw-insp", "inspector", "liege", "tsw-liege-1", service="TSW"),
        a_user("tsw-direction", "direction", None, service="TSW"),
    ]
    house = replace(house, store=owned(house.store))  # as whom no policy holds: the acts alone keep the two apart
    import_roster(house.acting("system", AT), {"service": "TSW", "teams": teams, "users": people})
    for by in ("tsw-insp", "tsw-direction"):
        for kind in set(records) - {"workplace"}:  # a workplace is known to both
            with pytest.raises(AccessRefused):
                look(house, kind, records[kind], by)
        assert list_controls(house.acting(by, AT)) == list_deliveries(house.acting(by, AT)) == []
        assert list_complaints(house.acting(by, AT)) == list_overdue(house.acting(by)) == []


def test_ones_own_control_elsewhere_may_be_read(house: AppContext) -> None:
    """After a joint action who made it may look at it again; a colleague of theirs may not."""
    control = a_suspicious_control("yes")
    save(house.acting(INSPECTOR, AT), control, place=NAMUR)
    assert look(house, "control", control.control_id, INSPECTOR) == "read"
    with pytest.raises(AccessRefused):
        look(house, "control", control.control_id, "insp-liege-2")


def test_lists_and_cells_of_the_map_are_asked_for_too(house: AppContext) -> None:
    """A field role opens its district's list and not the whole country's; a cell is recorded by its id."""
    assert look(house, "referral", "list:liege", INSPECTOR) == "read"
    assert look(house, "referral", "list:all", "supervisor-namur") == "read"
    for wrong in ("list:all", "list:namur"):
        with pytest.raises(AccessRefused):
            look(house, "referral", wrong, INSPECTOR)
    assert look(house, "workplace", "cell:871fa4", INSPECTOR) == "read"
    with pytest.raises(AccessRefused):
        look(house, "workplace", "cell:871fa4", INSPECTOR, "namur")


def test_each_list_leaves_one_entry_and_shows_what_is_ones_own(house: AppContext, records: dict[str, str]) -> None:
    """By district for the field, whole for the office; the entry says which list, and no content."""
    lists = {
        "controls": list_controls,
        "deliveries": list_deliveries,
        "overdue": list_overdue,
        "complaints": list_complaints,
    }
    late = AT.replace(year=2027)
    for kind, listed in lists.items():
        before = len(looks(house))
        assert listed(house.acting(INSPECTOR, late))
        assert listed(house.acting("supervisor-namur", late))
        assert listed(house.acting("insp-namur-1", late)) == []
        assert [(e.act, e.subject, e.facts["kind"]) for e in looks(house)[before:]] == [
            ("record.list", "list:liege", kind),
            ("record.list", "list:all", kind),
            ("record.list", "list:namur", kind),
        ]
        with pytest.raises(AccessRefused):
            listed(house.acting("system", late))
    for district in ("namur", "limburg"):
        with pytest.raises(AccessRefused):
            list_controls(house.acting(INSPECTOR, AT), district=district)


def test_a_list_drawn_again_shows_where_its_reader_works_by_now(house: AppContext) -> None:
    """It is the same look until they work elsewhere: then another one, of that district."""
    me = house.acting(INSPECTOR, AT)
    first = list_look(me, "controls", None)
    assert list_look(me, "controls", None, again=first) is first
    with house.store.write() as session:
        session.get_one(UserRow, INSPECTOR).district = "namur"
    moved = list_look(me, "controls", None, again=first)
    assert (first.place, moved.place) == ("liege", "namur")
    assert list_look(me, "controls", None, again=moved) is moved
    assert [one.subject for one in looks(house)] == ["list:liege", "list:namur"]


def test_the_arms_are_for_the_office(house: AppContext, records: dict[str, str]) -> None:
    """Whoever goes there never sees which visit was drawn; each look at them is recorded."""
    for by in (INSPECTOR, "head-liege", "system"):
        with pytest.raises(AccessRefused):
            list_draws(house.acting(by, AT))
    assert looks(house) == []
    list_draws(house.acting("supervisor-liege", AT))
    assert [e.facts["kind"] for e in looks(house)] == ["draws"]


def test_alerts_are_listed_for_whom_they_are(house: AppContext) -> None:
    """By name for the inspector, by role and district for the head, by role for the office."""
    save(house.acting(INSPECTOR, AT), a_suspicious_control(), place=LIEGE)
    chase(house.acting(at=AT.replace(hour=AT.hour + 2)))
    seen = {by: [a.step for a in list_alerts(house.acting(by, AT))] for by in (INSPECTOR, "head-liege")}
    assert seen == {INSPECTOR: [0], "head-liege": [1]}
    assert [a.step for a in list_alerts(house.acting("supervisor-namur", AT))] == [1]
    assert list_alerts(house.acting("insp-liege-2", AT)) == list_alerts(house.acting("head-namur", AT)) == []
