"""Does learning from outcomes help? Ranking with and without the supervised layer, on months that it has not seen."""

from experiments.studies.learning.lesson import Lesson, lesson
from experiments.studies.learning.measure import Compared, compared, measured, worse

__all__ = ["Compared", "Lesson", "compared", "lesson", "measured", "worse"]
