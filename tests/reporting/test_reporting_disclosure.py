"""What a protected table shows and hides, and which tables are refused."""

import json
from dataclasses import replace

import pytest
from builders_disclosure import FACETS, PARTNERS, PUBLIC, a_dimension, a_generated_table, a_table, an_issue, some_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.errors import ReferralFault
from inspection.reporting.disclosure import (
    CountTable,
    Dimension,
    count_table_json,
    known_from_earlier,
    merged,
    protect,
    read_count_table,
    refuse_differencing,
)
from inspection.reporting.disclosure.count_table import summed

THRESHOLDS = {"partners": PARTNERS.threshold, "public": PUBLIC.threshold}


def of_cells(rows: list[list[int]]) -> CountTable:
    """A table of two dimensions with these cells."""
    a, b = (
        Dimension(name, tuple((f"{name}{n}", frozenset({f"{name}{n}"})) for n in range(size)))
        for name, size in (("a", len(rows)), ("b", len(rows[0])))
    )
    counts = {(f"a{i}", f"b{j}"): n for i, row in enumerate(rows) for j, n in enumerate(row)}
    return CountTable("figure", (a, b), ("a", "b"), counts)


def test_one_small_count_costs_a_rectangle() -> None:
    """Alone it would follow from its margins: three more are hidden, those that hold the fewest cases."""
    table = of_cells([[3, 20, 40], [30, 12, 60], [70, 80, 90]])
    assert protect(table, PARTNERS).hidden == {("a0", "b0"), ("a0", "b1"), ("a1", "b0"), ("a1", "b1")}


def test_nothing_small_hides_nothing_and_everything_is_rounded() -> None:
    """Margins are rounded apart: they may differ from the sum of what is shown."""
    shown = protect(of_cells([[12, 13], [17, 23]]), PARTNERS).shown
    assert shown["a0", "b0"] == 10
    assert shown["a0", "b1"] == 15
    assert shown["total", "total"] == 65
    assert shown["a0", "total"] == 25
    assert shown["a1", "total"] == 40
    assert shown["total", "b0"] == 30


def test_a_row_with_one_category_hides_that_its_others_are_empty() -> None:
    """Thirty of thirty in one cell would tell of everybody in the row; a zero is as small as a three."""
    hidden = protect(of_cells([[30, 0, 0], [20, 20, 20], [20, 20, 20]]), PARTNERS).hidden
    assert {("a0", "b1"), ("a0", "b2")} <= hidden
    assert ("a0", "b0") in hidden or ("a0", "total") in hidden


def test_what_cannot_occur_is_shown_as_such_and_protects_nothing() -> None:
    """A structural zero is known to everybody."""
    table = replace(of_cells([[0, 3, 20], [30, 20, 60], [70, 80, 90]]), impossible=frozenset({("a0", "b0")}))
    cells = {cell.labels: cell for cell in protect(table, PARTNERS).cells}
    assert cells["a0", "b0"].kind == "impossible"
    assert ("a0", "b2") in protect(table, PARTNERS).hidden or ("a0", "total") in protect(table, PARTNERS).hidden


def test_a_table_of_almost_nobody_shows_nothing() -> None:
    """Everything is under the threshold, the total too."""
    assert protect(of_cells([[1, 0], [0, 2]]), PUBLIC).shown == {}


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([PARTNERS, PUBLIC]))
def test_what_is_shown_reaches_the_threshold_and_is_near_the_truth(seed: int, rule) -> None:
    """Nothing small is shown, and nothing is further from the truth than half of the base."""
    table = a_generated_table(seed)
    values = summed(table.cells, table.masks)
    for labels, count in protect(table, rule).shown.items():
        true = values[table.position(labels)]
        assert true >= rule.threshold
        assert abs(true - count) <= rule.base // 2
        assert count % rule.base == 0


