# SPDX-License-Identifier: EUPL-1.2
"""A document that goes to a place later than to another goes there as the same bytes, whoever redacts it again."""

import os
import subprocess
import sys
from pathlib import Path

from tests.flows.with_prefect import ROOT

_REDACTS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from flows.engine import DetectorChoice, examine, remove
from review.automatic import approve
from schemas.identity import digest_of

for letter in sorted(Path(sys.argv[1]).glob("brief/*.pdf"))[:2]:
    made = examine(letter.read_bytes(), DetectorChoice(model=None, policy=None), None, b"salt")
    moment = datetime.now(UTC)
    reviewed = approve(made.examination.findings, moment=moment, marked=made.examination.marked)
    assert reviewed.redactions
    print(digest_of(remove(made.prepared, reviewed, (), "Brief over een vergunning").redacted.data))
"""


def test_another_process_at_another_moment_makes_the_same_bytes(tmp_path: Path) -> None:
    """Each with another order of sets: what depends on that, on the clock or on chance would differ."""
    from archive.sample.archive import make_sample_archive

    make_sample_archive(tmp_path, documents=12, seed=3)
    printed = [
        subprocess.run(
            [sys.executable, "-c", _REDACTS, str(tmp_path)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
            capture_output=True, text=True, timeout=300, check=True,
        ).stdout.split()
        for seed in ("1", "2")
    ]  # fmt: skip
    assert len(printed[0]) == 2
    assert printed[0] == printed[1]
