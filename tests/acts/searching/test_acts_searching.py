"""The search finds firms, numbers, addresses, references and codes, where somebody works, and nobody by a name."""

import pytest
from builders_acts import AT, FIRM, LIEGE, NAMUR, WEEK, a_control, a_part, a_yes, later
from builders_orders import BY as SUPERVISOR
from builders_orders import INSPECTOR
from sqlmodel import select

from inspection.acts.controls import save
from inspection.acts.searching import is_person_number, search
from inspection.acts.weeks import approve_week, propose_week
from inspection.acts.workplaces import KnownWorkplace, NewComplaint, register_complaint, remember_workplaces
from inspection.store.records import AuditEntryRow
from inspection.store.weeks import PlannedVisitRow, PlanRow
from inspection.trust import AppContext

OTHER, ELSEWHERE = "est:2000000002", "insp-namur-1"


@pytest.fixture
def places(embedded: AppContext) -> AppContext:
    """Give a house with three workplaces that were visited, one of them in Namur, and one that nobody may know of."""
    rows = [
        _place(FIRM, "liege", "Café de l’Écluse", "Rue du Test 4, Liège", LIEGE),
        _place(OTHER, "liege", "Exemple Horeca", "Rue de l’Écluse 9, Liège", LIEGE),
        _place("est:2000000003", "namur", "Café Namur", "Rue du Test 4", NAMUR),
        _place("est:2000000005", "liege", "Café de l’Écluse", "remembered for an order alone", LIEGE),
    ]
    remember_workplaces(embedded.acting("system", AT), rows)
    for one in rows[:3]:
        by, place = (ELSEWHERE, NAMUR) if one.district == "namur" else (INSPECTOR, LIEGE)
        save(embedded.acting(by, AT), a_control(workplace=one.id), place=place)
    return embedded


def _place(workplace: str, district: str, name: str, address: str, refnis: str) -> KnownWorkplace:
    return KnownWorkplace(
        id=workplace, district=district, sector="restaurants", seen_on=AT.date(), enterprise="0400000001", name=name,
        address=address, refnis=refnis,
    )  # fmt: skip


def found(house: AppContext, text: str, by: str = INSPECTOR) -> list[tuple[str, str]]:
    """What a search finds: kind and key."""
    return [(one.what, one.key) for one in search(house.acting(by, later(2)), text).hits]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ecluse", [FIRM, OTHER]),  # a name before an address
        ("CAFÉ", [FIRM]),  # Namur is not this inspector's
        ("test 4 rue", [FIRM]),
        ("2.123.456.789", [FIRM]),
        ("est:2123456789", [FIRM]),
        ("0400.000.001", [FIRM, OTHER]),
        ("BE 0400.000.001", [FIRM, OTHER]),
        ("TVA BE0400 000 001", [FIRM, OTHER]),
        ("400.000.001", [FIRM, OTHER]),  # as it was printed before numbers had ten digits
        ("nobody of this name", []),
        ("", []),
    ],
)
def test_words_and_numbers(places: AppContext, text: str, keys: list[str]) -> None:
    """Without accents and capitals, every word, a number with dots or without."""
    assert sorted(key for _, key in found(places, text)) == sorted(keys)
    if text == "ecluse":
        assert [key for _, key in found(places, text)] == keys


def test_a_declaration_of_works_of_nine_digits_is_found_by_them(house: AppContext) -> None:
    """As they are: only the number of a firm is one short of its nought."""
    site = _place("site:123456789", "liege", "Chantier", "Rue du Test 4, Liège", LIEGE)
    remember_workplaces(house.acting("system", AT), [site])
    save(house.acting(INSPECTOR, AT), a_control(workplace=site.id), place=LIEGE)
    assert found(house, "123456789") == [("workplace", site.id)]


def test_everybody_finds_where_they_work(places: AppContext) -> None:
    """An inspector of Namur their own, the supervisor all."""
    assert found(places, "cafe", ELSEWHERE) == [("workplace", "est:2000000003")]
    assert len(found(places, "cafe", SUPERVISOR)) == 2


def test_a_reference_leads_to_a_case_and_a_complaint_to_nothing(places: AppContext) -> None:
    """A referral within rights; nothing tells of a complaint, and of a suspicion no number or name does."""
    before = found(places, "ecluse")
    told = NewComplaint(workplace=FIRM, district="liege", text="Geheim", language="fr")
    complaint = register_complaint(places.acting(INSPECTOR, AT), told)
    saved = save(places.acting(INSPECTOR, AT), a_control(suspicion=a_yes()), place=LIEGE)
    assert saved.reference is not None
    assert found(places, saved.reference.lower()) == [("referral", saved.reference)]
    assert found(places, saved.reference, ELSEWHERE) == []
    with places.store.read() as session:
        from inspection.store.weeks import ComplaintRow

        reference = session.get_one(ComplaintRow, complaint.id).reference
    assert found(places, reference) == []
    assert found(places, "ecluse") == before


def test_a_code_is_for_its_team_until_it_was_answered(embedded: AppContext) -> None:
    """Another district finds nothing; the code of a plan that nobody approved is none."""
    part = a_part("liege")
    plan_id = propose_week(embedded.acting(at=AT), WEEK, service="ONSS", parts=[part])
    with embedded.store.read() as session:
        code = session.exec(select(PlannedVisitRow.code)).first() or ""
        sha256 = session.get_one(PlanRow, plan_id).sha256
    assert found(embedded, code) == []
    approve_week(embedded.acting(SUPERVISOR, AT), WEEK, sha256)
    assert [what for what, _ in found(embedded, code.lower())] == ["visit"]
    assert found(embedded, code, ELSEWHERE) == []


def test_a_search_is_a_look_and_its_words_are_not_kept(places: AppContext) -> None:
    """The trail says who searched, and not for what."""
    found(places, "Écluse")
    with places.store.read() as session:
        (entry,) = [one for one in session.exec(select(AuditEntryRow)) if one.facts.get("kind") == "search"]
    assert entry.who == INSPECTOR
    assert "cluse" not in str(entry.model_dump())


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("85.07.30-033.28", True),
        ("85473003317", True),
        ("10123100171", True),
        ("0400.000.001", False),
        ("ecluse", False),
    ],
)
def test_a_number_of_a_person_is_known_by_its_check_digits(text: str, is_one: bool) -> None:
    """National and bis numbers, also of who was born since 2000."""
    assert is_person_number(text) == is_one
