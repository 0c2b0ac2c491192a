"""Second visits to closed doors: which of them are owed one, by a lot that anyone can repeat.

Whoever does not answer may not answer because of what there is to see. A second visit to some of these doors, drawn
with a known chance, stands for all of them (double sampling): the only honest way to narrow the bounds. A visit that a
team makes again because the way is short is no such visit.
"""

from inspection.targeting.choosing import uniform


def is_followed_up(door: str, *, share: float, seed: int) -> bool:
    """Tell whether a closed door of the random arm is owed a second visit, which has the probability `share`.

    The lot belongs to the door and the seed, whichever others are closed: a door can be drawn as soon as it is closed,
    and nobody can change who else is owed a visit by adding or leaving out another.

    door
        Id of a workplace that was drawn and not seen at the first visit.
    share
        In (0, 1]: sectors/common/learning.yaml, follow_up_share. It is the chance that `Lot` asks for.
    seed
        That of the selection.
    """
    if not 0 < share <= 1:
        raise ValueError(f"share is a part of 1, above 0, got {share}. For a half write 0.5.")
    return uniform(seed, "follow_up", door) < share
