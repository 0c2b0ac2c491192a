"""Commands about figures, releases and reports."""
