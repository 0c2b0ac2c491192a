"""Drafts of what is told about a breach, to the authority and to the people concerned; somebody completes them.

A draft says kinds, counts and moments. What only the words of the register tell is left open in it: they may speak of
somebody, and a draft is copied.
"""

from typing import Literal

from sqlmodel import Session

from inspection.acts.watch.breaches import DataBreach, breach_rules, find_breach, shown
from inspection.i18n import Lang, t
from inspection.time_of import BRUSSELS
from inspection.trust import Context, audited_transaction

Whom = Literal["authority", "people"]
_PARTS = {
    "authority": ("title", "nature", "counts", "contact", "consequences", "measures", "late"),
    "people": ("title", "nature", "contact", "consequences", "measures", "advice"),
}


def draft_notice(context: Context, reference: str, whom: Whom, lang: Lang) -> str:
    """Return a draft of a notice in a language; that it was drawn up is recorded.

    Errors: `BreachFault` 101 for no breach; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("data_breach.list", service=context.settings.service)
        row = find_breach(tx.session, context, reference)
        tx.record(
            "data_breach.draft", row.id, stream="data_breach", purpose="audit", facts={"whom": whom, "lang": lang}
        )
        stands = _stands(tx.session, context, reference)
    parts = [one for one in _PARTS[whom] if one != "late" or stands.is_late]
    return "\n\n".join(t(f"breach.{whom}.{one}", lang, **_values(stands, lang)) for one in parts) + "\n"


def _stands(session: Session, context: Context, reference: str) -> DataBreach:
    return shown(session, find_breach(session, context, reference), breach_rules(context.app, context.at), context.at)


def _values(breach: DataBreach, lang: Lang) -> dict[str, str]:
    aware = breach.aware_at.astimezone(BRUSSELS)
    return {
        "reference": breach.reference,
        "kinds": ", ".join(t(f"breach.kind.{one}", lang) for one in breach.kinds),
        "aware": f"{aware:%d/%m/%Y %H:%M}",
        "people": str(breach.people) if breach.people is not None else "…",
        "risk": t(f"breach.risk.{breach.risk}", lang) if breach.risk else "…",
    }
