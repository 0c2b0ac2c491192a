"""The checklist as an XForm: what ODK Validate says of it, and what may never stand in it."""

import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders_control import the_checklist, the_rules
from defusedxml.ElementTree import fromstring
from pyxform.validators.odk_validate import ODK_VALIDATE_PATH

from inspection.control.checklists import Checklist, xform
from inspection.control.checklists.xlsform import TONGUES
from inspection.control.xforms import control_id_of
from inspection.control.xforms.reading_parts import HEARING, PAY
from sectors.rules.checklists import Need
from sectors.rules.values import Text

DAY = date(2026, 11, 25)
SECTORS = sorted(the_rules().on(DAY).sectors)
ON = [key for key in SECTORS if the_rules().on(DAY).sectors[key].enabled]
BRIEFLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # to optimise half a second of work takes as long again
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="no Java on this machine: ODK Validate needs it")


def odk_validate(form: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What ODK Validate, the jar in pyxform's wheel, says of a form."""
    file = folder / "form.xml"
    file.write_text(form, encoding="utf-8")
    command = ["java", *BRIEFLY, "-Djava.awt.headless=true", f"-Duser.home={folder}", "-jar", ODK_VALIDATE_PATH]
    command.append(str(file))
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=os.environ, check=False)


@needs_java
@pytest.mark.parametrize("sector", ON)
@pytest.mark.few(1)
def test_odk_validate_accepts_the_form_of_every_sector_that_is_switched_on(sector: str, tmp_path: Path) -> None:
    """With relevance and limits compiled to XPath, the visits from a file, and a public key."""
    said = odk_validate(xform(the_checklist(sector, DAY), public_key="QUJD"), tmp_path)
    assert said.returncode == 0, said.stderr


@needs_java
@pytest.mark.battery(reason="that ODK Validate accepts each form is tried in every run")
def test_odk_validate_is_heard_when_it_refuses(tmp_path: Path) -> None:
    """A form with a broken path does not pass: the check above can fail."""
    broken = xform(the_checklist("restaurants", DAY)).replace("/data/control/visit  = ''", "/data/control/vis  = ((")
    assert odk_validate(broken, tmp_path).returncode != 0


def rules_for(sector: str = "restaurants", **changed: dict[str, Any]) -> Checklist:
    """The list of a sector with some questions changed."""
    found = the_checklist(sector, DAY)
    questions = tuple(q.model_copy(update=changed.get(q.id, {})) for q in found.questions)
    return Checklist(
        id=sector, version="v", sha256="f" * 63 + str(len(changed)), label=found.label, sections=found.sections,
        questions=questions,
    )  # fmt: skip


MESSAGE = Text(fr="f", nl="n", de="d", en="Not so many")
BLANK = Need(when=". = 'blank'", kind="photo", label=MESSAGE)
BLANK_TOO = Need(when="not . = 'understood'", kind="comment")


@needs_java
def test_rules_of_questions_become_xpath_that_odk_validate_accepts(tmp_path: Path) -> None:
    """Relevance from the workplace and from the same person, a limit on the answer itself, a time, a choice."""
    limit = {"relevant": "answered(fm_head_count) and fm_head_count > 2", "constraint": ". <= fm_head_count"}
    made = rules_for(
        fm_fled={**limit, "constraint_message": MESSAGE},
        q02_declared_on={"relevant": "q02_dimona != 'absent' and fm_head_count >= 1"},
        q10_end={"relevant": "q10_start < '22:00'"},
        q04_contract={"needs": (BLANK, BLANK_TOO)},
    )
    sheet = {row["name"]: row for row in made.xlsform()["survey"]}
    assert "${fm_head_count}" in sheet["fm_fled"]["relevant"]
    assert sheet["fm_fled"]["constraint_message::English (en)"] == "Not so many"
    assert "1000000" in sheet["fm_fled"]["constraint"], "the server's own limit stays"
    said = odk_validate(xform(made), tmp_path)
    assert said.returncode == 0, said.stderr


