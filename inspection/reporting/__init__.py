"""What the office, the teams and the addressees read: plan files, pages, carry sheets, calendars and referral lists.

Everything here turns plain values into bytes; nothing asks the store or the clock.
"""

from inspection.reporting.arithmetic import Arithmetic, Term, arithmetic, percent_of
from inspection.reporting.assembling import Assembled, AssembledCell, assembled
from inspection.reporting.binding import DistrictWeek, TeamCard, Whereabouts, bind_week
from inspection.reporting.calendar import team_calendar
from inspection.reporting.carry_sheet import Contact, carry_sheet
from inspection.reporting.chapter_reading import read_chapter
from inspection.reporting.chapters import SECTIONS, Chapter, Section, chapter_workbook
from inspection.reporting.common_table import Audience, Issue
from inspection.reporting.count_reading import count_table_json, read_count_table
from inspection.reporting.count_table import CountTable, Dimension
from inspection.reporting.differencing import refuse_differencing, told_before
from inspection.reporting.disclosure import DisclosureRule, ProtectedTable, ReleasedCell, merged, protect
from inspection.reporting.dossier import EPV_NUMBER, Correction, Dossier, LoggedCall, Reader, dossier_data, dossier_pdf
from inspection.reporting.figure_facts import (
    AgeGroup,
    ControlFact,
    DecisionFact,
    DeliveryFact,
    DutyCallFact,
    EscalationFact,
    FigureFacts,
    FindingFact,
    HelpFact,
    LinkFact,
    NoticeFact,
    RecallFact,
    ReferralFact,
    SignFact,
    ToldFact,
    VisitFact,
)
from inspection.reporting.figure_reference import figure_reference
from inspection.reporting.figure_shapes import Counted, Figure, Spread
from inspection.reporting.figure_tables import count_table, whole_year
from inspection.reporting.figures import FIGURES, count, known_figure, month_of, months
from inspection.reporting.first_report import first_report_pdf
from inspection.reporting.held_text import held_texts
from inspection.reporting.hiding_beside import protect_beside
from inspection.reporting.initiatives import Initiative, InitiativeKind
from inspection.reporting.joint import joint_text, partner_text
from inspection.reporting.link_file import FileCase, FileLink, LinkFileContent, link_file_data, link_file_pdf
from inspection.reporting.measures import (
    Measure,
    MeasureChange,
    MeasureKind,
    MeasureState,
    Meeting,
    Standing,
    Words,
    said,
    standing,
)
from inspection.reporting.other_figures import (
    CUTS,
    OTHERS,
    ImportedFigure,
    OtherFigure,
    OtherLine,
    read_others,
    standing_of,
    wholes_of,
)
from inspection.reporting.outline_map import Outline
from inspection.reporting.pages import district_page, map_page, office_page
from inspection.reporting.paper_checklist import paper_checklist
from inspection.reporting.policy_readers import POLICY_READERS
from inspection.reporting.policy_sheets import policy_rows, policy_xlsx
from inspection.reporting.policy_tables import (
    PolicyCell,
    PolicyTable,
    Told,
    counted_cells,
    imported_cells,
    is_ours,
    released_cells,
)
from inspection.reporting.referral_list import (
    Group,
    ListRow,
    ReferralList,
    referral_list_json,
    referral_list_pdf,
    referral_list_xlsx,
)
from inspection.reporting.replanned import cause_text, count_text, event_text, slot_text
from inspection.reporting.report import (
    MeasureLine,
    OtherTold,
    RegisterPart,
    Report,
    ReportKind,
    ReportTable,
    TableState,
    others_told,
    published,
    register_part,
)
from inspection.reporting.report_evaluation import ArmYield, arm_yields, verdict, wilson
from inspection.reporting.report_pages import report_json, report_pdf
from inspection.reporting.report_periods import period_fault, report_period
from inspection.reporting.report_tables import Wanted, wanted_table, wanted_tables
from inspection.reporting.week_book import (
    BookAlternative,
    BookDistrict,
    BookHeldRegister,
    BookHelp,
    BookJoint,
    BookReason,
    BookRound,
    BookStop,
    BookUnplaced,
    WeekBook,
)
from inspection.reporting.week_files import plan_json, plan_parquet, rounds_geojson
from inspection.reporting.why import alternative_text, help_texts, known_rules, why_text

