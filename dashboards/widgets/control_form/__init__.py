"""Parts of the form in which a control is filled in."""
