"""Wage scales as a rule file: dated lines that lie over the product's own like every local change."""

import json
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from sectors.rules.wages import WageRow
from sectors.wages.reading import WageLine

_NAMES = {"fr": "CP", "nl": "PC", "de": "PK", "en": "JC"}


def as_rules(lines: Sequence[WageLine], *, known: Collection[str] = (), reviewed: str) -> str:
    """Return the text of a rule file.

    A second person compared the amounts with the print that `source` names, so the lines are marked as checked.

    known
        Keys of scales that the rules hold already, with a label: theirs stays.
    reviewed
        The day of that comparison, as YYYY-MM-DD.
    """
    text = ["# Written by `vigie scales approve`; not to be edited: withdraw it and import a corrected file.", ""]
    text += [f"last_reviewed: {reviewed}", "", "scales:"]
    for key, mine in groupby(sorted(lines, key=lambda line: (line.key, line.valid_from)), key=lambda line: line.key):
        text += _scale(key, tuple(mine), is_known=key in known)
    return "\n".join(text) + "\n"


def _scale(key: str, lines: Sequence[WageLine], *, is_known: bool) -> Iterator[str]:
    yield f"  {key}:"
    yield "    dated:"
    for line in lines:
        yield f"      {line.valid_from.isoformat()}:"
        if not is_known:
            words = ", ".join(
                f"{lang}: {_quoted(f'{name} {line.joint_committee}, {line.category}')}" for lang, name in _NAMES.items()
            )
            yield f"        label: {{ours: [{', '.join(_NAMES)}], {words}}}"
        yield f"        joint_committee: {_quoted(line.joint_committee)}"
        yield "        hourly_cents: null"
        yield "        rows:"
        yield from (f"          - {_row(row)}" for row in line.rows)
        yield f"        printed_on: {_quoted(line.printed_on.isoformat())}"
        yield f"        source: {_quoted(f'{line.source}, print of {line.printed_on.isoformat()}')}"
        yield "        confidence: H"


def _row(row: WageRow) -> str:
    parts = [f'hourly_cents: "{row.hourly_cents.normalize():f}"', f"age_from: {row.age_from}"]
    if row.age_to is not None:
        parts.append(f"age_to: {row.age_to}")
    if row.seniority_from:
        parts.append(f"seniority_from: {row.seniority_from}")
    if row.weekly_hours is not None:
        parts.append(f'weekly_hours: "{row.weekly_hours.normalize():f}"')
    return "{" + ", ".join(parts) + "}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
