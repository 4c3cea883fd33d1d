"""The page of what nobody has named yet: in order, to be looked at, and with nobody suspected."""

import re

import pytest
from sqlalchemy import text

from serve.desk.unnamed import read_unnamed
from serve.permissions import Role, permissions_of
from serve.principal import EVERYWHERE, Principal, Scope
from serve.store import Store
from tests.serve.conftest import Site


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Not yet named", "Nobody here is suspected", "14 families share one phone (rare)", "Rp1,250,000")),
        ("id", ("Belum bernama", "Tidak seorang pun di sini dicurigai", "14 keluarga memakai", "Rp1.250.000")),
    ],
)
def test_the_page_says_in_the_visitors_language_what_stands_out(
    site: Site, language: str, said: tuple[str, ...]
) -> None:
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        client.get(f"/language/{language}")
        page = client.get("/unnamed").text
    assert [words for words in said if words not in page] == []
    assert "(kin)" not in page


def test_every_case_leads_to_a_page_that_opens(site: Site) -> None:
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        links = re.findall(r'href="(/subjects/[^"]+)"', client.get("/unnamed").text)
        opened = [client.get(link).status_code for link in links]
    assert links == ["/subjects/recipient/quiet-1"]
    assert opened == [200]


def test_a_case_says_where_it_stands_in_the_list_and_leads_back_to_it(site: Site) -> None:
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        listed, linked = (client.get(f"/subjects/recipient/{name}").text for name in ("quiet-1", "home-2"))
    assert "Place 2 of what nobody has named yet" in listed
    assert 'href="/unnamed">← ' in listed
    assert 'href="/queue">← ' in linked


def test_the_page_decides_nothing(site: Site) -> None:
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        page = client.get("/unnamed").text
    assert re.findall(r'<form[^>]* action="([^"]+)"', page) == ["/sign-out"]


def test_the_whole_country_sees_all_cases_in_the_order_of_the_run(store: Store) -> None:
    everywhere = Principal("somebody", "Somebody", permissions_of([Role.AUDITOR]), Scope((EVERYWHERE,)))
    with store.open(everywhere) as desk:
        found = read_unnamed(desk, page=1)
    assert [(case.place, case.subject_id) for case in found.cases] == [(1, "foreign-2"), (2, "quiet-1")]
    assert found.total == 2
    assert found.cases[0].reason is None


def test_a_long_list_goes_on_where_the_page_before_ended(site: Site, store: Store) -> None:
    more = """INSERT INTO unnamed SELECT run, more.place, kind, subject_id, regions
        FROM (SELECT * FROM unnamed WHERE subject_id = 'quiet-1') AS one, generate_series(3, 60) AS more (place)"""
    with store.own() as connection:
        connection.execute(text(more))
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        first, second = (client.get(address).text for address in ("/unnamed", "/unnamed?page=2"))
    assert (first.count('class="row"'), second.count('class="row"')) == (50, 9)
    assert 'href="/unnamed?page=2"' in first
    assert 'start="52"' in second


def test_where_nothing_stands_out_the_page_says_so(site: Site, store: Store) -> None:
    with store.own() as connection:
        connection.execute(text("DELETE FROM unnamed"))
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        assert "This run lists no such case in your regions." in client.get("/unnamed").text
