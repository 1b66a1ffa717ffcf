# SPDX-License-Identifier: EUPL-1.2
"""Pictures beneath what others drew, and pictures that are the filling of a path: their pixels go as any others do."""

import io
from collections.abc import Iterator

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image

from redaction.removal import prepare
from schemas.errors import BlockReason, DocumentBlocked
from schemas.geometry import Box
from tests.redaction.content.made_pdfs import PdfMaker
from tests.redaction.removal.roads import without_box

SIDE = 160
DARK = (48, 112, 80, 128)
"""Pixels (x0, y0, x1, y1) of the canary: a dark field in a light picture."""
GREY = b"/Width 160/Height 160/BitsPerComponent 8/ColorSpace/DeviceGray"


def _picture(field: int = 0) -> Image.Image:
    pixels = np.full((SIDE, SIDE), 200, np.uint8)
    pixels[:, ::8] = 160
    pixels[DARK[1] : DARK[3], DARK[0] : DARK[2]] = field
    return Image.fromarray(pixels)


def _stored(maker: PdfMaker, kind: str, field: int = 0) -> int:
    picture = _picture(field)
    entries = b"/Type/XObject/Subtype/Image" + GREY
    if kind == "flate":
        return maker.stream(picture.tobytes(), entries, deflate=True)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, progressive=kind == "progressive")
    return maker.stream(out.getvalue(), entries + b"/Filter/DCTDecode")


def _samples(data: bytes) -> Iterator[np.ndarray]:
    """Every image that is stored in a document."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == pikepdf.Name.Image:
                yield np.asarray(pikepdf.PdfImage(item).as_pil_image().convert("L"))


def _leaks(data: bytes) -> bool:
    """Whether the dark field is still in any stored image."""
    return any(bool((samples < 60).any()) for samples in _samples(data) if samples.shape == (SIDE, SIDE))


def _rendered(data: bytes) -> np.ndarray:
    document = pdfium.PdfDocument(data)
    picture: np.ndarray = document[0].render(scale=2, grayscale=True).to_numpy().astype(int)
    document.close()
    return picture


PLACED = b"q 160 0 0 160 20 20 cm /I Do Q "
OVER = b"66 50 36 20 re "
"""Over the field: pixels 48 to 80 across and 112 to 128 down are 68 to 100 and 52 to 68 on the page."""
BARS = {
    "black bar": b"0 g " + OVER + b"f",
    "white bar": b"1 g " + OVER + b"f",
    "bar in a form": b"/F Do",
    "bar with round corners": b"0 g 62 46 m 106 46 l 110 46 110 46 110 50 c 110 70 l 110 74 110 74 106 74 c "
    b"62 74 l 58 74 58 74 58 70 c 58 50 l 58 46 58 46 62 46 c h f",
    "bar that is a picture": b"q 36 0 0 20 66 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q",
}


def _covered(bar: bytes, kind: str = "flate", field: int = 0) -> bytes:
    maker = PdfMaker()
    form = maker.stream(b"0 g " + OVER + b"f", b"/Type/XObject/Subtype/Form/BBox[0 0 200 200]")
    image = _stored(maker, kind, field)
    maker.page(PLACED + bar, size=(200, 200), resources=b"/XObject<</I %d 0 R/F %d 0 R>>" % (image, form))
    return maker.finish()


@pytest.mark.parametrize("bar", BARS.values(), ids=BARS.keys())
def test_picture_under_a_bar_of_others_loses_what_is_under_it(bar: bytes) -> None:
    data = _covered(bar)
    assert _leaks(data)
    prepared = prepare(data)
    assert not _leaks(prepared.data)
    assert abs(_rendered(prepared.data) - _rendered(data)).max() <= 2
    assert any("beeld" in note and "blad 1" in note for note in prepared.notes)


@pytest.mark.parametrize("kind", ["flate", "jpeg", "progressive"])
def test_pictures_that_differ_under_a_bar_become_the_same(kind: str) -> None:
    fields = {prepare(_covered(BARS["black bar"], kind, field)).data for field in (0, 40)}
    assert len(fields) == 1


def test_bar_as_an_annotation_counts() -> None:
    maker = PdfMaker()
    square = b"<</Type/Annot/Subtype/Square/Rect[66 50 102 70]/IC[0 0 0]/C[0 0 0]>>"
    entries = b"/Annots[%s]" % square
    resources = b"/XObject<</I %d 0 R>>" % _stored(maker, "flate")
    maker.page(PLACED, size=(200, 200), resources=resources, entries=entries)
    data = maker.finish()
    assert _leaks(data)
    assert not _leaks(prepare(data).data)


@pytest.mark.parametrize(
    "content", [b"0 g " + OVER + b"f " + PLACED, PLACED + OVER + b"S", PLACED + b"66 59 36 1 re f"]
)
def test_picture_that_is_seen_stays(content: bytes) -> None:
    assert _leaks(_prepared(content))


def _prepared(content: bytes) -> bytes:
    maker = PdfMaker()
    maker.page(content, size=(200, 200), resources=b"/XObject<</I %d 0 R>>" % _stored(maker, "flate"))
    return prepare(maker.finish()).data


# -- pictures that are the filling of a path


def _pattern(field: int = 0, *, turned: bool = False, nested: bool = False) -> bytes:
    maker = PdfMaker()
    image = _stored(maker, "flate", field)
    matrix = b"[0 1 -1 0 180 20]" if turned else b"[1 0 0 1 20 20]"
    pattern = maker.stream(
        b"160 0 0 160 0 0 cm /I Do",
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 160 160]/XStep 160/YStep 160/Matrix%s"
        b"/Resources<</XObject<</I %d 0 R>>>>" % (matrix, image),
    )
    fill = b"/Pattern cs /P scn q 0.5 0 0 0.5 0 0 cm 40 40 320 320 re f Q"
    resources = b"/Pattern<</P %d 0 R>>" % pattern
    if nested:
        form = maker.stream(fill, b"/Type/XObject/Subtype/Form/BBox[0 0 200 200]/Resources<<%s>>" % resources)
        fill, resources = b"/F Do", b"/XObject<</F %d 0 R>>" % form
    maker.page(fill, size=(200, 200), resources=resources)
    return maker.finish()


@pytest.mark.parametrize("turned", [False, True])
def test_picture_as_a_pattern_looks_the_same_and_loses_its_pixels(turned: bool) -> None:
    data = _pattern(turned=turned)
    assert _leaks(data)
    assert abs(_rendered(prepare(data).data) - _rendered(data)).max() <= 2
    box = Box(130, 98, 150, 134) if turned else Box(66, 130, 102, 150)
    dark = np.argwhere(_rendered(data) < 60) / 2
    assert all(box.contains_point(x, y) for y, x in dark)
    result = without_box(data, box)
    assert not _leaks(result.data)
    outputs = {without_box(_pattern(field, turned=turned), box).data for field in (0, 40)}
    assert len(outputs) == 1


def test_box_on_a_picture_in_a_pattern_that_was_not_drawn_out_blocks() -> None:
    data = _pattern(nested=True)
    assert without_box(data, Box(0, 0, 10, 10)).boxes
    with pytest.raises(DocumentBlocked) as caught:
        without_box(data, Box(66, 130, 102, 150))
    assert caught.value.reason is BlockReason.UNSAFE_OBJECT
