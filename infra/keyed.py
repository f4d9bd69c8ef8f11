"""Writes the contract whose reads need a key too, for a gateway that anybody can reach: python infra/keyed.py > openapi-keyed.yaml

The gateway takes what an operation needs from the operation itself, so each of them says it."""

import sys
from pathlib import Path

import yaml

CONTRACT = Path(__file__).resolve().parent / "openapi.yaml"


def keyed(contract: dict) -> dict:
    for methods in contract["paths"].values():
        for operation in methods.values():
            operation["security"] = [{"apiKey": []}]
            operation["responses"].setdefault("403", {"$ref": "#/components/responses/Problem"})
    return contract


if __name__ == "__main__":
    yaml.safe_dump(keyed(yaml.safe_load(CONTRACT.read_text())), sys.stdout, sort_keys=False, allow_unicode=True, width=1000)
