"""Detectors under one contract, and the list of those in use."""

from models.detectors.contract import Detector, Method, State
from models.detectors.forest import Forest
from models.detectors.histogram import Histograms
from models.detectors.inne import Balls
from models.detectors.mixture import Shape
from models.detectors.neighbours import Neighbours

METHODS: tuple[Method, ...] = (
    Method("forest", Forest.fit, Forest.load),
    Method("neighbours", Neighbours.fit, Neighbours.load),
    Method("balls", Balls.fit, Balls.load),
    Method("histograms", Histograms.fit, Histograms.load),
    Method("shape", Shape.fit, Shape.load),
)

__all__ = ["METHODS", "Detector", "Method", "State"]
