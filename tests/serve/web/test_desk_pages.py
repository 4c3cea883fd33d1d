"""Decisions, reveals and pairs through the pages' forms, and out again as tables."""

from datetime import timedelta
from pathlib import Path

import httpx
import pyarrow.parquet as pq
import pytest
from sqlalchemy import text

from features.errors import SaksamaError
from serve import clock
from serve.desk.letters import Words
from serve.desk.outcomes import write_outcomes
from serve.desk.posting import Complaint, take_complaint
from serve.permissions import Role
from serve.principal import PUBLIC
from serve.reveal.seal import Seal
from serve.store import Store
from tests.serve.conftest import IDENTITY_KEY, SEALED, Site, csrf_of
from tests.serve.runs import HOME

REASON = "Visited the family on 3 January and read the statements."


def case_number(store: Store, subject_id: str) -> int:
    with store.own() as connection:
        query = text("SELECT case_number FROM cases WHERE subject_id = :id")
        return int(connection.execute(query, {"id": subject_id}).scalar_one())


def decide(client: httpx.Client, number: int, **form: str) -> httpx.Response:
    token = csrf_of(client.get("/queue").text)
    return client.post(f"/cases/{number}/decisions", data={"csrf": token, "reason": REASON, **form})


def test_a_decision_is_stored_with_who_and_when_and_shown(site: Site, store: Store) -> None:
    number = case_number(store, "official-1")
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        assert decide(client, number, outcome="confirmed", loss="Rp1.250.000", days_stopped="12").status_code == 303
        page = client.get(f"/cases/{number}").text
    assert "Irregularity confirmed" in page
    assert "Rp1,250,000" in page
    with store.own() as connection:
        row = connection.execute(text("SELECT * FROM decisions WHERE subject_id = 'official-1'")).one()
    assert (row.decided_by, row.outcome, row.loss, row.selected_by) == ("investigator", "confirmed", 1_250_000, "model")
    assert abs(row.decided_at - clock.now()) < timedelta(minutes=5)


def test_a_decided_case_leaves_the_open_queue(site: Site, store: Store) -> None:
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        decide(client, case_number(store, "control-1"), outcome="cleared")
        assert "control-1" not in client.get("/queue").text
        assert "control-1" in client.get("/queue?status=decided").text


