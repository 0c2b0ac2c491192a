"""A conclusion reads as it was kept, also one from before findings had days and an offender of their own."""

import json
from dataclasses import replace

import pytest
from builders_acts import AT, LIEGE, a_control

from inspection.acts.controls import save
from inspection.acts.records import load_conclusion
from inspection.control.conclusions import Conclusion, Offender
from inspection.sealing import canonical_json
from inspection.store.controls import ControlRow
from inspection.store.core import Store
from inspection.trust import AppContext

PERSON = {"ref": "P1", "answers": {"q02_dimona": "absent"}}
NEW = ("from_on", "to_on", "found_on", "is_legal_person", "criminal_legal_cents", "regional", "recidivism", "offender")


def read(store: Store, control_id: str, change: dict[str, object] | None) -> Conclusion:
    """Return the conclusion of a control, after each of its findings was put back into its old shape."""
    with store.write() as session:
        row = session.get_one(ControlRow, control_id)
        kept = json.loads(store.unseal("control.conclusion", row.id, row.conclusion))
        for finding in kept["findings"] if change is not None else ():
            for name in NEW:
                finding.pop(name, None)
            finding |= change or {}
        row.conclusion = store.seal("control.conclusion", row.id, canonical_json(kept))
        session.add(row)
        return load_conclusion(store, row)


@pytest.mark.parametrize(
    ("told", "role"), [({}, "employer"), ({"offender": ""}, "employer"), ({"offender": "user"}, "user")]
)
def test_an_old_conclusion_still_opens(house: AppContext, told: dict[str, object], role: str) -> None:
    """Its findings are of the day of the control's facts, and of the role that was kept."""
    control = save(house.acting("insp-liege-1", AT), a_control(persons=[PERSON]), place=LIEGE).control_id
    made = read(house.store, control, None)
    assert made.findings
    old = read(house.store, control, told)
    assert old == replace(made, findings=tuple(replace(one, offender=Offender(role=role)) for one in made.findings))