__all__ = [
    "CUTS",
    "EPV_NUMBER",
    "FIGURES",
    "OTHERS",
    "POLICY_READERS",
    "SECTIONS",
    "AgeGroup",
    "Arithmetic",
    "ArmYield",
    "Assembled",
    "AssembledCell",
    "Audience",
    "BookAlternative",
    "BookDistrict",
    "BookHeldRegister",
    "BookHelp",
    "BookJoint",
    "BookReason",
    "BookRound",
    "BookStop",
    "BookUnplaced",
    "Chapter",
    "Contact",
    "ControlFact",
    "Correction",
    "CountTable",
    "Counted",
    "DecisionFact",
    "DeliveryFact",
    "Dimension",
    "DisclosureRule",
    "DistrictWeek",
    "Dossier",
    "DutyCallFact",
    "EscalationFact",
    "Figure",
    "FigureFacts",
    "FileCase",
    "FileLink",
    "FindingFact",
    "Group",
    "HelpFact",
    "ImportedFigure",
    "Initiative",
    "InitiativeKind",
    "Issue",
    "LinkFact",
    "LinkFileContent",
    "ListRow",
    "LoggedCall",
    "Measure",
    "MeasureChange",
    "MeasureKind",
    "MeasureLine",
    "MeasureState",
    "Meeting",
    "NoticeFact",
    "OtherFigure",
    "OtherLine",
    "OtherTold",
    "Outline",
    "PolicyCell",
    "PolicyTable",
    "ProtectedTable",
    "Reader",
    "RecallFact",
    "ReferralFact",
    "ReferralList",
    "RegisterPart",
    "ReleasedCell",
    "Report",
    "ReportKind",
    "ReportTable",
    "Section",
    "SignFact",
    "Spread",
    "Standing",
    "TableState",
    "TeamCard",
    "Term",
    "Told",
    "ToldFact",
    "VisitFact",
    "Wanted",
    "WeekBook",
    "Whereabouts",
    "Words",
    "alternative_text",
    "arithmetic",
    "arm_yields",
    "assembled",
    "bind_week",
    "carry_sheet",
    "cause_text",
    "chapter_workbook",
    "count",
    "count_table",
    "count_table_json",
    "count_text",
    "counted_cells",
    "district_page",
    "dossier_data",
    "dossier_pdf",
    "event_text",
    "figure_reference",
    "first_report_pdf",
    "held_texts",
    "help_texts",
    "imported_cells",
    "is_ours",
    "joint_text",
    "known_figure",
    "known_rules",
    "link_file_data",
    "link_file_pdf",
    "map_page",
    "merged",
    "month_of",
    "months",
    "office_page",
    "others_told",
    "paper_checklist",
    "partner_text",
    "percent_of",
    "period_fault",
    "plan_json",
    "plan_parquet",
    "policy_rows",
    "policy_xlsx",
    "protect",
    "protect_beside",
    "published",
    "read_chapter",
    "read_count_table",
    "read_others",
    "referral_list_json",
    "referral_list_pdf",
    "referral_list_xlsx",
    "refuse_differencing",
    "register_part",
    "released_cells",
    "report_json",
    "report_pdf",
    "report_period",
    "rounds_geojson",
    "said",
    "slot_text",
    "standing",
    "standing_of",
    "team_calendar",
    "told_before",
    "verdict",
    "wanted_table",
    "wanted_tables",
    "whole_year",
    "wholes_of",
    "why_text",
    "wilson",
]
