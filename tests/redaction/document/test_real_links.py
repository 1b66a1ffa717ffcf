# SPDX-License-Identifier: EUPL-1.2
"""Links and bookmarks of real documents lead where they led, all of them, when a word elsewhere goes."""

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from redaction.removal import prepare, redact
from redaction.removal.terms import find_terms
from redaction.textlayer import read_text_layer
from schemas.review import Redaction, ReviewedFindings
from schemas.textlayer import TextLayer
from tests.redaction.witnesses import leaks
from tests.shared_material import shared

FILES = {
    "explicit": ("nl-gov__20200519-programma-van-eisen-def.pdf", 25, 24),
    "named": ("nl-gov__adr-beheermodel.pdf", 87, 43),
}
"""A file, its links that lead to a page of it, and its bookmarks."""


def _name(found: Any) -> str:
    """A name of any bytes, as the keys of dictionaries are told."""
    if isinstance(found, pikepdf.String):
        return str(found)
    raw = re.sub(rb"#([0-9a-f]{2})", lambda match: bytes([int(match[1], 16)]), found.unparse())
    return raw.decode("utf-8", "surrogateescape")


class Read:
    """Where links and bookmarks of a document lead, by another library than the work."""

    def __init__(self, data: bytes) -> None:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
            tree: Any = pdf.Root.get("/Names", pikepdf.Dictionary())
            names = tree.get("/Dests")
            self.named = {} if names is None else dict(pikepdf.NameTree(names))
            self.named |= dict(pdf.Root.get("/Dests", {}).items())
            self.heights: dict[int, list[float]] = defaultdict(list)
            self.links = Counter(self._links(pdf))
            with pdf.open_outline() as outline:
                self.bookmarks = list(self._bookmarks(outline.root))

    def _links(self, pdf: pikepdf.Pdf) -> Iterator[tuple[int, int | str]]:
        for number, page in enumerate(pdf.pages):
            for link in page.obj.get("/Annots", []):
                action: Any = link.get("/A", {})
                self.heights[number] += [float(page.mediabox[3]) - float(value) for value in link.Rect[1::2]]
                if link.Subtype == "/Link" and "/URI" in action:
                    yield number, bytes(action.URI).decode("latin-1")
                elif link.Subtype == "/Link":
                    yield number, self._page(link.get("/Dest", action.get("/D")))

    def _page(self, place: Any) -> int:
        while not isinstance(place, pikepdf.Array):
            place = place.D if isinstance(place, pikepdf.Dictionary) else self.named[_name(place)]
        return place[0] if isinstance(place[0], int) else self.pages[place[0].objgen]

    def is_near_links(self, place: Redaction) -> bool:
        """True where a link lies on the line of a redaction, or beside it."""
        (span,) = place.spans
        middle = span.boxes[0].y0
        return any(abs(middle - height) < 40 for height in self.heights[span.page])

    def _bookmarks(self, items: Any, depth: int = 0) -> Iterator[tuple[int, str, int]]:
        for item in items:
            place = item.destination if item.destination is not None else item.action.D
            yield depth, " ".join(item.title.split()), self._page(place)
            yield from self._bookmarks(item.children, depth + 1)


def lonely_word(layer: TextLayer, read: Read) -> tuple[str, tuple[Redaction, ...]]:
    """A word that stands once in the document, far from links and in no title; and its place."""
    titles = " ".join(title for _, title, _ in read.bookmarks).casefold()
    words = (word for page in layer.pages for word in re.findall(r"\b[a-z]{8,}\b", page.text) if word not in titles)
    found = ((word, find_terms(layer, (word,), ground="5.1.2.e")) for word in words)
    return next((word, places) for word, places in found if len(places) == 1 and not read.is_near_links(places[0]))


@pytest.mark.shared
@pytest.mark.parametrize(("name", "inside", "bookmarks"), FILES.values(), ids=FILES)
def test_links_and_bookmarks_of_a_real_document_lead_where_they_led(name: str, inside: int, bookmarks: int) -> None:
    data = shared("corpus", "files", name).read_bytes()
    before = Read(data)
    assert sum(count for (_, target), count in before.links.items() if isinstance(target, int)) == inside
    assert len(before.bookmarks) == bookmarks
    prepared = prepare(data).data
    layer = read_text_layer(prepared)
    word, redactions = lonely_word(layer, before)
    made = redact(
        prepared,
        ReviewedFindings(digest=layer.digest, redactions=redactions, decisions=(), policy_version="", model_version=""),
    )
    assert not leaks(made.data, word)
    after = Read(made.data)
    assert after.bookmarks == before.bookmarks
    # Paths of a machine and addresses of a mailbox are not published.
    public = {
        at: count for at, count in before.links.items() if str(at[1]).startswith("http") or isinstance(at[1], int)
    }
    assert after.links == public
