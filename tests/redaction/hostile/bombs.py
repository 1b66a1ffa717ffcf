# SPDX-License-Identifier: EUPL-1.2
"""Small files that want to be large, deep or endless: one maker per kind."""

import io
import zlib
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.redaction.hiding_places import add_content, base_document, saved

BOMBS: dict[str, Callable[[], bytes]] = {}
_LARGE = 1024**3
"""Bytes that a bomb unpacks to."""


def bomb(name: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Register the maker of a bomb."""

    def register(maker: Callable[[], bytes]) -> Callable[[], bytes]:
        BOMBS[name] = maker
        return maker

    return register


@cache
def _packed(part: bytes, size: int = _LARGE) -> bytes:
    """Data that unpacks to one part over and over; packed parts that refer to nothing before them can be repeated."""
    block = part * ((1 << 20) // len(part))
    worker = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = worker.compress(block) + worker.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(size >> 20):
        check = zlib.adler32(block, check)
    return b"\x78\xda" + packed * (size >> 20) + b"\x03\x00" + check.to_bytes(4, "big")


def raw_document(objects: dict[int, bytes], *, trailer: bytes = b"", table: bool = True) -> bytes:
    """A file of objects as they are given; object 1 is the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    if table:
        out += b"xref\n0 1\n0000000000 65535 f \n"
        for number, place in places.items():
            out += b"%d 1\n%010d 00000 n \n" % (number, place)
        out += b"trailer\n<</Root 1 0 R/Size %d %b>>\n" % (max(objects) + 1, trailer.replace(b"START", b"%d" % start))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _pages(objects: dict[int, bytes], *, trailer: bytes = b"") -> bytes:
    """A file with a catalog of one page tree."""
    return raw_document({1: b"<</Type/Catalog/Pages 2 0 R>>", **objects}, trailer=trailer)


_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>"


@bomb("content that unpacks to a gigabyte of spaces")
def _() -> bytes:
    pdf = base_document()
    pdf.pages[0].obj.Contents = _filtered(pdf, _packed(b" "))
    return saved(pdf)


@bomb("content that unpacks to a gigabyte of operations")
def _() -> bytes:
    pdf = base_document()
    pdf.pages[0].obj.Contents = _filtered(pdf, _packed(b"q Q\n"))
    return saved(pdf)


@bomb("content packed twice")
def _() -> bytes:
    pdf = base_document()
    stream = _filtered(pdf, zlib.compress(_packed(b" ", _LARGE // 4), 1))
    stream.Filter = Array([Name.FlateDecode, Name.FlateDecode])
    pdf.pages[0].obj.Contents = stream
    return saved(pdf)


def _filtered(pdf: pikepdf.Pdf, packed: bytes) -> pikepdf.Object:
    stream = Stream(pdf, b"")
    stream.write(packed, filter=Name.FlateDecode)
    return pdf.make_indirect(stream)


def _picture(packed: bytes, width: int, height: int) -> bytes:
    pdf = base_document()
    image = _filtered(pdf, packed)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent, image.ColorSpace = width, height, 8, Name.DeviceRGB
    pdf.pages[0].obj.Resources.XObject = Dictionary({"/Im9": image})
    add_content(pdf, "q 50 0 0 50 40 100 cm /Im9 Do Q")
    return saved(pdf)


@bomb("picture that unpacks to a gigabyte")
def _() -> bytes:
    return _picture(_packed(b"\0"), 9, 9)


@bomb("picture of 60,000 by 60,000 pixels")
def _() -> bytes:
    return _picture(_packed(b"\0", _LARGE // 2), 60_000, 60_000)


@bomb("page tree of 20,000 levels")
def _() -> bytes:
    depth = 20_000
    tree = {n: b"<</Type/Pages/Count 1/Kids[%d 0 R]/Parent %d 0 R>>" % (n + 1, n - 1) for n in range(2, depth)}
    return _pages({**tree, depth: _PAGE})


@bomb("page tree that leads to itself")
def _() -> bytes:
    return _pages({2: b"<</Type/Pages/Count 2/Kids[2 0 R 3 0 R]>>", 3: _PAGE})


@bomb("page tree that doubles at each level")
def _() -> bytes:
    levels = {n: b"<</Type/Pages/Count 9/Kids[%d 0 R %d 0 R]>>" % (n + 1, n + 1) for n in range(2, 42)}
    return _pages({**levels, 42: _PAGE})


@bomb("page that is its own parent")
def _() -> bytes:
    return _pages({2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>", 3: b"<</Type/Page/Parent 3 0 R>>"})


@bomb("table of objects that leads to itself")
def _() -> bytes:
    return _pages({2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>", 3: _PAGE}, trailer=b"/Prev START")


@bomb("stream with the table of objects that leads to itself")
def _() -> bytes:
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    second = len(body)
    body += b"2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n"
    third = len(body)
    body += b"3 0 obj\n" + _PAGE + b"\nendobj\n"
    start = len(body)
    rows = [(0, 0), (1, 9), (1, second), (1, third), (1, start)]
    data = b"".join(bytes([kind]) + place.to_bytes(4, "big") + b"\0" for kind, place in rows)
    entry = b"<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Prev %d/Length %d>>" % (start, len(data))
    return body + b"4 0 obj\n" + entry + b"stream\n" + data + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


@bomb("object stream that stands in itself")
def _() -> bytes:
    pdf = base_document()
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=False, static_id=True)
    data = out.getvalue()
    place = data.index(b"/ObjStm")
    return data[:place] + data[place:].replace(b"/First", b"/Extends 1 0 R/First", 1)


@bomb("length of a stream that is the stream")
def _() -> bytes:
    page = _PAGE.replace(b">>", b"/Contents 4 0 R>>")
    stream = b"<</Length 4 0 R>>stream\nq Q\nendstream"
    return _pages({2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>", 3: page, 4: stream})


@bomb("bookmarks of 20,000 levels")
def _() -> bytes:
    pdf = base_document()
    items = [pdf.make_indirect(Dictionary(Title=String("a"))) for _ in range(20_000)]
    for above, below in pairwise(items):
        above.First = above.Last = below
    pdf.Root.Outlines = Dictionary(Type=Name.Outlines, First=items[0], Last=items[0], Count=1)
    return saved(pdf)


@bomb("bookmarks that lead to themselves")
def _() -> bytes:
    pdf = base_document()
    item = pdf.make_indirect(Dictionary(Title=String("a")))
    item.First = item.Last = item.Next = item
    pdf.Root.Outlines = Dictionary(Type=Name.Outlines, First=item, Last=item, Count=1)
    return saved(pdf)


def _nested(pdf: pikepdf.Pdf, depth: int, times: int) -> bytes:
    """Forms in forms; each paints the next a number of times."""
    form = None
    for _ in range(depth):
        content = b"BT /F1 9 Tf (a) Tj ET" if form is None else b"/Fm Do " * times
        made = Stream(pdf, content)
        made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 400, 300])
        if form is not None:
            made.Resources = Dictionary(XObject=Dictionary({"/Fm": form}))
        form = pdf.make_indirect(made)
    pdf.pages[0].obj.Resources.XObject = Dictionary({"/Fm": form})
    add_content(pdf, "/Fm Do")
    return saved(pdf)


@bomb("forms of 2,000 levels")
def _() -> bytes:
    return _nested(base_document(), 2_000, 1)


@bomb("forms that double at each level")
def _() -> bytes:
    return _nested(base_document(), 28, 2)


@bomb("form that paints itself")
def _() -> bytes:
    pdf = base_document()
    form = Stream(pdf, b"/Fm Do /Fm Do")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 400, 300])
    form = pdf.make_indirect(form)
    form.Resources = Dictionary(XObject=Dictionary({"/Fm": form}))
    pdf.pages[0].obj.Resources.XObject = Dictionary({"/Fm": form})
    add_content(pdf, "/Fm Do")
    return saved(pdf)


@bomb("content of three million operations")
def _() -> bytes:
    pdf = base_document()
    add_content(pdf, b"1 g 0 0 1 1 re f\n" * 1_000_000)
    return saved(pdf)


@bomb("operands without an end")
def _() -> bytes:
    pdf = base_document()
    add_content(pdf, b"BT /F1 9 Tf [" + b"(a) -1 " * 2_000_000 + b"] TJ ET")
    return saved(pdf)


@bomb("arrays in arrays")
def _() -> bytes:
    pdf = base_document()
    add_content(pdf, b"[" * 500_000 + b"]" * 500_000 + b" TJ")
    return saved(pdf)


@bomb("object of arrays in arrays")
def _() -> bytes:
    nested = b"[" * 100_000 + b"]" * 100_000
    return _pages({2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>", 3: _PAGE.replace(b">>", b"/Resources " + nested + b">>")})


@bomb("200,000 objects")
def _() -> bytes:
    many = {number: b"<</A %d 0 R>>" % (number - 1) for number in range(4, 200_000)}
    return _pages({2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>", 3: _PAGE, **many})


@bomb("map of characters that holds a range of billions")
def _() -> bytes:
    pdf = base_document()
    rows = b"1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange 1 beginbfrange <00000000> <FFFFFFFF> <0041>"
    pdf.pages[0].obj.Resources.Font["/F1"].ToUnicode = pdf.make_stream(rows + b" endbfrange")
    return saved(pdf)
