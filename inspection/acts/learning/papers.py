"""Papers that must be signed before anything is learnt: without them a card that is fitted to outcomes does not exist.

A card that is fitted is handled as a high-risk system. So a house learns nothing until its impact assessment and its
fundamental-rights note are recorded as signed; the demo's home is excepted, since nothing in it is real.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.errors import LearningFault
from inspection.life_cycles import LearningPaper
from inspection.store.core import new_id
from inspection.store.learning import LearningPaperRow
from inspection.trust import AppContext, Context, audited_transaction


@dataclass(frozen=True, kw_only=True)
class SignedPaper:
    """A paper as it was signed last: the hash of its file, who, and when."""

    kind: LearningPaper
    sha256: str
    signed_by: str
    signed_at: datetime


@dataclass(frozen=True, kw_only=True)
class MayLearn:
    """Whether a house may learn.

    signed
        The papers that are signed, by kind.
    lacking
        Those that are not.
    is_demo
        Whether the house learns without them, since everything in it is made up.
    """

    signed: Mapping[LearningPaper, SignedPaper]
    lacking: tuple[LearningPaper, ...]
    is_demo: bool

    @property
    def allowed(self) -> bool:
        return self.is_demo or not self.lacking


def sign_paper(context: Context, kind: LearningPaper, content: bytes) -> SignedPaper:
    """Record that a paper was signed, by its hash; the same one again changes nothing, another takes its place.

    Arguments: `content` the bytes of the paper; the house keeps it where it keeps its papers.
    Errors: `LearningFault` 103 for an empty paper; `AccessRefused`.
    """
    if not content:
        raise LearningFault("LEARN-103")
    sha256 = hashlib.sha256(content).hexdigest()
    with audited_transaction(context) as tx:
        tx.require("learning.sign", service=context.settings.service)
        known = _signed(tx.session, tx.app).get(kind)
        if known is not None and known.sha256 == sha256:
            tx.mark_unchanged()
            return known
        row = LearningPaperRow(
            id=new_id(),
            service=context.settings.service,
            kind=kind,
            sha256=sha256,
            signed_by=context.by,
            signed_at=context.at,
        )
        tx.add(row)
        tx.record("learning.sign", row.id, stream="learning", facts={"kind": str(kind), "sha256": sha256})
        return _paper(row)


def may_learn(context: Context) -> MayLearn:
    """Return whether this house may learn, and what is signed; the look is recorded. Errors: `AccessRefused`."""
    with audited_transaction(context) as tx:
        tx.require("learning.read", service=context.settings.service)
        tx.record("learning.read", context.by, stream="reading", facts={"kind": "papers"})
        return standing(tx.session, tx.app)


def standing(session: Session, app: AppContext) -> MayLearn:
    """Return whether this house may learn; for who was asked already."""
    signed = _signed(session, app)
    lacking = tuple(kind for kind in LearningPaper if kind not in signed)
    return MayLearn(signed=signed, lacking=lacking, is_demo=app.settings.is_demo)


def require_papers(session: Session, app: AppContext) -> None:
    """Refuse to learn where a paper is not signed; raises `LearningFault` 102 with their names."""
    found = standing(session, app)
    if not found.allowed:
        raise LearningFault("LEARN-102", papers=", ".join(found.lacking))


def _signed(session: Session, app: AppContext) -> dict[LearningPaper, SignedPaper]:
    mine = select(LearningPaperRow).where(col(LearningPaperRow.service) == app.settings.service)
    rows = session.exec(mine.order_by(col(LearningPaperRow.signed_at), col(LearningPaperRow.id))).all()
    return {LearningPaper(row.kind): _paper(row) for row in rows}


def _paper(row: LearningPaperRow) -> SignedPaper:
    return SignedPaper(
        kind=LearningPaper(row.kind), sha256=row.sha256, signed_by=row.signed_by, signed_at=row.signed_at
    )
