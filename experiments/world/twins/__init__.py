"""Innocent look-alikes, at realistic rates: what makes honest people look like a scheme."""

from experiments.world.twins.act import act_innocent

__all__ = ["act_innocent"]
