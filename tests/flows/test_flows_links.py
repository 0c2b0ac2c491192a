"""`vigie links` in a real house: from a look to a file that was handed over, in words and as JSON, without a name."""

import json
from pathlib import Path

import pytest
from builders_acts import an_office
from builders_flows import As, vigie
from builders_link_cases import HEAD, NUMBER, a_case, a_person

from inspection.settings import settings
from inspection.time_of import now
from inspection.trust import AppContext


@pytest.fixture
def linked(tmp_path: Path) -> tuple[Path, str, str]:
    """Give a home with a case in Liège and one in Namur in which one person was met."""
    home = tmp_path / "house"
    house: AppContext = an_office(settings({"VIGIE_HOME": str(home)}))
    met = [a_person(national_number=NUMBER, name="Vasil Exempel", birth_date="1990-01-02")]
    first = a_case(house, 1, persons=met, at=now())
    second = a_case(house, 2, "namur", persons=met, at=now())
    house.store.close()
    return home, first, second


def test_from_a_look_to_a_file_that_was_handed_over(linked: tuple[Path, str, str], tmp_path: Path) -> None:
    """Find, confirm, prepare, hand, tell; each says what it did, and none says who was met."""
    home, first, second = linked
    as_head = (As(HEAD),)
    why = ("--purpose", "handle_referral", "--case", first)
    (link,) = vigie(home, "links", "find", first, *as_head, *why, "--json").value
    assert (link["other"], link["ground"], link["word"]) == (second, "person", "strong")
    told = vigie(home, "links", "find", first, *as_head, *why).out
    assert "A person met in both cases," in told  # a narrow table goes on below
    assert "by number" in told
    reason = tmp_path / "reason"
    reason.write_text("Seen by both teams.\n", encoding="utf-8")
    told += vigie(home, "links", "confirm", first, link["reference"], *as_head, "--reason", f"@{reason}").out
    told += vigie(home, "links", "list", *as_head).out
    folder = tmp_path / "out"
    made = vigie(home, "links", "file", first, "--to", "aud-liege", "--folder", str(folder), *as_head, "--json").value
    pdf, data = (Path(file) for file in made["files"])
    assert pdf.read_bytes().startswith(b"%PDF")
    assert {case["reference"] for case in json.loads(data.read_text())["cases"]} == {first, second}
    told += vigie(home, "links", "hand", made["reference"], "in_person", *as_head).out
    told += vigie(home, "links", "told", made["reference"], "kept_in_district", *as_head).out
    told += vigie(home, "links", "files", *as_head).out
    assert "kept_in_district" in told
    assert not [secret for secret in (NUMBER, "Exempel", "Seen by both") if secret in told + data.read_text()]


def test_what_is_wrong_is_said_and_a_reason_is_never_typed_on_the_line(linked: tuple[Path, str, str]) -> None:
    """A purpose and a decision are closed lists; a reason may speak of somebody."""
    home, first, _ = linked
    as_head = (As(HEAD),)
    assert "ACCESS-091" in vigie(home, "links", "find", first, *as_head, "--purpose", "curiosity", expected=2).err
    assert "REFER-844" in vigie(home, "links", "file", first, "--to", "fedpros", *as_head, expected=2).err
    why = ("--purpose", "handle_referral", "--case", first)
    (link,) = vigie(home, "links", "find", first, *as_head, *why, "--json").value
    refused = vigie(
        home, "links", "reject", first, link["reference"], *as_head, "--reason", "Vasil Exempel", expected=2
    )
    assert "SETTING-050" in refused.err
    assert "Exempel" not in refused.err
