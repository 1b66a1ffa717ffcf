# SPDX-License-Identifier: EUPL-1.2
"""Which names in a folder are documents, and which sidecars belong to which document; the same for every source.

Sidecars of ``brief.pdf`` are ``brief.pdf.mdto.xml``, ``brief.mdto.xml`` and, for a separate MDTO bestand,
``brief.pdf.bestand.mdto.xml`` or ``brief.bestand.mdto.xml``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

SIDECAR_SUFFIX: Final = ".mdto.xml"
FILE_SIDECAR_SUFFIX: Final = ".bestand.mdto.xml"
_NO_DOCUMENTS: Final = frozenset({"truth.json", "thumbs.db", "desktop.ini"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Paired:
    """The documents of one folder.

    Attributes:
        documents: per document, in the order given, its sidecars; the flag says that the name of the sidecar fits
            several documents.
        without_document: sidecars that belong to nothing here.
    """

    documents: dict[str, list[tuple[str, bool]]]
    without_document: int


def is_hidden(name: str) -> bool:
    """Whether a file or folder is left out by its name."""
    return name.startswith(".")


def pair(names: Iterable[str]) -> Paired:
    """Sort the names of one folder into documents and sidecars."""
    names = list(names)
    sidecars = [name for name in names if name.casefold().endswith(SIDECAR_SUFFIX)]
    taken = set(sidecars)
    documents = [name for name in names if name not in taken and name.casefold() not in _NO_DOCUMENTS]
    by_name = {name.casefold(): name for name in documents}
    by_stem = defaultdict(list)
    for name in documents:
        by_stem[PurePosixPath(name).stem.casefold()].append(name)
    same_name = Counter(name.casefold() for name in documents)
    owned: dict[str, list[tuple[str, bool]]] = {name: [] for name in documents}
    orphans = 0
    for sidecar in sidecars:
        for suffix in (SIDECAR_SUFFIX, FILE_SIDECAR_SUFFIX):
            if not sidecar.casefold().endswith(suffix):
                continue
            base = sidecar[: -len(suffix)].casefold()
            if same_name[base] == 1:
                owned[by_name[base]].append((sidecar, False))
                break
            if base in by_stem:
                for name in by_stem[base]:
                    owned[name].append((sidecar, len(by_stem[base]) > 1))
                break
        else:
            orphans += 1
    return Paired(documents=owned, without_document=orphans)
