# SPDX-License-Identifier: EUPL-1.2
from random import Random

from redaction.detection.training.names import NameMaker
from redaction.detection.training.tables import Tables


def test_cells_with_people_are_marked_and_the_rest_is_not() -> None:
    tables = Tables(NameMaker({"tr": (["Elif"], ["Tosun"])}, invent=False), ["Goor"], ["regen"])
    random = Random(1)
    separators = set()
    for _ in range(300):
        table = tables.draw(random)
        assert table.marks
        covered = bytearray(len(table.text))
        for mark in table.marks:
            part = table.text[mark.start : mark.end]
            covered[mark.start : mark.end] = b"\x01" * len(part)
            if mark.label == "PER":
                assert "tosun" in part.lower() or part == "Elif"
            else:
                assert part == "Goor"
        rest = "".join(letter for letter, inside in zip(table.text, covered, strict=True) if not inside)
        assert "tosun" not in rest.lower()
        separators |= {sign for sign in "\t|;" if sign in table.text}
    assert separators == {"\t", "|", ";"}
