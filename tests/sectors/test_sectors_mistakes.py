"""Every kind of mistake in every field of every rule file: refused with file and line, or listed as harmless.

`harmless_mistakes.yaml` says of each survivor why. Three hundred seeded mistakes are made in every run; in
`make battery` each kind at each field, in two places where the field stands in several (VIGIE_PLACES for more).
"""

import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
import yaml
from builders_mistakes import KINDS, Mistake, changed, faults_of, faults_of_the_whole, mistakes, sampled, texts

LIST = Path(__file__).with_name("harmless_mistakes.yaml")
SEED = 21
BOTH_WAYS = 6  # mistakes that are made in a whole tree besides


@cache
def harmless() -> tuple[tuple[str, str, str], ...]:
    """Kind, field and reason of what is let pass; `*` for anything."""
    read = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return tuple((kind, where, line["why"]) for line in read for kind in line["kinds"] for where in line["where"])


def is_harmless(mistake: Mistake) -> bool:
    """Whether the list says why the mistake may pass."""
    return any(_is_of(mistake, kind, where) for kind, where, _ in harmless())


def _is_of(mistake: Mistake, kind: str, where: str) -> bool:
    return mistake.kind == kind and fnmatchcase(mistake.place.pattern, where)


def try_all(made: Iterable[Mistake]) -> tuple[Counter[str], list[str], list[Mistake]]:
    """How many were refused and passed, what should not have been so, and what passed."""
    counts: Counter[str] = Counter()
    wrong, passed = [], []
    for mistake in made:
        faults = faults_of(mistake)
        if faults is None:
            continue
        counts["refused" if faults else "passed"] += 1
        told = f"{mistake.kind}: {mistake.place.file}, {mistake.place.pattern} ({mistake.place.entry})"
        if not faults:
            passed.append(mistake)
            wrong += [] if is_harmless(mistake) else [told]
        wrong += [f"{told} without its line: {fault.where}" for fault in faults if ", line " not in fault.where]
    return counts, wrong, passed


def _passes_somewhere(pair: tuple[str, str], made: Iterable[Mistake]) -> bool:
    """Whether some mistake of the kind and the field is let pass, wherever the field stands."""
    return any(faults_of(one) == [] for one in made if _is_of(one, *pair))


def tell(counts: Counter[str], passed: list[Mistake], kinds: int) -> None:
    """Print the figures of a run."""
    fields = len({(one.kind, one.place.pattern) for one in passed})
    told = f"{counts['refused']} refused, {counts['passed']} harmless ({fields} of a kind and a field)"
    print(f"\n{kinds} kinds, {counts.total()} mistakes: {told}")


@cache
def every() -> list[tuple[str, str]]:
    """Return kind and field of each mistake that can be made."""
    return [(mistake.kind, mistake.place.pattern) for file in texts() for mistake in mistakes(file)]


def test_there_are_enough_kinds_and_each_is_made_somewhere() -> None:
    """A kind that applies to nothing proves nothing."""
    made = Counter(kind for kind, _ in every())
    assert set(made) == set(KINDS)
    assert len(KINDS) >= 36


def test_mistakes_are_refused_with_file_and_line() -> None:
    """A hundred of them, seeded; each kind among them."""
    chosen = sampled(100, SEED)
    counts, wrong, passed = try_all(chosen)
    tell(counts, passed, len({mistake.kind for mistake in chosen}))
    assert wrong == []
    assert counts.total() == 100


@pytest.mark.battery(reason="it compares two ways of trying; the mistakes themselves are tried in every run")
def test_a_whole_tree_is_refused_as_its_entry_is(tmp_path: Path) -> None:
    """The builder reads one entry again; the product reads every file, and says the same."""
    chosen = [one for one in sampled(300, SEED) if one.place.table != "head"]
    for n, mistake in enumerate(random.Random(SEED).sample(chosen, BOTH_WAYS)):
        alone, whole = faults_of(mistake), faults_of_the_whole(mistake, tmp_path / f"{n}" / "sectors")
        assert changed(mistake) is not None
        assert bool(alone) == bool(whole), (mistake.kind, mistake.place.pattern)
        if alone and whole:
            assert {fault.code for fault in alone} & {fault.code for fault in whole}


@pytest.mark.battery  # two minutes; three hundred are tried in every run
def test_every_kind_at_every_field() -> None:
    """What passes stands in the list, and each kind at each field of the list is one that passes somewhere."""
    by_field: dict[tuple[str, str], list[Mistake]] = defaultdict(list)
    for file in texts():
        for mistake in mistakes(file):
            by_field[mistake.kind, mistake.place.pattern].append(mistake)
    chance, most = random.Random(SEED), int(os.environ.get("VIGIE_PLACES", "2"))
    chosen = [one for found in by_field.values() for one in chance.sample(found, min(most, len(found)))]
    counts, wrong, passed = try_all(chosen)
    tell(counts, passed, len(KINDS))
    assert wrong == []
    listed = [(kind, where) for kind, where, _ in harmless()]
    unused = [pair for pair in listed if not any(_is_of(one, *pair) for one in passed)]
    everywhere = [one for found in by_field.values() for one in found]
    assert [pair for pair in unused if not _passes_somewhere(pair, everywhere)] == []


def test_the_list_says_each_thing_once() -> None:
    """A second reason for a kind and a field would hide that one of the two is no longer true."""
    listed = Counter((kind, where) for kind, where, _ in harmless())
    assert [pair for pair, times in listed.items() if times > 1] == []
    assert [where for _, where, _ in harmless() if re.fullmatch(r"(?!head)[a-z_]+[.*]+", where)] == []  # a whole table


def test_the_list_names_kinds_and_fields_that_there_are() -> None:
    """Who takes a field or a kind away takes it out of the list."""
    fields = {field for _, field in every()}
    assert [kind for kind, _, _ in harmless() if kind not in KINDS] == []
    assert [where for _, where, _ in harmless() if not any(fnmatchcase(field, where) for field in fields)] == []
