# SPDX-License-Identifier: EUPL-1.2
"""Runs under another interpreter, that has PyMuPDF: answers questions of ``benchmarks/peer.py``, one a line."""

import base64
import importlib
import json
import sys
import time
from collections import Counter
from typing import Any


def removed(pymupdf: Any, data: bytes, term: str) -> bytes:
    """A PDF after search, redaction annotations and their application."""
    with pymupdf.open(stream=data) as document:
        for page in document:
            for place in page.search_for(term):
                page.add_redact_annot(place)
            page.apply_redactions()
        result: bytes = document.tobytes(garbage=4, deflate=True, no_new_id=True)
        return result


def timed(pymupdf: Any, path: str, words: list[list[str]]) -> dict[str, Any]:
    """Pages, redactions and seconds: each word as often on its page as it was asked for."""
    start = time.process_time()
    count = 0
    with pymupdf.open(path) as document:
        for page, listed in zip(document, words, strict=False):
            for word, wanted in Counter(listed).items():
                places = page.search_for(word)[:wanted]
                count += len(places)
                for place in places:
                    page.add_redact_annot(place)
            page.apply_redactions()
        document.tobytes(garbage=3, deflate=True)
        return {"pages": len(document), "redactions": count, "seconds": time.process_time() - start}


def main() -> None:
    """Answer until nobody asks any more."""
    pymupdf = importlib.import_module("pymupdf")
    for line in sys.stdin:
        question = json.loads(line)
        match question["task"]:
            case "version":
                answer: dict[str, Any] = {"version": str(pymupdf.VersionBind)}
            case "remove":
                data = removed(pymupdf, base64.b64decode(question["data"]), question["term"])
                answer = {"data": base64.b64encode(data).decode("ascii")}
            case "time":
                answer = timed(pymupdf, question["path"], question["words"])
            case task:
                raise SystemExit(f"unknown task {task}")
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
