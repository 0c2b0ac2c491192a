"""Parts of the screens about referrals, their changes and links."""
