# SPDX-License-Identifier: EUPL-1.2
"""What becomes of every file of a folder at intake: a table of outcomes, each refusal with its reason, and formats.

Files are offered as an archive offers them, so messages and ZIPs are opened, but without sidecars: metadata is not
judged here. Formats of which the folder has fewer than three files get files that LibreOffice makes for this run, and
three ZIPs that the program zip makes of texts; HEIC has no program here that writes it.

python -m benchmarks.intake FOLDER [--no-made]
"""

import argparse
import shutil
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from archive.conversion import Converted
from archive.families import Families
from archive.folder import FolderSource
from archive.formats import FileFormat, format_of
from archive.intake import as_pdf
from archive.source import Offered
from redaction.worker import Limits, Worker
from schemas.errors import DocumentBlocked, InputRefused, LakstraatError
from schemas.events import quiet_libraries

_LEAST: Final = 3
_SECONDS: Final = 240.0
_MEMORY: Final = 3 * 1024**3
_TEXTS: Final = ("Besluit op bezwaar", "Verslag van de vergadering", "Lijst van ingekomen stukken")
_MADE: Final = (
    (FileFormat.DOC, "txt", "doc:MS Word 97"),
    (FileFormat.DOCX, "txt", "docx:MS Word 2007 XML"),
    (FileFormat.ODT, "txt", "odt"),
    (FileFormat.RTF, "txt", "rtf:Rich Text Format"),
    (FileFormat.HTML, "txt", "html:HTML (StarWriter)"),
    (FileFormat.TEXT, "html", "txt:Text"),
    (FileFormat.XLSX, "csv", "xlsx"),
    (FileFormat.XLS, "csv", "xls:MS Excel 97"),
    (FileFormat.ODS, "csv", "ods"),
    (FileFormat.PPTX, "fodp", "pptx"),
    (FileFormat.PPT, "fodp", "ppt:MS PowerPoint 97"),
    (FileFormat.ODP, "fodp", "odp"),
    (FileFormat.PNG, "fodp", "png"),
    (FileFormat.JPEG, "fodp", "jpg"),
    (FileFormat.TIFF, "fodp", "tif"),
    (FileFormat.GIF, "fodp", "gif"),
    (FileFormat.BMP, "fodp", "bmp"),
    (FileFormat.WEBP, "fodp", "webp"),
)
"""Format, what LibreOffice makes it of, and the filter that makes it."""
_SLIDE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3" '
    'office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation>'
    '<draw:page draw:name="dia"><draw:frame svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="4cm">'
    "<draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame></draw:page>"
    "</office:presentation></office:body></office:document>"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """What became of one file."""

    name: str
    found: str
    outcome: str
    reason: str = ""
    notes: int = 0


def _sources(text: str) -> dict[str, str]:
    """What the files are made of, by the ending that LibreOffice knows it by."""
    return {
        "txt": f"{text}\n\nBij dit stuk horen geen bijlagen.\n",
        "html": f"<!DOCTYPE html><html><body><h1>{text}</h1><p>Bij dit stuk horen geen bijlagen.</p></body></html>",
        "csv": f"Nummer,Onderwerp\n1,{text}\n2,Geen bijlagen\n",
        "fodp": _SLIDE.format(text=text),
    }


