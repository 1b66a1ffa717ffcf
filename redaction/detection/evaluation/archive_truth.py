# SPDX-License-Identifier: EUPL-1.2
"""Scores a redacted sample archive against the file that says what was planted in it."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from redaction.detection.evaluation.scoring import Share, wilson
from schemas.errors import InputRefused, RefusalReason

TRUTH_FILE: Final = "truth.json"


class TruthItem(BaseModel):
    """One planted stretch of a document: what it is, its text, and whether it should go.

    ``place`` says where it was planted; only what is in the text is judged here, the rest is for the gate.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    kind: str
    text: str
    page: int | None = None
    action: Literal["redact", "ask", "keep"]
    place: str = "text"


class TruthDocument(BaseModel):
    """What is planted in one file of the archive."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    file: str
    kind: str
    items: tuple[TruthItem, ...]


class Truth(BaseModel):
    """The truth of a whole archive; made by ``lakstraat sample-archive``."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    documents: tuple[TruthDocument, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveScore:
    """How much of what was planted went, and how much of what had to stay is still there.

    Attributes:
        removed: per kind, the share of planted characters that can no longer be read.
        stayed: share of the stretches that had to stay and are still there.
        leaks: per file, how many planted stretches are still readable in whole. The stretches themselves are not told.
    """

    removed: Mapping[str, Share]
    stayed: Share
    leaks: Mapping[str, int]


def read_truth(archive: Path) -> Truth:
    """The truth file of an archive folder.

    Raises:
        InputRefused: there is none, or it is not of this form.
    """
    try:
        return Truth.model_validate_json((archive / TRUTH_FILE).read_bytes())
    except (OSError, ValidationError) as error:
        raise InputRefused(RefusalReason.DAMAGED, f"{TRUTH_FILE} of the archive is not readable") from error


def score_archive(truth: Truth, texts_after: Mapping[str, str]) -> ArchiveScore:
    """Score what came out of the pipeline.

    A stretch counts as readable where it stands as whole words, whatever white space is inside and whatever the case,
    so a line end does not hide a leak. A planted stretch that also had to stay somewhere in the same document (a
    company named after a person), or of which a person must be asked, is not judged.

    Args:
        truth: what was planted.
        texts_after: text of each redacted document by the file name in the truth. A document that is not there
            was not published, so nothing of it leaked; it is not counted.
    """
    removed: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    stayed = [0, 0]
    leaks: defaultdict[str, int] = defaultdict(int)
    for document in truth.documents:
        if document.file not in texts_after:
            continue
        after = texts_after[document.file]
        planted = {(item.kind, item.text, item.action) for item in document.items if item.place == "text"}
        kept = [text for _, text, action in planted if action == "keep"]
        for kind, text, action in sorted(planted):
            if action == "keep":
                stayed[0] += _stands_in(text, after)
                stayed[1] += 1
            elif action == "redact" and not any(_stands_in(text, other) for other in kept):
                gone = not _stands_in(text, after)
                removed[kind][0] += len(text) if gone else 0
                removed[kind][1] += len(text)
                leaks[document.file] += not gone
    return ArchiveScore(
        removed={kind: wilson(*counts) for kind, counts in sorted(removed.items())},
        stayed=wilson(*stayed),
        leaks={name: count for name, count in sorted(leaks.items()) if count},
    )


def _stands_in(planted: str, text: str) -> bool:
    words = r"\s+".join(re.escape(word) for word in planted.split())
    return re.search(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE) is not None
