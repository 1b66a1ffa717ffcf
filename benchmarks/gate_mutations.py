# SPDX-License-Identifier: EUPL-1.2
"""Switches off what removes each threat and looks who notices: the searcher of the tests, and the gate.

    python -m benchmarks.gate_mutations [ROW ...]

Every mutation works on fixtures of its row (``tests.redaction.hiding_places``), each by two roads: with the word shown
and redacted as well, and with nobody having looked for it. Rows whose threats are removed by never being copied are
given a carrier that does copy them. ``gate`` says whether the gate refuses when it knows the word, ``blind`` whether
it refuses when it is not told what to look for. Threats that hide no word are switched off for the tests of their row
(``benchmarks.row_tests``), and the second table says which of these notice. Ends with 1 where a mutation leaks and the
gate that knows the word lets it through, where an unchanged road leaks or is refused, where a test fails with nothing
switched off, or where nothing and nobody shows a row.
"""

import argparse
import contextlib
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.row_tests import NO_SWITCH, look, switches
from benchmarks.switched_off import (
    WORD,
    Everything,
    Patches,
    all_streams,
    always,
    any_link,
    appended,
    carried_info,
    carrier,
    edit,
    first_only,
    flags_ignored,
    never,
    nothing,
    off,
    only_page,
    own_names,
    raw_colorant,
    raw_fax,
    raw_kind,
    raw_mark,
    raw_name,
    same,
    seen_only,
    unused_forms,
    whole_fonts,
    without_list,
)
from redaction.content import cleaning
from redaction.document import annotations, carrying, colours, fontcopying, imagedata, structure
from redaction.document.copying import Copier
from redaction.document.layers import Layers
from redaction.removal import prepare, preparing, redact, redacting, terms
from redaction.removal.terms import find_terms
from redaction.removal.unseen import Unseen
from redaction.textlayer import read_text_layer
from redaction.verification import verify
from schemas.errors import LakstraatError
from schemas.review import ReviewedFindings
from tests.redaction.hiding_places import build
from tests.redaction.witnesses import leaks

