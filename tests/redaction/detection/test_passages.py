# SPDX-License-Identifier: EUPL-1.2
from hypothesis import given
from hypothesis import strategies as st

from redaction.detection.normalising import normalise
from redaction.detection.passages import passages_of, text_passage
from tests.redaction.detection.made_layers import page


def test_headers_and_footers_are_no_part_of_a_seam() -> None:
    first = page("Gemeente Losser, nummer 12\nDe brief is van Willemijn\nPagina 1 van 2", 0)
    second = page("Gemeente Losser, nummer 13\nHeuvelmans en is lang.\nPagina 2 van 2", 1)
    (seam,) = [each for each in passages_of([first, second]) if each.seam]
    assert seam.read.text == "De brief is van Willemijn Heuvelmans en is lang."
    begin = seam.read.text.index("Willemijn")
    places = seam.locate(begin, begin + len("Willemijn Heuvelmans"))
    assert [(number, [first, second][number].text[start:end]) for number, start, end in places] == [
        (0, "Willemijn"),
        (1, "Heuvelmans"),
    ]


def test_a_sentence_that_ends_with_the_page_has_no_seam() -> None:
    assert not any(each.seam for each in passages_of([page("Dit is af.", 0), page("Nieuw begin", 1)]))


def test_pages_without_text_are_no_passage() -> None:
    assert [each.page for each in passages_of([page("", 0), page("tekst", 1)])] == [1]


@given(st.text(alphabet=st.sampled_from("aZé ­​-\n\tﬁ,.1Ĳ\u0301\u00a0MevrouwT"), max_size=60))
def test_every_stretch_of_a_normalised_text_comes_from_where_it_says(text: str) -> None:
    read = normalise(text)
    assert read.length == len(text)
    passage = text_passage(text)
    last = 0
    for offset in range(len(read.text)):
        begin, end = read.origin(offset, offset + 1)
        assert 0 <= begin <= end <= len(text)
        assert begin >= last or read.text[offset] == read.text[offset - 1] or end >= last
        last = begin
        if read.text[offset].isalnum():
            assert passage.locate(offset, offset + 1)[0][1:] == (begin, end)
