# SPDX-License-Identifier: EUPL-1.2
"""Pixels under a box are gone from the image's own data, for every way of storing an image."""

import base64
import io
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2
import pytest
import reportlab
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

from redaction.document.samples import fax_stream, packed
from redaction.removal import prepare, redact
from redaction.removal.images import places_in
from schemas.errors import BlockReason, DocumentBlocked
from schemas.findings import Kind
from schemas.geometry import Box
from schemas.identity import digest_of
from schemas.review import Redaction, ReviewedFindings
from tests.redaction.document.roads import redacted
from tests.redaction.witnesses import leaks, pdfium_text
from tests.shared_material import shared

Pixels = npt.NDArray[Any]
SIDE = 64
BOX = Box(36, 36, 60, 60)
"""On the page as seen; an image of 64 pixels fills a page of 128 points, so these are pixels 18 to 30."""
INSIDE = (slice(18, 30), slice(18, 30))
OUTSIDE = np.ones((SIDE, SIDE), bool)
OUTSIDE[14:34, 14:34] = False


def picture(secret: int, components: int = 1, bits: int = 8) -> Pixels:
    """A picture with a secret under the box; everything else is the same for all secrets."""
    top = (1 << bits) - 1
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    planes = [((x * 3 + y * (2 + place)) // 3) % (top + 1) for place in range(components)]
    made = np.stack(planes, axis=2).astype(np.uint16 if bits == 16 else np.uint8)
    made[INSIDE] = np.random.default_rng(secret).integers(0, top + 1, (12, 12, components))
    return made


def _raw(pixels: Pixels, bits: int = 8) -> bytes:
    return packed(pixels, bits)


Maker = Callable[[pikepdf.Pdf, int], pikepdf.Object]
STORED: dict[str, Maker] = {}
LOSSY = {"JPEG progressive"}


def stored(name: str) -> Callable[[Maker], Maker]:
    """Register a way of storing a picture."""

    def register(maker: Maker) -> Maker:
        STORED[name] = maker
        return maker

    return register


def _image(pdf: pikepdf.Pdf, data: bytes, space: Any, bits: int = 8, side: int = SIDE, **keys: Any) -> pikepdf.Object:
    image = pikepdf.Stream(pdf, data)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent = side, side, bits
    if space is not None:
        image.ColorSpace = space
    for key, value in keys.items():
        image[f"/{key}"] = value
    return pdf.make_indirect(image)


for _bits in (1, 2, 4, 8, 16):

    def _grey(pdf: pikepdf.Pdf, secret: int, bits: int = _bits) -> pikepdf.Object:
        data = zlib.compress(_raw(picture(secret, 1, bits), bits))
        return _image(pdf, data, Name.DeviceGray, bits, Filter=Name.FlateDecode)

    stored(f"grey of {_bits} bits")(_grey)


@stored("RGB without filter")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    return _image(pdf, _raw(picture(secret, 3)), Name.DeviceRGB)


@stored("RGB with PNG predictor")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    rows = picture(secret, 3).reshape(SIDE, -1).astype(int)
    rows[1:] -= rows[:-1].copy()
    data = np.concatenate([np.full((SIDE, 1), 2), rows % 256], axis=1).astype(np.uint8).tobytes()
    parameters = Dictionary(Predictor=15, Colors=3, Columns=SIDE, BitsPerComponent=8)
    return _image(pdf, zlib.compress(data), Name.DeviceRGB, Filter=Name.FlateDecode, DecodeParms=parameters)


@stored("RGB with TIFF predictor")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    rows = picture(secret, 3).astype(int)
    rows[:, 1:] -= rows[:, :-1].copy()
    data = (rows % 256).astype(np.uint8).tobytes()
    parameters = Dictionary(Predictor=2, Colors=3, Columns=SIDE, BitsPerComponent=8)
    return _image(pdf, zlib.compress(data), Name.DeviceRGB, Filter=Name.FlateDecode, DecodeParms=parameters)


@stored("CMYK")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    return _image(pdf, zlib.compress(_raw(picture(secret, 4))), Name.DeviceCMYK, Filter=Name.FlateDecode)


@stored("LZW")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    bits = []
    for place, byte in enumerate(_raw(picture(secret))):
        bits += ([256] if place % 200 == 0 else []) + [byte]
    text = "".join(format(code, "09b") for code in [*bits, 257])
    data = int(text.ljust(-(-len(text) // 8) * 8, "0"), 2).to_bytes(-(-len(text) // 8), "big")
    return _image(pdf, data, Name.DeviceGray, Filter=Name.LZWDecode)


@stored("run lengths behind ASCII 85")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    raw = _raw(picture(secret))
    runs = b"".join(bytes([127]) + raw[start : start + 128] for start in range(0, len(raw), 128)) + b"\x80"
    return _image(
        pdf,
        base64.a85encode(runs) + b"~>",
        Name.DeviceGray,
        Filter=Array([Name.ASCII85Decode, Name.RunLengthDecode]),
    )


@stored("palette")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    table = bytes((np.arange(48) * 5) % 256)
    space = Array([Name.Indexed, Name.DeviceRGB, 15, pikepdf.String(table)])
    return _image(pdf, _raw(picture(secret, 1, 4), 4), space, 4)


@stored("separation")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1]), C1=Array([0]), N=1)
    space = Array([Name.Separation, Name.Black, Name.DeviceGray, function])
    return _image(pdf, _raw(picture(secret)), space)


@stored("grey with turned values")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    return _image(pdf, _raw(picture(secret)), Name.DeviceGray, Decode=Array([1, 0]))


@stored("stencil")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    return _image(pdf, _raw(picture(secret, 1, 1), 1), None, 1, ImageMask=True)


@stored("colour key mask")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    return _image(pdf, _raw(picture(secret)), Name.DeviceGray, Mask=Array([10, 20]))


@stored("soft mask of another size")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    mask = np.repeat(np.repeat(picture(secret), 2, axis=0), 2, axis=1)
    soft = _image(pdf, _raw(mask), Name.DeviceGray, side=2 * SIDE)
    return _image(pdf, _raw(picture(secret, 3)), Name.DeviceRGB, SMask=soft)


@stored("stencil as mask")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    mask = _image(pdf, _raw(picture(secret, 1, 1), 1), None, 1, ImageMask=True)
    return _image(pdf, _raw(picture(secret, 3)), Name.DeviceRGB, Mask=mask)


def _jpeg(pdf: pikepdf.Pdf, pixels: Pixels, mode: str, space: Any, **options: Any) -> pikepdf.Object:
    out = io.BytesIO()
    plain = pixels[:, :, 0] if mode == "L" else pixels
    Image.fromarray(plain, mode).save(out, "JPEG", quality=85, **options)
    return _image(pdf, out.getvalue(), space, Filter=Name.DCTDecode)


@stored("JPEG 4:2:0")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    return _jpeg(pdf, picture(secret, 3), "RGB", Name.DeviceRGB, subsampling=2)


@stored("JPEG 4:4:4")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    return _jpeg(pdf, picture(secret, 3), "RGB", Name.DeviceRGB, subsampling=0, optimize=True)


@stored("JPEG grey")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    return _jpeg(pdf, picture(secret), "L", Name.DeviceGray, restart_marker_blocks=3)


@stored("JPEG CMYK")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    made = _jpeg(pdf, picture(secret, 4), "CMYK", Name.DeviceCMYK)
    made.Decode = Array([1, 0, 1, 0, 1, 0, 1, 0])
    return made


@stored("JPEG progressive")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    return _jpeg(pdf, picture(secret, 3), "RGB", Name.DeviceRGB, progressive=True)


@stored("JPEG 2000")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    out = io.BytesIO()
    Image.fromarray(picture(secret, 3), "RGB").save(out, "JPEG2000")
    return _image(pdf, out.getvalue(), Name.DeviceRGB, Filter=Name.JPXDecode)


@stored("fax group 4")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    data = bytes(fax_stream(picture(secret, 1, 1))._data)
    parameters = Dictionary(K=-1, Columns=SIDE, Rows=SIDE)
    return _image(pdf, data, Name.DeviceGray, 1, Filter=Name.CCITTFaxDecode, DecodeParms=parameters)


@stored("fax group 3")
def _(pdf: pikepdf.Pdf, secret: int) -> pikepdf.Object:
    out = io.BytesIO()
    ink = Image.fromarray((1 - picture(secret, 1, 1)[:, :, 0]) * 255).convert("1")
    ink.save(out, "TIFF", compression="group3")
    tiff = Image.open(out)
    (start,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]  # type: ignore[attr-defined]
    data = out.getvalue()[start : start + length]
    return _image(
        pdf, data, Name.DeviceGray, 1, Filter=Name.CCITTFaxDecode, DecodeParms=Dictionary(K=0, Columns=SIDE, Rows=SIDE)
    )


def document(maker: Maker, secret: int, matrix: str = "128 0 0 128 0 0", pages: int = 1) -> bytes:
    """Pages of 128 points that show one picture."""
    pdf = pikepdf.new()
    image = maker(pdf, secret)
    for _ in range(pages):
        pdf.add_blank_page(page_size=(128, 128))
        page = pdf.pages[-1].obj
        page.Resources = Dictionary(XObject=Dictionary(Im=image))
        page.Contents = pdf.make_stream(f"0 0.5 0 rg q {matrix} cm /Im Do Q".encode())
    return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return out.getvalue()


def boxed(data: bytes, box: Box = BOX) -> bytes:
    """The document with an officer's box on its first page."""
    prepared = prepare(data).data
    redaction = Redaction(ground="5.1.2.e", kind=Kind.TERM, page=0, boxes=(box,))
    reviewed = ReviewedFindings(
        digest=digest_of(prepared), redactions=(redaction,), decisions=(), policy_version="t", model_version="t"
    )
    return redact(prepared, reviewed).data


def seen_samples(data: bytes, page: int = 0) -> Pixels:
    """The stored picture of a page as pdfium decodes it, without page, clip and mask."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        found = next(iter(pdf[page].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])))
        made: Pixels = found.get_bitmap(render=False).to_numpy().astype(np.int64)
        return made.reshape(SIDE, SIDE, -1)
    finally:
        pdf.close()


@pytest.mark.parametrize("name", STORED)
def test_pixels_under_the_box_are_one_colour_and_the_others_stay(name: str) -> None:
    before, after = document(STORED[name], 1), boxed(document(STORED[name], 1))
    old, new = seen_samples(before), seen_samples(after)
    assert len(np.unique(old[INSIDE].reshape(-1, old.shape[2]), axis=0)) > 1
    assert len(np.unique(new[INSIDE].reshape(-1, new.shape[2]), axis=0)) == 1
    difference = np.abs(old - new)[OUTSIDE]
    if name in LOSSY:
        assert difference.max() <= 16
        assert difference.mean() < 1.5
    else:
        assert difference.max() == 0


def test_soft_mask_lets_nothing_be_painted_under_the_box() -> None:
    """Where it would let the picture through, a black one stood around the box as a thick frame."""
    made = boxed(document(STORED["soft mask of another size"], 1))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        (image,) = [item for item in pdf.pages[0].Resources.XObject.values() if item.Subtype == Name.Image]
        mask = np.frombuffer(image.SMask.read_bytes(), np.uint8).reshape(2 * SIDE, 2 * SIDE)
    assert not mask[36:60, 36:60].any()
    assert mask[OUTSIDE.repeat(2, axis=0).repeat(2, axis=1)].any()


@pytest.mark.parametrize("name", STORED)
def test_nothing_of_the_pixels_is_left(name: str) -> None:
    assert boxed(document(STORED[name], 1)) == boxed(document(STORED[name], 2))


@pytest.mark.parametrize("name", STORED)
def test_picture_stays_about_as_large(name: str) -> None:
    before = prepare(document(STORED[name], 1)).data
    assert len(boxed(before)) <= 1.1 * len(before) + 1500  # the box itself with its font and label


@pytest.mark.parametrize("name", ["grey of 8 bits", "JPEG 4:2:0", "soft mask of another size"])
def test_twice_is_the_same(name: str) -> None:
    data = document(STORED[name], 1)
    assert boxed(data) == boxed(data)


@pytest.mark.parametrize("name", ["palette", "fax group 4", "stencil", "JPEG grey"])
def test_picture_beside_the_box_is_not_touched(name: str) -> None:
    data = document(STORED[name], 1, "40 0 0 40 80 80")
    assert (seen_samples(boxed(data, Box(2, 80, 60, 120))) == seen_samples(data)).all()


def test_shared_picture_goes_on_the_page_of_the_box_only() -> None:
    data = document(STORED["RGB without filter"], 1, pages=2)
    made = boxed(data)
    assert (seen_samples(made, 1) == seen_samples(data)).all()
    assert len(np.unique(seen_samples(made)[INSIDE].reshape(-1, 3), axis=0)) == 1


@pytest.mark.parametrize(
    ("matrix", "edge"),
    [
        ("0 128 -128 0 128 0", 6),
        ("-128 0 0 -128 128 128", 6),
        ("0 -128 128 0 0 128", 6),
        ("90 30 -30 90 30 0", 16),  # the box is upright, the rows of the picture are not: all rows that it crosses go
    ],
)
def test_turned_picture_loses_what_lies_under_the_box(matrix: str, edge: int) -> None:
    data = document(STORED["RGB without filter"], 1, matrix)
    different = np.argwhere(np.abs(_rendered(data) - _rendered(boxed(data))).max(axis=2) > 24)
    assert len(different)
    assert different.min() >= 36 - edge
    assert different.max() <= 60 + edge


def _rendered(data: bytes) -> Pixels:
    pdf = pypdfium2.PdfDocument(data)
    try:
        made: Pixels = pdf[0].render(scale=1).to_numpy().astype(np.int64)
        return made
    finally:
        pdf.close()


def test_inline_picture_goes_as_well() -> None:
    made = []
    for secret in (1, 2):
        pdf = pikepdf.new()
        pdf.add_blank_page(page_size=(128, 128))
        data = _raw(picture(secret, 3)).hex().encode()
        head = b"q 128 0 0 128 0 0 cm BI /W 64 /H 64 /BPC 8 /CS /RGB /F /AHx ID "
        pdf.pages[0].obj.Contents = pdf.make_stream(head + data + b"> EI Q")
        made.append(boxed(saved(pdf)))
    assert made[0] == made[1]
    assert len(np.unique(seen_samples(made[0])[INSIDE].reshape(-1, 3), axis=0)) == 1


def test_palette_keeps_only_the_colours_that_are_left() -> None:
    pixels = np.zeros((SIDE, SIDE, 1), np.uint8)
    pixels[INSIDE] = 3

    def maker(pdf: pikepdf.Pdf, _: int) -> pikepdf.Object:
        table = bytes((0, 0, 0, 255, 0, 0, 0, 255, 0, 18, 52, 86))
        return _image(pdf, _raw(pixels, 2), Array([Name.Indexed, Name.DeviceRGB, 3, pikepdf.String(table)]), 2)

    with pikepdf.open(io.BytesIO(boxed(document(maker, 0)))) as pdf:
        (image,) = pdf.pages[0].obj.Resources.XObject.values()
        assert bytes(image.ColorSpace[3]) == bytes(3)


def test_picture_that_cannot_be_decoded_blocks() -> None:
    def maker(pdf: pikepdf.Pdf, _: int) -> pikepdf.Object:
        return _image(pdf, b"\xff\xd8\xff\xda\x00\x02junk\xff\xd9", Name.DeviceRGB, Filter=Name.DCTDecode)

    with pytest.raises(DocumentBlocked) as caught:
        boxed(document(maker, 0))
    assert caught.value.reason is BlockReason.IMAGE_NOT_DECODABLE


@pytest.mark.shared
def test_jbig2_with_shared_symbols_becomes_fax() -> None:
    data = (shared() / "corpus" / "files" / "jbig2__jbig2.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(boxed(data, Box(50, 50, 200, 200)))) as pdf:
        images = [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"]
        assert [str(image.Filter[0]) for image in images] == ["/CCITTFaxDecode"] * len(images)
        assert images


def test_places_are_padded_and_cut_to_the_picture() -> None:
    assert places_in((100, 0, 0, 100, 0, 0), 50, 50, [(10, 80, 20, 120)]) == [(3, 0, 12, 12)]
    assert places_in((100, 0, 0, 100, 0, 0), 50, 50, [(200, 0, 210, 10)]) == []
    assert places_in((0, 0, 0, 0, 5, 5), 50, 50, [(0, 0, 1, 1)]) == [(0, 0, 50, 50)]


@pytest.mark.parametrize(
    ("content", "page_box"),
    [
        ("q 30 30 20 20 re W n 128 0 0 128 0 0 cm /Im Do Q", None),
        ("q 128 0 0 128 0 0 cm /Im Do Q", [0, 40, 40, 128]),
        ("q 30 30 20 20 re W n 0 128 -128 0 128 0 cm /Im Do Q", None),
    ],
    ids=["clip", "crop box", "clip and turned"],
)
def test_what_was_cut_off_a_picture_is_not_stored(content: str, page_box: list[int] | None) -> None:
    """The picture is larger than what is seen of it: pixels that nobody sees cannot be judged."""
    side = 4 * SIDE
    made = []
    for secret in (1, 2):
        pixels = np.repeat(np.repeat(picture(0), 4, axis=0), 4, axis=1)
        pixels[-40:, -40:] = np.random.default_rng(secret).integers(0, 256, (40, 40, 1))
        pdf = pikepdf.new()
        image = _image(pdf, _raw(pixels), Name.DeviceGray, side=side)
        pdf.add_blank_page(page_size=(128, 128))
        page = pdf.pages[0].obj
        page.Resources = Dictionary(XObject=Dictionary(Im=image))
        page.Contents = pdf.make_stream(content.encode())
        if page_box is not None:
            page.CropBox = Array(page_box)
        before = saved(pdf)
        made.append(prepare(before).data)
        assert (_rendered(made[-1]) == _rendered(before)).all()
    assert made[0] == made[1]


def test_picture_that_nobody_sees_goes() -> None:
    data = document(STORED["RGB without filter"], 1, "40 0 0 40 300 300")
    with pikepdf.open(io.BytesIO(prepare(data).data)) as pdf:
        assert not [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/Width" in item]


def _scan(name: str) -> bytes:
    """A scanned page: a picture of a line of text as JPEG, and the same text over it that nobody sees."""
    ink = Image.new("L", (1024, 256), 255)
    font = ImageFont.truetype(str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"), 40)
    ImageDraw.Draw(ink).text((40, 100), "Getekend:", font=font, fill=0)
    ImageDraw.Draw(ink).text((320, 100), name, font=font, fill=0)
    out = io.BytesIO()
    ink.save(out, "JPEG", quality=80, optimize=True)
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(512, 128))
    image = _image(pdf, out.getvalue(), Name.DeviceGray, Filter=Name.DCTDecode)
    image.Width, image.Height = 1024, 256
    courier = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier, Encoding=Name.WinAnsiEncoding)
    page = pdf.pages[0].obj
    page.Resources = Dictionary(XObject=Dictionary(Im=image), Font=Dictionary(F1=pdf.make_indirect(courier)))
    hidden = f"BT 3 Tr /F1 24 Tf 20 56 Td (Getekend:) Tj 140 0 Td ({name}) Tj ET"
    page.Contents = pdf.make_stream(f"q 512 0 0 128 0 0 cm /Im Do Q {hidden}".encode())
    return saved(pdf)


def test_scan_loses_the_name_in_picture_and_layer() -> None:
    first, second = redacted(_scan("Wimpelgras"), "Wimpelgras"), redacted(_scan("Vondelkwas"), "Vondelkwas")
    assert first == second
    assert leaks(first, "Wimpelgras") == []
    assert "Getekend" in pdfium_text(first)
    before, after = _rendered(_scan("Wimpelgras")), _rendered(first)
    assert (before[:, :140] == after[:, :140]).all()
    assert (before[40:90, 165:300] < 128).any()


def test_part_of_a_word_over_a_scan_takes_the_whole_word() -> None:
    """The letters of a hidden layer do not stand where those of the picture stand."""
    made = redacted(_scan("xWimpelgras,"), "Wimpelgras")
    assert pdfium_text(made).split() == ["Getekend:", "[onleesbaar", "gemaakt,", "grond", "5.1.2.e]"]
    assert made == redacted(_scan("xVondelkwas,"), "Vondelkwas")
