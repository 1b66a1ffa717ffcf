# SPDX-License-Identifier: EUPL-1.2
"""The sheet on which the layouts of the attack game are set: a small writer of pages, links, fields and headers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from benchmarks.faces import Face

SIZE: Final = 11.0
LEFT: Final = 72.0
RIGHT: Final = 523.0
TOP: Final = 760.0
LEADING: Final = 14.0

PUBLIC: Final = (
    "Het college van burgemeester en wethouders heeft op 3 maart een verzoek om",
    "openbaarmaking ontvangen. Het verzoek gaat over de vergunning voor de verbouwing",
    "van het wijkgebouw en over de gesprekken die daarover met bewoners zijn gevoerd.",
)

Bounds = tuple[float, float, float, float]


def sentence(name: str) -> str:
    """A sentence with a name in the middle."""
    return f"De heer {name} heeft daarover op 12 maart gebeld."


@dataclass(slots=True, eq=False)
class _Leaf:
    """One page: operations, and annotations beside them."""

    operations: list[bytes] = field(default_factory=list)
    links: list[Bounds] = field(default_factory=list)
    fields: list[tuple[Bounds, bytes]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Sheet:
    """Pages that are being set in one face, with its bold beside it."""

    face: Face
    bold: Face = field(init=False)
    header: bytes = b""
    """Content that every page paints, held once in the file."""

    leaves: list[_Leaf] = field(default_factory=lambda: [_Leaf()])

    def __post_init__(self) -> None:
        self.bold = self.face.bold()

    @property
    def links(self) -> list[Bounds]:
        """Links of the current page."""
        return self.leaves[-1].links

    def turn(self) -> None:
        """Go on with the next page."""
        self.leaves.append(_Leaf())

    def width(self, text: str, size: float = SIZE, *, bold: bool = False) -> float:
        """Natural width of a text."""
        return (self.bold if bold else self.face).width(text) * size

    def put(self, content: str) -> None:
        """Operations as they are."""
        self.leaves[-1].operations.append(content.encode("ascii"))

    def shown(self, text: str, *, bold: bool = False) -> str:
        """The string operand of a text."""
        return f"<{(self.bold if bold else self.face).codes(text).hex()}>"

    def set(self, x: float, y: float, text: str, size: float = SIZE, *, bold: bool = False) -> str:
        """Operations of one string at a place."""
        font = "F2" if bold else "F1"
        return f"BT /{font} {size:g} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm {self.shown(text, bold=bold)} Tj ET"

    def line(self, x: float, y: float, text: str, size: float = SIZE, *, bold: bool = False) -> None:
        """One string at a place."""
        self.put(self.set(x, y, text, size, bold=bold))

    def field(self, bounds: Bounds, content: str) -> None:
        """A filled-in field with an appearance of its own, origin in its lower left corner."""
        self.leaves[-1].fields.append((bounds, content.encode("ascii")))

    def public(self, y: float, lines: tuple[str, ...] = PUBLIC) -> float:
        """A paragraph without names; returns the next baseline."""
        for text in lines:
            self.line(LEFT, y, text)
            y -= LEADING
        return y - LEADING

    def finish(self) -> bytes:
        """The file."""
        file = _File()
        fonts = b"/F1 %d 0 R" % self.face.finish(file)
        if self.bold.used:
            fonts += b"/F2 %d 0 R" % self.bold.finish(file)
        resources = b"/Font<<%s>>" % fonts
        if self.header:
            head = file.form((0, 0, 595, 842), self.header, resources)
            resources += b"/XObject<</Head %d 0 R>>" % head
        return file.finish([self._page(file, leaf, resources) for leaf in self.leaves])

    def _page(self, file: "_File", leaf: _Leaf, resources: bytes) -> int:
        operations = [b"/Head Do", *leaf.operations] if self.header else leaf.operations
        content = file.stream(b"\n".join(operations))
        annotations = [
            file.add(
                b"<</Type/Annot/Subtype/Link/Rect[%.2f %.2f %.2f %.2f]/Border[0 0 0]/A<</S/URI"
                b"/URI(https://www.voorbeeldstad.example/medewerkers)>>>>" % link
            )
            for link in leaf.links
        ]
        for bounds, appearance in leaf.fields:
            x0, y0, x1, y1 = bounds
            form = file.form((0, 0, x1 - x0, y1 - y0), appearance, resources)
            annotations.append(
                file.add(
                    b"<</Type/Annot/Subtype/Widget/FT/Tx/T(veld)/F 4/Rect[%.2f %.2f %.2f %.2f]/AP<</N %d 0 R>>>>"
                    % (*bounds, form)
                )
            )
        listed = b"/Annots[%s]" % b" ".join(b"%d 0 R" % number for number in annotations) if annotations else b""
        return file.add(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<<%s>>%s>>"
            % (content, resources, listed)
        )


class _File:
    """Objects of a file with a plain cross-reference table."""

    def __init__(self) -> None:
        self.objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]

    def add(self, value: bytes) -> int:
        """Number of a new object."""
        self.objects.append(value)
        return len(self.objects)

    def stream(self, data: bytes, entries: bytes = b"") -> int:
        """Number of a new stream object."""
        return self.add(b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data))

    def form(self, box: Bounds, content: bytes, resources: bytes) -> int:
        """Number of a new form."""
        entries = b"/Type/XObject/Subtype/Form/BBox[%.2f %.2f %.2f %.2f]/Resources<<%s>>" % (*box, resources)
        return self.stream(content, entries)

    def finish(self, pages: list[int]) -> bytes:
        """The bytes."""
        kids = b" ".join(b"%d 0 R" % page for page in pages)
        self.objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages))
        result, places = b"%PDF-1.7\n", []
        for number, value in enumerate(self.objects, 1):
            places.append(len(result))
            result += b"%d 0 obj\n%s\nendobj\n" % (number, value)
        table = b"".join(b"%010d 00000 n \n" % place for place in places)
        head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(result))
        return result + head + table + tail


Layout = Callable[[Sheet, str], None]


def registering(layouts: dict[str, Layout]) -> Callable[[str], Callable[[Layout], Layout]]:
    """A decorator that notes a layout under its name."""

    def layout(name: str) -> Callable[[Layout], Layout]:
        def register(function: Layout) -> Layout:
            layouts[name] = function
            return function

        return register

    return layout
