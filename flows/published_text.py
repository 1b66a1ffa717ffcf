# SPDX-License-Identifier: EUPL-1.2
"""What can still be read in the published documents of an archive, to measure against its truth file."""

from pathlib import Path

from archive.source import open_source
from flows.house import House
from publication.pdf_text import page_texts
from schemas.errors import WrongUse


def texts_after(house: House, archive: Path) -> dict[str, str]:
    """Text of each published document of an archive folder, by its path in the archive.

    Raises:
        WrongUse: nothing of this archive was published from this work folder.
    """
    source = open_source(str(archive))
    names = {offered.id: offered.path_in_source for offered in source}
    outputs = house.ledger.records.published_outputs(source.uri)
    texts = {names[id]: "\n".join(page_texts(house.store.get(output))) for id, output in outputs.items() if id in names}
    if not texts:
        raise WrongUse(
            "Nothing of this archive was published from this work folder.",
            advice="First run it: lakstraat run --archive DIR --site DIR --approve automatic.",
        )
    return texts
