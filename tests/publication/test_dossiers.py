# SPDX-License-Identifier: EUPL-1.2
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from publication.diwoo import record_for
from publication.diwoo_xml import DIWOO, SITEMAP, read_record
from publication.endpoint import WithdrawalReason
from publication.record_json import record_from_json, record_json
from publication.site import SiteFolder
from publication.site_check import check_site
from schemas.documents import Identificatie
from schemas.publication import DiwooRecord, PublicationPackage
from tests.publication.packages import BASE, HOUSE, archived, document_id, package, record
from tests.publication.test_diwoo_xml import full_record

WHOLE = Identificatie(kenmerk="D2026-000001", bron="Zaaksysteem")
DOSSIER = "d" * 32


def main_package(number: int = 1) -> PublicationPackage:
    made = record_for(archived(number, dossier=DOSSIER, bevat_onderdeel=(WHOLE,)), HOUSE)
    return replace(package(number), record=made)


def annex_package(number: int, later: int = 0) -> PublicationPackage:
    made = record_for(archived(number, dossier=DOSSIER, is_onderdeel_van=(WHOLE,)), HOUSE)
    return replace(package(number, later=later), record=made)


def _records(root: Path) -> dict[str, tuple[DiwooRecord, str]]:
    """Record and lastmod by identifier, from the sitemap."""
    found = {}
    for url in etree.parse(root / "sitemaps" / "woo-infocat016-0001.xml").iterfind(f"{{{SITEMAP}}}url"):
        (document,) = url.iterfind(f"{{{DIWOO}}}Document")
        loc = url.findtext(f"{{{SITEMAP}}}loc") or ""
        found[loc.split("/")[-2]] = (read_record(document), url.findtext(f"{{{SITEMAP}}}lastmod") or "")
    return found


@pytest.mark.parametrize("order", ["main first", "annexes first", "together"])
def test_a_main_document_and_its_annexes_refer_to_each_other(tmp_path: Path, order: str) -> None:
    site = SiteFolder(tmp_path, BASE)
    packages = [main_package(), annex_package(2), annex_package(3)]
    if order == "together":
        site.publish_all(packages)
    else:
        for one in packages if order == "main first" else reversed(packages):
            site.publish(one)
    records = _records(tmp_path)
    main, _ = records[document_id(1)]
    assert {one.label for one in main.has_parts} == {"Besluit kapvergunning 2", "Besluit kapvergunning 3"}
    assert [one.relation for one in main.documentrelaties] == list(main.has_parts)
    assert {one.role.label for one in main.documentrelaties} == {"heeft bijlage"}
    assert main.is_part_of is None
    for number in (2, 3):
        annex, _ = records[document_id(number)]
        assert annex.is_part_of is not None and document_id(1) in annex.is_part_of.resource
        assert annex.is_part_of.label == "Besluit kapvergunning 1"
    report = check_site(str(tmp_path))
    assert report.clean, report.faults
    page = (tmp_path / "documenten" / document_id(1) / "index.html").read_text()
    assert f'<a href="../{document_id(2)}/index.html">Besluit kapvergunning 2</a>' in page
    before = _records(tmp_path)
    site.publish_all(packages)
    assert _records(tmp_path) == before


def test_a_withdrawn_annex_is_no_longer_referred_to(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    site.publish_all([main_package(), annex_package(2), annex_package(3), package(4)])
    before = _records(tmp_path)
    site.withdraw(document_id(2), WithdrawalReason.PRIVACY)
    after = _records(tmp_path)
    main, lastmod = after[document_id(1)]
    assert [one.label for one in main.has_parts] == ["Besluit kapvergunning 3"]
    assert [one.relation.label for one in main.documentrelaties] == ["Besluit kapvergunning 3"]
    assert lastmod > before[document_id(1)][1]
    assert {id for id in after if after[id][1] != before[id][1]} == {document_id(1)}
    assert check_site(str(tmp_path)).clean
    site.withdraw(document_id(1), WithdrawalReason.PROCEDURAL)
    assert _records(tmp_path)[document_id(3)][0].is_part_of is None
    assert check_site(str(tmp_path)).clean


def test_a_new_title_of_the_main_document_reaches_its_annexes(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    site.publish_all([main_package(), annex_package(2)])
    made = main_package()
    site.publish(replace(made, record=replace(made.record, officiele_titel="Besluit met een nieuwe titel")))
    annex, _ = _records(tmp_path)[document_id(2)]
    assert annex.is_part_of is not None and annex.is_part_of.label == "Besluit met een nieuwe titel"


def test_which_of_two_main_documents_is_meant_is_not_guessed(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    other = replace(package(5), record=replace(main_package().record, officiele_titel="Ook een hoofddocument"))
    site.publish_all([main_package(), other, annex_package(2)])
    assert _records(tmp_path)[document_id(2)][0].is_part_of is None
    assert check_site(str(tmp_path)).clean


def _of_message(number: int, message: int, later: int = 0) -> PublicationPackage:
    """A message, or what was attached to it: the archive says no more than the key that they share."""
    made = record_for(archived(number, dossier=document_id(message)), HOUSE)
    return replace(package(number, later=later), record=made)


@pytest.mark.parametrize("together", [True, False])
def test_a_message_and_what_was_attached_to_it_refer_to_each_other(tmp_path: Path, together: bool) -> None:
    site = SiteFolder(tmp_path, BASE)
    message, *attached = packages = [_of_message(number, 1) for number in (1, 2, 3)]
    if together:
        site.publish_all(packages)
    else:
        for one in (*attached, message):
            site.publish(one)
    before = _records(tmp_path)
    assert {one.relation.label for one in before[message.id][0].documentrelaties} == {
        "Besluit kapvergunning 2", "Besluit kapvergunning 3",
    }  # fmt: skip
    for one in attached:
        whole = before[one.id][0].is_part_of
        assert whole is not None and message.id in whole.resource
    assert {record.aggregatiekenmerk for record, _ in before.values()} == {message.id}
    assert check_site(str(tmp_path)).clean

    site.withdraw(message.id, WithdrawalReason.PRIVACY)
    after = _records(tmp_path)
    assert all(after[one.id][0].is_part_of is None and after[one.id][1] > before[one.id][1] for one in attached)
    assert check_site(str(tmp_path)).clean
    site.publish(_of_message(1, 1, later=3600))
    site.withdraw(attached[0].id, WithdrawalReason.PRIVACY)
    told, lastmod = _records(tmp_path)[message.id]
    assert [one.label for one in told.has_parts] == ["Besluit kapvergunning 3"]
    assert lastmod > before[message.id][1]


def test_documents_that_only_share_a_dossier_do_not_refer_to_each_other(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    site.publish_all([_of_message(number, 9) for number in (1, 2)])
    site.withdraw(document_id(2), WithdrawalReason.PRIVACY)
    ((made, _),) = _records(tmp_path).values()
    assert (made.is_part_of, made.has_parts, made.documentrelaties) == (None, (), ())


def test_a_record_is_the_same_after_json() -> None:
    for made in (record(), full_record()):
        assert record_from_json(record_json(made)) == made
