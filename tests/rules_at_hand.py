"""Imported by a server of processes before it forks: whoever is forked finds the rules read."""

from sectors.reader import load_rules

load_rules()
