"""A bound that no plan of a week exceeds."""
