"""What a start and a flow do where they cannot see all: a part of a large database, and nothing outside this home."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders_acts import AT
from houses import House, house_of
from witnesses import witness

from flows import acting
from flows.command.house.starting import begin_whole
from inspection import acts
from inspection.acts.history import compare, pin_witness, require_sound
from inspection.acts.history import take_checkpoint as take
from inspection.errors import HistoryFault, StoreFault
from inspection.history_settings import HistorySettings
from inspection.store.queries import alerts

PAGE = 4096


def read_on(house: House, day: int) -> list[str]:
    """What a start tells on a day of what it did not read, or the code by which it is refused."""
    try:
        told = require_sound(house.acting_as_flow("history", AT + timedelta(days=day)))
    except StoreFault as fault:
        return [fault.code]
    return [f"{one.code} {one.what.rpartition(': ')[2]}" for one in told]


def test_of_a_database_above_the_bound_each_day_reads_another_part(
    embedded: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After as many days as there are parts all of it was read; a damaged page is met on one of them."""
    house, file = embedded, embedded.settings.store_file
    house.store.forget()
    size = file.stat().st_size
    megabytes = house.catalogue(AT.date()).history.start_megabytes
    assert read_on(house, 0) == []
    monkeypatch.setattr("inspection.acts.history.sound._MEGABYTE", size // 4 // megabytes + 1)
    told = [read_on(house, day) for day in range(4)]
    assert sorted(told) == [[f"HISTORY-143 part {n} of 4 was read"] for n in (1, 2, 3, 4)]
    with file.open("r+b") as body:
        body.seek(size - PAGE // 2)
        byte = body.read(1)[0]
        body.seek(-1, 1)
        body.write(bytes([byte ^ 1]))
    harmed = [read_on(house, day) for day in range(4)]
    assert [one for one in harmed if one == ["STORE-031"]] == [["STORE-031"]]
    assert harmed.index(["STORE-031"]) == told.index(["HISTORY-143 part 4 of 4 was read"])


@pytest.mark.parametrize("elsewhere", [None, Path("/nowhere")])
def test_a_history_that_was_compared_with_this_home_alone_is_an_alert(
    embedded: House, elsewhere: Path | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The witness is silent and no other copy is reached: an older home would pass, so that the direction is told.

    By a start and by a flow, once a day; where either answers nothing is raised.
    """

    def told_of(house: House) -> list[tuple[str, str]]:
        monkeypatch.setattr(acts, "app", lambda: house)
        monkeypatch.setattr(acts, "acting_as_flow", lambda flow: house.acting_as_flow(flow, AT))
        acting.begin()
        begin_whole(house.acting_as_flow("history", AT))
        acting.begin()
        found = [one for one in alerts(house.store, service="ONSS") if one.kind == "history_unwitnessed"]
        return [(one.subject, one.for_role) for one in found]

    with witness() as one:
        answers = HistorySettings(witness=one.socket, elsewhere=None)
        house = house_of(replace(embedded, settings=replace(embedded.settings, history=answers)))
        pin_witness(house.acting_as_flow("history", AT), one.fingerprint)
        take(house.acting_as_flow("history", AT))
        assert told_of(house) == []
        silent = one.socket.parent / "none"
        other = HistorySettings(witness=silent, elsewhere=one.elsewhere)
        assert told_of(house_of(replace(house, settings=replace(house.settings, history=other)))) == []
        alone = HistorySettings(witness=silent, elsewhere=elsewhere)
        left = house_of(replace(house, settings=replace(house.settings, history=alone)))
        assert told_of(left) == [("ONSS:HISTORY-117", "direction")]
        assert not compare(left.store, left.settings).faults
        assert told_of(house) == []  # the witness answers again
    assert "HISTORY-117" in capsys.readouterr().err


def test_a_damaged_lake_is_told_until_a_start_finds_it_sound(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in part, it may be damaged still."""
    damaged, unread = (HistoryFault(f"HISTORY-{n}", place="lake/kbo/2026-12-01") for n in (141, 142))
    for found, subjects in (([damaged], ["ONSS:HISTORY-141"]), ([unread], ["ONSS:HISTORY-141"]), ([], [])):
        monkeypatch.setattr("inspection.acts.history.sound._lake", lambda *_, found=found: iter(found))
        require_sound(house.acting_as_flow("history", AT))
        assert [one.subject for one in alerts(house.store, service="ONSS")] == subjects
