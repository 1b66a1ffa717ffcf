# SPDX-License-Identifier: EUPL-1.2
"""The package's own carrier sentences for training: municipal prose with slots for people, places and bodies."""

from random import Random

from redaction.detection.training.names import NameMaker
from redaction.detection.training.records import Labelled


class CarrierTexts:
    """X."""

    @classmethod
    def load(cls, names: NameMaker, places: tuple[str, ...]) -> "CarrierTexts":
        """X."""
        return cls()

    def draw(self, random: Random, count: int, *, dev: bool = False) -> list[Labelled]:
        """X."""
        return []
