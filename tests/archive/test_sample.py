# SPDX-License-Identifier: EUPL-1.2
import hashlib
import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree
from stdnum import iban as iban_check
from stdnum.nl import bsn as bsn_check

from archive.conversion.office import find_office
from archive.folder import FolderSource
from archive.intake import take_in
from archive.sample.archive import make_sample_archive
from archive.sample.draft import Draft, Place
from archive.sample.kinds.passport import zone
from archive.sample.people import Population, bsn, iban, plate
from archive.sample.truth import count, items, page_texts
from archive.store import WorkingStore
from schemas.documents import ArchivedDocument, Refused
from schemas.errors import LakstraatError, WrongUse
from schemas.findings import Action, Kind
from schemas.values import value_list, xsd_path

KINDS = {"besluit", "vergunning", "brief", "e-mail", "notulen", "factuur", "klacht", "woo-besluit"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archief")
    make_sample_archive(folder)
    return folder


def _truth(folder: Path) -> list[dict[str, Any]]:
    documents: list[dict[str, Any]] = json.loads((folder / "truth.json").read_text())["documents"]
    return documents


def _hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_forty_documents_of_eight_kinds(sample: Path, tmp_path: Path) -> None:
    summary = make_sample_archive(tmp_path)
    assert summary.documents == 40 == len(_truth(sample)) == sum(1 for _ in FolderSource(sample))
    assert set(summary.kinds) == KINDS
    assert summary.expected == {"published": 37, "blocked": 1, "refused": 2}
    assert len(summary.awkward) == 3
    assert summary.to_redact > summary.to_keep > 50
    assert summary.pages > 50


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(sample: Path, tmp_path: Path) -> None:
    make_sample_archive(tmp_path / "een")
    make_sample_archive(tmp_path / "twee", seed=2)
    assert _hashes(tmp_path / "een") == _hashes(sample)
    others = {digest for name, digest in _hashes(tmp_path / "twee").items() if name.endswith(".pdf")}
    assert len(others) == 39
    assert not others & set(_hashes(sample).values())


def test_a_new_archive_replaces_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "archief"
    make_sample_archive(folder, documents=12)
    before = _hashes(folder)
    (folder / "eigen.txt").write_text("van iemand anders")
    make_sample_archive(folder, documents=1, seed=9)
    assert len(list(FolderSource(folder))) == 2
    assert (folder / "eigen.txt").exists()
    (folder / "eigen.txt").unlink()
    make_sample_archive(folder, documents=12)
    assert _hashes(folder) == before
    with pytest.raises(WrongUse):
        make_sample_archive(tmp_path)
    with pytest.raises(WrongUse):
        make_sample_archive(folder, documents=0)


def test_every_document_ends_as_the_truth_expects(sample: Path, tmp_path: Path) -> None:
    expected = {document["file"]: document for document in _truth(sample)}
    store = WorkingStore(tmp_path)
    dossiers: dict[str | None, int] = {}
    for offered in FolderSource(sample):
        taken = take_in(offered, store)
        document = expected.pop(offered.path_in_source)
        if offered.path_in_source.endswith(".docx") and find_office() is None:
            assert isinstance(taken, Refused)
            continue
        if document["expected"] == "refused":
            assert isinstance(taken, Refused)
            assert taken.reason == document["reason"]
            continue
        assert isinstance(taken, ArchivedDocument)
        if document["expected"] == "published":
            assert taken.metadata.informatiecategorie == document["informatiecategorie"]
            assert taken.metadata.naam
            assert taken.metadata.events
            dossiers[taken.dossier] = dossiers.get(taken.dossier, 0) + 1
        else:
            assert (taken.metadata.informatiecategorie is None) is (document["reason"] == "metadata_incomplete")
    assert not expected
    assert sorted(count for key, count in dossiers.items() if key) == [4, 4]


def test_categories_are_of_the_list_and_have_a_number(sample: Path) -> None:
    for document in _truth(sample):
        assert value_list("informatiecategorielijst").by_uri(document["informatiecategorie"]).infocat


def test_sidecars_are_valid_against_both_versions(sample: Path) -> None:
    schemas = [
        etree.XMLSchema(etree.parse(str(xsd_path("mdto", f"MDTO-XML{version}.xsd")))) for version in ("1.0.1", "1.0.2")
    ]
    invalid = [
        path.name
        for path in sample.rglob("*.mdto.xml")
        if not all(schema.validate(etree.parse(str(path))) for schema in schemas)
    ]
    assert len(invalid) == 1


def test_planted_texts_stand_where_the_truth_says(sample: Path) -> None:
    for document in _truth(sample):
        if document["expected"] != "published" or document["form"] != "pdf":
            continue
        data = (sample / document["file"]).read_bytes()
        pages = page_texts(data)
        assert sum(item["action"] == "redact" for item in document["items"]) >= 5
        for item in document["items"]:
            Kind(item["kind"])
            Action(item["action"])
            if item["place"] == Place.TEXT:
                assert count(item["text"], pages[item["page"] - 1]) == item["count"] > 0
    everything = [item for document in _truth(sample) for item in document["items"]]
    assert {item["place"] for item in everything} == set(Place)
    assert {Kind.NAAM, Kind.BSN, Kind.IBAN, Kind.TELEFOON, Kind.EMAIL, Kind.KENTEKEN, Kind.V_NUMMER} <= {
        Kind(item["kind"]) for item in everything
    }


def test_hidden_places_hold_what_the_truth_says(sample: Path) -> None:
    for document in _truth(sample):
        if document["expected"] != "published" or document["form"] != "pdf":
            continue
        with pikepdf.open(sample / document["file"]) as pdf:
            info = " ".join(str(value) for value in pdf.docinfo.values())
            attached = b" ".join(spec.get_file().read_bytes() for spec in pdf.attachments.values()).decode()
            notes = " ".join(
                f"{note.get('/T', '')} {note.get('/Contents', '')} {note.get('/V', '')} {note.get('/A', '')!r}"
                for page in pdf.pages
                for note in page.get("/Annots", [])
            )
        for item in document["items"]:
            place = {"metadata": info, "attachment": attached, "annotation": notes, "form": notes, "link": notes}
            assert item["text"] in place.get(item["place"], item["text"])


def test_pdfs_have_title_language_and_embedded_fonts(sample: Path) -> None:
    embedded = 0
    for document in _truth(sample):
        if not document["file"].endswith(".pdf") or document["expected"] == "refused":
            continue
        with pikepdf.open(sample / document["file"]) as pdf:
            assert str(pdf.Root.Lang) == "nl-NL"
            assert str(pdf.docinfo["/Title"])
            if document.get("reason") == "no_text_layer":
                assert not "".join(page_texts((sample / document["file"]).read_bytes())).strip()
                continue
            embedded += any(
                "/FontFile2" in font.get("/FontDescriptor", {})
                for page in pdf.pages
                for font in page.Resources.Font.values()
            )
    assert embedded >= 20


def test_numbers_pass_their_checks() -> None:
    rng = random.Random(7)
    for _ in range(200):
        assert bsn_check.is_valid(number := bsn(rng))
        assert number.startswith("9")
        assert iban_check.is_valid(iban(rng))
        assert len(plate(rng)) == 8


def test_people_of_one_document_share_no_name() -> None:
    population = Population(random.Random(3), "latin-1")
    people = [population.person() for _ in range(30)]
    assert len({person.last for person in people}) == len({person.first for person in people}) == 30
    for person in people:
        person.full.encode("latin-1")
        assert person.email.isascii()


def test_a_datum_that_is_not_printed_is_an_error() -> None:
    draft = Draft(rng=random.Random(1), number=1, day=date(2026, 1, 1))
    draft.name("Niet Gedrukt")
    with pytest.raises(LakstraatError) as caught:
        list(items(draft, ["ietsanders"]))
    assert "Gedrukt" not in caught.value.message


def test_the_machine_readable_zone_has_its_check_digits() -> None:
    person = Population(random.Random(4)).person()
    first, second = zone(person, "L898902C3")
    assert len(first) == len(second) == 44
    assert second.startswith("L898902C36NLD")  # the example of ICAO Doc 9303, part 4
    assert second[28:42] == person.bsn.ljust(14, "<")
