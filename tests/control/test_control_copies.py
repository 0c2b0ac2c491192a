"""Nobody reads of another: whatever was answered, and however many offenders there are."""

import json
import os
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from builders_control import DAY, a_competence, the_checklist, the_rules
from builders_controls_random import a_random_control

from inspection.control.conclusions import conclude
from inspection.control.filled import Control
from inspection.control.papers import OffenderCopy, copies
from inspection.control.reading import read_control
from inspection.reporting.cases import Dossier, dossier_data

CONTROLS = int(os.environ.get("VIGIE_EXAMPLES", "60"))
ROLES = ("employer", "employer", "posting_employer", "belgian_user", "contractor", "principal", "intermediary")
LAW = the_rules().on(DAY)


def a_control_of_several(random: Random, sector: str) -> Control:
    """A control with whatever answers, two to four offenders, and people and notes of any of them."""
    form = the_checklist(sector, DAY)
    raw = a_random_control(random, form, DAY)
    refs = [f"O{n}" for n in range(1, random.randrange(3, 6))]
    raw["offenders"] = [
        {
            "ref": ref,
            "role": random.choice(ROLES),
            "name": f"Synthetic firm {ref}x",
            "number": f"NUMBER-{ref}x",
            "address": f"Street of {ref}x",
            "earlier": [{"authority": f"Court of {ref}x", "final_on": "2025-03-04"}],
        }
        for ref in refs
    ]
    for person in raw["persons"]:
        person["name"] = f"Synthetic {person['ref']}x"
        person["employer"] = random.choice([*refs, None])
    offences = random.sample(sorted(LAW.offences), 3)
    persons = [person["ref"] for person in raw["persons"]]
    raw["noted"] = [
        {"offence": offence, "offender": random.choice(refs), "persons": random.sample(persons, min(2, len(persons)))}
        for offence in offences
    ]
    return read_control(raw, lambda _: form)


def pages(copy: OffenderCopy, control: Control, lang: Any) -> str:
    """All that a copy's page says, as text; and what it is made of."""
    content = Dossier(
        control=copy.control,
        conclusion=copy.conclusion,
        law_on=the_rules().on,
        form=LAW,
        questions=the_checklist(control.sector, DAY).by_id,
        place="Liège",
        auditorate="Auditorat",
        official="Official",
        service="ONSS",
        offender=copy.offender,
        is_alone=copy.is_alone,
    )
    data = dossier_data(content, "offender", lang, made_on=datetime(2026, 3, 11, tzinfo=UTC))
    return json.dumps(data, ensure_ascii=False) + copy.control.model_dump_json()


@pytest.mark.parametrize("n", range(CONTROLS))
@pytest.mark.few(20)
def test_no_copy_names_another_offender_their_people_or_their_offence(n: int):
    """Nor a fine range; each of the languages in turn."""
    random = Random(n)
    control = a_control_of_several(random, random.choice(("restaurants", "construction", "agriculture")))
    whole = conclude(control, the_rules(), a_competence())
    found = copies(control, whole, the_checklist(control.sector, DAY).by_id, the_rules(), a_competence())
    lang = ("fr", "nl", "de", "en")[n % 4]
    for copy in found:
        said = pages(copy, control, lang)
        mine = copy.offender.ref if copy.offender else None
        for other in control.offenders:
            if other.ref != mine:
                assert f"{other.ref}x" not in said
        own = {finding.offence for finding in copy.conclusion.findings}
        others = said  # a label may be the beginning of one's own: that of the self-employed begins as the employer's
        for offence in sorted(own, key=lambda key: -len(LAW.offence(key).label.say(lang))):
            others = others.replace(LAW.offence(offence).label.say(lang), "")
        for offence in {one.offence for one in whole.findings} - own:
            assert LAW.offence(offence).label.say(lang) not in others
        about = {ref for finding in copy.conclusion.findings for ref in finding.persons}
        for person in control.persons:
            assert (f"Synthetic {person.ref}x" in said) <= (person.ref in about)
        assert "euro" not in said.lower()


def test_several_controls_have_several_copies():
    """Or the test above tries nothing."""
    counts = []
    for n in range(20):
        control = a_control_of_several(Random(n), "construction")
        whole = conclude(control, the_rules(), a_competence())
        counts.append(
            len(copies(control, whole, the_checklist("construction", DAY).by_id, the_rules(), a_competence()))
        )
    assert sum(count >= 2 for count in counts) >= 12
