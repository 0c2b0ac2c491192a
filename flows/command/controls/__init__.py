"""Commands about controls and the people found."""
