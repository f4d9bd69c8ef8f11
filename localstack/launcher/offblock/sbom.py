"""`sbom`: what Offblock is made of, as CycloneDX, and whether all of it is under a licence that the list allows."""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from offblock import build, licences
from offblock.faults import Fault
from offblock.home import ROOT, Home
from offblock.tools import find

LOCK = ROOT / "localstack" / "sbom" / "requirements.txt"
REPORT = ROOT / "docs" / "licences.md"
# With the tests' classes compiled in the same run: modules use each other's test jars, which no repository has.
CYCLONEDX = ("test-compile", "org.cyclonedx:cyclonedx-maven-plugin:2.9.1:makeAggregateBom", "-DoutputFormat=json", "-DincludeTestScope=false",
             "-DincludeProvidedScope=false")


def run(home: Home, *, write: bool, as_json: bool) -> int:
    home.make()
    folder = home.build / "sbom"
    folder.mkdir(parents=True, exist_ok=True)
    boms = asyncio.run(_make(home, folder))
    allowed = licences.Allowed.read()
    parts = [part for kind, file in boms.items() for part in licences.read(kind, json.loads(file.read_text()), allowed)]
    refused = [why for part in parts if (why := allowed.refuses(part))]
    text = licences.report(parts, allowed)
    if write:
        REPORT.write_text(text)
    old = not REPORT.exists() or REPORT.read_text() != text
    counts = Counter(part.kind for part in parts)
    if as_json:
        print(json.dumps({"ok": not refused and not old, "files": {kind: str(file) for kind, file in boms.items()}, "parts": dict(counts),
                          "refused": refused, "reportIsOld": old}))
    else:
        for kind, file in boms.items():
            print(f"  {kind:8} {counts[kind]:4} parts   {file}")
        for line in refused:
            print(f"not allowed: {line}")
        if old:
            print("docs/licences.md tells of other parts: run ./offblock sbom --write, and look at what it changes")
        print(f"{sum(counts.values())} parts, {len(refused)} under a licence that infra/licences.json does not allow")
    return 1 if refused or old else 0


async def _make(home: Home, folder: Path) -> dict[str, Path]:
    """One after the other: each takes a core."""
    tools, log = await asyncio.to_thread(find), home.log / "sbom.log"

    def say(text: str) -> None:
        print(f"   {text}", file=sys.stderr, flush=True)

    await build.python(home, sys.executable, say)
    await build.mlflow(home, sys.executable, say)
    files = {kind: folder / f"{kind}.cdx.json" for kind in licences.KINDS}
    say("Java, by cyclonedx-maven-plugin")
    await build.command([str(ROOT / "mvnw"), "-B", "-q", *CYCLONEDX, f"-DoutputDirectory={folder}", "-DoutputName=java.cdx"], log,
                        environment={"JAVA_HOME": str(tools.java_home)})
    say("the page, by npm")
    asked = await asyncio.to_thread(subprocess.run, [tools.npm, "sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--sbom-type", "application"],
                                    cwd=ROOT / "web", capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if asked.returncode:
        raise Fault(f"npm sbom ended with {asked.returncode}: {asked.stderr[-300:]}", "run it in web/ and mend what it names; npm 10 or newer is wanted")
    files["page"].write_text(asked.stdout)
    say("Python, by cyclonedx-py")
    tool = await build.tool(home, "sbom", LOCK, sys.executable, log)
    for kind, venv in (("python", home.venv), ("mlflow", home.mlflow_venv)):
        await build.command([str(tool / "bin" / "cyclonedx-py"), "environment", "--output-reproducible", "--of", "JSON", "-o", str(files[kind]),
                             str(venv / "bin" / "python")], log)
    return files
