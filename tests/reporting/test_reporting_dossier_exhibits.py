"""What the dossier says of exhibits: which picture is the original, and which its marked copy."""

from builders_control import DAY, a_raw_control, the_checklist

from inspection.control.papers import without_suspicion
from inspection.control.reading import read_control
from inspection.reporting.cases import dossier_facts

FIRST, SECOND, THIRD = ("a" * 64, "b" * 64, "c" * 64)


def a_photo(sha256: str, **more: object) -> dict[str, object]:
    """A photo as the control names it."""
    about = {"kind": "photo", "media_type": "image/jpeg", "bytes": 9, "taken_at": "2026-11-25T08:40:00Z"}
    return {"sha256": sha256, **about, **more}


def test_each_of_a_pair_is_told_from_the_other() -> None:
    """By the beginning of the original's hash; a picture without a copy is called nothing."""
    photos = [a_photo(FIRST), a_photo(SECOND, marked_of=FIRST), a_photo(THIRD)]
    control = read_control(a_raw_control(attachments=photos), lambda sector: the_checklist(sector, DAY))
    first, second, third = dossier_facts.exhibits(control, "en")
    assert first.endswith("– original")
    assert second.endswith(f"marked copy of {FIRST[:16]}")
    assert "original" not in third


def test_a_copy_names_no_original_that_is_withheld() -> None:
    """A hash alone would tell that there is a picture which nobody may see."""
    questions = the_checklist("restaurants", DAY).asking.questions
    photos = [a_photo(FIRST), a_photo(SECOND, marked_of=FIRST, question="fm_head_count")]
    control = read_control(a_raw_control(attachments=photos), lambda sector: the_checklist(sector, DAY))
    (left,) = without_suspicion(control, questions).attachments
    assert (left.sha256, left.marked_of) == (SECOND, None)
