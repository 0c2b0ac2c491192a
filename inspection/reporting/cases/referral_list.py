"""The weekly referral list of one addressee: references, states and whom to ring; names stay in the bundle.

Sent also when it is empty, so that silence means failure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from inspection.i18n import Lang, t
from inspection.life_cycles import DeliveryState, ListChange, ListGroup
from inspection.reporting.paper import Value, new_workbook, saved, typeset, write_table
from inspection.sealing import canonical_json
from inspection.time_of import moment_text

COLUMNS = ("reference", "decided_at", "state", "due_at", "expected")
_WIDTHS = (16, 20, 18, 22, 18, 48, 12, 34, 20)
_MORE = ("late_days", "changed", "ring")  # what stands under these on paper, and in columns of its own in the workbook


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """One referral to this addressee; new and answered are those of this week.

    late_days
        Whole days since the answer was due; None where it is not overdue.
    changed
        What changed since the last list.
    ring
        The number to ring about it, put in when the list leaves; "" where nobody knows one.
    """

    group: ListGroup
    reference: str
    decided_at: datetime
    state: DeliveryState
    due_at: datetime | None
    late_days: int | None = None
    changed: tuple[ListChange, ...] = ()
    ring: str = field(default="", repr=False)


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


def without_numbers(content: ReferralList) -> ReferralList:
    """Return a list as it was published, before it was said whom to ring."""
    return replace(content, rows=tuple(replace(row, ring="") for row in content.rows))


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
                "late_days": row.late_days,
                "changed": list(row.changed),
                "ring": row.ring,
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
                    "rows": [_printed(row, lang) for row in _of(content.rows, group)],
                }
                for group in ListGroup
                if content.count(group)
            ],
        },
        made_on=made_on,
        attached=referral_list_json(content),
    )


def referral_list_xlsx(content: ReferralList) -> bytes:
    """Return the list as a workbook: days as days, lateness in days as a number, and no reference that is a formula."""
    lang = content.lang
    book, sheet = new_workbook(content.week)
    heads = ("group", *COLUMNS, *_MORE)
    columns = [(t(f"list.{name}", lang), width) for name, width in zip(heads, _WIDTHS, strict=True)]
    lines = [_values(row, lang) for group in ListGroup for row in _of(content.rows, group)]
    title = f"{content.recipient_name}, {t('list.title', lang, week=content.week)}"
    write_table(sheet, columns, lines or [[t("list.empty", lang)]], foot=title)
    return saved(book)


def _values(row: ListRow, lang: Lang) -> list[Value]:
    _, _, state, _, expected = _cells(row, lang)
    told = changed_text(row, lang), row.ring
    group = t(f"list.{row.group}", lang)
    return [group, row.reference, row.decided_at, state, row.due_at, expected, row.late_days, *(x or "–" for x in told)]


def _of(rows: Sequence[ListRow], group: ListGroup) -> list[ListRow]:
    return sorted((r for r in rows if r.group == group), key=lambda r: (r.decided_at, r.reference))


def _cells(row: ListRow, lang: Lang) -> tuple[str, ...]:
    expected = t(f"list.expected.{row.group}", lang)
    return row.reference, _moment(row.decided_at), t(f"delivery.{row.state}", lang), _moment(row.due_at), expected


def late_text(row: ListRow, lang: Lang) -> str:
    """Return by how many days an answer is late, in words; "" where it is not overdue."""
    if row.late_days is None:
        return ""
    key = {0: "list.late.today", 1: "list.late.one"}.get(row.late_days, "list.late.many")
    return t(key, lang, days=row.late_days)


def changed_text(row: ListRow, lang: Lang) -> str:
    """Return what changed since the last list, in words; "" where nothing did."""
    return ", ".join(t(f"list.changed.{change}", lang) for change in row.changed)


def _printed(row: ListRow, lang: Lang) -> list[list[str]]:
    """Return the cells of a line on paper, each with what stands under it in small."""
    reference, decided, state, due, expected = _cells(row, lang)
    changed = changed_text(row, lang)
    ring = f"{t('list.ring', lang)}: {row.ring}" if row.ring else ""
    return [
        [reference, ""],
        [decided, ""],
        [state, f"{t('list.changed', lang)}: {changed}" if changed else ""],
        [due, late_text(row, lang)],
        [expected, ring],
    ]


def _moment(at: datetime | None) -> str:
    return moment_text(at) if at else "–"
