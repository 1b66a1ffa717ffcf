# SPDX-License-Identifier: EUPL-1.2
"""The allow-list: per kind of dictionary the keys that may be copied, and what their values may be.

A key that is not listed is not copied. Scalars: ``number``, ``name``, ``bool``, ``numbers`` (numbers, nested arrays of
them), ``names`` (arrays of names and numbers); names only from ``NAME_VALUES``. Every other
word is the kind of a dictionary, stream or array that has its own entry or function in ``copying``.
Source of the keys: ISO 32000-2:2020, the clause named per table.
"""

from typing import Final

Rules = dict[str, str]

RESOURCES: Final[Rules] = {  # 7.8.3; under names of our own, see ``naming``
    "/ExtGState": "map:graphics_state",
    "/ColorSpace": "map:colour_space",
    "/Pattern": "map:pattern",
    "/Shading": "map:shading",
    "/Font": "map:font",
    "/XObject": "map:xobject",
}

GRAPHICS_STATE: Final[Rules] = {  # 8.4.5
    "/Type": "name",
    "/LW": "number",
    "/LC": "number",
    "/LJ": "number",
    "/ML": "number",
    "/D": "numbers",
    "/RI": "name",
    "/OP": "bool",
    "/op": "bool",
    "/OPM": "number",
    "/Font": "font_and_size",
    "/FL": "number",
    "/SM": "number",
    "/SA": "bool",
    "/BM": "names",
    "/SMask": "soft_mask",
    "/CA": "number",
    "/ca": "number",
    "/AIS": "bool",
    "/TK": "bool",
}

SOFT_MASK: Final[Rules] = {"/Type": "name", "/S": "name", "/G": "form", "/BC": "numbers", "/TR": "function"}  # 11.6.5.2

FONT: Final[Rules] = {  # 9.6, 9.7
    "/Type": "name",
    "/Subtype": "name",
    "/BaseFont": "font_name",
    "/FirstChar": "number",
    "/LastChar": "number",
    "/Widths": "numbers",
    "/FontDescriptor": "font_descriptor",
    "/DescendantFonts": "array:cid_font",
}
"""Encoding and ToUnicode are made anew by ``fontcopying``."""

TYPE3_FONT: Final[Rules] = {  # 9.6.4
    "/Type": "name",
    "/Subtype": "name",
    "/FirstChar": "number",
    "/LastChar": "number",
    "/Widths": "numbers",
    "/FontBBox": "numbers",
    "/FontMatrix": "numbers",
}
"""Glyph procedures, encoding, resources and ToUnicode are made anew by ``fontcopying``."""

CID_FONT: Final[Rules] = {  # 9.7.4
    "/Type": "name",
    "/Subtype": "name",
    "/BaseFont": "font_name",
    "/CIDSystemInfo": "system_info",
    "/FontDescriptor": "font_descriptor",
    "/DW": "number",
    "/W": "numbers",
    "/DW2": "numbers",
    "/W2": "numbers",
    "/CIDToGIDMap": "cid_to_gid",
}

SYSTEM_INFO: Final[Rules] = {"/Registry": "collection", "/Ordering": "collection", "/Supplement": "number"}  # 9.7.3

FONT_DESCRIPTOR: Final[Rules] = {  # 9.8
    "/Type": "name",
    "/FontName": "font_name",
    "/FontStretch": "name",
    "/FontWeight": "number",
    "/Flags": "number",
    "/FontBBox": "numbers",
    "/ItalicAngle": "number",
    "/Ascent": "number",
    "/Descent": "number",
    "/CapHeight": "number",
    "/XHeight": "number",
    "/StemV": "number",
    "/StemH": "number",
    "/MissingWidth": "number",
    "/FontFile": "font_program",
    "/FontFile2": "font_program",
    "/FontFile3": "font_program",
}

FONT_PROGRAM: Final[Rules] = {"/Subtype": "name", "/Length1": "number", "/Length2": "number", "/Length3": "number"}

EMBEDDED_CMAP: Final[Rules] = {  # 9.7.5.3
    "/Type": "name",
    "/CIDSystemInfo": "system_info",
    "/WMode": "number",
    "/UseCMap": "font_name",
}

IMAGE: Final[Rules] = {  # 8.9.5
    "/Type": "name",
    "/Subtype": "name",
    "/Width": "number",
    "/Height": "number",
    "/ColorSpace": "colour_space",
    "/BitsPerComponent": "number",
    "/Intent": "name",
    "/ImageMask": "bool",
    "/Mask": "image_mask",
    "/Decode": "numbers",
    "/Interpolate": "bool",
    "/SMask": "image",
    "/SMaskInData": "number",
    "/Matte": "numbers",
}

