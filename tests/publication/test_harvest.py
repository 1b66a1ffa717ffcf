# SPDX-License-Identifier: EUPL-1.2
from pathlib import Path

from benchmarks.publication import BASE, Harvester, change_some, generated, invalid_sitemaps, loc_of
from publication.endpoint import WithdrawalReason
from publication.site import SiteFolder
from publication.site_check import check_site


def test_a_second_harvest_of_the_same_finds_nothing(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    site.publish_all([generated(number) for number in range(200)])
    harvester = Harvester(tmp_path)
    assert harvester.harvest() == ({loc_of(number) for number in range(200)}, set(), set())
    assert harvester.harvest() == (set(), set(), set())
    assert invalid_sitemaps(tmp_path) == []


def test_the_harvest_after_the_changes_is_those_changes(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    site.publish_all([generated(number) for number in range(200)])
    harvester = Harvester(tmp_path)
    harvester.harvest()
    before = harvester.read
    expected = change_some(site, 200)
    assert harvester.harvest() == expected
    assert all(expected)
    assert harvester.read - before <= 17
    assert invalid_sitemaps(tmp_path) == []
    assert check_site(str(tmp_path)).clean


def test_a_list_that_only_loses_a_document_is_read_again(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, BASE)
    site.publish_all([generated(number) for number in range(40)])
    harvester = Harvester(tmp_path)
    harvester.harvest()
    # The oldest moment there is: the clock of who withdraws may run behind.
    site.withdraw(generated(3).id, WithdrawalReason.PRIVACY, moment=generated(3).last_modified)
    assert harvester.harvest() == (set(), set(), {loc_of(3)})
