"""How do we know that it works? Synthetic worlds, benchmarks, backtests, studies."""