ROWS: Final = frozenset(
    f"{part}{number}" for part, last in (("A", 16), ("B", 12), ("C", 4), ("D", 6)) for number in range(1, last + 1)
)
"""Rows of the threats: page content, document, fonts, around the file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutation:
    """One thing switched off.

    Attributes:
        row: the threat.
        name: what is switched off, or ``carrier of ...`` for what is brought back.
        fixtures: names of hiding places, without the row.
        patches: makes the patches.
    """

    row: str
    name: str
    fixtures: tuple[str, ...]
    patches: Patches


def _mutations() -> tuple[Mutation, ...]:
    def of(row: str, name: str, patches: Patches, *fixtures: str) -> Mutation:
        return Mutation(row=row, name=name, fixtures=fixtures, patches=patches)

    no_list = without_list()
    return (
        of(
            *("A1", "unseen.unseen_glyphs", off(preparing, "unseen_glyphs", lambda _: Unseen())),
            *("text under a filled rectangle", "text under a white rectangle", "text under an image"),
        ),
        of(
            *("A1", "annotations.bar", off(annotations, "bar", lambda *_: [])),
            *("text under an annotation without appearance: Square",),
            *("text under an annotation without appearance: Line",),
        ),
        of("A2", "editing.edit_page", edit(nothing), "one string", "kerned per glyph", "two-byte codes"),
        of("A2", "terms._fold", off(terms, "_fold", same), "soft hyphens and wide spaces inside the word"),
        of(
            "A4",
            "editing.edit_page, marks after the first",
            edit(all_streams, first_only),
            "ten times in one operation",
        ),
        of(
            *("A5", "editing.edit_page, unseen letters", edit(all_streams, seen_only)),
            *("invisible render mode", "clipping render mode", "invisible text over a scan"),
        ),
        of(
            *("A6", "unseen.unseen_glyphs", off(preparing, "unseen_glyphs", lambda _: Unseen())),
            *("outside the media box", "outside the crop box", "clipped away"),
        ),
        of("A7", "layers.Layers.hidden", off(Layers, "hidden", never), "hidden layer", "hidden form"),
        of(
            *("A7", "layers.Layers._check_print", off(Layers, "_check_print", lambda *_: None)),
            "layer that is printed and not shown",
        ),
        of("A7", "carrier of /OCProperties", carrier("/OCProperties"), "name of a layer", "usage of a layer"),
        of("A8", "editing.edit_page, streams of forms", edit(only_page), "form", "nested form"),
        of("A8", "copying.Copier.resources", unused_forms(), "form that nobody paints"),
        of("A8", "rules (Copier._fill)", no_list, "metadata, names and private data of a form"),
        of("A9", "preparing._refuse_unsafe", off(preparing, "_refuse_unsafe", lambda _: None), "pattern cell"),
        of(
            *("A9", "preparing._refuse_unsafe", off(preparing, "_refuse_unsafe", lambda _: None)),
            *("soft mask", "glyph procedure that shows text"),
        ),
        of("A9", "naming.Names._name", own_names(), "names of shadings, patterns and colour spaces"),
        of("A9", "copying.Copier._name", off(Copier, "_name", raw_name), "names as values"),
        of(
            "A11",
            "imagedata._no_longer",
            off(imagedata, "_no_longer", same),
            "samples after the last row of an image",
        ),
        of("A11", "rules (Copier._fill)", no_list, "metadata and private data of an image", "alternates of an image"),
        of("A11", "imagedata.clean_jpeg", off(imagedata, "clean_jpeg", same), "inline image that is a JPEG"),
        of(
            *("A12", "imagedata.clean_jpeg", off(imagedata, "clean_jpeg", same)),
            *("EXIF of a JPEG", "comment of a JPEG", "bytes after a JPEG"),
        ),
        of("A13", "imagedata.clean_jpx", off(imagedata, "clean_jpx", same), "JPEG 2000 boxes"),
        of("A13", "imagedata.clean_jbig2", off(imagedata, "clean_jbig2", same), "comment in a JBIG2 picture"),
        of(
            "A13",
            "imagedata._clean_fax",
            off(imagedata, "_clean_fax", raw_fax),
            "bytes after the end of a fax picture",
        ),
        of("A15", "operands.checked", off(cleaning, "checked", same), "unused operands and unknown operators"),
        of(
            *("A15", "cleaning._mark", off(cleaning, "_mark", raw_mark)),
            *("ActualText, Alt and E in a mark", "ActualText by way of the properties"),
        ),
        of("A15", "tags.MARK_TAGS", off(cleaning, "MARK_TAGS", Everything()), "tag of a mark"),
        of("A15", "naming.Names._name", own_names(), "names of resources"),
        of("B1", "writing anew", appended, "earlier revision", "object that nobody draws"),
        of("B2", "carrier of /Info", carried_info, "document information"),
        of(
            *("B2", "carrier of /Metadata and /PieceInfo", carrier("/Metadata", "/PieceInfo", page=("/PieceInfo",))),
            *("metadata of the document", "private data of the page and the document"),
        ),
        of(
            *("B3", "carrier of /Names and /AF", carrier("/Names", "/AF", page=("/AF",))),
            *("attachment", "associated files", "attachment that is a zip"),
        ),
        of("B3", "carrier of /Annots", carrier(page=("/Annots",)), "attachment of an annotation"),
        of("B4", "carrier of /Annots", carrier(page=("/Annots",)), "reply to a note"),
        of("B4", "annotations, flags", flags_ignored, "appearance of a hidden annotation"),
        of("B4", "editing.edit_page", edit(nothing), "appearance of an annotation"),
        of(
            *("B5", "annotations.link_target", off(annotations, "link_target", any_link)),
            *("mail link", "user in an address"),
        ),
        of("B5", "redacting._may_stay", off(redacting, "_may_stay", always), "address with the word"),
        of("B5", "carrier of /Annots", carrier(page=("/Annots",)), "other file, program and form"),
        of(
            *("B6", "carrier of /AcroForm", carrier("/AcroForm")),
            *("form field without appearance", "signature", "data of an XFA form behind a form with fields"),
        ),
        of("B7", "carrier of actions", carrier("/OpenAction", "/AA", "/Names", page=("/AA",)), "scripts and actions"),
        of("B8", "carrying.VisibleText.holds", off(carrying.VisibleText, "holds", always), "bookmark"),
        of("B8", "carrier of /Names and /Dests", carrier("/Names", "/Dests"), "named destinations"),
        of(
            *("B8", "carrier of the catalog", carrier("*")),
            "page labels, threads, viewer preferences, language and other catalog keys",
        ),
        of("B9", "structure._Reader.kind_of", off(structure._Reader, "kind_of", raw_kind), "structure tree"),
        of("B9", "carrier of /StructTreeRoot", carrier("/StructTreeRoot"), "structure tree"),
        of(
            *("B9", "carrying.VisibleText.holds", off(carrying.VisibleText, "holds", always)),
            "alternative text in the structure tree",
        ),
        of("B10", "carrier of pages", carrier(page=("*",)), "thumbnail and other keys of a page"),
        of("B10", "carrier of the catalog", carrier("*"), "unknown keys in the catalog and the page tree"),
        of("B10", "rules (Copier._fill)", no_list, "measures and private data of a form on the page"),
        of("B11", "carrier of /OutputIntents", carrier("/OutputIntents"), "output intent"),
        of("B11", "colours.clean_icc", off(colours, "clean_icc", same), "texts of a colour profile"),
        of("B11", "rules (Copier._fill)", no_list, "halftone and function names, and the colour space of a separation"),
        of(
            *("B11", "colours._colorant", off(colours.Colours, "_colorant", raw_colorant)),
            "halftone and function names, and the colour space of a separation",
        ),
        of("B12", "carrier of the catalog", carrier("*"), "encrypted without a password"),
        of(
            *("C1", "fontcopying.copy_font", whole_fonts),
            *("character set and private keys of a font", "ToUnicode of codes that nobody draws"),
        ),
        of("C1", "fontcopying.copy_font", whole_fonts, "glyph names of codes that nobody draws"),
        of("C4", "fontcopying.copy_font", whole_fonts, "names and private tables of a font program"),
        of(
            *("C4", "fontcopying._public_name", off(fontcopying, "_public_name", lambda _, name, __: name)),
            "name of a font",
        ),
    )


# -- the run


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of a fixture by one road: where the word was found, and whether the gate refused."""

    leaks: bool
    gate: bool
    blind: bool
    blocked: str = ""


