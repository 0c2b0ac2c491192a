"""What of a control may be read by the employer: nothing that tells that exploitation was looked for or reported."""

from collections.abc import Mapping

from inspection.control.filled import AnswerValue, Control, PersonFound
from sectors.rules import Question


def without_suspicion(control: Control, questions: Mapping[str, Question]) -> Control:
    """Return a control as if nobody had thought of trafficking: all that follows is worked out from this one alone.

    Left out: the decision, the steps and calls, what was said of the centres, every sensitive answer with its comments
    and exhibits, who asked for an unplanned control, hearings of anybody but the employer, notes on look-ups, where
    persons are now, their numbers and ages. Two controls that differ in nothing else give the same bytes, so that no
    copy can tell them apart.

    questions
        Those of the day of the control; an answer to a question that is not among them is left out too.
    """
    plain = {key for key, question in questions.items() if not question.sensitive}
    return control.model_copy(
        update={
            "suspicion": None,
            "origin": None,
            "steps": (),
            "consents": (),
            "answers": _plain(control.answers, plain),
            "persons": tuple(_person(person, plain) for person in control.persons),
            "lookups": tuple(each.model_copy(update={"note": ""}) for each in control.lookups),
            "hearings": tuple(each for each in control.hearings if each.person == "employer"),
            "comments": tuple(each for each in control.comments if each.question in plain),
            "attachments": tuple(each for each in control.attachments if each.question in plain),
        }
    )


def _person(person: PersonFound, plain: set[str]) -> PersonFound:
    return PersonFound(ref=person.ref, name=person.name, answers=_plain(person.answers, plain))


def _plain(answers: Mapping[str, AnswerValue], plain: set[str]) -> dict[str, AnswerValue]:
    return {key: value for key, value in answers.items() if key in plain}
