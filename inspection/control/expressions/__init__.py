"""An expression's faces: evaluated here, compiled to XPath for ODK clients and to JavaScript, said in words.

Those that decide are two-valued in the same way: an unanswered question (missing, null, an empty text, no choice) makes
every comparison false, and `not` of it true. tests/control/test_control_agreement.py holds them against each other.
"""

from inspection.control.expressions.evaluating import evaluate, is_answered
from inspection.control.expressions.javascript import read_directly, to_javascript
from inspection.control.expressions.words import to_words
from inspection.control.expressions.xpath import XFORM_NO, XFORM_YES, to_xpath

__all__ = ["XFORM_NO", "XFORM_YES", "evaluate", "is_answered", "read_directly", "to_javascript", "to_words", "to_xpath"]