def _road(data: bytes, *, named: bool) -> Outcome:
    try:
        prepared = prepare(data).data
        layer = read_text_layer(prepared)
        found = find_terms(layer, [WORD] if named else [], ground="5.1.2.e")
        decisions = ReviewedFindings(
            digest=layer.digest, redactions=found, decisions=(), policy_version="", model_version=""
        )
        result = redact(prepared, decisions)
    except LakstraatError as error:
        return Outcome(leaks=False, gate=True, blind=True, blocked=type(error).__name__)
    told = verify(result.data, terms=[WORD], boxes=result.boxes, ours=True)
    blind = verify(result.data, boxes=result.boxes, ours=True)
    return Outcome(leaks=bool(leaks(result.data, WORD)), gate=not told.clean, blind=not blind.clean)


def _roads(name: str) -> Iterator[tuple[str, bytes, bool]]:
    yield "named", build(name, WORD, shown=True), True
    yield "unseen", build(name, WORD), False


def _run(mutation: Mutation, fixture: str) -> tuple[list[Outcome], list[str]]:
    """Outcomes of the roads that do not leak as they are; and what is wrong with the roads as they are."""
    name = f"{mutation.row} {fixture}"
    troubles: list[str] = []
    outcomes: list[Outcome] = []
    for road, data, named in _roads(name):
        plain = _road(data, named=named)
        if plain.leaks:
            if named:
                troubles.append(f"{name}: leaks with nothing switched off")
            continue
        if plain.gate and not plain.blocked:
            troubles.append(f"{name} ({road}): the gate refuses a document without the word")
        with contextlib.ExitStack() as stack:
            for patch in mutation.patches():
                stack.enter_context(patch)
            outcomes.append(_road(data, named=named))
    return outcomes, troubles


