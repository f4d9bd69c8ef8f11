"""`fuzz`: strange input for the parsers and the decoding of requests, by Jazzer. From the built classes alone: nothing need run.

A target begins with its committed corpus, works on a copy, and ends after its time or at the first finding. `--keep` merges what reached new
code back into the corpus, which `./offblock test` plays back.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from offblock import figures
from offblock.faults import Fault
from offblock.home import ROOT, Home
from offblock.processes import die_with_parent
from offblock.tools import Tools, find

MODULE = ROOT / "localstack" / "fuzz"
CORPUS = MODULE / "src" / "test" / "resources" / "io" / "offblock" / "fuzz"
TARGETS = {"answers": "io.offblock.fuzz.AnswersFuzz", "ontime": "io.offblock.fuzz.OnTimeFuzz", "requests": "io.offblock.postgres.RequestsFuzz"}
# Jazzer's watch over paths writes a folder of the machine into inputs, and those are committed; no input of ours names a file.
FOLDERS = "com.code_intelligence.jazzer.sanitizers.FilePathTraversal"
LARGEST = 4096  # bytes of an input: what is longer says nothing new and is slower


def run(home: Home, *, targets: list[str], minutes: float, keep: bool, write: Path | None, as_json: bool) -> int:
    if not 0 < minutes <= 24 * 60:
        raise Fault(f"--minutes {minutes:g} is no length for a run", "give more than 0 and at most 1440", code=2)
    if write is not None:
        figures.place(write, "fuzz")
    tools = find()
    build(tools)
    findings = home.path / "fuzz"
    findings.mkdir(parents=True, exist_ok=True)
    ran = [_target(tools, target, minutes, findings, keep) for target in targets or TARGETS]
    found = [one for one in ran if one["findings"]]
    if write is not None:
        figures.write(write, "fuzz", table(ran))
    if as_json:
        print(json.dumps({"ok": not found, "cpus": os.cpu_count(), "targets": ran}))
    else:
        print("\n".join(table(ran)))
        for one in found:
            print(f"{one['target']}: {', '.join(one['findings'])}")
    return 1 if found else 0


def build(tools: Tools) -> None:
    words = [str(ROOT / "mvnw"), "-B", "-q", "-T2", "process-test-classes", "-am", "-pl", "localstack/fuzz"]
    if subprocess.run(words, cwd=ROOT, env={**os.environ, "JAVA_HOME": str(tools.java_home)}, stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode:
        raise Fault("the fuzz targets could not be built", "./mvnw says why, above")


def command(tools: Tools, target: str, *words: str) -> list[str]:
    classes = [MODULE / "target" / "test-classes", *(Path(one) for one in (MODULE / "target" / "classpath.txt").read_text().strip().split(":"))]
    return [str(tools.java_home / "bin" / "java"), "-Xmx1g", "-Xss4m", "-XX:+UseSerialGC", "-XX:+EnableDynamicAgentLoading", "--enable-native-access=ALL-UNNAMED",
            "-cp", ":".join(map(str, classes)), "com.code_intelligence.jazzer.Jazzer", f"--target_class={TARGETS[target]}",
            f"--disabled_hooks={FOLDERS}", "--instrumentation_includes=io.offblock.**", "--custom_hook_includes=io.offblock.**", f"-dict={MODULE / f'{target}.dict'}", f"-max_len={LARGEST}", *words]


def _target(tools: Tools, target: str, minutes: float, findings: Path, keep: bool) -> dict:
    with tempfile.TemporaryDirectory(prefix=f"fuzz-{target}-") as folder:
        inputs, log = Path(folder) / "inputs", findings / f"{target}.log"
        shutil.copytree(CORPUS / target, inputs)
        seeds, began, before = len(list(inputs.iterdir())), time.monotonic(), {file.name for file in findings.iterdir()}
        print(f"fuzzing {target} for {minutes:g} minutes; its words: {log}", file=sys.stderr, flush=True)
        with log.open("w") as said:
            code = subprocess.run(command(tools, target, f"-max_total_time={round(minutes * 60)}", "-print_final_stats=1", "-rss_limit_mb=3000", "-timeout=20",
                                          f"-artifact_prefix={findings}/{target}-", f"--reproducer_path={folder}", str(inputs)),
                                  cwd=MODULE, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, preexec_fn=die_with_parent).returncode
        seconds, reached = time.monotonic() - began, stats(log.read_text(errors="replace"))
        found = sorted(str(file) for file in findings.iterdir() if file.name not in before and file.name.startswith(f"{target}-"))
        if code and not found and not reached["executions"]:
            raise Fault(f"Jazzer could not begin with {target}", f"its words: {log}")
        if keep and not code:
            _merge(tools, target, inputs, Path(folder) / "merged", log)
    return {"target": target, "seconds": round(seconds), "seeds": seeds, **reached, "findings": found or ([f"Jazzer ended with {code}: {log}"] if code else []),
            "corpus": len(list((CORPUS / target).iterdir()))}


def _merge(tools: Tools, target: str, inputs: Path, merged: Path, log: Path) -> None:
    """The fewest inputs that reach all the code that the run reached; the committed ones stay."""
    shutil.copytree(CORPUS / target, merged)
    with log.open("a") as said:
        if subprocess.run(command(tools, target, "-merge=1", str(merged), str(inputs)), cwd=MODULE, stdin=subprocess.DEVNULL, stdout=said,
                          stderr=subprocess.STDOUT, preexec_fn=die_with_parent).returncode:
            raise Fault(f"the corpus of {target} could not be merged", f"its words: {log}")
    for file in merged.iterdir():
        shutil.copyfile(file, CORPUS / target / file.name)


def stats(words: str) -> dict:
    """Executions, and the code reached (edges and features), from libFuzzer's own words."""
    done = re.findall(r"stat::number_of_executed_units:\s*(\d+)", words)
    edges = re.findall(r"cov: (\d+) ft: (\d+)", words)
    return {"executions": int(done[-1]) if done else 0, "edges": int(edges[-1][0]) if edges else 0, "features": int(edges[-1][1]) if edges else 0}


def table(ran: list[dict]) -> list[str]:
    return ["| target | minutes | inputs tried | edges reached | corpus | findings |", "|---|---|---|---|---|---|",
            *(f"| {one['target']} | {one['seconds'] / 60:.1f} | {one['executions']:,} | {one['edges']:,} | {one['corpus']} | {len(one['findings'])} |" for one in ran)]
