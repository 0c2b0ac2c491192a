"""Measurements beside others' engines; nothing in the product imports them."""
