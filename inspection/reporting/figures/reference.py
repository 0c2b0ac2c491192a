"""The reference of figures as a page of Markdown: made from the figures themselves, so that it cannot say otherwise."""

from collections.abc import Iterable, Iterator

from inspection.i18n import t
from inspection.reporting.figures.counting import FIGURES
from inspection.reporting.figures.others import CUTS, HEAD, OTHERS
from inspection.reporting.figures.shapes import ALWAYS, Figure

_TOP = """\
# Figures

Every figure is counted in one place (`inspection/reporting/figures/tallies.py`) and its definition is printed with it,
in four languages. This page is made from them: `vigie figures list --markdown > docs/reference/figures.md`.

- A figure covers one service and a period; each thing counts on its own day in Brussels, so that months add up.
- Work that a magistrate ordered stands in no figure, unless the list `figures` was permitted (`vigie order permit`);
  nor does a file under embargo.
- Exact figures are for the office and its data officer (`vigie figures show`). What leaves the house is a release:
  `vigie release propose --figure …` ([how it is protected](../explanation/released-figures.md)).
- Sex and citizenship are not held: no question asks for the one, and the residence title is noted for the permit only.
- Detected, referred and recognised are three figures. The first two are ours; the third is for others to tell.
"""
_OTHERS = """\
## What others hold

Taken over by `vigie figures import FILE`, each line with its source; until then every table prints "not held".
The last account of a figure, source and period stands; earlier ones are kept.
"""
_FILE = """
Days are ISO; an empty cell says that the line is not cut that way. Lines of one figure, source and period that are cut
the same way are a whole; a table by sex and one by form stand beside each other and are never added up.
"""


def figure_reference() -> str:
    """Return docs/reference/figures.md."""
    return "\n".join((_TOP, *_ours(FIGURES.values()), *_others()))


def _ours(figures: Iterable[Figure]) -> Iterator[str]:
    yield "## What Vigie counts\n"
    yield f"Every figure is held by {' and '.join(ALWAYS)}, and by the dimensions named here.\n"
    for figure in figures:
        yield f"### `{figure.id}`: {t(figure.label, 'en')}"
        yield f"{t(figure.definition, 'en')}\n"
        yield f"In {figure.unit}, by {', '.join(f'`{name}`' for name in figure.dimensions)}."
        if figure.not_held:
            yield f"Not held: {', '.join(f'`{name}`' for name in figure.not_held)}."
        yield ""


def _others() -> Iterator[str]:
    yield _OTHERS
    yield "| figure | unit | what it is |\n|---|---|---|"
    for figure in OTHERS.values():
        yield f"| `{figure.id}` | {figure.unit} | {t(figure.definition, 'en')} |"
    yield "\n### The file\n"
    yield f"CSV in UTF-8. The first line names the columns: `{','.join(HEAD)}`, then any of these:\n"
    for name, values in CUTS.items():
        yield f"- `{name}`: {', '.join(f'`{value}`' for value in sorted(values)) if values else 'a code of ours'}"
    yield _FILE
