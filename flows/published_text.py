# SPDX-License-Identifier: EUPL-1.2
"""What can still be read in the published documents of an archive, to measure against its truth file.

Read with pdfium, which has no part in making them.
"""

from pathlib import Path

import pypdfium2

from archive.source import open_source
from flows.house import House
from schemas.errors import WrongUse


def texts_after(house: House, archive: Path) -> dict[str, str]:
    """Text of each published document of an archive folder, by its path in the archive.

    Raises:
        WrongUse: nothing of this archive was published from this work folder.
    """
    source = open_source(str(archive))
    names = {offered.id: offered.path_in_source for offered in source}
    outputs = house.ledger.records.published_outputs(source.uri)
    texts = {names[id]: _text(house.store.get(output)) for id, output in outputs.items() if id in names}
    if not texts:
        raise WrongUse(
            "Nothing of this archive was published from this work folder.",
            advice="First run it: lakstraat run --archive DIR --site DIR --approve automatic.",
        )
    return texts


def _text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(_page_text(document, number) for number in range(len(document)))
    finally:
        document.close()


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text_page = page.get_textpage()
    try:
        return str(text_page.get_text_bounded())
    finally:
        text_page.close()
        page.close()
