"""Settings that cannot be used are told by the variable's name, before anything is done with them."""

from typing import cast

import pytest

from features.errors import SaksamaError
from serve.service import make_service
from serve.settings import Settings, read_settings
from serve.store import Store


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SESSION_HOURS", "many"),
        ("SESSION_HOURS", "0"),
        ("LANGUAGE", "fr"),
        ("TIMEZONE", "Asia/Nowhere"),
        ("TIMEZONE", "../../etc/passwd"),
        ("DATABASE_URL", "mysql://user@host/name"),
        ("DATABASE_URL", "postgresql://user@host:port/name"),
        ("DATABASE_URL", "nonsense"),
        ("OIDC_ISSUER", "sso.kementerian.go.id"),
        ("SECURE_COOKIES", "perhaps"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_by_its_variable(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"SAKSAMA_{variable}", value)
    with pytest.raises(SaksamaError, match=rf"^SAKSAMA_{variable}: ") as told:
        read_settings()
    assert value == "0" or value not in str(told.value)


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(f"SAKSAMA_{name.upper()}", "")
    assert read_settings() == Settings()
    assert read_settings().database_url is None


@pytest.mark.parametrize(
    "address", ["postgresql://user@host/name", "postgresql+psycopg://user:word@host:5432/name?sslmode=require"]
)
def test_the_address_of_a_postgresql_is_taken_with_or_without_a_driver(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAKSAMA_DATABASE_URL", address)
    named = read_settings().database_url
    assert named is not None
    assert named.get_secret_value() == address


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"jwt_issuer": "issuer"}, "go together"),
        ({"jwt_public_key": "key"}, "go together"),
        ({"jwt_issuer": "issuer", "jwt_public_key": "key"}, "no public key in PEM"),
    ],
)
def test_half_of_what_tokens_are_checked_by_is_told_when_the_service_starts(told: dict[str, str], said: str) -> None:
    settings = Settings(session_key="of the sessions, long enough to be one", **told)  # type: ignore[arg-type]
    with pytest.raises(SaksamaError, match=said):
        make_service(settings, cast("Store", None))
