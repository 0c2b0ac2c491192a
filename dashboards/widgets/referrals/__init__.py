"""Parts of the screens about referrals, their changes, links and orders."""
