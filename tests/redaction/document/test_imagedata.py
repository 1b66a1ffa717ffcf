# SPDX-License-Identifier: EUPL-1.2
"""What is not picture goes from image data, and the picture stays: one row per thing that is taken out."""

import io
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
import pytest
from PIL import Image, ImageCms
from pypdf.generic import ArrayObject, DictionaryObject, EncodedStreamObject, NameObject, NumberObject

from redaction.document.imagedata import clean_icc, clean_image_data, clean_jbig2, clean_jpeg, clean_jpx
from redaction.document.samples import bilevel, fax_stream
from schemas.errors import BlockReason, DocumentBlocked

WORD = b"Vondelkwast"


def _picture() -> Image.Image:
    y, x = np.mgrid[0:24, 0:32]
    return Image.fromarray(np.stack([x * 7, y * 9, x + y], axis=2).astype(np.uint8), "RGB")


def _jpeg(**options: object) -> bytes:
    out = io.BytesIO()
    _picture().save(out, "JPEG", **options)
    return out.getvalue()


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content


def _jpx(**options: object) -> bytes:
    out = io.BytesIO()
    _picture().save(out, "JPEG2000", **options)
    return out.getvalue()


def _exif(data: bytes) -> bytes:
    return data[:2] + _segment(0xE1, b"Exif\0\0" + WORD) + data[2:]


def _adobe(data: bytes) -> bytes:
    return data[:2] + _segment(0xEE, b"Adobe\0\x64\0\0\0\0\1" + WORD) + data[2:]


def _thumbnail(data: bytes) -> bytes:
    return data.replace(b"\xff\xe0\x00\x10", b"\xff\xe0" + (16 + len(WORD)).to_bytes(2, "big"), 1).replace(
        data[6:20], data[6:20] + WORD, 1
    )


def _comment_between_scans(_: bytes) -> bytes:
    data = _jpeg(progressive=True)
    scan = data.rfind(b"\xff\xda")
    return data[:scan] + _segment(0xFE, WORD) + data[scan:]


def _box(data: bytes) -> bytes:
    return data + (8 + len(WORD)).to_bytes(4, "big") + b"xml " + WORD


def _comment_in_code(data: bytes) -> bytes:
    place = data.index(b"\xff\x52")
    comment = b"\xff\x64" + (4 + len(WORD)).to_bytes(2, "big") + b"\0\1" + WORD
    start = data.index(b"jp2c") - 4
    length = int.from_bytes(data[start : start + 4], "big")
    head = data[:start] + ((length + len(comment)) if length else 0).to_bytes(4, "big") + data[start + 4 : place]
    return head + comment + data[place:]


ROWS: dict[str, tuple[Callable[[bytes], bytes], Callable[[bytes], bytes], Callable[[], bytes]]] = {
    "EXIF": (clean_jpeg, _exif, _jpeg),
    "comment": (clean_jpeg, lambda data: data[:2] + _segment(0xFE, WORD) + data[2:], _jpeg),
    "tail of the colour marker": (clean_jpeg, _adobe, _jpeg),
    "thumbnail of the file header": (clean_jpeg, _thumbnail, _jpeg),
    "comment between scans": (clean_jpeg, _comment_between_scans, _jpeg),
    "bytes after a JPEG": (clean_jpeg, lambda data: data + WORD, _jpeg),
    "bytes before a JPEG": (clean_jpeg, lambda data: WORD + data, _jpeg),
    "box of JPEG 2000": (clean_jpx, _box, _jpx),
    "comment of JPEG 2000": (clean_jpx, _comment_in_code, _jpx),
    "bytes after JPEG 2000": (clean_jpx, lambda data: data + WORD, _jpx),
}


def _pixels(data: bytes) -> npt.NDArray[Any]:
    return np.array(Image.open(io.BytesIO(data)))


@pytest.mark.parametrize("row", ROWS)
def test_word_goes_and_picture_stays(row: str) -> None:
    clean, hide, make = ROWS[row]
    dirty = hide(make())
    assert WORD in dirty
    made = clean(dirty)
    assert WORD not in made
    assert (_pixels(made) == _pixels(make() if row != "comment between scans" else dirty)).all()


@pytest.mark.parametrize("row", ROWS)
def test_twice_is_the_same_as_once(row: str) -> None:
    clean, hide, make = ROWS[row]
    once = clean(hide(make()))
    assert clean(once) == once


@pytest.mark.parametrize("row", ROWS)
def test_clean_data_is_not_touched(row: str) -> None:
    clean, _, make = ROWS[row]
    once = clean(make())
    assert len(once) <= len(make())
    assert (_pixels(once) == _pixels(make())).all()


def test_broken_jpeg_is_named() -> None:
    with pytest.raises(DocumentBlocked) as caught:
        clean_jpeg(b"no picture at all")
    assert caught.value.reason is BlockReason.IMAGE_NOT_DECODABLE


# -- bilevel pictures


