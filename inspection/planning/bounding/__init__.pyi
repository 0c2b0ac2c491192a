from .bound import upper_bound as upper_bound
