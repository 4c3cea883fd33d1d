"""A synthetic world of social assistance: honest, with errors, with twins, and with every scheme of the handbook."""

from experiments.world.simulate import simulate

__all__ = ["simulate"]
