"""The engines by name; each is imported only when it runs, so that ours runs where the others are not installed."""

from importlib import import_module

from benchmarks.planning.engines.outcome import Outcome, Solve

# name → (module, function, whether it begins from our greedy plan)
_ENGINES = {
    "ours": ("own", "solve", False),
    "greedy": ("own", "greedy", False),
    "steps": ("own", "steps", False),
    "pyvrp": ("hgs", "solve", False),
    "pyvrp-warm": ("hgs", "solve", True),
    "ortools": ("routing", "solve", False),
    "ortools-warm": ("routing", "solve", True),
    "ortools-plain": ("routing", "plain", False),
    "cpsat": ("exact", "solve", False),
}
NAMES = tuple(_ENGINES)
PEERS = ("pyvrp", "pyvrp-warm", "ortools", "ortools-warm", "ortools-plain")
SEEDLESS = ("greedy", "ortools", "ortools-warm", "ortools-plain")

__all__ = ["NAMES", "PEERS", "SEEDLESS", "Outcome", "Solve", "engine"]


def engine(name: str) -> tuple[Solve, bool]:
    """Return an engine, and whether it begins from our greedy plan."""
    module, function, warm = _ENGINES[name]
    return getattr(import_module(f"{__name__}.{module}"), function), warm
