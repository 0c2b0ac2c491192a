"""What a device answers when it is asked for a passkey, verified by `webauthn`: all of it holds, or none is taken.

The challenge is the one that this browser was given, the page is one of this house, the name is the one for which
passkeys are made here, and the device asked its owner for a finger, a face or a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from inspection.sealing import pseudonym
from inspection.trust import Context

if TYPE_CHECKING:
    from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
    from webauthn.registration.verify_registration_response import VerifiedRegistration

T = TypeVar("T")
_NAME = "Vigie"
_LONGEST = 20_000  # characters


@dataclass(frozen=True, kw_only=True)
class PasskeyAsked:
    """What a page asks the device for, as JSON, and what the browser keeps until it answers."""

    options: str
    pending: str = field(repr=False)


def credential_key(context: Context, credential: bytes) -> str:
    """Return by what a passkey is found."""
    return pseudonym(f"passkey {credential.hex()}", "identity", keys=context.store.keys)


def new_challenge() -> str:
    """Return what a device signs once, as text."""
    from webauthn.helpers import bytes_to_base64url, generate_challenge

    return bytes_to_base64url(generate_challenge())


def options_to_make(context: Context, user: str, challenge: str, known: Iterable[bytes]) -> str:
    """Return what asks a device for a new passkey that it shows without a name being typed first, as JSON.

    Arguments: `known` those that somebody has; a device that keeps one of them makes no second.
    """
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import AuthenticatorSelectionCriteria as Selection
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor as Known
    from webauthn.helpers.structs import ResidentKeyRequirement, UserVerificationRequirement

    handle = pseudonym(f"handle {user}", "identity", keys=context.store.keys)
    made = generate_registration_options(
        rp_id=context.settings.proof.passkey_host,
        rp_name=_NAME,
        user_name=user,
        user_id=bytes.fromhex(handle),
        challenge=_bytes(challenge),
        authenticator_selection=Selection(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[Known(id=one) for one in known],
    )
    return options_to_json(made)


def options_to_use(context: Context, challenge: str, known: Iterable[bytes] = ()) -> str:
    """Return what asks a device for a passkey, as JSON: any of this house, or one of `known`."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor as Known
    from webauthn.helpers.structs import UserVerificationRequirement

    made = generate_authentication_options(
        rp_id=context.settings.proof.passkey_host,
        challenge=_bytes(challenge),
        allow_credentials=[Known(id=one) for one in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(made)


def made_passkey(context: Context, answer: str, challenge: str, origin: str) -> VerifiedRegistration | None:
    """Return a new passkey as its device made it; None for one that does not hold."""
    from webauthn import verify_registration_response

    here = context.settings.proof
    if not here.takes_passkeys_at(origin):
        return None
    return _held(
        answer,
        lambda: verify_registration_response(
            credential=answer,
            expected_challenge=_bytes(challenge),
            expected_rp_id=here.passkey_host,
            expected_origin=[origin],
            require_user_verification=True,
        ),
    )


def named_credential(answer: str) -> bytes | None:
    """Return which passkey a device says that it used; nothing of it is believed before its signature was verified."""
    from webauthn.helpers import parse_authentication_credential_json

    return _held(answer, lambda: parse_authentication_credential_json(answer).raw_id)


def used_passkey(
    context: Context, answer: str, challenge: str, origin: str, *, public_key: bytes, sign_count: int
) -> VerifiedAuthentication | None:
    """Return what a device proved with a passkey; None where it does not hold, or a copy of the key signed before."""
    from webauthn import verify_authentication_response

    here = context.settings.proof
    if not here.takes_passkeys_at(origin):
        return None
    return _held(
        answer,
        lambda: verify_authentication_response(
            credential=answer,
            expected_challenge=_bytes(challenge),
            expected_rp_id=here.passkey_host,
            expected_origin=[origin],
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        ),
    )


def _held(answer: str, verify: Callable[[], T]) -> T | None:
    """Return what was verified; None for whatever breaks on what a device, or somebody in its place, answers."""
    if len(answer) > _LONGEST:
        return None
    try:
        return verify()
    except Exception:  # noqa: BLE001  hostile bytes break parsers in more ways than those name
        return None


def _bytes(challenge: str) -> bytes:
    from webauthn.helpers import base64url_to_bytes

    return base64url_to_bytes(challenge)
