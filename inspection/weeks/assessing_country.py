"""The country established and assessed for a week: in one pass here, or in parts on the machines of a scheduler."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from inspection import acts
from inspection.executing import executor_for
from inspection.registers.lake import Lake
from inspection.targeting.assessing import Assessments, assess_all, measure
from inspection.targeting.divided import PARTS, assess_divided, establish_divided
from inspection.targeting.frame import Established, ReadableLake, establish
from inspection.trust import AppContext


def establish_country(app: AppContext, lake: Lake, on: date) -> Established:
    """Establish every workplace of the day: in one pass here, or by ranges of the registers on a scheduler's machines.

    Workers reach the lake and the cache of this home by the same paths, and read what is open to everybody.
    """
    catalogue, settings = app.catalogue(on), app.settings
    if settings.executor is None:
        return establish(lake, catalogue, on, cache=settings.cache)
    return establish_divided(
        lake,
        catalogue,
        on,
        executor_for(settings.executor, PARTS),
        folder=settings.cache / "parts",
        cache=settings.cache,
        rules=(settings.rules,),
    )


def assess_country(
    app: AppContext,
    established: Established,
    lake: ReadableLake,
    on: date,
    complaints: pl.DataFrame | None,
    residuals: pl.DataFrame | None = None,
) -> tuple[Assessments, Mapping[str, str]]:
    """Measure and assess every workplace; returns the assessments, and the day of each register that was read.

    This is the one way to assess, so that no card gives points that learning made and nobody approved. Dividing costs a
    pass over the registers more, so that one machine does without. Workers of a scheduler reach the parts under the
    cache of this home by the same path, and learn keys only.

    Errors: `LearningFault` 109 for a card that claims to be calibrated and was not approved.
    """
    acts.learning.require_approved_cards(app)
    catalogue = app.catalogue(on)
    if app.settings.executor is None:
        measured = measure(established, lake, catalogue, on, complaints=complaints, residuals=residuals)
        return assess_all(measured, catalogue), measured.snapshots
    divided = assess_divided(
        established,
        lake,
        catalogue,
        on,
        executor_for(app.settings.executor, established.frame["district"].n_unique()),
        folder=app.settings.cache / "parts",
        complaints=complaints,
        residuals=residuals,
        rules=(app.settings.rules,),
    )
    return divided.assessments, divided.snapshots
