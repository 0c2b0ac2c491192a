"""Parts of a control that its form shows as well: the card that stops it, and the extracts of registers."""
