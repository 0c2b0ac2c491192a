"""Parts of a control that the form and the view share."""