def test_each_member_of_a_ring_can_get_its_own_finding(site: Site, store: Store) -> None:
    number = case_number(store, "ring-1")
    members = {"member:agent:agent-1": "confirmed", "member:recipient:home-2": "harmed", "member:recipient:home-1": ""}
    with site.signed_in(Role.SUPERVISOR.value) as client:
        assert decide(client, number, outcome="confirmed", **members).status_code == 303
    with store.own() as connection:
        rows = connection.execute(
            text("SELECT subject_id, outcome FROM decisions WHERE case_number = :n"), {"n": number}
        )
        assert {tuple(row) for row in rows} == {
            ("ring-1", "confirmed"),
            ("agent-1", "confirmed"),
            ("home-2", "harmed"),
        }


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"outcome": "guilty"},
        {"outcome": "cleared", "reason": "short"},
        {"outcome": "cleared", "loss": "a lot"},
        {"outcome": "cleared", "days_stopped": "-3"},
        {"outcome": "cleared", "days_stopped": "99999"},
        {"outcome": "cleared", "reason": "x" * 5000},
        {"member:recipient:foreign-1": "confirmed"},
        {"member:recipient:quiet-1": "confirmed"},
        {"member:thing:x": "confirmed"},
    ],
)
def test_a_decision_that_does_not_fit_is_refused_and_stores_nothing(
    site: Site, store: Store, form: dict[str, str]
) -> None:
    number = case_number(store, "ring-1")
    query = text("SELECT count(*) FROM decisions")
    with store.own() as connection:
        before = connection.execute(query).scalar()
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        answer = decide(client, number, **form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    with store.own() as connection:
        assert connection.execute(query).scalar() == before


def test_what_was_written_stands_in_the_form_of_a_refused_decision(site: Site, store: Store) -> None:
    number = case_number(store, "ring-1")
    written = {"outcome": "confirmed", "typology": "T2", "days_stopped": "12", "recovered": "500.000"}
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        page = decide(client, number, loss="a million", **written, **{"member:recipient:home-2": "harmed"}).text
    assert 'value="confirmed" checked' in page
    assert page.count('value="harmed" selected') == 1
    assert 'value="T2" selected' in page
    for name, value in (("loss", "a million"), ("recovered", "500.000"), ("days_stopped", "12")):
        assert f'name="{name}" value="{value}"' in page
    assert REASON in page


def test_an_identity_is_masked_until_it_is_revealed_for_a_purpose(site: Site, store: Store) -> None:
    address = "/subjects/recipient/home-1"
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        page = client.get(address).text
        assert not any(value in page for value in SEALED.values())
        token = {"csrf": csrf_of(page)}
        refused = client.post(f"{address}/reveal", data=token | {"purpose": "curiosity", "note": "just looking"})
        assert refused.status_code == 422
        assert SEALED["name"] not in refused.text
        shown = client.post(f"{address}/reveal", data=token | {"purpose": "hearing", "note": "hearing on Monday"})
        assert all(value in shown.text for value in SEALED.values())
        assert SEALED["nik"] in client.get(address).text
    with site.signed_in(Role.SUPERVISOR.value) as colleague:
        assert SEALED["nik"] not in colleague.get(address).text
    with store.own() as connection:
        told = (
            connection.execute(text("SELECT detail FROM audit WHERE action = 'person:identity:reveal'")).scalars().all()
        )
    assert told == ['{"minutes":10,"purpose":"hearing"}']


def test_a_revealed_identity_is_masked_again_when_its_time_is_over(site: Site, store: Store) -> None:
    address = "/subjects/recipient/home-1"
    with store.own() as connection:
        connection.execute(text("ALTER TABLE reveals DISABLE TRIGGER ALL"))
        connection.execute(text("UPDATE reveals SET expires_at = now() - interval '1 second'"))
        connection.execute(text("ALTER TABLE reveals ENABLE TRIGGER ALL"))
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        assert SEALED["nik"] not in client.get(f"{address}/identity").text


def test_what_is_sealed_is_not_readable_in_the_store(store: Store) -> None:
    with store.own() as connection:
        sealed = connection.execute(text("SELECT sealed FROM identities")).scalar_one()
    assert not any(value.encode() in sealed for value in SEALED.values())


def test_decisions_come_out_as_the_contracts_tables(site: Site, store: Store, tmp_path: Path) -> None:
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        token = csrf_of(client.get("/queue").text)
        form = {"csrf": token, "same": "no", "next": "/queue"}
        assert client.post("/pairs/person-1/person-2", data=form).status_code == 303
        assert client.post("/pairs/person-1/person-2", data=form | {"same": "yes"}).status_code == 303
    with store.own() as connection:
        written = write_outcomes(connection, tmp_path, timezone="Asia/Jakarta", by="test")
    outcomes = pq.read_table(tmp_path / "outcomes.parquet").to_pylist()
    pairs = pq.read_table(tmp_path / "pair_decisions.parquet").to_pylist()
    assert written == {"outcomes": len(outcomes), "pair_decisions": 1, "complaints": 0}
    by_subject = {row["subject_id"]: row for row in outcomes}
    assert by_subject["control-1"]["selected_by"] == "random"
    assert by_subject["control-1"]["selection_probability"] == pytest.approx(1 / 4)
    assert by_subject["official-1"]["loss"] == 1_250_000
    assert by_subject["official-1"]["days_stopped"] == 12
    assert by_subject["official-1"]["run_id"] == "run-1"
    assert [(pair["left_person_id"], pair["right_person_id"], pair["same"]) for pair in pairs] == [
        ("person-1", "person-2", True)
    ]


def test_no_export_overwrites_another(store: Store, tmp_path: Path) -> None:
    (tmp_path / "outcomes.parquet").touch()
    with pytest.raises(SaksamaError, match="exists"), store.own() as connection:
        write_outcomes(connection, tmp_path, timezone="Asia/Jakarta", by="test")


def test_a_pair_leaves_the_open_list_once_somebody_said_what_it_is(site: Site, store: Store) -> None:
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        form = {"csrf": csrf_of(client.get("/pairs?state=decided").text), "same": "no", "next": "/pairs"}
        assert client.post("/pairs/person-1/person-2", data=form).status_code == 303
        assert "person-1" not in client.get("/pairs").text
        decided = client.get("/pairs?state=decided").text
    assert "person-1" in decided
    assert "one slip apart" in decided


def test_one_who_is_blind_reads_no_sentence_that_names_the_score(site: Site, store: Store) -> None:
    with store.own() as connection:
        told = (
            '[{"code": "without_neighbours", "value": "0.31", "usual": null, "weight": 0.0, "benign": false, '
            '"text_en": "Without others the score would read 0.31.", "text_id": "x"}]'
        )
        query = "UPDATE scores SET reasons = reasons || CAST(:told AS jsonb) WHERE subject_id = 'control-1'"
        connection.execute(text(query), {"told": told})
    number = case_number(store, "control-1")
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        assert "would read" not in client.get(f"/cases/{number}").text
    with site.signed_in(Role.AUDITOR.value) as client:
        assert "would read 0.31" in client.get(f"/cases/{number}").text


def test_a_stored_decision_leads_to_the_next_open_case(site: Site, store: Store) -> None:
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        page = client.get(f"/cases/{case_number(store, 'home-1')}?stored=1").text
    assert f'href="/cases/{case_number(store, "agent-1")}" rel="next"' in page


def test_a_refusal_is_said_in_the_visitors_language(site: Site, store: Store) -> None:
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        client.get("/language/id")
        answer = decide(client, case_number(store, "home-1"), outcome="cleared", reason="short")
    assert "Alasan harus terdiri atas 10 sampai 4000 huruf." in answer.text


def test_what_would_be_different_is_told_once_it_is_decided_or_to_those_who_do_not_decide(
    site: Site, store: Store
) -> None:
    number, sentence = case_number(store, "home-1"), "With a phone of its own"
    with site.signed_in(Role.AUDITOR.value) as client:
        assert sentence in client.get(f"/cases/{number}").text
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        assert sentence not in client.get(f"/cases/{number}").text
        decide(client, number, outcome="inconclusive")
        assert sentence in client.get(f"/cases/{number}").text


def test_who_stands_at_the_centre_of_a_ring_is_drawn_though_nothing_is_shared(site: Site, store: Store) -> None:
    with store.own() as connection:
        connection.execute(
            text("UPDATE links SET ring_id = NULL, kind = 'official', subject_id = 'official-1' WHERE kind = 'agent'")
        )
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        graph = client.get("/rings/ring-1/graph.json").json()
    drawn = {node["id"]: node["role"] for node in graph["nodes"]}
    assert drawn["agent:agent-1"] == "suspect"
    assert all(edge["source"] != "agent:agent-1" for edge in graph["edges"])


def test_a_page_of_somebody_who_is_no_case_does_not_call_them_one(site: Site) -> None:
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        page = client.get("/subjects/recipient/home-2").text
    assert "What stands out here" in page
    assert "Why this case is here" not in page


def test_the_audit_log_is_told_in_the_words_of_the_pages(site: Site, store: Store) -> None:
    number = case_number(store, "ring-1")
    with site.signed_in(Role.INVESTIGATOR.value) as client:
        client.get("/rings/ring-1/graph.json")
        client.get(f"/cases/{number}")
    with site.signed_in(Role.AUDITOR.value) as client:
        client.get("/language/id")
        page = client.get("/audit").text
    for words in ("Melihat hubungan", "Kelompok ring-1", "Membuka kasus", f"Kasus {number}<"):
        assert words in page


def test_a_complaint_names_its_village(site: Site, store: Store) -> None:
    code = f"{HOME}012001"
    with store.own() as connection:
        connection.execute(text("INSERT INTO places VALUES (:code, 'Sukamaju') ON CONFLICT DO NOTHING"), {"code": code})
    with store.open(PUBLIC) as desk:
        words = Words("The rice was mouldy.")
        take_complaint(desk, Complaint("quality", village_code=code), words, Seal(IDENTITY_KEY), now=clock.now())
    with site.signed_in(Role.COMPLAINT_OFFICER.value) as client:
        listed = client.get("/complaints").text
    assert f"Sukamaju, village {code}" in listed


@pytest.mark.parametrize(
    ("role", "has_pages"), [(Role.COMPLAINT_OFFICER, True), (Role.AUDITOR, True), (Role.ADMINISTRATOR, False)]
)
def test_only_those_without_a_page_of_their_own_are_told_so(site: Site, role: Role, has_pages: bool) -> None:
    with site.signed_in(role.value) as client:
        page = client.get("/account").text
    assert ("no page of its own" not in page) is has_pages
