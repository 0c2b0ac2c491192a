"""Parts of the screen for readers of policy."""
