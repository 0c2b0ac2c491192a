"""Builders of chains: a saved control whose workers have no right to stay, below a contractor and a principal."""

from typing import Any

from builders_acts import AT, LIEGE, SIGNS, a_control, a_yes
from builders_control import a_person

from inspection.acts.controls import save
from inspection.acts.exchanges import MagistratePermission
from inspection.control.filled import Control
from inspection.trust import AppContext

BY = "insp-liege-1"
WORKER, EMPLOYER = "Mircea Exemplu", "Patron Exemple SRL"
CONTRACTOR, PRINCIPAL = "Bouw Voorbeeld BV", "Client Exemple SA"
NUMBER = "0403.170.701"
AGREED = MagistratePermission(authority="aud-liege", words="agreed by telephone at noon")
CHAIN: tuple[dict[str, Any], ...] = (
    {
        "ref": "C1",
        "role": "principal",
        "is_private": False,
        "knew_stay": "no",
        "knew_pay": "no",
        "name": PRINCIPAL,
        "number": NUMBER,
        "address": "Rue du Client 1, 4000 Liège",
    },
    {
        "ref": "C2",
        "under": "C1",
        "role": "contractor",
        "knew_stay": "no",
        "knew_pay": "no",
        "passed_on": "no",
        "name": CONTRACTOR,
        "number": NUMBER,
        "address": "Kerkstraat 2, 3000 Leuven",
        "activity": "immovable_works",
        "contract_on": "2026-09-01",
    },
    {
        "ref": "C3",
        "under": "C2",
        "role": "employer",
        "joint_committee": "124",
        "name": EMPLOYER,
        "number": NUMBER,
        "address": "Rue du Patron 3, 4000 Liège",
        "activity": "immovable_works",
        "contract_on": "2026-10-01",
        "stay_statement": "yes",
        "stay_statement_on": "2026-09-20",
        "pay_statement": "no",
    },
)


def a_chain_control(*, signs: bool = False, decision: str | None = None, **fields: Any) -> Control:
    """A finished control with a chain and one worker without a right to stay; suspicious where that is asked."""
    suspicion = None if decision is None else {**a_yes(), "decision": decision}
    persons = [a_person(1, {"q09_stay": "absent"}, name=WORKER, birth_date="1990-05-04")]
    answers = dict(SIGNS) if signs else {}
    return a_control(**{"answers": answers, "suspicion": suspicion, "persons": persons, "chain": list(CHAIN), **fields})


def saved_chain(house: AppContext, *, by: str = BY, place: str = LIEGE, **fields: Any) -> str:
    """Such a control, saved; its id."""
    return save(house.acting(by, AT), a_chain_control(**fields), place=place).control_id
