"""Every setting of Saksama: from the environment with the prefix ``SAKSAMA_``, read here and nowhere else.

There is no usable default secret: what needs a key and finds none says which variable to set.
"""

import base64
import binascii
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from features.errors import SaksamaError
from features.timezones import zone_of
from serve.address import Network

KEY_BYTES = 32
POSTGRESQL, WEB = ("postgresql", "postgresql+psycopg"), ("https", "http")


class Settings(BaseSettings):
    """What an installation chooses; field ``x`` is the variable ``SAKSAMA_X``. An empty variable is one not set."""

    model_config = SettingsConfigDict(env_prefix="SAKSAMA_", env_ignore_empty=True, extra="ignore", frozen=True)

    database_url: SecretStr | None = Field(default=None, description="the store, postgresql://user@host/name")
    database_folder: Path | None = Field(default=None, description="folder of a local PostgreSQL, started when needed")
    home: Path = Field(
        default=Path(".saksama"), description="folder for what is kept on this machine where no server is named"
    )
    mlflow_uri: str | None = Field(
        default=None, description="MLflow tracking and registry, such as sqlite:///mlflow.db"
    )
    pseudonym_key: SecretStr | None = Field(default=None, description="key of the wall, at least 32 bytes of text")
    gate_key: SecretStr | None = Field(
        default=None, description="signs the gate's records of champions and the record of rules, at least 32 bytes"
    )
    identity_key: SecretStr | None = Field(default=None, description="seals identities at rest, base64 of 32 bytes")
    session_key: SecretStr | None = Field(default=None, description="signs forms and sign-in state, at least 32 bytes")
    jwt_public_key: str | None = Field(default=None, description="PEM key with which machines' tokens are checked")
    jwt_issuer: str | None = Field(default=None, description="issuer that machines' tokens must name")
    jwt_audience: str = Field(default="saksama", description="audience that machines' tokens must name")
    oidc_issuer: str | None = Field(default=None, description="OpenID Connect issuer for sign-in; empty: local only")
    oidc_client_id: str | None = Field(default=None, description="client id at the issuer")
    oidc_client_secret: SecretStr | None = Field(default=None, description="client secret at the issuer")
    local_accounts: bool = Field(default=True, description="whether people may sign in by name and password")
    secure_cookies: bool = Field(default=True, description="cookies only over https; off for a demo on localhost")
    session_hours: int = Field(default=8, ge=1, le=24, description="how long a sign-in holds")
    reveal_minutes: int = Field(default=10, ge=1, le=60, description="how long a revealed identity stays visible")
    answer_hours: int = Field(default=24, ge=1, le=720, description="how long a score answer may be relied upon")
    batch_megabytes: int = Field(default=2048, ge=1, le=65_536, description="largest payment list in one request")
    public_per_hour: int = Field(
        default=20, ge=1, le=100_000, description="complaints and appeals taken from one address within an hour"
    )
    trusted_proxies: str = Field(
        default="",
        description="addresses or networks, with commas between, of proxies whose X-Forwarded-For is believed",
    )
    timezone: str = Field(default="Asia/Jakarta", description="timezone of pages and of written outcomes")
    traceback: bool = Field(
        default=False, description="show lines of code where a command fails by a mistake of Saksama's own"
    )
    language: Literal["en", "id"] = Field(default="id", description="language of pages before a person chooses one")

    @field_validator("database_url")
    @classmethod
    def _postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _is_url(value.get_secret_value(), POSTGRESQL):
            raise ValueError("it has to be an address such as postgresql://user@host/name")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if zone_of(value) is None:
            raise ValueError("it has to be a zone such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura")
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value and not _is_url(value, WEB):
            raise ValueError("it has to be the issuer's address, such as https://sso.example.go.id/realms/x")
        return value

    def secret(self, name: str) -> bytes:
        """The secret of that field as bytes; SaksamaError naming the variable where it is missing or too short."""
        value: SecretStr | None = getattr(self, name)
        if value is None:
            raise SaksamaError(f"SAKSAMA_{name.upper()} is not set: give it a random value of at least 32 characters")
        raw = value.get_secret_value().encode()
        if len(raw) < KEY_BYTES:
            raise SaksamaError(f"SAKSAMA_{name.upper()} is too short: give it at least 32 random characters")
        return raw

    def proxies(self) -> tuple[Network, ...]:
        """The networks of trusted proxies; SaksamaError where one is not an address or a network."""
        named = [one.strip() for one in self.trusted_proxies.split(",") if one.strip()]
        try:
            return tuple(ip_network(one, strict=False) for one in named)
        except ValueError:
            raise SaksamaError(
                "SAKSAMA_TRUSTED_PROXIES is not a list of addresses or networks: write it as 10.0.0.5,10.1.0.0/16"
            ) from None

    def identity_secret(self) -> bytes:
        """The 32 bytes that seal identities; SaksamaError where they are missing or not base64 of 32 bytes."""
        text = self.secret("identity_key")
        try:
            key = base64.b64decode(text, validate=True)
        except binascii.Error:
            key = b""
        if len(key) != KEY_BYTES:
            raise SaksamaError(
                "SAKSAMA_IDENTITY_KEY is not 32 bytes in base64: make one with 'openssl rand -base64 32'"
            )
        return key


def read_settings() -> Settings:
    """The settings of this process's environment.

    SaksamaError naming each variable that cannot be used, and never its value.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"SAKSAMA_{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors(include_input=False)]
        raise SaksamaError(f"{'; '.join(wrong)}. docs/settings.md says what each takes.") from None


def _is_url(text: str, schemes: tuple[str, ...]) -> bool:
    """Whether the text is a URL of one of these schemes, its port a number."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and port != 0