def test_small_categories_stand_together() -> None:
    """The smallest are merged until they reach the threshold together; the total stays."""
    table = of_cells([[30, 20], [1, 2], [0, 1], [9, 9]])
    fewer = merged(table, "a", PARTNERS, label="other")
    assert [name for name, _ in fewer.dimensions[0].categories] == ["a0", "other"]
    assert fewer.cells.tolist() == [[30, 20], [10, 12]]
    assert merged(of_cells([[30, 20], [9, 9]]), "a", PARTNERS, label="other").cells.tolist() == [[30, 20], [9, 9]]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"facets": ("a",)}, "924"),  # a dimension that the counts do not know
        ({"facets": ("a", "b", "b")}, "925"),
        ({"counts": {("a0",): 3}}, "960"),
        ({"counts": {("a0", "b0"): -1}}, "960"),
        ({"counts": {("a9", "b0"): 1}}, "963"),  # a case of no category: the total would lie
        ({"scope": (("a", frozenset({"a0"})),)}, "924"),  # shown and restricted
        ({"impossible": frozenset({("a0", "b0")})}, "921"),  # it was counted
        ({"impossible": frozenset({("a0",)})}, "926"),
        ({"dimensions": ()}, "924"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(change: dict, code: str) -> None:
    """Its margins would be wrong, and with them the proof."""
    with pytest.raises(ReferralFault) as refused:
        replace(of_cells([[3, 4], [5, 6]]), **change)
    assert refused.value.code == f"REFER-{code}"


def test_a_table_that_would_take_hours_is_refused_at_once() -> None:
    """Municipalities by form and sex: nobody waits for what cannot be shown anyway."""
    with pytest.raises(ReferralFault, match="REFER-923"):
        protect(of_cells([[3] * 5] * 565), PARTNERS)


def test_categories_may_not_overlap_and_groups_must_be_known() -> None:
    """One case is in one category."""
    twice = Dimension("a", (("x", frozenset({"1", "2"})), ("y", frozenset({"2"}))))
    unknown = Dimension("a", (("x", frozenset({"1"})),), (("g", ("z",)),))
    for dimension, code in ((twice, "REFER-928"), (unknown, "REFER-929")):
        with pytest.raises(ReferralFault, match=code):
            CountTable("figure", (dimension,), ("a",), {})


def test_a_table_reads_back_as_it_was_written() -> None:
    """What the store seals is the table; a category without atoms is its own."""
    table = a_table(some_cases(1), ("district", "form"), grouped=True, scope={"period": ["period-0", "period-1"]})
    assert read_count_table(json.loads(json.dumps(count_table_json(table)))) == table
    short = {"figure": "f", "facets": ["a"], "dimensions": [{"name": "a", "categories": {"x": []}}]}
    assert read_count_table({**short, "counts": [[["x"], 3], [["x"], 4]]}).cells.tolist() == [7]


@pytest.mark.parametrize("raw", [[], {}, {"figure": "f", "who": "Name of somebody"}])
def test_a_file_of_another_shape_is_refused_without_repeating_it(raw: object) -> None:
    """What stands in it could be about a person."""
    with pytest.raises(ReferralFault, match="REFER-920") as refused:
        read_count_table(raw)
    assert "Name" not in str(refused.value)


def test_a_quarter_left_over_by_two_releases_is_refused() -> None:
    """Twelve in a half and fifteen in the year would tell of three in the rest; the release in the way is named."""
    form = Dimension("form", tuple((f"form-{n}", frozenset({f"form-{n}"})) for n in range(2)))

    def issue(halves: dict[str, tuple[int, int]], name: str):
        counts = {(f"form-{n}", half): cases[n] for half, cases in halves.items() for n in range(2)}
        return an_issue(
            CountTable("victims", (form,), ("form", "half"), counts, (("half", frozenset(halves)),)), "partners", name
        )

    half = issue({"H1": (12, 30)}, "REL-1")
    with pytest.raises(ReferralFault, match=r"REFER-932\] Laid beside REL-1"):
        refuse_differencing(issue({"H1": (12, 30), "H2": (3, 20)}, "REL-2"), [half], THRESHOLDS, least_values=2)
    refuse_differencing(issue({"H1": (12, 30), "H2": (13, 20)}, "REL-2"), [half], THRESHOLDS, least_values=2)
    refuse_differencing(issue({"H2": (3, 20)}, "REL-2"), [half], THRESHOLDS, least_values=2)


@pytest.mark.parametrize(("more", "refused"), [(1, True), (-1, True), (4, True), (0, False), (5, False)])
def test_a_recount_with_one_case_more_or_fewer_is_refused(more: int, refused: bool) -> None:
    """The case that was added could be followed into its cell."""
    before = an_issue(of_cells([[12, 13], [17, 23]]), name="REL-1")
    after = an_issue(of_cells([[12 + more, 13], [17, 23]]), name="REL-2")
    if refused:
        with pytest.raises(ReferralFault, match=r"REFER-930\] It counts anew what REL-1 shows"):
            refuse_differencing(after, [before], THRESHOLDS, least_values=2)
    else:
        refuse_differencing(after, [before], THRESHOLDS, least_values=2)


def test_counts_that_lack_a_dimension_of_an_earlier_release_cannot_be_compared() -> None:
    """Nobody could say what the two tell together."""
    counts = some_cases(2)
    before = an_issue(a_table(counts, ("district", "form")), name="REL-1")
    flat = {(case[FACETS.index("sex")],): 0 for case in counts}
    for case, n in counts.items():
        flat[(case[FACETS.index("sex")],)] += n
    after = an_issue(CountTable("victims", (a_dimension("sex"),), ("sex",), flat))
    with pytest.raises(ReferralFault, match="REFER-931"):
        refuse_differencing(after, [before], THRESHOLDS, least_values=2)


def test_another_figure_or_period_is_not_compared() -> None:
    """Releases about other cases tell nothing of these."""
    counts = some_cases(3)
    before = an_issue(a_table(counts, scope={"period": ["period-0"]}))
    after = an_issue(a_table(counts, scope={"period": ["period-1"]}))
    refuse_differencing(after, [before], THRESHOLDS, least_values=2)
    other = replace(before, table=replace(before.table, figure="suspects"))
    refuse_differencing(an_issue(a_table(counts)), [other], THRESHOLDS, least_values=2)


def test_what_partners_read_hides_at_least_as_much_for_the_public() -> None:
    """The same cells stay hidden, so that neither audience learns by the other's table."""
    table = a_table(some_cases(4))
    partners = an_issue(table)
    hide, known = known_from_earlier(table, "public", [partners])
    assert (hide, known) == (set(partners.protected.hidden), set())
    public = an_issue(table, "public", hide=hide)
    assert partners.protected.hidden <= public.protected.hidden
    assert known_from_earlier(table, "partners", [public]) == (set(), set(public.protected.shown))
