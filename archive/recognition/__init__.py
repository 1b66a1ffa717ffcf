# SPDX-License-Identifier: EUPL-1.2
"""Gives scanned pages a text layer (``read_scans``); reads pages whose fonts do not tell letters (``read_words``)."""

from archive.recognition.pages import read_words
from archive.recognition.scans import Recognised, read_scans
from archive.recognition.tesseract import Tesseract, find_tesseract

__all__ = ["Recognised", "Tesseract", "find_tesseract", "read_scans", "read_words"]
