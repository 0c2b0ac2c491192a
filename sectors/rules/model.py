"""The rules as they stand on one day: what `Rules.on(day)` returns, and what everything else reads.

Nothing here knows a number of the law: the numbers are in the YAML files beside it, each dated, sourced and marked with
its confidence (H checked, H* well known, M consistent but not checked again, L a lawyer must look at it).
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Lang = Literal["fr", "nl", "de", "en"]
Confidence = Literal["H", "H*", "M", "L"]
Domain = Literal["D1", "D2", "D3", "D4", "DX"]
Dimension = Literal["DR", "CR", "RV", "EX", "CD", "VD"]
Strength = Literal["strong", "medium", "weak"]
Level = Annotated[int, Field(ge=1, le=4)]
ConsequenceKey = Literal["information", "warning", "deadline", "pv"]
Event = Literal["offender_identified", "notice", "deadline_set", "report_sent"]
Start = Literal["finding", "facts", "offender_identified", "notice", "deadline_set", "report_sent"]


class Frozen(BaseModel):
    """A value that cannot change after it was read and that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Frozen):
    """A label in the four languages; `ours` names the languages whose wording is the project's own."""

    fr: str
    nl: str
    de: str
    en: str
    ours: tuple[Lang, ...] = ()

    def say(self, lang: Lang) -> str:
        """Return the wording in `lang`."""
        return str(getattr(self, lang))

    def is_to_verify(self, lang: Lang) -> bool:
        """Tell whether the wording in `lang` is ours, and therefore shown "to be verified"."""
        return lang in self.ours


class Sourced(Frozen):
    """A value that says where it comes from and how sure we are."""

    source: str
    confidence: Confidence

    @property
    def is_to_verify(self) -> bool:
        """Tell whether screens and documents must show "to be verified" beside it."""
        return self.confidence not in ("H", "H*")


