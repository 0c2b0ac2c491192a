"""What a word of an office outside does in the office: each kind of word has its effect inside the given transaction.

Whoever said it acts: their right is asked again here, of this office and this service, whatever the portal let them
say. Every word leaves an entry in the trail, also one that finds everything done already.
"""

from inspection.acts.portal.fitting import refuse_unfit
from inspection.acts.portal.hearing import answers, looks, magistrates, notices
from inspection.acts.portal.values import (
    Acknowledges,
    AnswersContact,
    AnswersFinding,
    Asks,
    Lifts,
    Opens,
    Refuses,
    Restricts,
    Said,
    SendsOn,
    TellsOutcome,
)
from inspection.errors import PortalFault
from inspection.trust import AuditedTransaction


def hear(tx: AuditedTransaction, said: Said) -> str:
    """Give a word of the portal its effect inside an act of whoever said it.

    Result: "" where it was taken; else the code of an answer that contradicts: it is noted and the house is told, which
    is to be kept, so no error is raised for it.
    Errors: `InspectionError` where the word cannot be taken; nothing of it is to be kept then.
    """
    refuse_unfit(said.word, min(said.said_at, tx.at))
    match said.word:
        case Opens() as word:
            looks.opened(tx, said, word)
        case (Acknowledges() | Refuses() | Asks() | SendsOn()) as word if said.copy_kind == "case":
            return answers.answered(tx, said, word)
        case (Restricts() | Lifts() | TellsOutcome()) as word if said.copy_kind == "case":
            magistrates.told(tx, said, word)
        case AnswersContact() as word if said.copy_kind == "contact":
            notices.contact(tx, said, word)
        case AnswersFinding() as word if said.copy_kind == "finding":
            notices.finding(tx, said, word)
        case _:
            raise PortalFault("PORTAL-208")
    return ""
