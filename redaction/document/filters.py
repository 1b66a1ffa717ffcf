# SPDX-License-Identifier: EUPL-1.2
"""Filters of image streams: what stands before the picture filter is taken off, within limits (ISO 32000-2, 7.4)."""

from dataclasses import dataclass
from typing import Any, Final

import pikepdf
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from redaction.content.fonts import resolved
from redaction.document.streams import MAX_STREAM
from schemas.errors import BlockReason, DocumentBlocked

PICTURE_FILTERS: Final = ("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode")
_PARAMETERS: Final = ("/Predictor", "/Colors", "/BitsPerComponent", "/Columns", "/EarlyChange")
_ABBREVIATIONS: Final = {
    "/Fl": "/FlateDecode",
    "/LZW": "/LZWDecode",
    "/DCT": "/DCTDecode",
    "/CCF": "/CCITTFaxDecode",
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/RL": "/RunLengthDecode",
}


def not_decodable() -> DocumentBlocked:
    """What is raised for an image whose samples cannot be had."""
    return DocumentBlocked(
        BlockReason.IMAGE_NOT_DECODABLE,
        "An image of the PDF cannot be decoded.",
        advice="Ask the owner to save the document again as PDF, or to scan it again.",
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """How the samples of an image lie: size, components per pixel, bits per component."""

    width: int
    height: int
    components: int
    bits: int

    @property
    def row(self) -> int:
        """Bytes in a row."""
        return (self.width * self.components * self.bits + 7) // 8


def filters_of(image: DictionaryObject) -> tuple[list[str], list[Any]]:
    """Filters of a stream with their parameters, in order of decoding."""
    found = resolved(image.get("/Filter", image.get("/F")))
    parameters = resolved(image.get("/DecodeParms", image.get("/DP")))
    names = [found] if isinstance(found, NameObject) else list(found) if isinstance(found, ArrayObject) else []
    listed = list(parameters) if isinstance(parameters, ArrayObject) else [parameters]
    listed += [None] * (len(names) - len(listed))
    plain = [str(resolved(name)) for name in names]
    return [_ABBREVIATIONS.get(name, name) for name in plain], [resolved(item) for item in listed[: len(names)]]


def outer_decoded(image: StreamObject) -> tuple[bytes, str, Any]:
    """Data of an image behind its textual and lossless filters, and the picture filter that is left with parameters.

    Raises:
        DocumentBlocked: the data cannot be decoded (IMAGE_NOT_DECODABLE).
    """
    filters, parameters = filters_of(image)
    inner = next((index for index, name in enumerate(filters) if name in PICTURE_FILTERS), len(filters))
    if inner < len(filters) - 1:
        raise not_decodable()
    data = bytes(image._data)
    if inner:
        data = _through_qpdf(data, filters[:inner], parameters[:inner])
    if inner == len(filters):
        return data, "", None
    return data, filters[inner], parameters[inner]


def _through_qpdf(data: bytes, filters: list[str], parameters: list[Any]) -> bytes:
    with pikepdf.new() as pdf:
        stream = pikepdf.Stream(pdf, data)
        stream.Filter = pikepdf.Array([pikepdf.Name(name) for name in filters])
        if any(isinstance(item, DictionaryObject) for item in parameters):
            stream.DecodeParms = pikepdf.Array([plain_parameters(item, _PARAMETERS) or None for item in parameters])
        try:
            made = bytes(stream.read_bytes(decode_level=pikepdf.StreamDecodeLevel.specialized))
        except (pikepdf.PdfError, RuntimeError):  # bad codes of LZW are the latter
            raise not_decodable() from None
    if len(made) > MAX_STREAM:
        raise DocumentBlocked(BlockReason.SIZE_LIMIT, "An image of the PDF is too large.")
    return made


def plain_parameters(found: Any, allowed: tuple[str, ...]) -> Any:
    """Numbers and booleans of a parameter dictionary, as a dictionary of pikepdf."""
    result = pikepdf.Dictionary()
    for key in allowed if isinstance(found, DictionaryObject) else ():
        value = resolved(found.get(key))
        if isinstance(value, int):
            result[key] = int(value)
        elif hasattr(value, "value"):
            result[key] = bool(value.value)
    return result
