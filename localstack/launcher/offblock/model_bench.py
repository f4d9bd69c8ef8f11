"""`bench model`: what the delay model costs on this machine, from files, each figure beside what is wanted."""

import json
import os
import tempfile
from pathlib import Path

from offblock import model_tool
from offblock.home import Home

FLIGHTS = 1_800_000


def run(home: Home, *, files: list[Path], quick: bool, as_json: bool) -> int:
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="bench-model-") as folder:
        made = Path(folder) / "report.json"
        words = ["bench", "--files", *(str(file.resolve()) for file in files), "--out", folder, "--report", str(made)]
        model_tool.run(home, [*words, *(("--one-in", "4", "--rows", "400000", "--epochs", "4") if quick else ())], files=files)
        said = json.loads(made.read_text())
    rows = figures(said)
    load = (before, os.getloadavg()[0])
    ok = all(good for *_, good in rows)
    if as_json:
        print(json.dumps({"ok": ok, "cpus": os.cpu_count(), "load_average": [round(one, 1) for one in load], "quick": quick, **said,
                          "figures": [{"what": what, "measured": measured, "wanted": wanted, "unit": unit, "ok": good} for what, measured, wanted, unit, good in rows]}))
    else:
        print(f"{'':52}{'measured':>12}{'wanted':>14}")
        for what, measured, wanted, unit, good in rows:
            print(f"{what:52}{measured:12,.4g}{wanted:>14}  {unit}{'' if good else '   missed'}")
        print(quality(said["training"]))
        print(f"{said['flights']:,} flights; {os.cpu_count()} CPUs, load average {load[0]:.0f} before, {load[1]:.0f} after{'; a quick training' if quick else ''}")
    return 0 if ok else 1


def figures(said: dict) -> list[tuple[str, float, str, str, bool]]:
    """What was measured, what is wanted, and whether it is met. Time for features is scaled to 1.8 million flights where there are others."""
    scale = FLIGHTS / max(1, said["flights"])
    features, one, batch = said["featureSeconds"] * scale, said["forecast"]["p95Micros"] / 1000, said["forecast"]["allRowsPerSecond"]
    return [(f"features of {said['featureRows']:,} rows, for 1.8 M flights", features, "<= 300", "s", features <= 300),
            ("memory by then, resident", said["peakMegabytes"], "<= 3,000", "MB", not said["peakMegabytes"] > 3000),
            (f"training on {said['fitRows']:,} rows, features included", said["trainingSeconds"], "<= 600", "s", said["trainingSeconds"] <= 600),
            ("model files", said["modelMegabytes"], "<= 5", "MB", said["modelMegabytes"] <= 5),
            ("one forecast with its reasons, p95", one, "<= 0.3", "ms", one <= 0.3),
            (f"forecasts in a batch, all cores ({said['forecast']['batchRowsPerSecond']:,.0f} on one)", batch, ">= 100,000", "rows/s", batch >= 100_000)]


def quality(training: dict) -> str:
    """What the cost bought: how good the model is on the days that were held back, by horizon."""
    return "\n".join(f"{horizon:4}" + "".join(f"  {name} {told['model'][name]:.4f}" for name in ("auc", "averagePrecision", "logLoss", "ece"))
                     for horizon, told in training["horizons"].items())
