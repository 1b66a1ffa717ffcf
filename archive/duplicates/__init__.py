# SPDX-License-Identifier: EUPL-1.2
"""Copies, versions and quoted mail: ``sketch_of`` a text, and ``groups_of`` many sketches."""

from archive.duplicates.groups import groups_of
from archive.duplicates.sketch import Sketch, sketch_of

__all__ = ["Sketch", "groups_of", "sketch_of"]
