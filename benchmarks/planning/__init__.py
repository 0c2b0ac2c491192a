"""The referee of the planning core: weeks, others' files, others' engines, and one run that compares them."""
