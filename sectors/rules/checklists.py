"""What inspectors ask, note and leave behind: questions with their answers, words for persons, papers and proofs."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from sectors.rules.consequences import Event
from sectors.rules.values import Frozen, Sourced, Text

EVERYBODY = "everybody"
Proof = Literal["photo", "comment", "lookup", "hearing", "pay"]


class Section(Frozen):
    """A chapter of a checklist."""

    key: str
    label: Text


class Choice(Frozen):
    """One possible answer."""

    key: str
    label: Text


class Establishes(Frozen):
    """What an answer points to: `answer` (a choice's key, "true" or "false") establishes an offence or an indicator.

    how
        "observed" or "told" for signs of abuse; "checked" for what a register or document shows.
    aggravated
        True where the answer also shows the aggravated variant of the offence (its higher level then applies).
    factor, of
        An aggravating factor (`AggravatingFactor`) and the offence that it belongs to: it establishes no offence. With
        `aggravated` in place of a factor, that the offence was committed in its aggravated variant.
    to_clarify
        A point that the answer leaves open (`PointToClarify`), in place of an offence.
    when
        Expression: the answer establishes it only while this is true of the other answers; None is always.
    concerns
        Of an answer about the workplace: the persons found whom the offence concerns, as an expression on the answers
        of each, or "everybody"; None: nobody in particular.
    """

    answer: str
    offence: str | None = None
    indicator: str | None = None
    how: Literal["observed", "told", "checked"] = "checked"
    aggravated: bool = False
    factor: str | None = None
    of: str | None = None
    to_clarify: str | None = None
    when: str | None = None
    concerns: str | None = None


class Need(Frozen):
    """Evidence that an answer calls for while `when` is true: a photograph, or words beside the answer."""

    when: str
    kind: Literal["photo", "comment"]
    label: Text | None = None


class Question(Sourced):
    """One question of a checklist.

    id
        The question's own id, such as `q08_papers_held`.
    asks
        The Q number of the facts (Q01 to Q25) that it stands for, if any.
    scope
        "workplace" is asked once, "person" for each person found.
    sectors
        Keys of the sectors that are asked it; empty means all.
    event
        The event of a clock whose day the answer gives, if it is one; such a question asks the workplace for a date.
    ends_discretion
        True where "yes" means that the inspector may no longer choose what follows from the findings.
    relevant
        Expression (docs/reference/expressions.md): the question is asked only while it is true; None is always.
    constraint, constraint_message
        Expression that an answer must satisfy, `.` being the answer; and what the inspector is told where it does not.
    needs
        Evidence that an answer calls for.
    on_paper
        False where only a computed check asks it: it is typed, and a sheet that is carried leaves it out.
    repeats
        True where the answer is about how the employer does things for everybody, so that a form may offer the one of
        the person before; never where it is sensitive.
    """

    id: str
    section: str
    asks: str | None = Field(pattern=r"^Q\d\d$")
    scope: Literal["workplace", "person"]
    kind: Literal["yes_no", "choice", "choices", "integer", "number", "text", "time", "date", "identifier"]
    domain: Literal["D1", "D2", "D3", "D4", "DX", "ID", "THB"]
    label: Text
    hint: Text | None = None
    choices: tuple[Choice, ...] = ()
    establishes: tuple[Establishes, ...] = ()
    required: bool = False
    sensitive: bool = False
    sectors: tuple[str, ...] = ()
    event: Event | None = None
    ends_discretion: bool = False
    relevant: str | None = None
    constraint: str | None = None
    constraint_message: Text | None = None
    needs: tuple[Need, ...] = ()
    on_paper: bool = True
    repeats: bool = False

    @model_validator(mode="after")
    def _offers_what_it_asks_for(self) -> Self:
        if (self.kind in ("choice", "choices")) != bool(self.choices):
            raise ValueError("a question that asks for a choice offers some, and no other does")
        return self


Claimed = bool | int | str | tuple[str, ...]


class Way(Frozen):
    """A way in which a check ends with nothing to follow up: the answers that one tap records.

    short
        What a cell of the grid says in place of a tick; only the first way of a check may go without.
    """

    key: str
    label: Text
    answers: Mapping[str, Claimed] = Field(min_length=1)
    short: Text | None = None


class GridCheck(Sourced):
    """What stands in one row or column of the form's grid, for a person or for the workplace.

    section
        The chapter that opens where something differs.
    ground
        On what it rests: a register or title was read, papers were shown, a place was seen, a person told it.
    head
        Its name where there is little room.
    column
        True for the columns of the grid of persons; what a person tells beside them stands on the person's card.
    copied
        True where what papers show of one person may be taken over for another, after it was shown: never what is told.
    """

    key: str
    scope: Literal["workplace", "person"]
    section: str
    ground: Literal["read", "shown", "seen", "told"]
    label: Text
    head: Text
    ways: tuple[Way, ...] = Field(min_length=1)
    column: bool = False
    copied: bool = False

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if self.copied and self.ground != "shown":
            raise ValueError("only what papers show may be copied from one person to another")
        if self.scope == "workplace" and (self.column or self.copied or self.ground == "told"):
            raise ValueError("a check of the workplace is no column, and is neither copied nor told")
        if len({way.key for way in self.ways}) != len(self.ways):
            raise ValueError("each way of a check has a key of its own")
        if any(way.short is None for way in self.ways[1:]):
            raise ValueError("every way but the first has its 'short', or a tick would say that all is in order")
        return self


class WorkerLanguage(Sourced):
    """One language: questions in plain words, and the brochure.

    name
        What its speakers call it.
    direction
        Which way it is written.
    checked_by
        Which sworn translator read it through, by role and date; None where nobody has: then it is said so.
    questions
        By question id; the wording is for the person, the inspector's own stands in common/questions.yaml.
    brochure
        By key, in order; `{centres}` stands for the centres' number.
    summary
        What a person told, in the first person and in order, by question (`q10_days_off`) or by question and answer
        (`q11_pay.paid`), and the words that frame it; each with the places that it fills in.
    """

    code: str
    name: str
    direction: Literal["ltr", "rtl"]
    checked_by: str | None
    questions: Mapping[str, str]
    brochure: Mapping[str, str]
    summary: Mapping[str, str] = {}


class ReportPart(Sourced):
    """One part, under the heading that the dossier prints; the order of the file is the order of the parts."""

    key: str
    label: Text


class UsualEvidence(Sourced):
    """A proof that is easy to get on the spot, and hard to get afterwards: named, never demanded.

    offences
        Keys of the offences that it usually shows.
    met_by
        What in a control counts as this proof: something attached, noted, looked up, heard or typed of that person.
    registers
        Of a look-up: keys of the registers that it is of.
    """

    key: str
    label: Text
    offences: tuple[str, ...] = Field(min_length=1)
    met_by: Proof
    registers: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _looks_something_up(self) -> Self:
        if (self.met_by == "lookup") != bool(self.registers):
            raise ValueError("a look-up names the registers that it is of, and no other proof does")
        return self


class VisitRecordRules(Sourced):
    """The paper that an employer keeps of every visit: where, when, by whom, and which documents are asked.

    due_days
        In how many days, working or not, the documents are asked; nobody's law, and the inspector may set another day.
    documents_everywhere
        What every employer is asked for, before what a sector asks besides: see `Catalogue.documents_asked`.
    """

    due_days: int = Field(ge=1)
    documents_everywhere: tuple[Text, ...] = Field(min_length=1)
    title: Text
    service: Text
    opening: Text
    place: Text
    day: Text
    hours: Text
    inspectors: Text
    documents: Text
    no_documents: Text
    closing: Text
