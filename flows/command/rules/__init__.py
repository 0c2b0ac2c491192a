"""Commands for whoever writes rules: they need no database and no source tree, and change nothing."""
