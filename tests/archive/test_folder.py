# SPDX-License-Identifier: EUPL-1.2
from pathlib import Path

import pytest

from archive.folder import FolderSource
from archive.source import open_source
from schemas.errors import ServiceMissing, WrongUse


def _fill(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


def _offered(root: Path) -> dict[str, list[str]]:
    return {
        offered.path_in_source: [sidecar.path_in_source for sidecar in offered.sidecars]
        for offered in FolderSource(root)
    }


def test_every_document_once_in_a_fixed_order_with_its_sidecars(tmp_path: Path) -> None:
    _fill(
        tmp_path,
        "b.pdf", "b.pdf.mdto.xml", "a.pdf", "a.mdto.xml", "a.bestand.mdto.xml",
        "map/c.docx", "map/c.docx.bestand.mdto.xml", "truth.json", ".verborgen/d.pdf", ".e.pdf", "wees.mdto.xml",
    )  # fmt: skip
    assert _offered(tmp_path) == {
        "a.pdf": ["a.bestand.mdto.xml", "a.mdto.xml"],
        "b.pdf": ["b.pdf.mdto.xml"],
        "map/c.docx": ["map/c.docx.bestand.mdto.xml"],
    }
    assert list(_offered(tmp_path)) == ["a.pdf", "b.pdf", "map/c.docx"]


def test_a_sidecar_that_fits_two_documents_says_so(tmp_path: Path) -> None:
    _fill(tmp_path, "a.pdf", "a.docx", "a.mdto.xml", "a.pdf.mdto.xml")
    flags = {
        offered.path_in_source: [(sidecar.path_in_source, sidecar.ambiguous) for sidecar in offered.sidecars]
        for offered in FolderSource(tmp_path)
    }
    assert flags == {
        "a.docx": [("a.mdto.xml", True)],
        "a.pdf": [("a.mdto.xml", True), ("a.pdf.mdto.xml", False)],
    }


def test_ids_are_stable_and_hold_no_name(tmp_path: Path) -> None:
    _fill(tmp_path, "Jansen.pdf", "Pietersen.pdf")
    first, second = FolderSource(tmp_path)
    assert [offered.id for offered in FolderSource(tmp_path)] == [first.id, second.id]
    assert first.id != second.id
    assert len(first.id) == 32
    assert int(first.id, 16)
    assert "Jansen" not in repr(first)


def test_links_that_lead_outside_are_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "archief"
    _fill(tmp_path, "buiten/geheim.pdf", "archief/in.pdf")
    (root / "link.pdf").symlink_to(tmp_path / "buiten" / "geheim.pdf")
    (root / "map").symlink_to(tmp_path / "buiten")
    (root / "lus").symlink_to(root)
    (root / "stuk.pdf").symlink_to(tmp_path / "weg.pdf")
    (root / "binnen.pdf").symlink_to(root / "in.pdf")
    assert list(_offered(root)) == ["binnen.pdf", "in.pdf"]


def test_a_link_put_in_place_after_listing_is_not_read(tmp_path: Path) -> None:
    root = tmp_path / "archief"
    _fill(tmp_path, "geheim.pdf", "archief/in.pdf")
    (offered,) = FolderSource(root)
    (root / "in.pdf").unlink()
    (root / "in.pdf").symlink_to(tmp_path / "geheim.pdf")
    with pytest.raises(ServiceMissing):
        offered.fetch()


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    (tmp_path / b"b\xe9sluit.pdf".decode("utf-8", "surrogateescape")).write_bytes(b"x")
    (offered,) = FolderSource(tmp_path)
    assert offered.fetch() == b"x"
    assert len(offered.id) == 32


def test_open_source_knows_paths_and_file_uris(tmp_path: Path) -> None:
    folder = tmp_path / "met spatie"
    _fill(folder, "a.pdf")
    by_path, by_uri = open_source(str(folder)), open_source(folder.as_uri())
    assert by_path.uri == by_uri.uri == folder.as_uri()
    assert [offered.id for offered in by_path] == [offered.id for offered in by_uri]


@pytest.mark.parametrize(
    "uri",
    [
        "zgw+https://host/documenten/api/v1",
        "ibabs+https://host/Public.svc",
        "ftp://host/map",
        "file://server/map",
        "/bestaat/niet",
    ],
)
def test_an_archive_that_cannot_be_read_is_wrong_use_with_advice(uri: str) -> None:
    with pytest.raises(WrongUse) as caught:
        open_source(uri)
    assert caught.value.advice
