"""Worked out once for the very same objects, and anew for any other."""

from datetime import date, timedelta

from builders_control import the_rules

from inspection.control import asking_of, checklist
from inspection.control.once import once_for_the_same

DAY = date(2026, 11, 2)


def test_the_very_same_are_worked_on_once_and_equal_ones_anew():
    """An equal list that is another object may be changed later: what was made of the first must not follow."""
    asked: list[tuple[list[int], ...]] = []

    @once_for_the_same
    def total(*lists: list[int]) -> int:
        asked.append(lists)
        return sum(map(sum, lists))

    one, other = [1, 2], [1, 2]
    assert [total(one, other), total(one, other), total(other, one), total(one)] == [6, 6, 6, 3]
    assert len(asked) == 3


def test_days_between_two_changes_of_the_law_share_their_lists():
    """Each save and each page asks for the list again: it is composed, hashed and parsed once."""
    here, next_day = the_rules().on(DAY), the_rules().on(DAY + timedelta(days=1))
    assert asking_of(here.questions) is asking_of(next_day.questions)
    assert checklist(here.sectors["restaurants"], here) is checklist(next_day.sectors["restaurants"], next_day)


def test_a_changed_question_makes_another_list():
    """What was kept of the questions before is not taken for those of now."""
    here = the_rules().on(DAY)
    id_, question = next(iter(here.questions.items()))
    changed = {**here.questions, id_: question.model_copy(update={"required": not question.required})}
    after = here.model_copy(update={"questions": changed})
    lists = [checklist(each.sectors["restaurants"], each) for each in (here, after)]
    assert lists[0].sha256 != lists[1].sha256
    assert asking_of(changed) is not asking_of(here.questions)
