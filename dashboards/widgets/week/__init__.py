"""Parts of the screens about a week: maps, stops, bookings, approval."""