class ControlWindow(Sourced):
    """A span of the day in which a control of the sector finds people at work.

    weekdays
        0 (Monday) to 6 (Sunday).
    opens, closes
        Minutes after midnight; `closes` above 1440 runs into the next day.
    months
        1 to 12; empty means the whole year.
    """

    weekdays: tuple[int, ...]
    opens: int
    closes: int
    months: tuple[int, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Tell whether the window exists on `day`."""
        return day.weekday() in self.weekdays and (not self.months or day.month in self.months)


class Bin(Frozen):
    """One step of a signal on a card: from `start` upwards it gives `points` (`start` None: the value is missing)."""

    start: float | None
    points: int
    label: str


class CardSignal(Frozen):
    """The steps of one signal on a card, missing first, then by rising start.

    why
        Why it counts in this sector, where that is another reason than the signal's own.
    """

    signal: str
    bins: tuple[Bin, ...]
    why: Text | None = None


class Card(Sourced):
    """The points table of a sector, dated as a whole: one decision, one date.

    calibrated
        The day on which its base rate and points_to_double were fitted to outcomes; None: they are a guess of ours, and
        no probability follows from the points (`inspection.targeting.assessing.probability` is the gate).
    base_rate
        Probability of at least one infringement in a control of this sector, in (0, 1); of controls that somebody
        aimed, while it is not calibrated.
    points_to_double
        How many points double the odds.
    """

    sector: str
    valid_from: date
    signals: tuple[CardSignal, ...]
    base_rate: float
    points_to_double: float
    base_rate_source: str
    base_rate_confidence: Confidence
    calibrated: date | None = None

    @property
    def key(self) -> str:
        return f"{self.sector}@{self.valid_from.isoformat()}"


class Sector(Frozen):
    """A branch of activity that is controlled in one way: who belongs to it, when to come, what to ask.

    nace
        NACE-BEL version ("2008", "2025") to codes of five or seven digits; a five-digit code covers those of seven
        digits that begin with it.
    minutes
        How long a control takes on site.
    team_size
        Smallest number of inspectors that may go.
    sources
        Where each part comes from: "sector" (windows, minutes, team, checklist, documents), "nace.2008", "nace.2025",
        "joint_committees"; the card and the windows carry their own.
    """

    key: str
    label: Text
    enabled: bool
    core: bool
    nace: Mapping[str, tuple[str, ...]]
    joint_committees: tuple[str, ...]
    dimona_joint_committees: tuple[str, ...]
    windows: tuple[ControlWindow, ...]
    minutes: int
    team_size: int
    skills: tuple[str, ...]
    card: Card | None
    checklist: tuple[str, ...]
    documents: tuple[Text, ...]
    note: str = ""
    sources: Mapping[str, Sourced] = {}


class Consequence(Sourced):
    """What may follow from a finding: information, a warning, a deadline to comply, a report of infringement (PV).

    at_discretion
        True where it is open only because the inspector may choose; False where it is open always.
    """

    key: ConsequenceKey
    label: Text
    at_discretion: bool


class DiscretionRules(Sourced):
    """What is proposed to an inspector who may choose, by the level of the infringement; never more than a proposal."""

    proposed_by_level: Mapping[Level, ConsequenceKey]
    proposed_without_level: ConsequenceKey


class SanctionRange(Sourced):
    """What one level risks in one period, surcharge included, in euro cents; None where it has no such sanction."""

    level: int
    prison_months: tuple[int, int] | None
    criminal_cents: tuple[int, int] | None
    administrative_cents: tuple[int, int] | None


class Sanctions(Sourced):
    """The sanctions of the period in which the catalogue's day lies.

    aggravating_floor_percent
        Where an aggravating factor is present, no fine is below this share of its maximum; None: no such floor.
    aggravating_floor_levels
        The levels of the offences that have this floor.
    aggravating_floor_confidence
        How sure we are of it.
    """

    period: str
    valid_from: date
    surcharge_factor: int
    ranges: Mapping[int, SanctionRange]
    workers_cap: int
    aggravating_floor_percent: int | None = None
    aggravating_floor_levels: tuple[int, ...] = ()
    aggravating_floor_confidence: Confidence | None = None


class Clock(Sourced):
    """A deadline that starts from an event.

    length
        In `unit`; None where no rule gives it: then the day of the event is itself the last day.
    unit
        "days" counts calendar days, "working_days" skips weekends and holidays, "months" and "years" go by the
        calendar.
    counted_from
        "day_after" (the day after the event is day 1) or "same_day".
    moves_to_working_day
        Whether an end on a weekend or holiday moves to the next working day.
    starts
        What starts it: "finding" (the day on which offences were found), "facts" (the day of the facts), or an event
        whose day a question asks for.
    shifted_by
        An event that starts it anew where it came later, if there is one.
    asks
        What is asked for when it is due: that somebody is told, or that the place is seen again.
    only_if
        The consequence under which alone it counts; it is shown before that is decided, since it already runs.
    told_to_offender
        Whether it binds the offender, and so stands in the offender's copy; the others are the service's own.
    """

    key: str
    label: Text
    length: Annotated[int, Field(ge=1)] | None
    unit: Literal["days", "working_days", "months", "years"]
    counted_from: Literal["day_after", "same_day"]
    moves_to_working_day: bool
    effect_if_late: Text
    starts: Start
    shifted_by: Event | None = None
    asks: Literal["alert", "visit"]
    only_if: ConsequenceKey | None = None
    told_to_offender: bool = False


EVERYBODY = "everybody"


class Establishes(Frozen):
    """What an answer points to: `answer` (a choice's key, "true" or "false") establishes an offence or an indicator.

    how
        "observed" or "told" for signs of abuse; "checked" for what a register or document shows.
    aggravated
        True where the answer also shows the aggravated variant of the offence (its higher level then applies).
    factor, of
        An aggravating factor (`AggravatingFactor`) and the offence that it belongs to: it establishes no offence. With
        `aggravated` in place of a factor, that the offence was committed in its aggravated variant.
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
    when: str | None = None
    concerns: str | None = None


class Choice(Frozen):
    """One possible answer."""

    key: str
    label: Text


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
    repeats
        True where the answer is about how the employer does things for everybody, so that a form may offer the one of
        the person before; never where it is sensitive.
    """

    id: str
    section: str
    asks: str | None
    scope: Literal["workplace", "person"]
    kind: Literal["yes_no", "choice", "choices", "integer", "number", "text", "time", "date", "identifier"]
    domain: str
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
    repeats: bool = False


class Section(Frozen):
    """A chapter of a checklist."""

    key: str
    label: Text


class SignalInfo(Sourced):
    """What a signal measures, from which register, in which unit.

    reads
        All the columns that it gets to see, as `register.table.column` of the lake; see
        sectors/reader/signal_checking.py.
    """

    key: str
    label: Text
    register_key: str
    reads: tuple[str, ...] = Field(min_length=1)
    unit: str
    why: Text


class Proxy(Sourced):
    """Something that stands for origin, or may: no signal may read a column of such a name.

    columns
        Patterns of names, `*` for anything; compared in any case with a column's name in the lake and in the delivery.
    """

    key: str
    label: Text
    columns: tuple[str, ...] = Field(min_length=1)
