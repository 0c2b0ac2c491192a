"""Check In at Work: one row a person, site and day; a departure before the arrival is one on the next morning."""

from inspection.registers.readers.tables import Treatment

TREATMENTS = {"presence": Treatment()}