def _ink() -> npt.NDArray[Any]:
    return (np.add.outer(np.arange(24) ** 2, np.arange(32) * 5) // 9 % 2).astype(np.uint8).reshape(24, 32, 1)


def _fax(data: bytes, **keys: int) -> EncodedStreamObject:
    image = EncodedStreamObject()
    image._data = data
    image[NameObject("/Width")], image[NameObject("/Height")] = NumberObject(32), NumberObject(24)
    image[NameObject("/Filter")] = NameObject("/CCITTFaxDecode")
    numbers = {"K": -1, "Columns": 32, "Rows": 24, **keys}
    image[NameObject("/DecodeParms")] = DictionaryObject(
        {NameObject(f"/{key}"): NumberObject(value) for key, value in numbers.items()}
    )
    return image


@pytest.mark.parametrize("cut", [False, True], ids=["with end of block", "without"])
def test_fax_picture_ends_where_it_ends(cut: bool) -> None:
    data = bytes(fax_stream(_ink())._data)
    dirty = (data[:-3] if cut else data) + WORD
    (kind,), (parameters,), made = clean_image_data(_fax(dirty))
    assert WORD not in made
    assert (bilevel(made, kind, parameters, 32, 24) == _ink()).all()
    again = _fax(made)
    again[NameObject("/DecodeParms")] = parameters
    assert clean_image_data(again)[2] == made


@pytest.mark.parametrize("shape", [(1, 40), (2, 2)])
def test_line_of_a_picture_is_read(shape: tuple[int, int]) -> None:
    """Programs draw rules as pictures of one row, smaller than any page may be."""
    ink = np.zeros((*shape, 1), np.uint8)
    made = fax_stream(ink)
    read = bilevel(bytes(made._data), "/CCITTFaxDecode", made["/DecodeParms"], shape[1], shape[0])
    assert (read == ink).all()


def test_jbig2_keeps_its_segments_and_no_comment() -> None:
    page = bytes.fromhex("00000001300001000000130000002000000018000000000000000000 0000".replace(" ", ""))[:30]
    comment = bytes.fromhex("000000023e0001") + len(WORD).to_bytes(4, "big") + WORD
    end = bytes.fromhex("0000000331000100000000")
    assert clean_jbig2(page + comment + end + WORD) == page + end
    assert clean_jbig2(page + end) == page + end


# -- samples and profiles


def _samples(data: bytes, **keys: object) -> EncodedStreamObject:
    image = EncodedStreamObject()
    image._data = data
    image[NameObject("/Width")], image[NameObject("/Height")] = NumberObject(4), NumberObject(2)
    image[NameObject("/ColorSpace")], image[NameObject("/BitsPerComponent")] = (
        NameObject("/DeviceGray"),
        NumberObject(8),
    )
    for key, value in keys.items():
        image[NameObject(f"/{key}")] = value
    return image


@pytest.mark.parametrize(
    ("data", "filters"),
    [
        (bytes(8) + WORD, None),
        (zlib.compress(bytes(8) + WORD), NameObject("/FlateDecode")),
        (zlib.compress(bytes(8)) + WORD, NameObject("/FlateDecode")),
        ((bytes(8) + WORD).hex().encode() + b">", ArrayObject([NameObject("/ASCIIHexDecode")])),
    ],
    ids=["plain", "compressed", "after the compressed data", "hexadecimal"],
)
def test_samples_end_with_the_last_row(data: bytes, filters: object) -> None:
    image = _samples(data) if filters is None else _samples(data, Filter=filters)
    kinds, _, made = clean_image_data(image)
    assert kinds == ["/FlateDecode"]
    assert zlib.decompress(made) == bytes(8)


def test_profile_keeps_its_colours_and_loses_its_texts() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = clean_icc(profile)
    assert made is not None
    assert clean_icc(made) == made
    text = "sRGB".encode("utf-16-be")
    assert text in profile
    assert text not in made
    target = ImageCms.createProfile("LAB")
    before, after = (
        ImageCms.applyTransform(
            _picture(), ImageCms.buildTransform(ImageCms.ImageCmsProfile(io.BytesIO(data)), target, "RGB", "LAB")
        )
        for data in (profile, made)
    )
    assert before is not None and after is not None
    assert np.abs(np.array(before).astype(int) - np.array(after).astype(int)).max() <= 1


def test_what_is_no_profile_is_not_kept() -> None:
    assert clean_icc(WORD * 20) is None


def test_shared_profile_stays_one_object() -> None:
    from tests.redaction.document.roads import opened, redacted

    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(100, 100))
    profile = pdf.make_stream(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile.N = 3
    space = pikepdf.Array([pikepdf.Name.ICCBased, profile])
    page = pdf.pages[0].obj
    page.Resources = pikepdf.Dictionary(ColorSpace=pikepdf.Dictionary(A=space, B=space))
    page.Contents = pdf.make_stream(b"/A cs 1 0 0 scn 0 0 9 9 re f /B cs 0 1 0 scn 9 9 9 9 re f")
    out = io.BytesIO()
    pdf.save(out)
    with opened(redacted(out.getvalue())) as made:
        streams = [item for item in made.objects if isinstance(item, pikepdf.Stream)]
        assert sum("/N" in item and item.get("/Type") != "/ObjStm" for item in streams) == 1
