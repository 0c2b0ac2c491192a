"""The country assessed for a week: in one pass here, or by district on the machines of a scheduler; one result."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from inspection.executing import executor_for
from inspection.targeting.assessing import Assessments, assess_all, measure
from inspection.targeting.divided import assess_divided
from inspection.targeting.frame import Established, ReadableLake
from inspection.trust import AppContext


def assess_country(
    app: AppContext,
    established: Established,
    lake: ReadableLake,
    on: date,
    complaints: pl.DataFrame | None,
    residuals: pl.DataFrame | None = None,
) -> tuple[Assessments, Mapping[str, str]]:
    """Measure and assess every workplace; returns the assessments, and the day of each register that was read.

    Dividing costs a pass over the registers more, so that one machine does without. Workers of a scheduler reach the
    parts under the cache of this home by the same path, and learn keys only.
    """
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
