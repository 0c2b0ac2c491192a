"""Builder of an edit of a plan by chance, for tests and benchmarks that make many."""

from random import Random

from inspection.planning.editing import Drop, Edit, Move, Pin, Question, Swap


def a_random_edit(random: Random, asked: Question) -> Edit:
    """Any edit of a plan, sensible or not."""
    kind = random.choice(["move", "move", "move", "swap", "drop", "pin"])
    if kind == "move":
        day = random.choice(asked.team_days)
        here = len(asked.rounds[day.key].stops) if day.key in asked.rounds else 0
        place = random.choice([None, random.randint(0, here)])
        return Move(visit=random.choice(asked.visits).id, team=day.team, day=day.day, place=place)
    one, other = random.sample(sorted(asked.places), 2)
    if kind == "swap":
        return Swap(visit=one, other=other)
    return Drop(visit=one) if kind == "drop" else Pin(visit=one, holds=random.random() < 0.5)
