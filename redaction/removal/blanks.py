# SPDX-License-Identifier: EUPL-1.2
"""Letters that an embedded font draws with nothing: a reader copies them and no eye sees them."""

import io
from typing import Any, Final

from fontTools.ttLib import TTFont
from pypdf.generic import ArrayObject, DictionaryObject

from redaction.content.fonts import Font, resolved, stream_data
from redaction.content.page import PageContent, Run
from redaction.document.fontplans import BROKEN_PROGRAM

_HIDDEN_MODES: Final = (3, 7)


def blank_glyphs(content: PageContent) -> set[int]:
    """Glyphs with a text and an empty outline, in composite TrueType fonts; the layer over a scan is not among them."""
    programs: dict[Font, _Shapes | None] = {}
    result: set[int] = set()
    for run in content.runs:
        code_map = run.font.code_map
        if code_map is None or not code_map.identity or run.mode in _HIDDEN_MODES:
            continue
        if run.font not in programs:
            programs[run.font] = _shapes(content, run)
        shapes = programs[run.font]
        if shapes is None:
            continue
        for index, code in enumerate(run.codes):
            if not run.texts[index].isspace() and shapes.is_empty(code_map.cid(code)):
                result.add(run.first + index)
    return result


class _Shapes:
    """Which CIDs of an embedded font have an outline."""

    def __init__(self, program: TTFont, mapping: bytes | None) -> None:
        self._places = list(program["loca"])
        self._mapping = mapping

    def is_empty(self, cid: int) -> bool:
        """Whether a CID draws nothing; glyph 0 is what stands for a missing letter."""
        glyph = cid if self._mapping is None else int.from_bytes(self._mapping[2 * cid : 2 * cid + 2], "big")
        return 0 < glyph < len(self._places) - 1 and self._places[glyph] == self._places[glyph + 1]


def _shapes(content: PageContent, run: Run) -> _Shapes | None:
    listed = resolved(content.streams[run.path].resources.get("/Font"))
    font = resolved(listed.get(f"/{run.font_name}")) if isinstance(listed, DictionaryObject) else None
    descendants = resolved(font.get("/DescendantFonts")) if isinstance(font, DictionaryObject) else None
    descendant: Any = resolved(descendants[0]) if isinstance(descendants, ArrayObject) and descendants else None
    descriptor = resolved(descendant.get("/FontDescriptor")) if isinstance(descendant, DictionaryObject) else None
    if not isinstance(descriptor, DictionaryObject) or "/FontFile2" not in descriptor:
        return None
    try:
        program = TTFont(io.BytesIO(stream_data(descriptor.get("/FontFile2"))), lazy=True, fontNumber=0)
        return _Shapes(program, stream_data(descendant.get("/CIDToGIDMap")) or None)
    except BROKEN_PROGRAM:
        return None
