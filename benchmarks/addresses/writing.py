"""How people write an address: mistyped, shortened, in two languages, with a range or a box, or not at all."""

import re
import string
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.addresses.streets import Street, words

# How a word is shortened, by its beginning or its ending; as registers and people write it.
_SHORT = [
    (r"^Rue\b", ["R.", "r."]), (r"^Avenue\b", ["Av.", "av", "Ave"]), (r"^Chaussée\b", ["Chée", "chée", "Chée."]),
    (r"^Boulevard\b", ["Bd", "Bld", "Boul."]), (r"^Place\b", ["Pl.", "pl"]), (r"^Square\b", ["Sq."]),
    (r"^Chemin\b", ["Chem."]), (r"^Allée\b", ["All."]),
    (r"straat$", ["str.", "str", " str."]), (r"laan$", ["ln", "ln."]), (r"steenweg$", ["stwg", "stwg.", " stw."]),
    (r"plein$", ["pl.", "pl"]), (r"straße$", ["str.", "strasse"]), (r"platz$", ["pl."]),
    (r"\bDocteur\b", ["Dr", "Dr."]), (r"\bDokter\b", ["Dr."]), (r"\bGénéral\b", ["Gén.", "Gen."]),
    (r"\bGeneraal\b", ["Gen."]), (r"\bProfesseur\b", ["Prof."]), (r"\bProfessor\b", ["Prof."]),
    (r"\bBourgmestre\b", ["Bourgm."]), (r"\bBurgemeester\b", ["Burg."]),
    (r"\bSainte\b", ["Ste"]), (r"\bSaint\b", ["St", "St."]), (r"\bSint\b", ["St.", "St"]), (r"\bSankt\b", ["St."]),
]  # fmt: skip
_NO_NUMBER = ["", "z.n.", "SN", "s/n", "ZN", "-", "0", "bus 3", "bte 2"]
_BETWEEN = [" – ", " - ", " / ", "/", " — "]
_BOX = [" bte {}", " bus {}", "/{}", " b {}", " boîte {}", " bus 0{}", " Bte.{}", " box {}"]


@dataclass(frozen=True)
class Written:
    """What somebody wrote: names in the fields of both languages, and a number; `door` is the one that is meant."""

    street_nl: str | None
    street_fr: str | None
    house_number: str | None
    door: str | None


Writer = Callable[[Street, np.random.Generator], Written]


def plain(street: Street, rng: np.random.Generator) -> Written:
    """Write it as the register does."""
    return _both(street, lambda name: name, rng)


def without_accents(street: Street, rng: np.random.Generator) -> Written:
    """Write capitals, or small letters without accents or hyphens."""

    def change(name: str) -> str:
        bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
        return bare.upper() if rng.random() < 0.5 else bare.lower().replace("-", " ").replace("'", " ")

    return _both(street, change, rng)


def mistyped(edits: int) -> Writer:
    """Return a writer of so many slips: a letter wrong, missing, too many, or two exchanged."""

    def write(street: Street, rng: np.random.Generator) -> Written:
        return _both(street, lambda name: _slips(name, edits, rng), rng)

    return write


def shortened(street: Street, rng: np.random.Generator) -> Written:
    """Write the kind of street, titles, saints and some first names short."""
    return _both(street, lambda name: _short(name, rng), rng)


def shortened_and_mistyped(street: Street, rng: np.random.Generator) -> Written:
    """Write it short, with a slip."""
    return _both(street, lambda name: _slips(_short(name, rng), 1, rng), rng)


def in_two_languages(street: Street, rng: np.random.Generator) -> Written:
    """Write both names into one field, in any order; the register need not know both."""
    known = [name for name in (street.nl, street.fr, street.de) if name]
    names = known[:2] if len(known) > 1 else [known[0], street.translated]
    text = str(rng.choice(_BETWEEN)).join(names if rng.random() < 0.5 else names[::-1])
    return Written(text, text, *_number(street, rng))


def with_a_range(street: Street, rng: np.random.Generator) -> Written:
    """Write a range that begins at a house."""
    door = _house(street, rng)
    written = f"{door}{rng.choice(['-', '/', ' - ', '–', ' à ', '+'])}{int(door) + 2 * int(rng.integers(1, 5))}"
    return Written(*_fields(street), written, door)