DECODE_PARAMETERS: Final[Rules] = {  # 7.4
    "/Predictor": "number",
    "/Colors": "number",
    "/BitsPerComponent": "number",
    "/Columns": "number",
    "/EarlyChange": "number",
    "/K": "number",
    "/EndOfLine": "bool",
    "/EncodedByteAlign": "bool",
    "/Rows": "number",
    "/EndOfBlock": "bool",
    "/BlackIs1": "bool",
    "/DamagedRowsBeforeError": "number",
    "/ColorTransform": "number",
    "/JBIG2Globals": "jbig2_globals",
}

FORM: Final[Rules] = {  # 8.10
    "/Type": "name",
    "/Subtype": "name",
    "/FormType": "number",
    "/BBox": "numbers",
    "/Matrix": "numbers",
    "/Group": "group",
}

GROUP: Final[Rules] = {"/Type": "name", "/S": "name", "/CS": "colour_space", "/I": "bool", "/K": "bool"}  # 11.6.6

TILING_PATTERN: Final[Rules] = {  # 8.7.3
    "/Type": "name",
    "/PatternType": "number",
    "/PaintType": "number",
    "/TilingType": "number",
    "/BBox": "numbers",
    "/XStep": "number",
    "/YStep": "number",
    "/Matrix": "numbers",
}

SHADING_PATTERN: Final[Rules] = {  # 8.7.4
    "/Type": "name",
    "/PatternType": "number",
    "/Shading": "shading",
    "/Matrix": "numbers",
    "/ExtGState": "graphics_state",
}

SHADING: Final[Rules] = {  # 8.7.4.5
    "/ShadingType": "number",
    "/ColorSpace": "colour_space",
    "/Background": "numbers",
    "/BBox": "numbers",
    "/AntiAlias": "bool",
    "/Function": "function",
    "/Domain": "numbers",
    "/Matrix": "numbers",
    "/Coords": "numbers",
    "/Extend": "bools",
    "/BitsPerCoordinate": "number",
    "/BitsPerComponent": "number",
    "/BitsPerFlag": "number",
    "/Decode": "numbers",
    "/VerticesPerRow": "number",
}

FUNCTION: Final[Rules] = {  # 7.10
    "/FunctionType": "number",
    "/Domain": "numbers",
    "/Range": "numbers",
    "/Size": "numbers",
    "/BitsPerSample": "number",
    "/Order": "number",
    "/Encode": "numbers",
    "/Decode": "numbers",
    "/C0": "numbers",
    "/C1": "numbers",
    "/N": "number",
    "/Functions": "array:function",
    "/Bounds": "numbers",
}

ICC_PROFILE: Final[Rules] = {"/N": "number", "/Alternate": "colour_space", "/Range": "numbers"}  # 8.6.5.5

COLOUR_DICTIONARY: Final[Rules] = {  # 8.6.5.2 to 8.6.5.4
    "/WhitePoint": "numbers",
    "/BlackPoint": "numbers",
    "/Gamma": "numbers",
    "/Matrix": "numbers",
    "/Range": "numbers",
}

NAME_VALUES: Final = frozenset(
    f"/{name}"
    for name in (
        *("ExtGState", "Mask", "Font", "FontDescriptor", "XObject", "Group", "Pattern", "CMap", "Encoding"),
        *("Type0", "Type1", "MMType1", "TrueType", "Type3", "CIDFontType0", "CIDFontType2"),
        *("Type1C", "CIDFontType0C", "OpenType"),
        *("UltraCondensed", "ExtraCondensed", "Condensed", "SemiCondensed", "Normal"),
        *("SemiExpanded", "Expanded", "ExtraExpanded", "UltraExpanded"),
        *("Image", "Form", "Transparency", "Alpha", "Luminosity", "None", "Identity", "Default"),
        *("AbsoluteColorimetric", "RelativeColorimetric", "Saturation", "Perceptual"),
        *("Compatible", "Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge", "ColorBurn"),
        *("HardLight", "SoftLight", "Difference", "Exclusion", "Hue", "Color", "Luminosity"),
        *("DeviceGray", "DeviceRGB", "DeviceCMYK"),
    )
)
"""Names that may stand as a value: any other would be a word of the author's program."""

COLLECTIONS: Final = ("Adobe", "Identity", "UCS", "GB1", "CNS1", "Japan1", "Japan2", "Korea1", "KR", "Manga1")
"""Registries and orderings of character collections."""
