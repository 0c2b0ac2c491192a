"""A question to a live register and its answer, as plain values; whoever has another service writes another adapter."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal, Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

QUESTION: Final = "vigie/live-register/question/1"
ANSWER: Final = "vigie/live-register/answer/1"
MOST_DECLARATIONS = 50


@dataclass(frozen=True, kw_only=True)
class LiveQuestion:
    """What is asked: one person, one register, now.

    reference
        Of this question alone, random: the service's log and ours can be held against each other without a name.
    number
        The person's number, eleven digits; a `repr` never shows it.
    enterprise
        Who is controlled, as far as it is known.
    """

    reference: str
    register_key: str
    number: str = field(repr=False)
    enterprise: str | None


class Declaration(BaseModel):
    """One declaration, or one presence: by whom, when it was made, and for which period."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    company: str | None = Field(default=None, pattern=r"^\d{10}$")
    declared_at: AwareDatetime | None = None
    period_from: AwareDatetime | date | None = None
    period_to: AwareDatetime | date | None = None
    worker_type: str | None = Field(default=None, pattern=r"^[A-Z0-9]{3}$")
    joint_committee: str | None = Field(default=None, pattern=r"^(\d{3}(\.\d{2})?|XXX)$")
    planned_hours: int | None = Field(default=None, ge=0, le=999)


@dataclass(frozen=True, kw_only=True)
class LiveAnswer:
    """What came of a question.

    declarations
        What is in force now; nothing where nothing is.
    why
        "away" where the service did not answer in time or has trouble, "refused" where it does not answer us, "strange"
        where what came is no answer to the question; then nothing is known.
    """

    declarations: tuple[Declaration, ...] = ()
    why: Literal["away", "refused", "strange"] | None = None


class LiveRegister(Protocol):
    """An inspectorate's own service that answers for registers.

    It is asked about one person at a time, by an inspector in a control that is under way. Asking is all: an adapter
    tells nobody else that somebody was looked up, and a service that does is none to be connected here.
    """

    name: str

    def serves(self, register: str) -> bool:
        """Tell whether it answers for a register."""
        ...

    def ask(self, question: LiveQuestion) -> LiveAnswer:
        """Ask it; never raises, since a register that is away holds no control up."""
        ...


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: Literal["vigie/live-register/answer/1"] = Field(alias="schema")
    reference: str
    register_key: str = Field(alias="register")
    declarations: tuple[Declaration, ...] = Field(max_length=MOST_DECLARATIONS)


def question_json(question: LiveQuestion) -> dict[str, Any]:
    """Return what is sent: nothing that the question does not need, so no name, no place and no reason."""
    return {
        "schema": QUESTION,
        "reference": question.reference,
        "register": question.register_key,
        "person": question.number,
        "enterprise": question.enterprise,
    }


def read_answer(question: LiveQuestion, text: bytes) -> LiveAnswer:
    """Read an answer strictly: one that is for another question, or holds what was never agreed, is none."""
    try:
        read = _Answer.model_validate_json(text)
    except (ValidationError, RecursionError):
        return LiveAnswer(why="strange")
    if (read.reference, read.register_key) != (question.reference, question.register_key):
        return LiveAnswer(why="strange")
    return LiveAnswer(declarations=read.declarations)
