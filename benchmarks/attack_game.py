# SPDX-License-Identifier: EUPL-1.2
"""Plays the attacker: how many bits of a removed name can be told from what is left of its page?

For each layout and font, pages that differ only in one name are redacted. Outputs that differ are told apart; the
bits leaked are the logarithm of the number of different outputs (0.00: the outputs are one and the same).

    python -m benchmarks.attack_game [--layout NAME] [--peer INTERPRETER]
"""

import argparse
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from math import log2
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from benchmarks.attack_layouts import LAYOUTS, NAMES, WRAPPED, page_with
from benchmarks.faces import FACES
from benchmarks.peer import Peer
from redaction.removal import prepare, redact
from redaction.removal.terms import find_terms
from redaction.textlayer import read_text_layer
from schemas.review import ReviewedFindings

DOTS: Sequence[int] = (72, 150)
"""Resolutions at which pages are drawn."""
Remover = Callable[[bytes, str], bytes]


def ours(data: bytes, name: str) -> bytes:
    """The page without the name, by the product."""
    prepared = prepare(data).data
    layer = read_text_layer(prepared)
    found = find_terms(layer, [name], ground="5.1.2.e")
    if not found:
        raise SystemExit("the name is not found in the text layer")
    return redact(
        prepared,
        ReviewedFindings(digest=layer.digest, redactions=found, decisions=(), policy_version="", model_version=""),
    ).data


def pixels(data: bytes) -> bytes:
    """Digest of the pictures of the pages."""
    digest = hashlib.sha256()
    document = pdfium.PdfDocument(data)
    for dots in DOTS:
        for page in document:
            digest.update(page.render(scale=dots / 72).to_numpy().tobytes())
    document.close()
    return digest.digest()


def positions(data: bytes) -> bytes:
    """Digest of every character's place and size, and of the bounds of every path."""
    digest = hashlib.sha256()
    document = pdfium.PdfDocument(data)
    x, y = pdfium_c.c_double(), pdfium_c.c_double()
    for page in document:
        text = page.get_textpage()
        for index in range(text.count_chars()):
            pdfium_c.FPDFText_GetCharOrigin(text, index, x, y)
            size = pdfium_c.FPDFText_GetFontSize(text, index)
            letter = pdfium_c.FPDFText_GetUnicode(text, index)
            digest.update(f"{letter} {x.value:.4f} {y.value:.4f} {size:.4f} {text.get_charbox(index)}\n".encode())
        for item in page.get_objects():
            digest.update(f"{item.type} {item.get_bounds()}\n".encode())
        text.close()
    document.close()
    return digest.digest()


def streams(data: bytes) -> bytes:
    """Digest of the decoded content of the pages."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        parts: list[bytes] = []
        for page in pdf.pages:
            contents = page.obj.get("/Contents")
            listed = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
            parts += [item.read_bytes() for item in listed if isinstance(item, pikepdf.Stream)]
        return hashlib.sha256(b"\n".join(parts)).digest()


def together(data: bytes) -> bytes:
    """Digest of the whole file: fonts, structure, sizes, everything."""
    return hashlib.sha256(data).digest()


VIEWS: dict[str, Callable[[bytes], bytes]] = {
    "pixels": pixels,
    "positions": positions,
    "stream": streams,
    "together": together,
}


def bits(outputs: Sequence[bytes], view: Callable[[bytes], bytes]) -> float:
    """Bits by which a view tells the outputs apart."""
    return log2(len(Counter(view(output) for output in outputs)))


def play(layout: str, face: str, remove: Remover, names: Sequence[str] = NAMES) -> dict[str, float]:
    """Bits leaked per view, for one layout and font."""
    outputs = [remove(page_with(name, layout=layout, face=face), name) for name in names]
    return {view: bits(outputs, function) for view, function in VIEWS.items()}


def main() -> None:
    """Play every layout and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layout", action="append", choices=sorted(LAYOUTS), help="only this layout")
    parser.add_argument("--face", action="append", choices=sorted(FACES), help="only this font")
    parser.add_argument("--names", type=int, default=len(NAMES), help="how many names play")
    parser.add_argument("--peer", type=Path, help="interpreter of an environment with PyMuPDF, to play as well")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        removers: dict[str, Remover] = {"lakstraat": ours}
        if chosen.peer:
            removers["pymupdf"] = stack.enter_context(Peer(chosen.peer)).without
        _print_table(chosen, removers)


def _print_table(chosen: argparse.Namespace, removers: dict[str, Remover]) -> None:
    names = NAMES[:: max(1, len(NAMES) // chosen.names)]
    print(f"{len(names)} names, {log2(len(names)):.2f} bits to be had")
    print(f"{'':10} {'layout':36} {'font':24}" + "".join(f"{view:>11}" for view in VIEWS))
    worst = 0.0
    for maker, remove in removers.items():
        for name in chosen.layout or LAYOUTS:
            for face in chosen.face or FACES:
                leaked = play(name, face, remove, names)
                if maker == "lakstraat" and name != WRAPPED:
                    worst = max(worst, *leaked.values())
                print(
                    f"{maker:10} {name:36} {face:24}" + "".join(f"{leaked[view]:11.2f}" for view in VIEWS), flush=True
                )
    print(f"most bits leaked by any layout but the wrapped paragraph: {worst:.2f}")


if __name__ == "__main__":
    main()
