"""What was concluded of a control, by name: its inspector learns on the device which findings, not only how many."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspection.acts import access, records
from inspection.control.conclusions import Conclusion
from inspection.store.controls import ControlRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context, require_in_service
from sectors.rules.checklists import Question
from sectors.rules.values import Text


@dataclass(frozen=True)
class NamedFinding:
    """A finding by its offence's key and name, with the persons concerned by reference."""

    offence: str
    label: Text
    persons: tuple[str, ...]


def open_findings(context: Context, control_id: str) -> tuple[NamedFinding, ...]:
    """Return the findings of a control that answers to unguarded questions led to: a receipt may name them.

    Nothing of the control of somebody else, nor of one that is not there.
    """
    require_in_service(context, "attachment.keep")
    with context.store.read() as session:
        row = session.get(ControlRow, control_id)
        if row is None or row.saved_by != context.by:
            return ()
        return _named(context.app, row, guarded=False)


def guarded_findings(context: Context, control_id: str) -> tuple[NamedFinding, ...]:
    """Return the other findings of one's own control, which only guarded answers led to; the look is recorded.

    Errors: `AccessRefused`, also for a control that does not exist.
    """

    def read() -> tuple[NamedFinding, ...]:
        with context.store.read() as session:
            return _named(context.app, session.get_one(ControlRow, control_id), guarded=True)

    return access.audited_read(context, "control", control_id, read=read, own_work=True, whole=True)


def _named(app: AppContext, row: ControlRow, *, guarded: bool) -> tuple[NamedFinding, ...]:
    conclusion, form = records.load_conclusion(app.store, row), app.catalogue(day_in_brussels(row.entered_at))
    found: dict[str, dict[str, None]] = {}
    for key, persons in _by_offence(conclusion, form.questions, guarded=guarded):
        found.setdefault(key, {}).update(dict.fromkeys(persons))
    law = {**app.catalogue(row.facts_on).offences, **form.offences}
    return tuple(NamedFinding(key, law[key].label, tuple(persons)) for key, persons in found.items() if key in law)


def _by_offence(
    conclusion: Conclusion, questions: Mapping[str, Question], *, guarded: bool
) -> list[tuple[str, tuple[str, ...]]]:
    """Return offence and persons of each finding that is guarded, or of each that is not."""

    def is_guarded(asked: tuple[str, ...]) -> bool:
        return not any(key in questions and not questions[key].sensitive for key in asked)

    return [(one.offence, one.persons) for one in conclusion.findings if is_guarded(one.questions) == guarded]
