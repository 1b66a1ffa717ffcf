# SPDX-License-Identifier: EUPL-1.2
"""Files that two readers read differently are refused; damage that all repair alike is not."""

import pytest

from redaction.removal import prepare, preparing
from schemas.errors import InputRefused, RefusalReason

SHOWN, HIDDEN = b"BT /F1 12 Tf 40 150 Td (Besluit) Tj ET", b"BT /F1 12 Tf 40 150 Td (Vondelkwast) Tj ET"


def _file(catalog: bytes = b"/Pages 2 0 R", page: bytes = b"/Contents 5 0 R/MediaBox[0 0 400 300]") -> bytes:
    font = b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    bodies = [
        b"<</Type/Catalog%s>>" % catalog,
        b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
        b"<</Type/Pages/Kids[4 0 R 7 0 R]/Count 2>>",
        b"<</Type/Page/Parent 2 0 R%s%s>>" % (page, font),
        *(b"<</Length %d>>stream\n%s\nendstream" % (len(text), text) for text in (SHOWN, HIDDEN)),
        b"<</Type/Page/Parent 3 0 R/MediaBox[0 0 400 300]>>",
    ]
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table)
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(data))
    return data + head + tail


TWO: dict[str, bytes] = {
    "two contents": _file(page=b"/Contents 5 0 R/Contents 6 0 R/MediaBox[0 0 400 300]"),
    "two page sizes": _file(page=b"/Contents 5 0 R/MediaBox[0 0 400 300]/MediaBox[0 0 400 100]"),
    "two page trees": _file(catalog=b"/Pages 2 0 R/Pages 3 0 R"),
}


@pytest.mark.parametrize("data", TWO.values(), ids=TWO.keys())
def test_file_with_two_readings_is_refused(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputRefused) as refused:
        prepare(data)
    assert refused.value.reason is RefusalReason.DAMAGED
    assert "agree" in str(refused.value)
    monkeypatch.setattr(preparing, "refuse_two_readings", lambda *_: None)
    assert prepare(data).pages


@pytest.mark.parametrize("data", [_file(), _file().replace(b"startxref\n", b"startxref\n9")], ids=["sound", "damaged"])
def test_file_that_all_read_alike_is_taken(data: bytes) -> None:
    assert prepare(data).pages == 1
