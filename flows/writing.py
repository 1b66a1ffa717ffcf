# SPDX-License-Identifier: EUPL-1.2
"""Files that appear whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from schemas.errors import WrongUse


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A file to write in, beside the target; it takes the target's name when all went well, and goes otherwise.

    Raises:
        WrongUse: the folder of the target is not there or may not be written in.
    """
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".lakstraat-")
    except OSError as error:
        raise WrongUse(
            f"{target.parent} is not there or cannot be written in.", advice="Give a path in an existing folder."
        ) from error
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.chmod(0o600)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
