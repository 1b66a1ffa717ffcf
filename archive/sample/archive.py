# SPDX-License-Identifier: EUPL-1.2
"""Makes the sample archive: documents in folders by kind, sidecars beside them, and ``truth.json``."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Final

from archive.sample import awkward, sidecars, truth
from archive.sample.draft import Draft
from archive.sample.kinds import complaint, decision, invoice, letter, mail, minutes, permit, woo
from archive.sample.made import Made
from schemas.errors import BlockReason, RefusalReason, WrongUse
from schemas.findings import Action

TRUTH: Final = "truth.json"
_FIRST_DAY: Final = date(2025, 9, 1)
_AWKWARD: Final = 5
_ROOM_FOR_AWKWARD: Final = 20
_DOSSIER_SIZE: Final = 4
_KINDS: Final[tuple[Callable[[Draft], Made], ...]] = (
    decision.subsidy, letter.from_resident, permit.permit, mail.thread, complaint.judged, invoice.invoice,
    minutes.minutes, letter.from_municipality, decision.traffic, complaint.filed, permit.event,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleSummary:
    """What was made.

    Attributes:
        kinds: documents per kind.
        expected: documents per expected outcome of a run with automatic approval.
        to_redact: planted data that must go, counted per page.
        to_keep: planted data that must stay, counted per page.
        awkward: the documents made to be refused or blocked: file and reason.
    """

    folder: Path
    documents: int
    pages: int
    kinds: Mapping[str, int]
    expected: Mapping[str, int]
    to_redact: int
    to_keep: int
    awkward: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    """A document with the files that are written for it."""

    made: Made
    file: str
    files: Mapping[str, bytes]
    expected: str = "published"
    reason: str = ""
    form: str = "pdf"
    """``pdf``, ``scan`` (what is planted is in pictures) or ``word`` (a file with a title only)."""


def make_sample_archive(folder: Path, *, documents: int = 40, seed: int = 1) -> SampleSummary:
    """Fill a folder with invented municipal documents. The same numbers give the same bytes.

    From twenty documents on, five of them are awkward: without a sidecar, with a broken one, locked, scanned, and
    not a PDF.

    Args:
        folder: made when it is not there; an earlier sample archive in it is replaced.
        documents: how many documents, awkward ones included.
        seed: another seed, other people and texts.

    Raises:
        WrongUse: fewer than one document is asked for, or the folder holds something else.
    """
    if documents < 1:
        raise WrongUse("A sample archive has at least one document.")
    _clear(folder)
    entries = list(_entries(documents, seed))
    listed = []
    for entry in entries:
        pages = truth.page_texts(entry.made.data)
        planted = [] if entry.form == "word" else list(truth.items(entry.made.draft, pages))
        listed.append((entry, pages, planted))
    files = {name: data for entry in entries for name, data in entry.files.items()}
    content: dict[str, object] = {
        "seed": seed,
        "files": sorted(files),
        "documents": [
            {
                "file": entry.file,
                "kind": entry.made.kind,
                "informatiecategorie": entry.made.category.value,
                "expected": entry.expected,
                "form": entry.form,
                **({"reason": entry.reason} if entry.reason else {}),
                "items": items,
            }
            for entry, _, items in listed
        ],
    }
    _write(folder, json.dumps(content, ensure_ascii=False, indent=1) + "\n", files)
    actions = Counter(item["action"] for _, _, items in listed for item in items)
    return SampleSummary(
        folder=folder,
        documents=len(entries),
        pages=sum(len(pages) for _, pages, _ in listed),
        kinds=dict(Counter(entry.made.kind for entry in entries)),
        expected=dict(Counter(entry.expected for entry in entries)),
        to_redact=actions[Action.REDACT.value],
        to_keep=actions[Action.KEEP.value],
        awkward=tuple((entry.file, entry.reason) for entry in entries if entry.reason),
    )


def _write(folder: Path, truth_text: str, files: Mapping[str, bytes]) -> None:
    """The truth first: it lists the files, so that a next run can replace what a killed one left."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TRUTH).write_text(truth_text, encoding="utf-8")
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _clear(folder: Path) -> None:
    """Remove an earlier sample archive; anything else is left alone."""
    if not folder.exists():
        return
    earlier = folder / TRUTH
    if not earlier.is_file():
        if any(folder.iterdir()):
            raise WrongUse("The folder holds something else.", advice="Give an empty or new folder.")
        return
    try:
        names = json.loads(earlier.read_text(encoding="utf-8"))["files"]
    except (ValueError, KeyError, TypeError) as error:
        raise WrongUse("The truth file in the folder is not ours.", advice="Give an empty or new folder.") from error
    for name in names:
        path = folder / str(name)
        if path.resolve().is_relative_to(folder.resolve()):
            path.unlink(missing_ok=True)
    earlier.unlink()


