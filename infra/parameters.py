"""Makes the table of parameters that the functions check questions by from the contract. Run it after changing a parameter."""

import json
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = ROOT / "infra/openapi.yaml"
TABLE = ROOT / "functions/core/src/main/resources/io/offblock/answer/parameters.json"
CHECKED = ("type", "format", "pattern", "enum", "minimum", "maximum")


def table(contract: dict) -> str:
    operations = {}
    for path, methods in contract["paths"].items():
        for method, operation in methods.items():
            operations[f"{method.upper()} {path}"] = [
                {"name": p["name"], "in": p["in"], "required": p["required"], **{k: p["schema"][k] for k in CHECKED if k in p["schema"]},
                 "description": p.get("description", ""), **({"example": str(p["example"])} if "example" in p else {})}
                for p in operation.get("parameters", [])]
    lines = [f"{json.dumps(name)}: [\n    " + ",\n    ".join(json.dumps(p, ensure_ascii=False) for p in parameters) + "]" if parameters
             else f"{json.dumps(name)}: []" for name, parameters in operations.items()]
    return "{\n  " + ",\n  ".join(lines) + "\n}\n"


if __name__ == "__main__":
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text(table(yaml.safe_load(CONTRACT.read_text())))
    print(f"wrote {TABLE.relative_to(ROOT)}")
