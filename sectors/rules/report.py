"""The parts that a report of infringement has to hold."""

from sectors.rules.model import Sourced, Text


class ReportPart(Sourced):
    """One part, under the heading that the dossier prints; the order of the file is the order of the parts."""

    key: str
    label: Text
