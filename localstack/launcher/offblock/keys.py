"""The secrets of one machine: made once, kept beside the data they open, readable by their owner alone.

They are in no environment and no command line: the PostgreSQL process reads a file, the functions ask Secrets Manager, which gets
them at each deployment, since LocalStack forgets.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from offblock.home import Home, read_json

PROVIDER = ("LUFTHANSA_CLIENT_ID", "LUFTHANSA_CLIENT_SECRET")
USERS = {"PostgresSecret": "offblock", "PostgresReaderSecret": "offblock_reader", "PostgresLoaderSecret": "offblock_loader",
         "PostgresAlertsSecret": "offblock_alerts"}
# The function that makes a store's schema, the one that answers, the one that loads: a login each.
WHO = ("", "Reader", "Loader")


@dataclass(frozen=True)
class Keys:
    """Of one home."""

    home: Home = field(repr=False)

    def password(self, user: str) -> str:
        """Of a user of PostgreSQL."""
        return self.made("postgres" if user == "offblock" else user)

    def made(self, name: str) -> str:
        """One that is made at the first question: a password, `api` (the key of what writes), `alerts` (what the secrets of webhooks
        are made from)."""
        file = self.home.data / "secrets.json"
        known = read_json(file)
        if name not in known:
            known[name] = secrets.token_urlsafe(32)
            write_hidden(file, json.dumps(known))
        return known[name]

    def take(self, name: str, secret: str) -> None:
        """Keeps one that was made elsewhere, in place of one of its own."""
        write_hidden(self.home.data / "secrets.json", json.dumps({**read_json(self.home.data / "secrets.json"), name: secret}))

    def password_file(self) -> Path:
        """What PostgreSQL's process reads the owner's password from."""
        file = self.home.data / "postgres-password"
        write_hidden(file, self.password("offblock"))
        return file

    def take_provider(self, environment: Mapping[str, str]) -> dict[str, str]:
        """Keeps the provider's key until the next `up`; the environment without it, for the processes that are started."""
        file = self.home.run / "provider.json"
        if all(environment.get(name) for name in PROVIDER):
            write_hidden(file, json.dumps({"id": environment[PROVIDER[0]], "secret": environment[PROVIDER[1]]}))
        else:
            file.unlink(missing_ok=True)
        return {name: value for name, value in environment.items() if name not in PROVIDER}

    def provider(self) -> dict[str, str] | None:
        """Id and secret of the provider's portal, where the last `up` was given them."""
        return read_json(self.home.run / "provider.json") or None

    def all(self, *, mongodb: str, provider: dict[str, str]) -> dict[str, dict[str, str]]:
        """What Secrets Manager holds, by the template's parameter. The other three stores ask for no login on one machine."""
        return {**{parameter: {"user": user, "password": self.password(user)} for parameter, user in USERS.items()},
                **{f"Mongodb{who}Secret": {"uri": mongodb} for who in WHO},
                **{f"{store}{who}Secret": {"user": "", "password": ""} for store in ("Opensearch", "Neo4j") for who in WHO},
                "AlertSecret": {"key": self.made("alerts")}, "LufthansaSecret": provider}


def write_hidden(file: Path, text: str) -> None:
    """Replaces a file at once; it never was readable by others."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(f".{file.name}.half")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
    os.replace(half, file)
