"""`drift`: how far flights have moved from those that a model was trained on: of the running system, or from files alone, for which
nothing need run."""

import json
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from offblock import model_tool
from offblock.faults import Fault, NotRunning
from offblock.home import Home, read_json
from offblock.ports import Ports

SHOWN = 12
REPORT = "state/model/drift.json"
PAGE = "state/model/drift.html"


def of_now(home: Home, ports: Ports, *, page: Path | None, as_json: bool) -> int:
    """Runs the workflow `watch` at once and tells what it found; it starts a training where there is reason to."""
    from offblock import workflow
    from offblock.cloud import Cloud
    from offblock.deployment import client
    from offblock.up import supervisor

    bucket = read_json(home.run / "deployment.json").get("bucket")
    if supervisor(home) is None or not bucket:
        raise NotRunning()
    cloud = Cloud(ports.localstack)
    states = client("stepfunctions", cloud)
    run = f"by-hand-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    states.start_execution(stateMachineArn=workflow.machine("watch"), name=run, input="{}")
    output = workflow.follow(states, workflow.execution("watch", run), lambda text: print(text, file=sys.stderr, flush=True), what="the watch",
                             fix="see: ./offblock logs retrain extract --since 1h")
    found = output["watched"]["answer"]
    report = json.loads(cloud.get_object(bucket, REPORT)) if found["measured"] else None
    if as_json:
        print(json.dumps({**found, "started": output.get("started", {}).get("answer"), "report": report}))
        return 0
    print(f"the champion, version {found['version']}: correction renewed from {found['corrected']:,} outcomes" if found["version"] else "no champion yet")
    if report is not None:
        print("\n".join(table(report)))
        if page is not None:
            page.write_bytes(cloud.get_object(bucket, PAGE))
    else:
        print(found["reason"])
    if "started" in output:
        started = output["started"]["answer"]
        print(f"training {started['name']} " + ("started: ./offblock train --wait follows it" if started["started"] else "ran before, it is not run again"))
    return 0


def of_files(home: Home, *, reference: list[Path], current: list[Path], model: Path | None, page: Path | None, as_json: bool) -> int:
    if model is not None and not model.is_dir():
        raise Fault(f"{model} is no folder of a model", "give what ./offblock evaluate --keep FOLDER wrote", code=2)
    with tempfile.TemporaryDirectory(prefix="drift-") as folder:
        made, html = Path(folder) / "drift.json", Path(folder) / "drift.html"
        words = ["drift", "--reference", *(str(file.resolve()) for file in reference), "--current", *(str(file.resolve()) for file in current),
                 "--report", str(made), "--page", str(html)]
        model_tool.run(home, [*words, *(["--model", str(model.resolve())] if model else [])], files=[*reference, *current])
        if page is not None:
            shutil.copyfile(html, page)
        said = made.read_text()
    print(said if as_json else "\n".join(table(json.loads(said))))
    return 0


def table(said: dict) -> list[str]:
    """What drifted and why to train again, to read."""
    lines = [f"{name} {window['from']} to {window['to']}: {window['flights']:,} flights, {window['rows']:,} compared"
             for name, window in (("trained on", said["reference"]), ("now       ", said["current"]))]
    verdicts = [column["verdict"] for column in said["columns"]]
    lines += [", ".join(f"{verdicts.count(verdict)} columns {words}" for verdict, words in (("drifted", "drifted"), ("slight", "moved slightly"), ("none", "did not"))), ""]
    lines.append(f"{'column':36}{'Jensen-Shannon':>15}{'noise':>8}{'PSI':>8}{'Wasserstein':>13}")
    for column in said["columns"][:SHOWN]:
        lines.append(f"{column['column']:36}{column['jensenShannon']:15.3f}{column.get('noise', {}).get('jensenShannon', float('nan')):8.3f}{column['psi']:8.3f}"
                     + (f"{column['wasserstein']:13.3f}" if "wasserstein" in column else f"{'':13}") + f"   {column['verdict']}")
    for column in said["columns"]:
        lines += [f"{column['column']} {words}: {', '.join(one['name'] + ('' if one['certain'] else ' (may be chance)') for one in column[key])}"
                  for key, words in (("vanished", "vanished"), ("appeared", "new")) if column.get(key)]
    if "forecasts" in said:
        expected, observed = said["forecasts"]["expected"], said["forecasts"]["observed"]
        lines.append(f"forecasts at 2h: log loss {observed['logLoss']:.4f}, expected by themselves {expected['logLoss']:.4f}; AUC {observed['auc']:.4f}, "
                     f"expected {expected['auc']:.4f}; ECE {observed['ece']:.4f}")
    return [*lines, "", "train again: " + "; ".join(said["reasons"]) if said["drifted"] else "no drift that calls for training again"]
