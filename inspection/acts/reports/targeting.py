"""How targeting does, in reports that tell of it: the whole in a model card, what partners may read for a meeting."""

from dataclasses import replace
from datetime import date, timedelta

from inspection.acts.learning import Evaluation, model_card
from inspection.reporting.model_card import ModelCard, changes, edition_of
from inspection.reporting.reports import ReportKind
from inspection.trust import Context

TELLS_PARTNERS = "cell"


def targeting_part(
    context: Context, kind: ReportKind, last: date, before: ModelCard | None, measured: Evaluation | None = None
) -> ModelCard | None:
    """Return what a report tells of targeting, as known on the day after its last one; None where it tells nothing.

    It is computed anew, so that a report tells what was known when it was proposed; the look is recorded.

    Arguments: `before` the model card that was published last, for what changed since; `measured` what was computed a
    moment ago, which counts where it is of that day.
    Errors: `AccessRefused`.
    """
    if kind not in ("model_card", TELLS_PARTNERS):
        return None
    on = last + timedelta(days=1)
    made = model_card(context, on, made=measured if measured is not None and measured.on == on else None)
    if kind == TELLS_PARTNERS:
        return edition_of(made, "partners", rules=context.app.catalogue(on).releases)
    return replace(made, changes=changes(before, made))