def with_a_box(street: Street, rng: np.random.Generator) -> Written:
    """Write a box behind the number of a house."""
    door = _house(street, rng)
    return Written(*_fields(street), door + str(rng.choice(_BOX)).format(int(rng.integers(1, 9))), door)


def with_a_letter(street: Street, rng: np.random.Generator) -> Written:
    """Write a letter behind the number, which the register has or has not."""
    door = _house(street, rng)
    letter = str(rng.choice(list("ABZ")))
    known = f"{door}{letter}" in street.numbers
    return Written(*_fields(street), f"{door}{rng.choice(['', ' '])}{letter}", f"{door}{letter}" if known else None)


def without_a_number(street: Street, rng: np.random.Generator) -> Written:
    """Write no number, or a sign for none, or a box alone."""
    return Written(*_fields(street), str(rng.choice(_NO_NUMBER)) or None, None)


def with_an_unknown_number(street: Street, rng: np.random.Generator) -> Written:
    """Write a number beyond the last that the register has."""
    return Written(*_fields(street), str(500 + int(rng.integers(400))), None)


def with_the_number_behind(street: Street, rng: np.random.Generator) -> Written:
    """Write the number into the field of the street."""
    door = _house(street, rng)
    dutch, french = (f"{name} {door}" if name else None for name in _fields(street))
    return Written(dutch, french, None, door)


def in_no_register(street: Street, rng: np.random.Generator) -> Written:
    """Write something that is no street at all, whatever `street` is."""
    del street
    text = str(rng.choice(words()["nonsense"]))
    return Written(text, text, str(int(rng.integers(1, 30))), None)


def _fields(street: Street) -> tuple[str | None, str | None]:
    """Return the names as the Crossroads Bank has them: both languages in Brussels, else one name twice."""
    own = street.nl or street.fr or street.de
    return (street.nl, street.fr) if street.region == "brussels" else (own, own)


def _both(street: Street, change: Callable[[str], str], rng: np.random.Generator) -> Written:
    """Change the name that was written; in Brussels one language or both, each in its own way."""
    dutch, french = _fields(street)
    if street.region != "brussels":
        text = change(str(dutch))
        return Written(text, text, *_number(street, rng))
    which = int(rng.integers(3))
    dutch = change(str(dutch)) if which != 0 else None
    french = change(str(french)) if which != 1 else None
    return Written(dutch, french, *_number(street, rng))


def _number(street: Street, rng: np.random.Generator) -> tuple[str | None, str | None]:
    """Return a number and the door that it means; one in five has none, or one that the register does not know."""
    if rng.random() < 0.2:
        return (str(rng.choice(_NO_NUMBER)) or None, None) if rng.random() < 0.5 else ("991", None)
    door = str(rng.choice(street.numbers))
    return door, door


def _house(street: Street, rng: np.random.Generator) -> str:
    return str(rng.choice([number for number in street.numbers if number.isdigit()] or ["1"]))


def _short(name: str, rng: np.random.Generator) -> str:
    for pattern, forms in _SHORT:
        name = re.sub(pattern, str(rng.choice(forms)), name)
    first = next((f for f in words()["first_names"] if re.search(rf"\b{f}\b", name)), None)
    return name.replace(first, f"{first[0]}.") if first and rng.random() < 0.3 else name


def _slips(name: str, edits: int, rng: np.random.Generator) -> str:
    """Return `name` with so many slips, none of which undoes another."""
    letters = list(name)
    for place in sorted(_places(name, edits, rng), reverse=True):
        other = str(rng.choice(list(string.ascii_lowercase)))
        kind = int(rng.integers(4))
        if kind == 0:
            letters[place] = other
        elif kind == 1:
            del letters[place]
        elif kind == 2:
            letters.insert(place, other)
        else:
            letters[place : place + 2] = letters[place : place + 2][::-1]
    return "".join(letters)


def _places(name: str, edits: int, rng: np.random.Generator) -> list[int]:
    able = [n for n, letter in enumerate(name[:-1]) if letter.isalpha() and name[n + 1].isalpha()]
    return [int(n) for n in rng.choice(able[:: 2 if edits > 1 else 1], size=edits, replace=False)]