def test_a_rule_that_reads_a_question_left_out_reads_it_as_unanswered() -> None:
    """A sensitive answer is not on the telephone, so no question on it may depend on one."""
    sheet = rules_for(fm_fled={"relevant": "answered(cl_judicial_request)"}).xlsform()["survey"]
    assert next(row for row in sheet if row["name"] == "fm_fled")["relevant"] == "('' != '')"


@pytest.mark.parametrize("sector", SECTORS)
@pytest.mark.few(5)
def test_no_form_holds_anything_about_exploitation(sector: str) -> None:
    """Collect keeps drafts in clear: no sensitive question, and nothing of the section of observations."""
    found = the_checklist(sector, DAY)
    # what is switched on is compiled, once for this and for ODK Validate; of the others the rows say it
    form = xform(found, public_key="QUJD") if sector in ON else str(found.xlsform())
    left_out = [q for q in found.questions if q.sensitive or q.section == "observations"]
    assert len(left_out) > 10
    for question in left_out:
        assert question.id not in form
        assert f">{question.label.fr}<" not in form
        assert f"'{question.label.fr}'" not in form
    assert "/observations" not in form


@pytest.mark.parametrize("sector", ON)
def test_every_other_question_stands_in_the_form_once_in_four_languages(sector: str) -> None:
    """Under its own id; persons' questions inside the repeat and nowhere else."""
    found = the_checklist(sector, DAY)
    sheets = found.xlsform()
    names = [row["name"] for row in sheets["survey"] if not row["type"].startswith("end")]
    assert len(names) == len(set(names)), "two rows of one name: one of them could not be referred to"
    persons = names.index("person")
    for question in (q for q in found.questions if not q.sensitive):
        assert names.count(question.id) == 1
        assert (names.index(question.id) > persons) or question.scope == "workplace"
    for row in (*sheets["survey"], *sheets["choices"]):
        if not row.get("type", "").startswith(("calculate", "end")) and "calculation" not in row:
            assert all(row.get(f"label::{tongue}") for tongue in TONGUES.values()), row["name"]


def test_the_form_says_which_one_it_is_and_carries_the_key() -> None:
    """Id and version on its instance, so that a submission years later names its questions."""
    found = the_checklist("garment", DAY)
    with_key, without = xform(found, public_key="QUJD"), xform(found)
    assert f'<data id="vigie_garment" version="{found.version}">' in with_key
    assert 'base64RsaPublicKey="QUJD"' in with_key
    assert "base64RsaPublicKey" not in without
    assert fromstring(without).tag.endswith("html")


def test_one_submission_makes_one_id_of_ours() -> None:
    """A version 7 UUID that sorts by the moment of entry; another instance makes another one."""
    made = control_id_of("uuid:1b4e28ba-2fa1-41d2-883f-0016d3cca427", "2026-11-25T18:30:00+01:00")
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", made)
    assert made == control_id_of("uuid:1b4e28ba-2fa1-41d2-883f-0016d3cca427", "2026-11-25T17:30:00Z")
    assert made != control_id_of("uuid:1b4e28ba-2fa1-41d2-883f-0016d3cca428", "2026-11-25T17:30:00Z")
    assert made < control_id_of("uuid:00000000-2fa1-41d2-883f-0016d3cca427", "2026-11-25T17:30:01Z")
    assert control_id_of("x" * 9, None)[14] == control_id_of("x" * 9, "9999-99-99")[14] == "7"


@pytest.mark.parametrize(("repeat", "read"), [("hearing", HEARING), ("pay", PAY)])
def test_every_field_of_a_repeat_is_one_that_is_read(repeat: str, read: dict[str, Any]) -> None:
    """A field that the server does not know would be refused with all that was filled in beside it."""
    rows = the_checklist("restaurants", DAY).xlsform()["survey"]
    begins = next(n for n, row in enumerate(rows) if (row["type"], row["name"]) == ("begin repeat", repeat))
    ends = next(n for n, row in enumerate(rows) if (row["type"], row["name"]) == ("end repeat", repeat))
    inside = {row["name"] for row in rows[begins + 1 : ends] if not row["type"].endswith(" group")}
    assert inside == read.keys()
