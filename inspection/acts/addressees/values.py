"""How an addressee is reached, as it stands and as somebody proposes it, and what the one changes of the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from inspection.errors import SettingsFault
from inspection.life_cycles import ReachState
from inspection.sealing import sha256_of
from sectors.rules.recipients import NUMBER, Transport

MAILBOX = r"^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,190}$"
_LONGEST_SOURCE, _LONGEST_CERTIFICATE = 180, 20_000


class NewReach(BaseModel):
    """How an addressee is to be reached.

    ways
        In the order in which they are taken; the first that this installation has set up is used.
    telephone, mail
        Of the office, never of a person; None for none.
    certificate
        PEM text of the certificate for which everything is enveloped that goes there; None leaves the one that stands.
    starts_on
        From when ways and telephone hold; mailbox and certificate hold from the yes on.
    source
        What it rests on, such as a letter of the office; about nobody.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    recipient: str
    ways: tuple[Transport, ...] = Field(min_length=1)
    telephone: str | None = Field(default=None, pattern=NUMBER)
    mail: Annotated[str, StringConstraints(pattern=MAILBOX)] | None = None
    certificate: str | None = Field(default=None, max_length=_LONGEST_CERTIFICATE)
    starts_on: date
    source: str = Field(min_length=1, max_length=_LONGEST_SOURCE)

    @field_validator("ways")
    @classmethod
    def _has_each_once(cls, ways: tuple[Transport, ...]) -> tuple[Transport, ...]:
        if len(set(ways)) < len(ways):
            raise ValueError("a way stands once")
        return ways


@dataclass(frozen=True, kw_only=True)
class Reached:
    """How an addressee is reached, as rules and files say.

    certificate
        The first signs of its fingerprint, "" where it has none; `certificate_until` its last moment.
    has_more
        Whether a server or an address is set up besides, by hand in `transports.yaml`.
    """

    recipient: str
    ways: tuple[str, ...]
    telephone: str | None
    mail: str | None
    certificate: str
    certificate_until: datetime | None
    has_more: bool


@dataclass(frozen=True, kw_only=True)
class AddresseeField:
    """One thing that would change: `name` is "ways", "telephone", "mail" or "certificate"; "" stands for none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class AddresseeDifference:
    """What a proposal changes.

    sha256
        Of all of it: who confirms it confirms exactly this, from exactly there.
    """

    recipient: str
    starts_on: date
    source: str
    fields: tuple[AddresseeField, ...]

    @property
    def sha256(self) -> str:
        """The hash by which an answer is bound to what was shown."""
        return sha256_of(
            [
                self.recipient,
                self.starts_on.isoformat(),
                self.source,
                [[f.name, f.before, f.after] for f in self.fields],
            ]
        )


@dataclass(frozen=True, kw_only=True)
class ProposedReach:
    """A proposal and what became of it; `difference` is None where the home no longer holds what was proposed.

    state
        "replaced" where a later one for the same addressee was proposed before anybody decided.
    """

    id: str
    recipient: str
    state: ReachState
    starts_on: date
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    difference: AddresseeDifference | None


def read_reach(raw: Mapping[str, Any]) -> NewReach:
    """Return what somebody typed; raises `SettingsFault` 083 naming the place, never what stands there."""
    try:
        return NewReach.model_validate(dict(raw))
    except ValidationError as fault:
        first = fault.errors(include_input=False, include_url=False, include_context=False)[0]
        place = str(first["loc"][0]) if first["loc"] else "addressee"
        raise SettingsFault("SETTING-083", place=place) from None


def difference_of(before: Reached, new: NewReach, certificate: str) -> AddresseeDifference:
    """Return what a proposal changes of what stands.

    Arguments: `certificate` the first signs of the new one's fingerprint, "" where none is given.
    """
    pairs = (
        ("ways", ", ".join(before.ways), ", ".join(new.ways)),
        ("telephone", before.telephone or "", new.telephone or ""),
        ("mail", before.mail or "", new.mail or ""),
        ("certificate", before.certificate, certificate or before.certificate),
    )
    changed = tuple(AddresseeField(name=name, before=was, after=will) for name, was, will in pairs if was != will)
    return AddresseeDifference(recipient=before.recipient, starts_on=new.starts_on, source=new.source, fields=changed)
