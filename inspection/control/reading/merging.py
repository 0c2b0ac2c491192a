"""One control, changed in two places since both knew it: what each of them changed is kept, what both did is named."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

FieldPath = tuple[str, ...]  # the steps to a part of a control: ("persons", "P2", "answers", question)
_ABSENT: Final = object()
# What tells two entries of a list apart that bear no reference: what they are about, and when. A file is held against
# its like part by part, any other of these as a whole: two amounts of two people make no third one.
_NAMED_BY: Final[Mapping[str, FieldPath]] = {
    "attachments": ("sha256", "question", "person"),
    "pay": ("person", "from_on", "to_on"),
    "comments": ("written_at", "question", "person"),
    "steps": ("step", "person", "at"),
    "consents": ("person", "at"),
    "marks": ("person", "check"),
    "paper": ("code",),
    "clock_checks": ("at",),
    "noted": ("offence", "offender", "persons", "from_on"),
}
_WHOLE: Final = _NAMED_BY.keys() - {"attachments"}
_LISTS: Final = _NAMED_BY.keys() | {
    "seen",
    "hearings",
    "lookups",
    "rooms",
    "offenders",
    "chain",
    "summaries",
}  # left out where they are empty


@dataclass(frozen=True, kw_only=True)
class Merged:
    """What a control becomes; places are ("outcome",), ("answers", question), ("persons", "P2", "answers", question).

    control
        The raw control with the changes of both; where they clash, with what stands.
    kept
        Places that were changed where the newcomer has left what it knew: what stands there is kept.
    clashes
        Places that both changed, each to something else: a person must look.
    """

    control: dict[str, Any] = field(repr=False)
    kept: tuple[FieldPath, ...] = ()
    clashes: tuple[FieldPath, ...] = ()


def merged(known: Mapping[str, Any], stands: Mapping[str, Any], comes: Mapping[str, Any]) -> Merged:
    """Return a raw control that was changed at two ends; all three are JSON values of one model.

    What has a reference (persons, hearings) or is a file at a place is held against its like, part by part. Any other
    entry of a list stays, comes or goes as a whole: two that were added are both there afterwards, and one that both
    corrected is one, where they clash.

    known
        What the newcomer last knew of the control; `stands`, what it is by now; `comes`, what the newcomer makes of it.
    """
    merging = _Merging()
    control = merging.parts(known, stands, comes, ())
    return Merged(control=control, kept=tuple(merging.kept), clashes=tuple(merging.clashes))


class _Merging:
    """Walks through the three at once, and notes where they part."""

    def __init__(self) -> None:
        self.kept: list[FieldPath] = []
        self.clashes: list[FieldPath] = []

    def parts(
        self, known: Mapping[str, Any], stands: Mapping[str, Any], comes: Mapping[str, Any], at: FieldPath
    ) -> dict[str, Any]:
        """Return what becomes of the parts of something, each under its name."""
        made = {}
        for name in {**stands, **comes}:
            before, now, new = (one.get(name, _ABSENT) for one in (known, stands, comes))
            made[name] = self._value(before, now, new, (*at, name))
        return {name: value for name, value in made.items() if value is not _ABSENT}

    def _value(self, known: Any, stands: Any, comes: Any, at: FieldPath) -> Any:
        if stands in (known, comes):
            return comes
        before, now, new = (_by_name(one, at) for one in (known, stands, comes))
        if before is not None and now is not None and new is not None and not _are_corrected(before, now, new, at):
            made = self.parts(before, now, new, at)
            return made if isinstance(stands, Mapping) else list(made.values())
        (self.kept if comes == known else self.clashes).append(at)
        return stands


def _are_corrected(
    known: Mapping[str, Any], stands: Mapping[str, Any], comes: Mapping[str, Any], at: FieldPath
) -> bool:
    """Tell whether both ends put something else in the place of an entry: nobody can tell whether that is one or two.

    So it is where both corrected the end of one period of pay.
    """
    gone = known.keys() - stands.keys() - comes.keys()
    added = stands.keys() - known.keys(), comes.keys() - known.keys()
    return at[-1] in _WHOLE and bool(gone) and all(added) and added[0] != added[1]


def _by_name(value: Any, at: FieldPath) -> Mapping[str, Any] | None:
    """Return the parts of a value by what names them; None for a value that is a whole."""
    if value is _ABSENT and len(at) == 1 and at[0] in _LISTS:
        return {}
    if isinstance(value, Mapping):
        return None if len(at) > 1 and at[-2] in _WHOLE else value
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        return None
    found = {_name(one, _NAMED_BY.get(at[-1], ())): one for one in value}
    return found if len(found) == len(value) else None


def _name(entry: Mapping[str, Any], named_by: FieldPath) -> str:
    if named_by:
        return "|".join(str(entry.get(part) or "") for part in named_by)
    return str(entry.get("ref") or json.dumps(entry, sort_keys=True))
