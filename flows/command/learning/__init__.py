"""Commands that learn from what was found: from a table of anybody's, without a home."""
