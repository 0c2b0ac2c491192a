"""Why you look: it follows from one's own open control; elsewhere a purpose and a case that fits, or nothing."""

import re
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, NAMUR, a_control, later
from builders_control import a_person
from builders_link_cases import NUMBER, a_case
from sqlmodel import select

from inspection.acts.access import close_request, open_requests, register_request
from inspection.acts.access.revealing import number_key
from inspection.acts.controls import control_checks, export_control, save, show_control
from inspection.acts.workplaces import NewComplaint, register_complaint
from inspection.control.papers import MASK
from inspection.errors import AccessRefused
from inspection.store.queries import referrals
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext, Context, Reason, looking_for

INSPECTOR, COLLEAGUE, HEAD, OTHER_HEAD, DPO = "insp-liege-1", "insp-liege-2", "head-liege", "head-namur", "dpo-1"
NAME = "Zebedee Kanarek"
ROOT = Path(__file__).parents[3]


def saved(house: AppContext, by: str = INSPECTOR, place: str = LIEGE, **fields: object) -> str:
    """A finished control without a finding in which somebody was met."""
    met = {"persons": [a_person(1, name=NAME, national_number=NUMBER)], **fields}
    return save(house.acting(by, AT), a_control(**met), place=place).control_id


def code(context: Context, control: str) -> str:
    """The code with which a look is refused."""
    with pytest.raises(AccessRefused) as refused:
        export_control(context, control)
    return refused.value.code


def last(house: AppContext) -> AuditEntryRow:
    """The last look in the trail."""
    with house.store.read() as session:
        mine = select(AuditEntryRow).where(AuditEntryRow.stream == "reading").order_by(AuditEntryRow.n.desc())
        return session.exec(mine).first()


def test_in_ones_own_open_control_nothing_is_asked(house: AppContext) -> None:
    """Purpose and case follow; the entry names them, and the person by a keyed hash only."""
    control = saved(house)
    assert NAME in export_control(house.acting(INSPECTOR, AT), control)
    entry = last(house)
    assert (entry.who, entry.subject, entry.purpose, entry.basis) == (
        INSPECTOR,
        control,
        "own_control",
        "spc_inspection",
    )
    assert (entry.facts["case"], entry.facts["own"]) == (control, True)
    assert entry.facts["persons"] == [number_key(house.store, "90.01.02-999.00")]
    assert NUMBER not in str(entry.facts)


def test_once_it_is_over_its_maker_is_asked_too(house: AppContext) -> None:
    """Some weeks after the last follow-up a control is a file like any other; an unfinished one stays open."""
    control, begun = saved(house), saved(house, left_at=None)
    days = house.catalogue(AT.date()).looks.own_days
    assert code(house.acting(INSPECTOR, later(days=days + 1)), control) == "ACCESS-090"
    assert NAME in export_control(house.acting(INSPECTOR, later(days=days + 1)), begun)
    of_referral = a_case(house, 1)
    row = next(r for r in referrals(house.store) if r.reference == of_referral)
    assert export_control(house.acting(INSPECTOR, later(days=days + 1)), row.control_id)


def test_elsewhere_a_purpose_of_ones_own_and_a_case_that_fits_are_asked(house: AppContext) -> None:
    """Each way to get it wrong has its own code; absent and foreign cases are one."""
    control, other = saved(house), saved(house, workplace="est:2987654321")
    far = saved(house, "insp-namur-1", NAMUR)
    as_head = house.acting(HEAD, AT)
    assert code(as_head, control) == "ACCESS-090"
    assert code(as_head.because("curiosity", control), control) == "ACCESS-091"
    assert code(as_head.because("audit", control), control) == "ACCESS-091"  # the data protection officer's
    assert code(as_head.because("own_control", control), control) == "ACCESS-091"  # follows, and is never claimed
    assert code(as_head.because("supervision"), control) == "ACCESS-092"
    for wrong in ("nothing", far, "R-26-000999-1"):
        assert code(as_head.because("supervision", wrong), control) == "ACCESS-093"
    assert code(as_head.because("supervision", other), control) == "ACCESS-094"
    before = last(house)
    assert before is None or before.who != HEAD
    assert NAME in export_control(as_head.because("supervision", control), control)
    entry = last(house)
    assert (entry.who, entry.purpose, entry.facts["case"], entry.facts["own"]) == (HEAD, "supervision", control, False)


