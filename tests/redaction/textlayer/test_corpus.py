# SPDX-License-Identifier: EUPL-1.2
"""Words that pdfium finds in Dutch government documents are in our text layer too."""

import re
from collections import Counter

import pypdfium2 as pdfium
import pytest

from redaction.textlayer import read_text_layer
from tests.shared_material import shared

pytestmark = pytest.mark.shared
_WORD = re.compile(r"\w+")


def words(text: str) -> Counter[str]:
    """Words without what readers treat differently: hyphens at line ends and soft hyphens."""
    return Counter(_WORD.findall(re.sub(r"[-\u00ad\ufffe\x02]\s*\n|\u00ad|\ufffe|\x02", "", text.replace("\r", ""))))


def test_word_recall_on_dutch_documents() -> None:
    folder = shared("corpus", "files")
    low = {}
    for path in sorted(folder.glob("nl-gov*.pdf")):
        data = path.read_bytes()
        document = pdfium.PdfDocument(data)
        theirs: Counter[str] = Counter()
        for page in document:
            theirs += words(page.get_textpage().get_text_range())
        document.close()
        ours: Counter[str] = Counter()
        for text in read_text_layer(data).pages:
            ours += words(text.text)
        recall = (theirs & ours).total() / max(theirs.total(), 1)
        precision = (theirs & ours).total() / max(ours.total(), 1)
        if min(recall, precision) < 0.98:
            low[path.name] = (round(recall, 3), round(precision, 3))
    assert not low
