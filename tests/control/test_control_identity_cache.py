"""Worked out once for the very same objects, and anew for any other."""

from datetime import date, timedelta

import pytest
from builders_control import the_rules

from inspection.control.checklists import asking_of, checklist
from inspection.control.checklists.identity_cache import cached_by_identity

DAY = date(2026, 11, 2)


def test_the_very_same_are_worked_on_once_and_equal_ones_anew():
    """An equal list that is another object may be changed later: what was made of the first must not follow."""
    asked: list[tuple[list[int], ...]] = []

    @cached_by_identity
    def total(*lists: list[int]) -> int:
        asked.append(lists)
        return sum(map(sum, lists))

    one, other = [1, 2], [1, 2]
    assert [total(one, other), total(one, other), total(other, one), total(one)] == [6, 6, 6, 3]
    assert len(asked) == 3


def test_an_object_that_is_gone_leaves_its_place_to_no_other():
    """Its id is free for the next one: what was made of it must not be taken for that."""

    @cached_by_identity
    def total(numbers: list[int]) -> int:
        return sum(numbers)

    assert [total([n]) for n in range(4)] == [0, 1, 2, 3]


def test_days_between_two_changes_of_the_law_share_their_lists():
    """Each save and each page asks for the list again: it is composed, hashed and parsed once."""
    here, next_day = the_rules().on(DAY), the_rules().on(DAY + timedelta(days=1))
    assert asking_of(here.questions) is asking_of(next_day.questions)
    assert checklist(here.sectors["restaurants"], here) is checklist(next_day.sectors["restaurants"], next_day)


@pytest.mark.parametrize("table", ["sections", "questions", "paths"])
def test_other_rules_make_another_list(table: str):
    """What was kept of the rules before is not taken for those of now."""
    here = the_rules().on(DAY)
    after = here.model_copy(update={table: dict(getattr(here, table))})
    lists = [checklist(each.sectors["restaurants"], each) for each in (here, after)]
    assert lists[0] == lists[1]
    assert lists[0] is not lists[1]
    assert (asking_of(after.questions) is asking_of(here.questions)) == (table != "questions")
