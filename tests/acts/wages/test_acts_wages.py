"""Wage scales are laid over the rules by two people, and leave as they came; the trail tells of each step."""

from datetime import date
from decimal import Decimal

import pytest
from builders_acts import AT

from inspection.acts import wages
from inspection.acts.wages.files import imported_path, rule_path
from inspection.errors import AccessRefused, ControlFault
from inspection.trust import AppContext, Context, verify_trail
from sectors import RuleFault, load_rules

HEAD = "joint_committee,category,age_from,valid_from,hourly_eur,source,printed_on"
FILE = f"{HEAD}\n302,Category 1,18,2025-01-01,12.2575,made up,2025-02-01\n".encode()
KEY = "jc_302_category_1"


def head(house: AppContext) -> Context:
    """Whoever imports."""
    return house.acting("head-liege", AT)


def office(house: AppContext) -> Context:
    """Whoever approves and withdraws."""
    return house.acting("supervisor-liege", AT)


def amount(house: AppContext, on: date = date(2026, 1, 1)) -> Decimal | None:
    """What an hour costs at twenty, by the rules of whoever starts now; None where the scale is not there."""
    scale = load_rules([house.settings.rules]).on(on).scales.get(KEY)
    row = scale.row_for(20, 0) if scale else None
    return row.hourly_cents if row else None


def test_a_file_holds_once_a_second_person_approved_it(house: AppContext) -> None:
    """Imported it computes nothing; the same bytes again are the same file; withdrawn it is gone."""
    made = wages.import_scales(head(house), FILE, "file.csv")
    assert (made.state, made.rows, made.scales, amount(house)) == ("imported", 1, (KEY,), None)
    assert wages.import_scales(head(house), FILE, "file.csv") == made
    approved = wages.approve_scales(office(house), made.id)
    assert (approved.state, approved.imported_by, approved.decided_by) == (
        "approved",
        "head-liege",
        "supervisor-liege",
    )
    assert (approved.is_whole, amount(house)) == (True, Decimal("1225.75"))
    assert wages.approve_scales(office(house), made.id) == approved
    gone = wages.withdraw_scales(office(house), made.id, reason="mistyped")
    assert (gone.state, amount(house), list(house.settings.rules.glob("*"))) == ("withdrawn", None, [])
    again = wages.import_scales(head(house), FILE, "file.csv")
    assert again.state == "imported"
    assert verify_trail(house.store).broken is None


def test_nobody_approves_what_they_imported(house: AppContext) -> None:
    """Two pairs of eyes compared it with the print."""
    made = wages.import_scales(office(house), FILE, "file.csv")
    with pytest.raises(AccessRefused, match="ACCESS-041"):
        wages.approve_scales(office(house), made.id)
    with pytest.raises(AccessRefused):
        wages.approve_scales(head(house), made.id)
    assert amount(house) is None


def test_what_the_rules_refuse_is_refused_at_the_import(house: AppContext) -> None:
    """A day that the scale has already: nothing is left of the attempt."""
    made = wages.import_scales(head(house), FILE, "file.csv")
    wages.approve_scales(office(house), made.id)
    with pytest.raises(RuleFault, match="RULE-205"):
        wages.import_scales(head(house), FILE.replace(b"12.2575", b"13"), "other.csv")
    assert [one.id for one in wages.list_scales(office(house))] == [made.id]
    later = wages.import_scales(head(house), FILE.replace(b"2025-01-01", b"2026-01-01"), "later.csv")
    wages.approve_scales(office(house), later.id)
    assert len(list(house.settings.rules.glob("*.yaml"))) == 2
    assert not list((house.home / "scales/trial").glob("*"))


def test_a_rule_file_that_was_changed_or_lost_is_seen_and_made_again(house: AppContext) -> None:
    """Nobody changes an amount by hand unseen."""
    made = wages.import_scales(head(house), FILE, "file.csv")
    wages.approve_scales(office(house), made.id)
    there = rule_path(house.settings, made.id)
    there.write_text(there.read_text().replace("1225.75", "1"))
    (seen,) = wages.list_scales(office(house))
    assert not seen.is_whole
    assert wages.approve_scales(office(house), made.id).is_whole
    there.unlink()
    assert wages.approve_scales(office(house), made.id).is_whole
    assert amount(house) == Decimal("1225.75")


@pytest.mark.parametrize("is_approved", [False, True])
def test_nobody_approves_other_bytes_than_those_that_were_imported(house: AppContext, is_approved: bool) -> None:
    """Whoever compared the file with the print compared its id; withdrawn and imported again it is what it was."""
    made = wages.import_scales(head(house), FILE, "file.csv")
    if is_approved:
        wages.approve_scales(office(house), made.id)
        rule_path(house.settings, made.id).unlink()
    imported_path(house.settings, made.id).write_bytes(FILE.replace(b"12.2575", b"1.0000"))
    with pytest.raises(ControlFault, match="CONTROL-875"):
        wages.approve_scales(office(house), made.id)
    assert amount(house) is None
    wages.withdraw_scales(office(house), made.id, reason="the file was changed")
    wages.import_scales(head(house), FILE, "file.csv")
    wages.approve_scales(office(house), made.id)
    assert amount(house) == Decimal("1225.75")


def test_what_is_not_there_or_not_said_is_refused(house: AppContext) -> None:
    """By code; a file with a fault leaves nothing."""
    for act in (wages.approve_scales, lambda context, id_: wages.withdraw_scales(context, id_, reason="gone")):
        with pytest.raises(ControlFault, match="CONTROL-870"):
            act(office(house), "0" * 12)
    made = wages.import_scales(head(house), FILE, "file.csv")
    with pytest.raises(ControlFault, match="CONTROL-872"):
        wages.withdraw_scales(office(house), made.id, reason=" ")
    with pytest.raises(RuleFault, match="RULE-601"):
        wages.import_scales(head(house), FILE.replace(b"made up", b""), "file.csv")
    for name in ("insp-liege-1", "dpo-1"):
        with pytest.raises(AccessRefused):
            wages.import_scales(house.acting(name, AT), FILE, "file.csv")
