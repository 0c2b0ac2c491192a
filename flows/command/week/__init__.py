"""Commands about a week: plan, approve, replan, book, hold, bound, maps."""
