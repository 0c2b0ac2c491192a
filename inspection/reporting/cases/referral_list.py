"""The weekly referral list of one addressee: references and states only; names stay in the bundle.

Sent also when it is empty, so that silence means failure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl.utils import get_column_letter

from inspection.i18n import Lang, t
from inspection.life_cycles import ListGroup
from inspection.reporting.paper import new_workbook, saved, typeset, write_text
from inspection.sealing import canonical_json
from inspection.time_of import moment_text

COLUMNS = ("reference", "decided_at", "state", "due_at", "expected")


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """One delivery to this addressee; new and answered are those of this week."""

    group: ListGroup
    reference: str
    decided_at: datetime
    state: str
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ReferralList:
    """What one police cell or auditorate gets on Monday for the week that ended."""

    week: str
    recipient: str
    recipient_name: str
    lang: Lang
    rows: tuple[ListRow, ...]

    def count(self, group: ListGroup) -> int:
        """Return how many rows the list has in `group`."""
        return sum(row.group == group for row in self.rows)


def referral_list_json(content: ReferralList) -> bytes:
    """Return the list as canonical JSON for the addressee's own system: the same list is the same bytes.

    The house signs these bytes; `expected` says in words what the PDF says.
    """
    lang = content.lang
    told = {
        "schema": "vigie/referral-list/1",
        "week": content.week,
        "recipient": content.recipient,
        "language": lang,
        "counts": {str(group): content.count(group) for group in ListGroup},
        "referrals": [
            {
                "group": row.group,
                "reference": row.reference,
                "decided_at": row.decided_at.isoformat(),
                "state": row.state,
                "due_at": row.due_at.isoformat() if row.due_at else None,
                "expected": t(f"list.expected.{row.group}", lang),
            }
            for group in ListGroup
            for row in _of(content.rows, group)
        ],
    }
    return canonical_json(told).encode()


def referral_list_pdf(content: ReferralList, *, made_on: datetime) -> bytes:
    """Return the list as PDF/A in the addressee's language, its JSON inside."""
    lang = content.lang
    return typeset(
        "referral_list",
        {
            "lang": lang,
            "title": t("list.title", lang, week=content.week),
            "recipient": content.recipient_name,
            "note": t("list.note", lang),
            "attached": t("list.attached", lang),
            "empty": t("list.empty", lang),
            "answer": t("list.how_to_answer", lang),
            "columns": [t(f"list.{name}", lang) for name in COLUMNS],
            "counts": [[t(f"list.{group}", lang), str(content.count(group))] for group in ListGroup],
            "groups": [
                {
                    "title": t(f"list.{group}", lang),
                    "rows": [list(_cells(row, lang)) for row in _of(content.rows, group)],
                }
                for group in ListGroup
                if content.count(group)
            ],
        },
        made_on=made_on,
        attached=referral_list_json(content),
    )


def referral_list_xlsx(content: ReferralList) -> bytes:
    """Return the list as a workbook in which every cell is text: no reference can become a formula."""
    lang = content.lang
    book, sheet = new_workbook(content.week)
    head = [t("list.group", lang), *(t(f"list.{name}", lang) for name in COLUMNS)]
    lines = [[t(f"list.{r.group}", lang), *_cells(r, lang)] for g in ListGroup for r in _of(content.rows, g)]
    for number, line in enumerate([head, *(lines or [[t("list.empty", lang)]])], 1):
        for place, text in enumerate(line, 1):
            write_text(sheet, number, place, text, bold=number == 1)
            letter = get_column_letter(place)
            sheet.column_dimensions[letter].width = max(sheet.column_dimensions[letter].width, min(len(text) + 2, 60))
    sheet.freeze_panes = "A2"
    return saved(book)


def _of(rows: Sequence[ListRow], group: ListGroup) -> list[ListRow]:
    return sorted((r for r in rows if r.group == group), key=lambda r: (r.decided_at, r.reference))


def _cells(row: ListRow, lang: Lang) -> tuple[str, ...]:
    expected = t(f"list.expected.{row.group}", lang)
    return row.reference, _moment(row.decided_at), t(f"delivery.{row.state}", lang), _moment(row.due_at), expected


def _moment(at: datetime | None) -> str:
    return moment_text(at) if at else "–"
