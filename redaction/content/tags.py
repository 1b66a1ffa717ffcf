# SPDX-License-Identifier: EUPL-1.2
"""Tags that every reader knows; any other tag is a word of the author's program, or a word that hides."""

from typing import Final

STANDARD_TYPES: Final = frozenset(
    (
        *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct"),
        *("Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody"),
        *("Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"),
        *("Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot"),
        *("Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"),
    )
)
"""Structure types of ISO 32000-1, 14.8.4."""

MARK_TAGS: Final = STANDARD_TYPES | {"Artifact", "ReversedChars", "Clip"}
"""Tags that marked content may keep (14.6, 14.8.2.2, 14.8.2.3.3, 14.6.3)."""