def _make(folder: Path, wanted: dict[FileFormat, int]) -> None:
    """Fill a folder with files that LibreOffice makes.

    Args:
        folder: where they go.
        wanted: how many of each format.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        print("LibreOffice is not installed: no files are made.")
        return
    with tempfile.TemporaryDirectory(prefix="lakstraat-") as name:
        root = Path(name)
        for found, source, filter_name in _MADE:
            count = wanted.get(found, 0)
            files = []
            for number, text in enumerate(_TEXTS[:count], start=1):
                file = root / f"made-{found.name.lower()}-{number}.{source}"
                file.write_text(_sources(text)[source], encoding="utf-8")
                files.append(str(file))
            if files:
                profile = f"-env:UserInstallation={(root / 'profile').as_uri()}"
                subprocess.run(
                    [program, "--headless", profile, "--convert-to", filter_name, "--outdir", str(folder), *files],
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, check=True,
                )  # fmt: skip


def _zip(folder: Path) -> None:
    """Fill a folder with ZIPs that the program zip makes."""
    program = shutil.which("zip")
    if program is None:
        print("zip is not installed: no ZIPs are made.")
        return
    with tempfile.TemporaryDirectory(prefix="lakstraat-") as name:
        for number, text in enumerate(_TEXTS, start=1):
            (Path(name) / f"stuk-{number}.txt").write_text(_sources(text)["txt"], encoding="utf-8")
            command = [program, "-q", "-r", str(folder / f"made-zip-{number}.zip"), "."]
            subprocess.run(command, cwd=name, timeout=60, check=True)


def _take(worker: Worker, offered: Offered) -> _Told:
    name, found = offered.path_in_source, "?"
    try:
        data = offered.fetch()
        found = format_of(data).value
        if not data:
            return _Told(name=name, found=found, outcome="refused", reason="empty")
        made: Converted = worker.call(as_pdf, data)
    except InputRefused as error:
        return _Told(name=name, found=found, outcome="refused", reason=f"{error.reason.value}: {error.message}")
    except DocumentBlocked as error:
        return _Told(name=name, found=found, outcome="blocked", reason=f"{error.reason.value}: {error.message}")
    except LakstraatError as error:
        return _Told(name=name, found=found, outcome="failed", reason=error.message)
    return _Told(name=name, found=found, outcome="taken in", notes=len(made.notes))


def _of_folder(worker: Worker, folder: Path) -> Iterator[_Told]:
    for offered in Families(FolderSource(folder)):
        told = _take(worker, offered)
        notes = f", notes for the officer: {told.notes}" if told.notes else ""
        print(f"{PurePosixPath(told.name)!s:66} {told.found:34} {told.outcome} {told.reason}{notes}", flush=True)
        yield told


def _print_totals(told: list[_Told], made: Counter[str]) -> None:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for one in told:
        counted[one.found][one.outcome] += 1
    print(f"\n{'format':36} {'files':>6} {'made':>5} {'taken in':>9} {'refused':>8} {'blocked':>8} {'failed':>7}")
    for found, outcomes in sorted(counted.items()):
        figures = [outcomes[name] for name in ("taken in", "refused", "blocked", "failed")]
        print(
            f"{found:36} {sum(figures):6} {made[found]:5} {figures[0]:9} {figures[1]:8} {figures[2]:8} {figures[3]:7}"
        )
    outcomes = Counter(one.outcome for one in told)
    print(f"{'all':36} {len(told):6} {sum(made.values()):5}  {dict(outcomes)}")
    print("reasons:", dict(Counter(one.reason.partition(":")[0] for one in told if one.reason)))


def main() -> None:
    """Take everything in and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--no-made", action="store_true", help="only the files of the folder")
    chosen = parser.parse_args()
    quiet_libraries()
    worker = Worker(Limits(memory_bytes=_MEMORY, seconds=_SECONDS), processes=1)
    try:
        told = list(_of_folder(worker, chosen.folder))
        made: Counter[str] = Counter()
        if not chosen.no_made:
            there = Counter(one.found for one in told)
            wanted = {found: _LEAST - there[found.value] for found, _, _ in _MADE if there[found.value] < _LEAST}
            with tempfile.TemporaryDirectory(prefix="lakstraat-") as name:
                print("\nmade by LibreOffice and zip for this run:")
                _make(Path(name), wanted)
                _zip(Path(name))
                extra = list(_of_folder(worker, Path(name)))
            made = Counter(one.found for one in extra)
            told += extra
    finally:
        worker.close()
    _print_totals(told, made)


if __name__ == "__main__":
    main()
