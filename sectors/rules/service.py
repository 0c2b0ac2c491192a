"""The service's own policies: planning, travel, waits, proofs of identity, looks, releases, keeping; none is law."""

from typing import Annotated, Final, Literal, Self

from pydantic import Field, field_validator, model_validator

from sectors.rules.values import Sourced, Text


class PlanningRules(Sourced):
    """The rules of work that a round must keep, in minutes; each with its own source in the file.

    hop_minutes
        Usual way between two visits of a district: it estimates a week's capacity only; rounds use real travel times.
    break_between
        Parts of a shift, in order, between which its break begins where it is longer than `break_after_minutes`.
    partner_reminder_days
        So many days before a joint action somebody is told that a partner has not confirmed, one rung at each.
    change_cost
        What a visit costs, in the planner's value, that a replanned week moves to another team or day, or drops.
    missions_open_hours
        How long before a visit's day begins a device in the field may know of the visit.
    """

    rest_minutes: int
    longest_day_minutes: int
    break_after_minutes: int
    break_minutes: int
    break_between: tuple[Annotated[float, Field(ge=0, le=1)], Annotated[float, Field(ge=0, le=1)]]
    setup_minutes: int
    hop_minutes: float = Field(ge=0)
    partner_reminder_days: tuple[Annotated[int, Field(ge=0)], ...] = Field(min_length=1, max_length=3)
    change_cost: float = Field(ge=0)
    missions_open_hours: int = Field(ge=0)

    @field_validator("break_between")
    @classmethod
    def _in_order(cls, between: tuple[float, float]) -> tuple[float, float]:
        if between[0] > between[1]:
            raise ValueError("the first part of the shift comes first, such as [0.35, 0.65]")
        return between


class DeadlineRules(Sourced):
    """The waits that the house gives itself before somebody is told; nobody's law.

    undecided_alert_minutes
        How long a positive proposal may stay undecided before the team head is told.
    failed_attempts_alert
        After how many failed attempts of a delivery a person is told.
    no_review_working_days
        In how many working days a no against a gravest fact is read by the contact for trafficking.
    person_check_days
        After how many days, working or not, somebody who stayed where the suspicion is is looked after.
    call_back_minutes
        In how many minutes the inspector is rung for what a first report leaves open.
    entry_confirm_hours
        In how many hours an inspector confirms what a colleague entered for them.
    entry_match_hours
        How far apart an entry and the inspector's own control may begin, and still be of one event.
    outcome_months
        So many months after a magistrate's office took a case on, it is asked how it went on.
    outcome_early_days, outcome_late_days
        So many days before such a day what is told answers it; so many days after it the coordination is told.
    outcome_chased_months
        For so many months after that the coordination is told of one that does not come.
    outcome_ends
        Outcomes after which nothing is asked any more.
    ring_back_late_minutes
        How long after a promised moment a call that nobody noted is told.
    notify_minutes
        An office is told by mail that something waits for it at most once in so many minutes.
    """

    undecided_alert_minutes: int = Field(ge=1)
    failed_attempts_alert: int = Field(ge=1)
    no_review_working_days: int = Field(ge=1)
    person_check_days: int = Field(ge=1)
    call_back_minutes: int = Field(ge=1)
    entry_confirm_hours: int = Field(ge=1)
    entry_match_hours: int = Field(ge=1)
    outcome_months: tuple[int, ...] = Field(min_length=1)
    outcome_early_days: int = Field(ge=0)
    outcome_late_days: int = Field(ge=0)
    outcome_chased_months: int = Field(ge=1)
    outcome_ends: tuple[Literal["dismissed", "investigation", "prosecuted", "joined_elsewhere", "other"], ...] = Field(
        min_length=1
    )
    ring_back_late_minutes: int = Field(ge=1)
    notify_minutes: int = Field(ge=1)

    @field_validator("outcome_months")
    @classmethod
    def _rising(cls, months: tuple[int, ...]) -> tuple[int, ...]:
        if months[0] < 1 or list(months) != sorted(set(months)):
            raise ValueError("each asking comes later than the one before, such as [3, 6, 12]")
        return months


class ReleaseRules(Sourced):
    """How figures leave the house, so that nobody can be recovered from them.

    partners_threshold, public_threshold
        The smallest count that may be shown to partners, and to everybody.
    rounding_base
        What is shown is rounded to a multiple of it.
    least_values
        How many whole numbers a hidden count must at least remain to be possible, in the table that hides it.
    least_values_together
        The same, for whoever lays all releases of a figure beside each other.
    rolling_months
        How many months stand in for one that is too small to show.
    """

    partners_threshold: int = Field(ge=2)
    public_threshold: int = Field(ge=2)
    rounding_base: int = Field(ge=1)
    least_values: int = Field(ge=2)
    least_values_together: int = Field(ge=2)
    rolling_months: int = Field(ge=2, le=36)


class BackupRules(Sourced):
    """How long backups live, and how often they are proven: common/backups.yaml says each.

    Bounds keep a local line from switching them off. How long a copy of the keyring lives is a class of retention.
    """

    kept_days: int = Field(ge=1, le=400)
    least: int = Field(ge=1, le=100)
    stale_hours: int = Field(ge=1, le=168)
    sample: int = Field(ge=1, le=100)


