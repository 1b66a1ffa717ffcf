# SPDX-License-Identifier: EUPL-1.2
"""The ledger remembers texts as sketches, and the command lists what is alike."""

import io
import json
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from archive.duplicates import sketch_of
from archive.store import WorkingStore
from flows.cli import main
from flows.house import kept_secret
from flows.ledger.ledger import Ledger, open_ledger
from flows.ledger.states import State
from flows.stored import put_value
from schemas.documents import ArchivedDocument
from schemas.identity import Digest
from schemas.likeness import Likeness
from tests.flows.books import NOW, digest, document_id, open_batch, plan

TEXT = "Het college heeft het bezwaar tegen de vergunning voor de woning aan de straat ongegrond verklaard op 3 maart."


def _prepared(ledger: Ledger, number: int, *, text: str | None = TEXT, kept: Digest | None = None,
              prepared: Digest | None = None) -> int:  # fmt: skip
    """A document that was searched; it has a sketch where it has a text."""
    batch = open_batch(ledger, number)
    content = kept or digest(f"content {number}")
    key = ledger.documents.receive(batch.id, id=document_id(number), digest=content, now=NOW).key
    ledger.documents.move(key, State.DETECTING, now=NOW)
    ledger.documents.move(key, State.TO_REVIEW, now=NOW, prepared=prepared or digest(f"prepared {number}"))
    if text is not None:
        ledger.sketches.remember(key, sketch_of([text], b"salt"))
    return key


def test_groups_are_found_among_the_documents_that_are_asked_for(ledger: Ledger) -> None:
    one, two, other = _prepared(ledger, 1), _prepared(ledger, 2), _prepared(ledger, 3, text="Iets heel anders " * 9)
    batch = open_batch(ledger, 1)
    assert ledger.sketches.of_batch(batch.id) == (one, two, other) == ledger.sketches.newest()
    (group,) = ledger.sketches.groups([one, two, other])
    assert (group.longest, [like.kind for like in group.others]) == (one, [Likeness.SAME_TEXT])
    assert ledger.sketches.groups([one, other]) == ()


def test_a_sketch_takes_the_place_of_the_one_before(ledger: Ledger) -> None:
    one, two = _prepared(ledger, 1), _prepared(ledger, 2)
    ledger.sketches.remember(
        two, sketch_of(["Dit is nu een heel andere tekst geworden dan die er eerst stond."], b"salt")
    )
    assert ledger.sketches.groups([one, two]) == ()


def test_a_document_that_came_in_anew_counts_as_it_came_in_last(ledger: Ledger) -> None:
    old = _prepared(ledger, 1)
    ledger.batches.finish(open_batch(ledger, 1).id, now=NOW)
    batch, _ = ledger.batches.open(plan(config="d" * 64), now=NOW)
    ledger.batches.offer(batch.id, [document_id(1)])
    new = ledger.documents.receive(batch.id, id=document_id(1), digest=digest("new"), now=NOW).key
    assert ledger.sketches.newest() == (new,) != (old,)


def test_what_was_prepared_without_a_sketch_is_lacking(ledger: Ledger) -> None:
    _prepared(ledger, 1)
    assert ledger.sketches.lacking(ledger.sketches.newest()) == ()
    key = _prepared(ledger, 2, text=None)
    assert ledger.sketches.lacking(ledger.sketches.newest()) == (key,)
    assert ledger.sketches.lacking([]) == ()


def test_a_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first = kept_secret(tmp_path / "salt")
    assert kept_secret(tmp_path / "salt") == first and len(first) == 32
    assert (tmp_path / "salt").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["salt"]


def _page(*lines: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for number, line in enumerate(lines):
        canvas.drawString(72, 700 - 20 * number, line)
    canvas.save()
    return out.getvalue()


def _two_files_of_one_text(work: Path) -> str:
    """Two documents that were prepared before texts were remembered, in one of two dossiers each. Gives the batch."""
    store = WorkingStore(work / "store")
    opened = open_ledger(f"sqlite:///{work / 'ledger.sqlite3'}")
    half = TEXT.index("woning")
    for number, page in enumerate((_page(TEXT), _page(TEXT[:half], TEXT[half:])), start=1):
        data = store.put(page)
        archived = ArchivedDocument(
            id=document_id(number), digest=data, original_digest=data, size=len(page), source="file:///srv/archive",
            dossier=f"dossier {number}",
        )  # fmt: skip
        _prepared(opened, number, text=None, kept=put_value(store, archived), prepared=data)
    batch = open_batch(opened, 1).id
    opened.close()
    return batch


def test_the_command_reads_what_has_no_sketch_and_lists_what_is_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = _two_files_of_one_text(tmp_path)
    expected = [
        {
            "longest": document_id(1),
            "dossier": "dossier 1",
            "others": [{"document": document_id(2), "is": "same_text", "of": document_id(1), "share": 1.0}],
        }
    ]
    for arguments in ([], [batch], ["--dossier", "dossier 2"]):
        assert main(["duplicates", *arguments, "--work-dir", str(tmp_path), "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == expected, arguments
    assert main(["duplicates", "--dossier", "dossier 3", "--work-dir", str(tmp_path)]) == 0
    assert "No two documents" in capsys.readouterr().out
    assert main(["duplicates", "--work-dir", str(tmp_path)]) == 0
    assert document_id(2) in capsys.readouterr().out
    assert main(["duplicates", "b-none", "--work-dir", str(tmp_path)]) == 2
    everything = (tmp_path / "ledger.sqlite3").read_bytes()
    assert b"vergunning" not in everything
