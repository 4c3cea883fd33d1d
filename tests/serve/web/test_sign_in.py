"""Signing in and out: sessions, forged forms, pauses, languages."""

import re

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from serve.permissions import Role
from serve.service import make_service
from serve.settings import Settings
from serve.store import Store
from serve.throttle import TRIES
from serve.web.visitor import cookie_name, safe_target
from tests.serve.conftest import PASSWORD, Site, csrf_of

NAME = Role.INVESTIGATOR.value


def try_to_sign_in(client: httpx.Client, **changes: str) -> httpx.Response:
    form = {"csrf": csrf_of(client.get("/sign-in").text), "name": NAME, "password": PASSWORD, "next": "/queue"}
    return client.post("/sign-in", data=form | changes)


def test_the_right_password_opens_the_page_that_was_asked_for(site: Site) -> None:
    with site.client() as client:
        asked = client.get("/queue?kind=ring")
        assert asked.headers["location"] == "/sign-in?next=%2Fqueue%3Fkind%3Dring"
        answer = try_to_sign_in(client, next="/queue?kind=ring")
        assert (answer.status_code, answer.headers["location"]) == (303, "/queue?kind=ring")


@pytest.mark.parametrize("changes", [{"password": "wrong"}, {"name": "nobody"}, {"name": "a\x00b"}, {"password": ""}])
def test_anything_else_is_refused_alike(site: Site, changes: dict[str, str]) -> None:
    with site.client() as client:
        answer = try_to_sign_in(client, **changes)
    assert answer.status_code == 403
    assert "do not go together" in answer.text


def test_five_refusals_make_a_pause_for_that_name_only(site: Site) -> None:
    with site.client() as client:
        for _ in range(TRIES):
            try_to_sign_in(client, name="guessed", password="wrong")
        assert try_to_sign_in(client, name="guessed", password="wrong").status_code == 429
        assert try_to_sign_in(client).status_code == 303


def test_a_form_without_the_visitors_token_is_refused(site: Site) -> None:
    with site.client() as client:
        client.get("/sign-in")
        assert client.post("/sign-in", data={"name": NAME, "password": PASSWORD}).status_code == 403
        assert client.post("/sign-in", data={"name": NAME, "password": PASSWORD, "csrf": "0" * 64}).status_code == 403


def test_another_visitors_token_is_refused(site: Site) -> None:
    with site.client() as client, site.client() as other:
        stolen = csrf_of(other.get("/sign-in").text)
        assert try_to_sign_in(client, csrf=stolen).status_code == 403


def test_signing_out_ends_the_session_for_good(site: Site) -> None:
    with site.signed_in(NAME) as client:
        cookies = dict(client.cookies)
        client.post("/sign-out", data={"csrf": csrf_of(client.get("/queue").text)})
        client.cookies.update(cookies)
        assert client.get("/queue").status_code == 303


def test_somebody_who_was_shut_out_is_out_at_once(site: Site, store: Store) -> None:
    with site.signed_in(Role.SUPERVISOR.value) as client:
        with store.own() as connection:
            connection.execute(text("UPDATE users SET active = false WHERE name = 'supervisor'"))
        assert client.get("/queue").status_code == 303
    with store.own() as connection:
        connection.execute(text("UPDATE users SET active = true WHERE name = 'supervisor'"))


def test_the_store_keeps_no_password_and_no_token(site: Site, store: Store) -> None:
    with site.signed_in(NAME) as client, store.own() as connection:
        token = client.cookies["saksama_session"]
        rows = connection.execute(text("SELECT encode(token_hash, 'hex') FROM sessions")).scalars().all()
        hashes = connection.execute(text("SELECT password_hash FROM users")).scalars().all()
    assert token not in "".join(rows)
    assert all(stored.startswith("$argon2id$") for stored in hashes)


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(site: Site) -> None:
    with site.client() as client:
        cookie = try_to_sign_in(client).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_over_https_the_browser_itself_guards_the_cookies(settings: Settings, store: Store) -> None:
    secure = make_service(settings.model_copy(update={"secure_cookies": True}), store)
    assert cookie_name(secure, "saksama_session") == "__Host-saksama_session"


@pytest.mark.parametrize("target", ["https://elsewhere.test", "//elsewhere.test", "/\\elsewhere.test", "elsewhere"])
def test_nobody_is_sent_to_another_site(site: Site, target: str) -> None:
    assert safe_target(target) == "/"
    with site.client() as client:
        assert client.get("/language/en", params={"next": target}).headers["location"] == "/"


def test_a_language_is_remembered(site: Site) -> None:
    with site.client() as client:
        assert 'lang="en"' in client.get("/sign-in").text
        client.get("/language/id")
        assert 'lang="id"' in client.get("/sign-in").text


def test_no_page_holds_an_inline_script_or_style(site: Site, app: FastAPI) -> None:
    with site.signed_in(NAME) as client:
        for address in ("/queue", "/subjects/recipient/home-1", "/subjects/ring/ring-1"):
            page = client.get(address).text
            assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", page)
    assert app.docs_url is None
