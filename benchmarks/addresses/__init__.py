"""Addresses as people write them, with known truth: what of them is found, how rightly, and how fast."""
