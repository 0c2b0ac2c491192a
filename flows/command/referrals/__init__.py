"""Commands about referrals and links between cases."""
