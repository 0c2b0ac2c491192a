"""What is said to a person found at work in their own language."""

from collections.abc import Mapping
from typing import Literal

from sectors.rules.model import Sourced


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
    """

    code: str
    name: str
    direction: Literal["ltr", "rtl"]
    checked_by: str | None
    questions: Mapping[str, str]
    brochure: Mapping[str, str]
