from .chapters import chapter_template as chapter_template
from .chapters import import_chapter as import_chapter
from .initiative_register import NewInitiative as NewInitiative
from .initiative_register import add_initiative as add_initiative
from .initiative_register import initiatives as initiatives
from .measure_register import NewMeasure as NewMeasure
from .measure_register import add_measure as add_measure
from .measure_register import change_measure as change_measure
from .measure_register import measures as measures
from .publishing import (
    ReportVersion as ReportVersion,
)
from .publishing import (
    approve_report as approve_report,
)
from .publishing import (
    find_report as find_report,
)
from .publishing import (
    propose_report as propose_report,
)
from .publishing import (
    published_reports as published_reports,
)
from .publishing import (
    report_drafts as report_drafts,
)
from .writing import write_report as write_report
