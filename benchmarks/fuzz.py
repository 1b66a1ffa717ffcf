# SPDX-License-Identifier: EUPL-1.2
"""Mutates the PDFs of a folder and sends them down the whole road in a worker: only our own errors may come out.

    python -m benchmarks.fuzz FOLDER --minutes 60 [--seed 1] [--keep FOLDER]

Every mutation follows from the seed and its number, so that one which fails can be made again (``--keep`` writes it).
A worker that crashed, or an error that is not one of ours, fails the run. Counts are printed each minute, and at the
end, also where the run is stopped (SIGTERM, SIGINT).
"""

import argparse
import random
import re
import signal
import time
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from redaction.removal import prepare, redact
from redaction.removal.terms import find_terms
from redaction.textlayer import read_text_layer
from redaction.verification import verify
from redaction.worker import Limits, Worker
from schemas.errors import BlockReason, DocumentBlocked, InputRefused, LakstraatError
from schemas.events import quiet_libraries
from schemas.review import ReviewedFindings

_LARGEST = 400_000
_TELL = 60.0
"""Seconds between two lines with the counts so far."""
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_NUMBER = re.compile(rb"\d+")
_NAME = re.compile(rb"/[A-Za-z0-9]+")
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483648", b"99999999999999999999", b"1e9", b"0.0000001")
Mutation = Callable[[bytes, random.Random], bytes]


def road(data: bytes) -> str:
    """Prepare, read, redact and verify; says how it ended."""
    prepared = prepare(data).data
    layer = read_text_layer(prepared)
    words = re.findall(r"\w{5,}", "".join(page.text for page in layer.pages))[:3]
    found = find_terms(layer, words, ground="5.1.2.e")
    reviewed = ReviewedFindings(
        digest=layer.digest, redactions=found, decisions=(), policy_version="", model_version=""
    )
    result = redact(prepared, reviewed)
    report = verify(result.data, terms=words, boxes=result.boxes, ours=True)
    return "verified" if report.clean else "not verified"


# -- mutations


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _remove(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 2000) :]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    part = data[start : start + chance.randint(1, 2000)]
    return data[:start] + part * chance.randint(2, 40) + data[start:]


def _number(data: bytes, chance: random.Random) -> bytes:
    return _replace_one(data, _NUMBER, chance.choice(_NUMBERS), chance)


def _name(data: bytes, chance: random.Random) -> bytes:
    names = _NAME.findall(data)
    return _replace_one(data, _NAME, chance.choice(names), chance) if names else data


def _replace_one(data: bytes, pattern: re.Pattern[bytes], new: bytes, chance: random.Random) -> bytes:
    places = list(pattern.finditer(data))
    if not places:
        return data
    for match in sorted(chance.sample(places, min(len(places), chance.randint(1, 8))), key=lambda m: -m.start()):
        data = data[: match.start()] + new + data[match.end() :]
    return data


def _content(data: bytes, chance: random.Random) -> bytes:
    """Mutate what a compressed stream holds, and pack it again."""
    places = [match for match in _STREAM.finditer(data) if match[1][:1] == b"x"]
    if not places:
        return _flip(data, chance)
    match = chance.choice(places)
    try:
        plain = zlib.decompressobj().decompress(match[1], 1_000_000)
    except zlib.error:
        return data
    if not plain:
        return data
    mutated = chance.choice((_flip, _remove, _repeat, _number, _name))(plain, chance)
    return data[: match.start(1)] + zlib.compress(mutated) + data[match.end(1) :]


def _splice(data: bytes, chance: random.Random) -> bytes:
    """An object of the file over another one."""
    objects = list(re.finditer(rb"\d+ 0 obj.*?endobj", data, re.DOTALL))
    if len(objects) < 2:
        return _flip(data, chance)
    one, other = chance.sample(objects, 2)
    body = other[0].split(b"obj", 1)[1]
    return data[: one.start()] + one[0].split(b"obj", 1)[0] + b"obj" + body + data[one.end() :]


MUTATIONS: Sequence[Mutation] = (_flip, _cut, _remove, _repeat, _number, _name, _content, _content, _splice)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One or two mutations."""
    for _ in range(chance.randint(1, 2)):
        if data:
            data = chance.choice(MUTATIONS)(data, chance)
    return data


def _outcome(error: LakstraatError) -> str:
    if isinstance(error, InputRefused | DocumentBlocked):
        return f"{type(error).__name__} {error.reason.value}"
    return type(error).__name__


def main() -> int:
    """Fuzz and print what came out; 1 where something came out that may not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="where mutations that fail are written")
    chosen = parser.parse_args()
    files = [path for path in sorted(chosen.folder.glob("*.pdf")) if path.stat().st_size <= _LARGEST]
    signal.signal(signal.SIGTERM, _end)
    counts: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    try:
        _fuzz(files, chosen, counts, bad)
    except KeyboardInterrupt:
        print("stopped before its time")
    print(f"{counts.total()} mutations of {len(files)} files in {chosen.minutes:g} minutes at most")
    for name, count in counts.most_common():
        print(f"{count:8} {name}")
    print(f"{bad.total()} that may not be ({len(bad)} kinds)", flush=True)
    return int(bool(bad))


def _end(_: int, __: object) -> None:
    raise KeyboardInterrupt


def _fuzz(files: Sequence[Path], chosen: argparse.Namespace, counts: Counter[str], bad: Counter[str]) -> None:
    """Mutate until the time is over; counts what came out, and what may not."""
    end = time.monotonic() + 60 * chosen.minutes
    told = time.monotonic()
    number = 0
    with Worker(Limits(seconds=40), initializer=quiet_libraries) as worker:
        while time.monotonic() < end:
            number += 1
            chance = random.Random(f"{chosen.seed}-{number}")
            path = chance.choice(files)
            data = mutated(path.read_bytes(), chance)
            try:
                counts[worker.call(road, data)] += 1
            except LakstraatError as error:
                counts[_outcome(error)] += 1
                if isinstance(error, DocumentBlocked) and error.reason is BlockReason.WORKER_CRASHED:
                    bad[error.message] += 1
                    print(f"mutation {number} of {path.name}: {error.message}", flush=True)
                    if chosen.keep:
                        chosen.keep.mkdir(parents=True, exist_ok=True)
                        (chosen.keep / f"{chosen.seed}-{number}.pdf").write_bytes(data)
            if time.monotonic() - told >= _TELL:
                told = time.monotonic()
                print(f"{number}: " + ", ".join(f"{name} {count}" for name, count in counts.most_common()), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