def _entries(documents: int, seed: int) -> Iterator[_Entry]:
    drafts = _drafts(seed)
    awkward_ones = _AWKWARD if documents >= _ROOM_FOR_AWKWARD else 0
    left = documents - awkward_ones
    for make in cycle((*_KINDS, None)):
        if left == 0:
            break
        if make is not None:
            yield _entry(make(next(drafts)))
            left -= 1
        elif left >= _DOSSIER_SIZE:
            yield from _dossier(drafts)
            left -= _DOSSIER_SIZE
    if awkward_ones:
        yield from _awkward_entries(drafts)


def _drafts(seed: int) -> Iterator[Draft]:
    """Drafts with their own random source each, so that document 7 is the same however many there are."""
    number = 0
    while True:
        number += 1
        rng = random.Random(f"{seed}:{number}")
        yield Draft(rng=rng, number=number, day=_FIRST_DAY + timedelta(days=(number * 37 + rng.randint(0, 20)) % 420))


def _dossier(drafts: Iterator[Draft]) -> Iterator[_Entry]:
    main = woo.dossier(next(drafts), lambda: next(drafts))
    folder = f"woo-besluit/{main.stem}"
    yield _entry(main, folder=folder)
    for part in main.parts:
        yield _entry(part, folder=folder, main=main)


def _entry(made: Made, *, folder: str = "", main: Made | None = None) -> _Entry:
    """The document with its sidecars, in one of the layouts in which archives export them."""
    stem = f"{folder or made.kind}/{made.stem}"
    name = f"{stem}.mdto.xml" if made.draft.number % 5 == 0 else f"{stem}.pdf.mdto.xml"
    files = {f"{stem}.pdf": made.data, name: sidecars.information_file(made, main)}
    if made.draft.number % 3 == 0:
        files[f"{stem}.bestand.mdto.xml"] = sidecars.bestand_file(made)
    return _Entry(made=made, file=f"{stem}.pdf", files=files)


def _awkward_entries(drafts: Iterator[Draft]) -> Iterator[_Entry]:
    bare = _entry(letter.from_municipality(next(drafts)))
    yield replace(
        bare, files={bare.file: bare.made.data}, expected="blocked", reason=BlockReason.METADATA_INCOMPLETE.value
    )
    damaged = _entry(permit.permit(next(drafts)))
    yield replace(
        damaged,
        files={
            damaged.file: damaged.made.data,
            f"{damaged.file}.mdto.xml": awkward.broken(sidecars.information_file(damaged.made, None)),
        },
        expected="refused",
        reason=RefusalReason.SIDECAR_BROKEN.value,
    )
    closed = _entry(decision.subsidy(next(drafts)))
    yield replace(
        closed,
        files={
            closed.file: awkward.locked(closed.made),
            f"{closed.file}.mdto.xml": sidecars.information_file(closed.made, None),
        },
        expected="refused",
        reason=RefusalReason.PASSWORD_NEEDED.value,
    )
    scanned = _entry(letter.from_resident(next(drafts)))
    picture = awkward.scan(scanned.made)
    yield replace(
        scanned,
        files={
            scanned.file: picture,
            f"{scanned.file}.mdto.xml": sidecars.information_file(scanned.made, None),
        },
        form="scan",
    )
    word = _entry(complaint.judged(next(drafts)))
    name = word.file.removesuffix(".pdf") + ".docx"
    yield replace(
        word,
        file=name,
        files={name: awkward.word_file(word.made), f"{name}.mdto.xml": sidecars.information_file(word.made, None)},
        form="word",
    )
