# SPDX-License-Identifier: EUPL-1.2
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from archive.store import WorkingStore
from schemas.errors import LakstraatError
from schemas.identity import Digest, digest_of


def test_what_is_put_comes_back(tmp_path: Path) -> None:
    store = WorkingStore(tmp_path / "werk")
    digest = store.put(b"een stuk")
    assert digest == digest_of(b"een stuk")
    assert store.get(digest) == b"een stuk"
    assert digest in store
    assert list(store) == [digest]
    assert store.path(digest).relative_to(store.root).parts[:2] == (digest[:2], digest[2:4])


def test_only_this_user_can_read(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        store = WorkingStore(tmp_path / "werk")
        path = store.path(store.put(b"geheim"))
    finally:
        os.umask(previous)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (path.parent, path.parent.parent, store.root):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_changed_file_is_noticed_and_replaced_by_the_next_put(tmp_path: Path) -> None:
    store = WorkingStore(tmp_path)
    digest = store.put(b"het echte stuk")
    store.path(digest).write_bytes(b"het valse stuk")
    with pytest.raises(LakstraatError, match="damaged or changed"):
        store.get(digest)
    store.put(b"het echte stuk")
    assert store.get(digest) == b"het echte stuk"


def test_what_is_not_there_is_an_error_and_delete_is_repeatable(tmp_path: Path) -> None:
    store = WorkingStore(tmp_path)
    digest = store.put(b"weg")
    store.delete(digest)
    store.delete(digest)
    assert digest not in store
    assert list(store) == []
    with pytest.raises(LakstraatError, match="does not hold"):
        store.get(digest)


def test_a_digest_cannot_name_a_path_outside(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        WorkingStore(tmp_path).get(Digest("../../etc/passwd"))


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = WorkingStore(tmp_path)

    def no_disk(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("archive.store.os.fsync", no_disk)
    with pytest.raises(LakstraatError):
        store.put(b"te veel")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_leftovers_of_a_killed_process_are_removed(tmp_path: Path) -> None:
    store = WorkingStore(tmp_path)
    (tmp_path / ".unfinished" / "half").write_bytes(b"half een stuk")
    assert store.discard_unfinished() == 0
    assert store.discard_unfinished(older_than_s=0) == 1
    assert list(store) == []


def test_two_processes_at_once(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from archive.store import WorkingStore\n"
        "store = WorkingStore(Path(sys.argv[1]))\n"
        "for n in range(60):\n"
        "    digest = store.put(b'stuk %d' % (n % 7) * 1000)\n"
        "    if n % 3 == 0: store.delete(digest)\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path)]) for _ in range(2)]
    assert [process.wait(60) for process in running] == [0, 0]
    store = WorkingStore(tmp_path)
    for digest in store:
        store.get(digest)
    assert list((tmp_path / ".unfinished").iterdir()) == []