def test_a_complaint_about_the_workplace_is_a_case_to_prepare_a_control(house: AppContext) -> None:
    """One about another workplace is none."""
    control = saved(house)
    told = [
        NewComplaint(workplace=w, district="liege", text="t", language="fr")
        for w in ("est:2123456789", "est:2987654321")
    ]
    here, elsewhere = (register_complaint(house.acting(INSPECTOR, AT), one).reference for one in told)
    colleague = house.acting(COLLEAGUE, AT)
    assert NAME in export_control(colleague.because("prepare_control", here), control)
    assert code(colleague.because("prepare_control", elsewhere), control) == "ACCESS-094"


def test_what_is_read_inside_a_reason_is_read_for_it(house: AppContext) -> None:
    """A screen or a command says it once; outside of it nothing is said."""
    control = saved(house)
    with looking_for(Reason("supervision", control)):
        assert NAME in export_control(house.acting(HEAD, AT), control)
    assert code(house.acting(HEAD, AT), control) == "ACCESS-090"


def test_without_a_reason_a_control_is_masked_and_its_whole_refused(house: AppContext) -> None:
    """The masked look is an entry too; checks and the guarded part are shown to nobody without a reason."""
    control = saved(house)
    shown = show_control(house.acting(HEAD, AT), control)
    assert shown.is_masked
    assert shown.control.persons[0].name == MASK
    assert NAME not in shown.control.model_dump_json()
    assert (last(house).purpose, last(house).facts["masked"], last(house).facts["case"]) == (
        "daily_work",
        True,
        control,
    )
    assert NAME not in export_control(house.acting(HEAD, AT), control, masked=True)
    for refused in (
        lambda: show_control(house.acting(HEAD, AT), control, whole=True),
        lambda: control_checks(house.acting(HEAD, AT), control),
    ):
        with pytest.raises(AccessRefused):
            refused()
    assert not show_control(house.acting(HEAD, AT).because("supervision", control), control).is_masked


def test_a_request_of_a_person_opens_what_is_kept_of_them_and_nothing_else(house: AppContext) -> None:
    """Registered without a number, closed once it was answered; it is a case for nobody else's file."""
    control, other = saved(house), saved(house, persons=[], workplace="est:2987654321")
    made = register_request(house.acting(DPO, AT), "access", NUMBER)
    assert [one.reference for one in open_requests(house.acting(DPO, AT))] == [made.reference]
    asked = house.acting(DPO, AT).because("access_request", made.reference)
    assert NAME in export_control(asked, control)
    assert code(asked, other) == "ACCESS-094"
    assert code(house.acting(HEAD, AT).because("access_request", made.reference), control) == "ACCESS-091"
    close_request(house.acting(DPO, AT), made.reference)
    assert code(asked, control) == "ACCESS-093"


def test_somebody_who_asks_to_be_erased_is_registered_as_such(house: AppContext) -> None:
    """Who answers sees which right was used; whose request it is stays out."""
    made = register_request(house.acting(DPO, AT), "erasure", NUMBER)
    assert [(one.reference, one.kind) for one in open_requests(house.acting(DPO, AT))] == [(made.reference, "erasure")]


def test_every_purpose_in_code_is_one_of_the_rules(house: AppContext) -> None:
    """Those of acts and looks, and those of looks into registers; nothing else is written into the trail."""
    rules = house.catalogue(AT.date())
    known = {*rules.purposes, *rules.register_rules.purposes}
    written = re.compile(r'\bpurpose(?:: str)?\s*=\s*"([a-z_]+)"')
    found = {
        (word, str(file))
        for file in (*(ROOT / "inspection/acts").rglob("*.py"), ROOT / "inspection/trust/audit.py")
        for word in written.findall(file.read_text(encoding="utf-8"))
    }
    hashed = {
        "judicial",
        "judicial_code",
        "content",
        "hold",
        "complaint",
        "openrosa",
        "look",
        "device",
        "identity",
        "nonce",
        "portal",
        "draw",
    }
    assert {(w, f) for w, f in found if w not in known | hashed and not w.startswith(("link_", "used_"))} == set()
    assert found