def _word(values: Sequence[bool]) -> str:
    return "yes" if all(values) else "in part" if any(values) else "no"


def _words(chosen: Sequence[str], shown: dict[str, bool], wrong: list[str]) -> None:
    """The table of rows that hide a word."""
    print(f"{'row':4} {'switched off':42} {'fixture':62} {'leaks':8} {'gate':8} blind")
    for mutation in _mutations():
        if chosen and mutation.row not in chosen:
            continue
        shown.setdefault(mutation.row, False)
        for fixture in mutation.fixtures:
            outcomes, troubles = _run(mutation, fixture)
            wrong += troubles
            leaking = [outcome for outcome in outcomes if outcome.leaks]
            blocked = sorted({outcome.blocked for outcome in outcomes if outcome.blocked})
            verdict = "yes" if leaking else f"{blocked[0]}" if blocked else "never copied"
            gate = _word([outcome.gate for outcome in leaking]) if leaking else "-"
            blind = _word([outcome.blind for outcome in leaking]) if leaking else "-"
            shown[mutation.row] |= bool(leaking)
            if leaking and gate != "yes":
                wrong.append(f"{mutation.row} {fixture}: leaks without {mutation.name} and the gate lets it through")
            print(f"{mutation.row:4} {mutation.name:42} {fixture[:62]:62} {verdict:8} {gate:8} {blind}", flush=True)


def _tests(chosen: Sequence[str], shown: dict[str, bool], wrong: list[str]) -> None:
    """The table of rows of which tests must notice."""
    print(f"\n{'row':4} {'switched off':42} {'passed before':13} noticed by")
    for switch in switches():
        if chosen and switch.row not in chosen:
            continue
        found = look(switch)
        shown[switch.row] = shown.get(switch.row, False) or bool(found.noticed)
        wrong += [f"{switch.row} {name}: fails with nothing switched off" for name in found.broken]
        if not found.noticed:
            wrong.append(f"{switch.row}: no test notices that {switch.name} is off")
        names = ", ".join(dict.fromkeys(name.partition("[")[0] for name in found.noticed)) or "-"
        print(f"{switch.row:4} {switch.name:42} {found.passed:13} {names}", flush=True)
    for row, reason in NO_SWITCH.items():
        print(f"{row:4} in part not switched: {reason}")


def main() -> int:
    """Run and print the tables; 1 where something leaks unnoticed or is not shown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", help="rows of the threats; all when none is given")
    chosen = parser.parse_args().rows
    warnings.simplefilter("ignore")
    start = time.monotonic()
    wrong: list[str] = []
    shown: dict[str, bool] = {}
    _words(chosen, shown, wrong)
    _tests(chosen, shown, wrong)
    wrong += [f"{row}: nothing shows it" for row, found in shown.items() if not found]
    if not chosen:
        wrong += [f"{row}: has no mutation" for row in sorted(ROWS - set(shown))]
    for line in wrong:
        print(f"WRONG {line}")
    print(f"{len(shown)} rows, {sum(shown.values())} shown, {len(wrong)} wrong, {time.monotonic() - start:.0f} s")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
