"""How addresses are compared: the words in the names of streets, and when two are the same place."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from sectors.rules.values import Frozen, Sourced

Folded = Annotated[str, StringConstraints(pattern="^[a-z0-9]+( [a-z0-9]+)*$")]


class AddressWord(Sourced):
    """A word in the names of streets, and how it is shortened in writing; all of it small and without accents.

    key, full
        The word, written twice (in the key with `_` for a blank), so that a slip in one of them is seen.
    short
        Other forms that count as the word: a short form of two words (place, plein) makes them one.
    ending
        Whether it also ends compounds, as in Kerkstr.
    kind
        Whether it says what kind of way it is; the rest of the name tells streets apart. Each word says so and whether
        it ends compounds: left out, names that are too short would be allowed to differ, and another street be found.
    """

    key: str
    full: Folded
    short: tuple[Folded, ...] = ()
    ending: bool
    kind: bool

    @model_validator(mode="after")
    def _is_written_as_its_key(self) -> "AddressWord":
        if self.key.replace("_", "") != self.full.replace(" ", ""):
            raise ValueError(f"the key of a word and what it is in full are the same, and here is '{self.key}'")
        return self


class AddressMatching(Sourced):
    """When a street of an address counts as found in the address register, and when two points contradict each other.

    typos
        From how many letters on, the kind of way apart, a name may differ by how many letters from the one meant.
    margin
        Letters by which the second-best street must be farther away than the best.
    split_metres
        Distance between doors of one street and number from which they are two streets of one name.
    longest_range
        Largest difference between the ends of a range of numbers.
    border_metres
        Distance from the cantons of its municipality from which a point contradicts its REFNIS code.
    boxes
        Words before the number of a box.
    """

    typos: Mapping[int, Annotated[int, Field(ge=1, le=3)]]
    margin: int = Field(ge=1, le=5)
    split_metres: float = Field(gt=0, le=5000)
    longest_range: int = Field(ge=2, le=100)
    border_metres: float = Field(ge=0, le=2000)
    boxes: tuple[Folded, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _longer_names_may_differ_more(self) -> "AddressMatching":
        allowed = [self.typos[letters] for letters in sorted(self.typos)]
        if not allowed or allowed != sorted(set(allowed)) or min(self.typos) < 2 * allowed[0]:
            raise ValueError("longer names may differ by more letters, and none by half of its letters or more")
        return self


class AddressRules(Frozen):
    """The words and the limits together, as whoever compares addresses takes them."""

    words: Mapping[str, AddressWord]
    matching: AddressMatching
