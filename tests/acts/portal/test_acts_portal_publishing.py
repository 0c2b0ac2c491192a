"""Publishing: each office its own copy, within a turn, and nothing that was not addressed to it."""

from collections.abc import Iterator

import pytest
from builders_acts import AT
from builders_portals import AUDITORATE, POLICE, Twin, a_yes_on_site, with_a_portal

from inspection.acts import portal
from inspection.trust import AppContext


@pytest.fixture
def twin(house: AppContext) -> Iterator[Twin]:
    made = with_a_portal(house)
    yield made
    made.portal.store.close()


def test_each_office_gets_its_own_copy_at_the_next_turn(twin: Twin) -> None:
    """Ids differ, so that two offices cannot compare them; what is said again is not written again."""
    reference = a_yes_on_site(twin.office)
    assert portal.is_behind(twin.office.acting_as_flow("portal", AT), twin.portal)
    assert twin.publish(AT) == 2
    rows = {row.office: row for row in twin.rows(kind="case")}
    assert rows.keys() == {POLICE, AUDITORATE}
    assert rows[POLICE].id != rows[AUDITORATE].id
    assert {row.reference for row in rows.values()} == {reference}
    assert all(row.files for row in rows.values())
    assert not portal.is_behind(twin.office.acting_as_flow("portal", AT), twin.portal)
    assert twin.publish(AT) == 0
