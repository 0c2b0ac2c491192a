"""Parts of the screen of targeting: what was measured, proposed cards, who decides, papers."""
