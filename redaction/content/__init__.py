# SPDX-License-Identifier: EUPL-1.2
"""The one truth about glyphs: what a page draws, where, and by which operation."""
