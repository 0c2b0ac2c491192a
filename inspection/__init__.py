"""Vigie without screens or schedules: the calculations, the store, and the acts that join them."""
