"""Mutants can be planted: `make mutants` tries them, and here each is held to what stands in the tree today."""

import pytest
from mutants.run import HERE, ROOT, MutantFault, planted, read

MUTANTS = [mutant for file in sorted(HERE.glob("*.yaml")) for mutant in read(file)]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.why)
def test_a_mutant_can_be_planted_and_its_test_file_exists(mutant):
    """The text to replace stands in its module exactly once; who rewrites a module rewrites its mutants."""
    text = (ROOT / mutant.file).read_text(encoding="utf-8")
    assert planted(text, mutant) != text
    assert (ROOT / mutant.test).is_file()


def test_a_text_that_stands_twice_is_no_mutant():
    """Nobody could say which of the two the fault was."""
    with pytest.raises(MutantFault):
        planted(MUTANTS[0].find * 2, MUTANTS[0])
