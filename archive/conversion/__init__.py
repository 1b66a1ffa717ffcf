# SPDX-License-Identifier: EUPL-1.2
"""Other formats to PDF: ``convert``."""

from archive.conversion.convert import Converted, convert

__all__ = ["Converted", "convert"]
