"""`sbom`: what Offblock is made of, as CycloneDX, and whether all of it is under a licence that the list allows."""

import asyncio
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from offblock import build
from offblock.faults import Fault
from offblock.home import ROOT, Home
from offblock.tools import find

LOCK = ROOT / "localstack" / "sbom" / "requirements.txt"
ALLOWED = ROOT / "infra" / "licences.json"
CYCLONEDX = "org.cyclonedx:cyclonedx-maven-plugin:2.9.1:makeAggregateBom"


@dataclass(frozen=True, order=True)
class Part:
    """One component of a bill of materials, with what it says of its licence."""

    kind: str
    name: str
    version: str
    licences: tuple[str, ...]


def parts(kind: str, bom: dict) -> list[Part]:
    """Those of others: what is our own has no licence to check."""
    found = []
    for one in bom.get("components", []):
        name = f"{one['group']}:{one['name']}" if one.get("group") and kind == "java" else f"{one['group']}/{one['name']}" if one.get("group") else one["name"]
        if one.get("group") == "io.offblock" or name.startswith("offblock"):
            continue
        words = []
        for given in one.get("licenses", []):
            licence = given.get("license", {})
            words.append(given.get("expression") or licence.get("id") or licence.get("name") or licence.get("url") or "")
        found.append(Part(kind, name, one.get("version", ""), tuple(w.strip() for w in words if w.strip())))
    return sorted(set(found))


def refused(known: Iterable[Part], allowed: dict) -> list[str]:
    """Each part that is neither under an allowed licence nor named with a reason."""
    pattern = re.compile("|".join(f"(?:{p})" for p in allowed["licences"]), re.I)
    said = []
    for part in known:
        if f"{part.kind} {part.name}" in allowed["named"]:
            continue
        # Of several licences one may be chosen; an expression of Maven's and npm's says so by OR, some of Python's by a list.
        if not any(pattern.search(licence) for licence in part.licences):
            said.append(f"{part.kind} {part.name} {part.version}: {', '.join(part.licences) or 'says nothing of its licence'}")
    return said


def run(home: Home, *, as_json: bool) -> int:
    home.make()
    folder = home.build / "sbom"
    folder.mkdir(parents=True, exist_ok=True)
    boms = asyncio.run(_make(home, folder))
    known = [part for kind, file in boms.items() for part in parts(kind, json.loads(file.read_text()))]
    allowed = json.loads(ALLOWED.read_text())
    wrong = refused(known, allowed)
    counts = Counter(part.kind for part in known)
    if as_json:
        print(json.dumps({"ok": not wrong, "files": {kind: str(file) for kind, file in boms.items()}, "parts": dict(counts), "refused": wrong}))
    else:
        for kind, file in boms.items():
            print(f"  {kind:8} {counts[kind]:4} parts   {file.relative_to(ROOT)}")
        for line in wrong:
            print(f"not allowed: {line}")
        print(f"{sum(counts.values())} parts, {len(wrong)} under a licence that infra/licences.json does not allow")
    return 1 if wrong else 0


async def _make(home: Home, folder: Path) -> dict[str, Path]:
    """One after the other: each takes a core."""
    tools, log = await asyncio.to_thread(find), home.log / "sbom.log"

    def say(text: str) -> None:
        print(f"   {text}", file=sys.stderr, flush=True)

    await build.python(home, sys.executable, say)
    await build.mlflow(home, sys.executable, say)
    files = {kind: folder / f"{kind}.cdx.json" for kind in ("java", "page", "python", "mlflow")}
    say("Java, by cyclonedx-maven-plugin")
    await build.command([str(ROOT / "mvnw"), "-B", "-q", CYCLONEDX, "-DoutputFormat=json", f"-DoutputDirectory={folder}", "-DoutputName=java.cdx",
                         "-DincludeTestScope=false", "-DincludeProvidedScope=false"], log, environment={"JAVA_HOME": str(tools.java_home)})
    say("the page, by npm")
    asked = subprocess.run([tools.npm, "sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--sbom-type", "application"], cwd=ROOT / "web",
                           capture_output=True, text=True)
    if asked.returncode:
        raise Fault(f"npm sbom ended with {asked.returncode}: {asked.stderr[-300:]}", "run it in web/ and mend what it names")
    files["page"].write_text(asked.stdout)
    say("Python, by cyclonedx-py")
    venv = home.tools / "sbom"
    if not (venv / "bin" / "cyclonedx-py").exists():
        await build.command([sys.executable, "-m", "venv", "--without-pip", str(venv)], log)
        await build.command([str(home.venv / "bin" / "uv"), "pip", "install", "--python", str(venv / "bin" / "python"), "--require-hashes", "-r", str(LOCK)], log)
    for kind, python in (("python", home.venv), ("mlflow", home.mlflow_venv)):
        await build.command([str(venv / "bin" / "cyclonedx-py"), "environment", "--output-reproducible", "--of", "JSON", "-o", str(files[kind]),
                             str(python / "bin" / "python")], log)
    return files
