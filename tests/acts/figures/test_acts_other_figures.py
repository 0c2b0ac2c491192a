"""Figures of others come with their source, are never ours, and a later account stands without wiping the earlier."""

from datetime import date

import pytest
from builders_acts import AT, later
from databases import owned
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from inspection.acts.figures import TakenOver, import_figures, imported_figures
from inspection.errors import AccessRefused, ReferralFault
from inspection.trust import AppContext, verify_trail

BY = "supervisor-liege"
YEAR = (date(2025, 1, 1), date(2025, 12, 31))
HEAD = "figure,source,first,last,count,sex,form\n"
FILE = HEAD + (
    "prosecuted,College 2026,2025-01-01,2025-12-31,12,female,\n"
    "prosecuted,College 2026,2025-01-01,2025-12-31,40,male,\n"
    "prosecuted,College 2026,2025-01-01,2025-12-31,50,,economic\n"
    "convicted,College 2026,2025-01-01,2025-12-31,9,,\n"
)


def test_a_file_is_taken_over_once(house: AppContext) -> None:
    """Each line with its source, day and person; the same file again changes nothing."""
    assert import_figures(house.acting(BY, AT), FILE) == TakenOver(4, ("convicted", "prosecuted"))
    assert import_figures(house.acting(BY, later(1)), FILE).lines == 0
    found = imported_figures(house.acting("dpo-1", later(2)), *YEAR)
    assert [(one.line.n, dict(one.line.cut)) for one in found] == [
        (12, {"sex": "female"}),
        (40, {"sex": "male"}),
        (50, {"form": "economic"}),
        (9, {}),
    ]
    assert {(one.imported_by, one.imported_at, one.line.source) for one in found} == {(BY, AT, "College 2026")}
    assert imported_figures(house.acting(BY, later(2)), date(2025, 2, 1), YEAR[1]) == []
    assert verify_trail(house.store).entries


def test_the_last_account_of_a_period_stands(house: AppContext) -> None:
    """A corrected file takes the place of the first; another source stands beside both."""
    import_figures(house.acting(BY, AT), FILE)
    corrected = HEAD + "convicted,College 2026,2025-01-01,2025-12-31,11,,\n"
    other = HEAD + "convicted,Myria 2026,2025-01-01,2025-12-31,10,,\n"
    import_figures(house.acting(BY, later(1)), corrected)
    import_figures(house.acting(BY, later(2)), other)
    found = imported_figures(house.acting(BY, later(3)), *YEAR)
    assert [one.line.n for one in found if one.line.figure == "convicted"] == [11, 10]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "943"),
        (HEAD, "943"),  # nothing follows
        ("figure,count\nconvicted,3\n", "943"),
        (HEAD + "referrals,Us,2025-01-01,2025-12-31,3,,\n", "968"),  # ours are counted, never imported
        (HEAD + "convicted,Myria,2025-01-01,2024-12-31,3,,\n", "968"),
        (HEAD + "convicted,Myria,2025-01-01,2025-12-31,-3,,\n", "968"),
        (HEAD + "convicted,Myria,2025-01-01,2025-12-31,3,Jan Canary,\n", "968"),
        (HEAD + "convicted,,2025-01-01,2025-12-31,3,,\n", "968"),
        (HEAD + "convicted,Myria,2025-01-01,2025-12-31,3,\n", "968"),  # a cell too few
        (HEAD + 2 * "convicted,Myria,2025-01-01,2025-12-31,3,,\n", "944"),
    ],
)
def test_what_cannot_be_read_is_refused_whole_and_not_repeated(house: AppContext, content: str, code: str) -> None:
    """The error tells the line, never what stands there."""
    with pytest.raises(ReferralFault) as refused:
        import_figures(house.acting(BY, AT), content)
    assert refused.value.code == f"REFER-{code}"
    assert "Canary" not in str(refused.value)
    assert imported_figures(house.acting(BY, AT), *YEAR) == []


def test_the_office_imports_and_no_row_changes(house: AppContext) -> None:
    """Neither an inspector's file nor a later hand."""
    with pytest.raises(AccessRefused):
        import_figures(house.acting("insp-liege-1", AT), FILE)
    import_figures(house.acting(BY, AT), FILE)
    for statement in ("UPDATE imported_figure SET n = 1", "DELETE FROM imported_figure"):
        with pytest.raises(DatabaseError, match="append-only"), owned(house.store).write() as session:
            session.connection().execute(text(statement))
