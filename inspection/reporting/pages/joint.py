"""What sheets and screens say of a joint action: its reference, how many teams, and which kinds of offices come."""

from inspection.i18n import Lang, t
from inspection.reporting.week import BookJoint


def joint_text(joint: BookJoint, lang: Lang) -> str:
    """Return a joint action in one line; partners by kind, marked where one has not confirmed."""
    said = t("joint.action", lang, reference=joint.reference, n=joint.teams)
    if joint.partners:
        said = t("joint.with", lang, action=said, partners=", ".join(partner_text(p, lang) for p in joint.partners))
    return said if joint.state == "confirmed" else t("joint.unconfirmed", lang, action=said)


def partner_text(partner: str, lang: Lang) -> str:
    """Return a kind of partner as people say it, an interpreter with the language: `interpreter:ro`."""
    kind, _, language = partner.partition(":")
    said = t(f"partner.{kind}", lang)
    return f"{said} ({language})" if language else said