class BundleRules(Sourced):
    """What may go with a referral's bundle.

    exhibits_bytes
        The most that its exhibits may weigh together; what goes beyond is named by its hash and follows.
    certificate_days
        How long before the end of a certificate somebody is told.
    clock_ahead_minutes
        How far the clock of an addressee who signs may run before ours; what says to be later is refused.
    """

    exhibits_bytes: int = Field(ge=0)
    certificate_days: int = Field(ge=1)
    clock_ahead_minutes: int = Field(ge=1, le=30)


class IdentityRules(Sourced):
    """How long a proof of identity is good for, and how often somebody may guess; common/identity.yaml says each.

    Bounds keep a local line from switching a protection off.
    """

    idle_minutes: int = Field(ge=1, le=60)
    longest_minutes: int = Field(ge=1, le=1440)
    command_idle_minutes: int = Field(ge=1, le=480)
    command_longest_minutes: int = Field(ge=1, le=1440)
    touch_seconds: int = Field(ge=0, le=60)
    fresh_minutes: int = Field(ge=1, le=60)
    enrolment_minutes: int = Field(ge=1, le=10_080)
    password_letters: int = Field(ge=8, le=64)
    free_failures: int = Field(ge=1, le=10)
    first_wait_seconds: int = Field(ge=1)
    longest_wait_seconds: int = Field(ge=60, le=86_400)
    forgotten_minutes: int = Field(ge=60)
    house_failures: int = Field(ge=5, le=1000)
    kept_days: int = Field(ge=1, le=400)
    glass_minutes: int = Field(ge=5, le=240)
    deputy_longest_days: int = Field(ge=1, le=366)
    outside_longest_days: int = Field(ge=1, le=800)
    pending_minutes: int = Field(ge=1, le=60)
    provider_sign_in_minutes: int = Field(ge=1, le=1440)
    provider_skew_seconds: int = Field(ge=0, le=60)
    provider_cached_minutes: int = Field(ge=1, le=1440)
    provider_seconds: int = Field(ge=1, le=60)
    command_code_seconds: int = Field(ge=10, le=300)
    passkeys_each: int = Field(ge=1, le=100)
    kept_text_days: int = Field(ge=1, le=90)
    kept_text_letters: int = Field(ge=1000, le=20_000)
    kept_texts_each: int = Field(ge=10, le=1000)


CaseKind = Literal["control", "referral", "complaint", "order", "request"]


class LookPurpose(Sourced):
    """Why somebody looks at what speaks of a person: who may give it, and which cases it may be for.

    chosen
        Whether it is on the list that readers choose from; else it follows from the case, or from the list looked at.
    basis
        Key of its legal basis.
    """

    key: str
    label: Text
    chosen: bool
    roles: tuple[str, ...]
    cases: tuple[CaseKind, ...]
    must_name_case: bool
    basis: str


class LookRules(Sourced):
    """How long a control is its maker's open one, and how looks are drawn and judged: common/purposes.yaml."""

    own_days: int = Field(ge=0, le=400)
    drawn_a_week: int = Field(ge=1, le=1000)
    outside_percent: int = Field(ge=0, le=100)
    judge_within_days: int = Field(ge=1, le=90)


class HistoryRules(Sourced):
    """How often the trail is signed, and how much a start reads through: common/history.yaml says each.

    Bounds keep a local line from switching it off.
    """

    checkpoint_minutes: int = Field(ge=1, le=240)
    checkpoint_rows: int = Field(ge=10, le=100_000)
    start_megabytes: int = Field(ge=0, le=100_000)


class TravelRules(Sourced):
    """Coefficients of the great-circle travel time: detour factor, speeds by distance, minutes to park and walk."""

    detour_factor: float
    town_kmh: float
    far_kmh: float
    far_km: float
    access_minutes: float


KEYRING_COPIES: Final = "keyring_backup"  # the class by which copies of the keyring are destroyed
KEYRING_COPIES_DAYS: Final = range(1, 31)  # by one an erased case could be opened: no local line lets it live longer


class Retention(Sourced):
    """How long a class of data is kept, in days; None: until a person decides.

    carried_out
        "erasure" by a proposal that a second person confirms, "case" with what it belongs to, "itself" without anybody,
        or "refused".
    ground
        Why no erasure carries it out; it may be empty where one does.
    archives
        Whether it is offered to the State Archives before it is destroyed; said of each class that an erasure carries
        out.
    """

    key: str
    label: Text
    days: int | None
    carried_out: Literal["erasure", "case", "itself", "refused"]
    ground: str = ""
    archives: bool = False

    @model_validator(mode="after")
    def _says_what_becomes_of_it(self) -> Self:
        if self.carried_out == "erasure" and "archives" not in self.model_fields_set:
            raise ValueError("say under 'archives' whether it is offered to the State Archives: true or false")
        if self.carried_out != "erasure" and not self.ground:
            raise ValueError("what no erasure carries out says why under 'ground'")
        return self
