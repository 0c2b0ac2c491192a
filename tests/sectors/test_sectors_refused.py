"""Mistakes that were read once and did harm: each is refused at every place, with its code and its line."""

import pytest
from builders_mistakes import KINDS, Mistake, faults_of, places

REFUSED = [
    # a street would be taken for another one, and a team be sent there
    ("addresses", "address_words.*.full", "a name misspelt", "RULE-210"),
    ("addresses", "address_words.*.kind", "field missing", "RULE-208"),
    ("addresses", "address_words.*.ending", "field missing", "RULE-208"),
    # a breach could not be noted or assessed, and nobody be reminded of its hours
    ("watch", "breach_rules.kinds", "an empty list", "RULE-210"),
    ("watch", "breach_rules.kinds", "an item misspelt", "RULE-210"),
    ("watch", "breach_rules.kinds", "an unknown item", "RULE-210"),
    ("watch", "breach_rules.remind_hours", "an empty list", "RULE-210"),
    ("watch", "breach_rules.remind_hours", "field missing", "RULE-208"),
    ("watch", "breach_rules.risks.*", "field missing", "RULE-210"),
    ("watch", "breach_rules.risks.high", "field missing", "RULE-210"),
    ("watch", "breach_rules.risks.high", "key in capitals", "RULE-210"),
    ("watch", "breach_rules.risks.high", "key misspelt", "RULE-210"),
    # plans would be open without a word that says so
    ("watch", "secret_planning.shown_hours", "field missing", "RULE-208"),
    # an office would be asked on about a case that has ended
    ("deadlines", "deadlines.outcome_ends", "an empty list", "RULE-210"),
    # what stands for nationality would be learnt from
    ("learning", "learning.left_out_domains", "an empty list", "RULE-210"),
    ("learning", "learning.left_out_domains", "field missing", "RULE-208"),
    # any finding would count as a serious one
    ("selection", "objectives.*.least_level", "field missing", "RULE-210"),
    ("selection", "objectives.*.least_level", "null instead", "RULE-210"),
    # a register would not be asked, a proof never be met
    ("field", "field_rules.looks.registers", "an item misspelt", "RULE-403"),
    ("field", "field_rules.looks.registers", "an unknown item", "RULE-403"),
    ("leaving", "usual_evidence.*.registers", "an empty list", "RULE-210"),
    ("leaving", "usual_evidence.*.registers", "field missing", "RULE-210"),
    # a tick would say "in order" of what was not read, or of no answer
    ("questions", "checks.*.ways.short", "field missing", "RULE-210"),
    ("questions", "checks.*.ways.short", "null instead", "RULE-210"),
    ("questions", "checks.*.ways.answers.*", "an empty list", "RULE-426"),
    # what the State Archives should be offered would be destroyed; what stays would not say why
    ("retention", "retention.*.archives", "field missing", "RULE-210"),
    ("retention", "retention.*.ground", "field missing", "RULE-210"),
]


@pytest.mark.parametrize(("file", "field", "kind", "code"), REFUSED)
@pytest.mark.few(12)
def test_a_mistake_that_does_harm_is_refused_with_its_line(file: str, field: str, kind: str, code: str) -> None:
    """In the first and the last place where its field stands."""
    applies, _ = KINDS[kind]
    made = [
        Mistake(kind, one) for one in places(f"sectors/common/{file}.yaml") if one.pattern == field and applies(one)
    ]
    assert made
    for faults in map(faults_of, (made[0], made[-1])):
        assert faults is not None
        assert {fault.code for fault in faults} == {code}
        assert [fault.where for fault in faults if f"{file}.yaml, line " not in fault.where] == []
