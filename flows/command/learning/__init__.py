"""Commands that learn from what was found: in a house, or from a table of anybody's without one."""
