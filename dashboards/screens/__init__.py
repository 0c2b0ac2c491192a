"""The screens: each is one `show()` that asks a query, shows it with widgets, and calls one act on a button."""
