# SPDX-License-Identifier: EUPL-1.2
"""Threats that hide no word to look for: what holds each is switched off, and the tests of its row must notice."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pytest

from archive.duplicates import groups
from benchmarks.switched_off import Patches, hollow, never, nothing_more, off
from flows.metadata import without_secrets
from flows.steps.outcomes import without_text
from redaction.detection import detector
from redaction.document import fontplans
from redaction.removal import images, labels, preparing, redacting
from redaction.removal.strokes import without_places
from redaction.textlayer import seeing
from redaction.verification import gate
from schemas import events
from schemas.identity import digest_of
from schemas.redacted import VerificationReport, VerifiedDocument

NO_SWITCH: Final = {
    "A16": "dots that a printer leaves are accepted; no program here reads QR codes and bars: an image of some size is "
    "a question to the officer, a smaller one is not",
}
"""What of a row cannot be switched off, with the reason."""
_MOST: Final = 3
"""Tests that notice, after which no more are run."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Switch:
    """One thing switched off.

    Attributes:
        row: the threat.
        name: what is switched off.
        patches: makes the patches.
        tests: files of tests, or single tests, that must notice.
    """

    row: str
    name: str
    patches: Patches
    tests: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Noticed:
    """What became of the tests of a switch.

    Attributes:
        passed: how many pass with nothing switched off.
        broken: tests that fail with nothing switched off.
        noticed: tests that fail with the switch off.
    """

    passed: int
    broken: tuple[str, ...]
    noticed: tuple[str, ...]


class _Watcher:
    """Remembers how tests ended."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Called by pytest for each phase of a test."""
        if report.failed:
            self.failed.append(report.nodeid.partition("::")[2])
        elif report.when == "call" and report.passed:
            self.passed += 1


def _run(tests: Sequence[str], *options: str) -> _Watcher:
    watcher = _Watcher()
    quiet = ("-o", "addopts=", "-p", "no:terminal", "-p", "no:cacheprovider")
    ended = pytest.main([*quiet, *options, *tests], plugins=[watcher])
    if ended not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED):
        raise SystemExit(f"The tests could not be run: {tests}")
    return watcher


def look(switch: Switch) -> Noticed:
    """Run the tests of a switch as they are, and with it switched off."""
    before = _run(switch.tests)
    with ExitStack() as stack:
        for patch in switch.patches():
            stack.enter_context(patch)
        after = _run(switch.tests, f"--maxfail={_MOST}")
    noticed = tuple(name for name in after.failed if name not in before.failed)
    return Noticed(passed=before.passed, broken=tuple(before.failed), noticed=noticed)


# -- what takes the place of what is switched off


def _as_numbered(use: Any, *_: Any) -> list[bytes]:
    """Codes of a font with many letters in the order of the author's numbers: that of their first use."""
    return sorted(use.codes)


def _by_number(codes: Sequence[int], *_: Any) -> list[int]:
    """The same for a simple font."""
    return sorted(codes)


def _mosaic(pixels: Any, places: Sequence[tuple[int, int, int, int]], _: Any) -> Any:
    """Places in blocks of eight by eight samples that keep their mean."""
    made = pixels.copy()
    for x0, y0, x1, y1 in places:
        for y in range(y0, y1, 8):
            for x in range(x0, x1, 8):
                block = made[y : min(y + 8, y1), x : min(x + 8, x1)]
                block[...] = np.rint(block.mean(axis=(0, 1)))
    return made


def _kind_as_label() -> Sequence[Any]:
    """Labels that tell what kind of thing is gone instead of why."""
    original = labels._label
    return off(labels, "_label", lambda box, black: original(replace(box, ground=box.kind), black))()


def _always_clean(data: bytes, **_: Any) -> VerificationReport:
    """A gate that looks at nothing."""
    return VerificationReport(digest=digest_of(data), pages=1, checks=(), faults=(), terms=0)


def _of_another(**values: Any) -> VerifiedDocument:
    """A certified document with the digest of other bytes than its own."""
    return VerifiedDocument(**{**values, "digest": digest_of(b"the original")})


class _AnyField:
    """Fields of a log that are all allowed."""

    def __rsub__(self, _: object) -> frozenset[str]:
        return frozenset()


_CONTENT: Final = "tests/redaction/removal/test_page_content.py"
_PLACES: Final = "tests/redaction/removal/test_hiding_places.py"
_GATE: Final = "tests/redaction/verification/test_gate.py"
_STORED: Final = "tests/redaction/verification/test_stored.py"
_ANALYSED: Final = "tests/redaction/detection/test_not_analysed.py"


def switches() -> tuple[Switch, ...]:
    """One for each way in which a row is held."""

    def of(row: str, name: str, patches: Patches, *tests: str) -> Switch:
        return Switch(row=row, name=name, patches=patches, tests=tests)

    numbers = (
        off(fontplans, "_ordered_codes", _as_numbered),
        off(fontplans, "_in_order", _by_number),
        off(fontplans, "_new_codes", lambda order, *_: {code: code for code in order}),
    )
    return (
        of(
            *("A3", "redacting._mark_under_boxes", off(redacting, "_mark_under_boxes", nothing_more)),
            f"{_PLACES}::test_letter_that_a_box_touches_goes_whole",
        ),
        of(
            *("A10", "strokes.without_places", hollow(without_places, lambda operations, ctm, places, bounds: None)),
            f"{_CONTENT}::test_letters_drawn_as_outlines_go_by_subpath",
            f"{_CONTENT}::test_drawn_signature_goes_and_the_rules_of_the_table_stay",
        ),
        of("A14", "samples.fills, blocks instead", off(images, "fills", _mosaic), _STORED),
        of(
            *("A16", "legibility.unread_images", off(detector, "unread_images", lambda _: ())),
            f"{_ANALYSED}::test_an_image_in_which_text_may_stand_is_a_question",
        ),
        of(
            *("B12", "readings.refuse_two_readings", off(preparing, "refuse_two_readings", nothing_more)),
            "tests/redaction/document/test_readings.py",
        ),
        of(
            *("C2", "fontplans, numbers of letters", lambda: [patch for made in numbers for patch in made()]),
            f"{_PLACES}::test_numbers_of_letters_do_not_tell_when_they_were_first_used",
        ),
        of("C3", "doubts.is_doubtful", off(seeing, "is_doubtful", never), "tests/redaction/textlayer/test_lies.py"),
        of(
            *("D1", "metadata.without_secrets", hollow(without_secrets, lambda text, secrets: text)),
            "tests/flows/test_metadata.py",
        ),
        of(
            *("D2", "outcomes.without_text", hollow(without_text, lambda step, work: work())),
            "tests/flows/test_outcomes.py",
        ),
        of(
            *("D2", "events.ALLOWED_FIELDS", off(events, "ALLOWED_FIELDS", _AnyField())),
            "tests/schemas/test_types.py",
        ),
        of(
            *("D3", "VerifiedDocument, its own digest", off(gate, "VerifiedDocument", _of_another)),
            f"{_GATE}::test_what_is_certified_does_not_tell_what_it_was_made_from",
        ),
        of("D4", "groups._likes", off(groups, "_likes", lambda *_: iter(())), "tests/archive/test_duplicates.py"),
        of("D5", "labels._label, kind instead of ground", _kind_as_label, _GATE),
        of("D6", "gate.verify", off(gate, "verify", _always_clean), _GATE, _STORED),
    )
