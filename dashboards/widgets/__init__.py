"""Small parts of screens: each shows one thing, and none calls an act that its screen did not hand to it."""
