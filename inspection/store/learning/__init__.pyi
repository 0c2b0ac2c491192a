from .frames import EligibleFrameRow as EligibleFrameRow
from .proposals import CardDecisionRow as CardDecisionRow
from .proposals import CardProposalRow as CardProposalRow
from .proposals import EvaluationRow as EvaluationRow
from .proposals import LearningPaperRow as LearningPaperRow
