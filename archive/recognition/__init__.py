# SPDX-License-Identifier: EUPL-1.2
"""Gives scanned pages a text layer: ``read_scans``."""

from archive.recognition.scans import Recognised, read_scans
from archive.recognition.tesseract import Tesseract, find_tesseract

__all__ = ["Recognised", "Tesseract", "find_tesseract", "read_scans"]
