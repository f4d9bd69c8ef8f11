"""`evaluate`: trains on months of on-time files and scores later ones that the training never saw. Needs nothing but the files."""

import json
import shutil
import tempfile
from pathlib import Path

from offblock import model_tool
from offblock.faults import Fault
from offblock.home import Home

HORIZONS = ("D0", "6h", "2h", "45m")
QUICK = ("--one-in", "4", "--rows", "400000", "--epochs", "4")
COLUMNS = (("auc", "AUC", 4), ("averagePrecision", "avg prec", 4), ("logLoss", "log loss", 4), ("brier", "Brier", 4), ("ece", "ECE", 4),
           ("mae", "MAE", 1), ("coverage", "coverage", 3), ("width", "width", 1))
FORECASTS = (("model", "network"), ("uncorrected", "  no rolling correction"), ("routeByHour", "  route by hour"), ("baseRate", "  base rate"))


def run(home: Home, *, train: list[Path], test: list[Path], horizons: list[str], quick: bool, report: Path | None, keep: Path | None, as_json: bool) -> int:
    both = {file.resolve() for file in train} & {file.resolve() for file in test}
    if both:
        raise Fault(f"{min(both)} is both trained on and tested on", "test on a month that is not among those of --train", code=2)
    if report is not None and not report.resolve().parent.is_dir():
        raise Fault(f"there is no folder {report.resolve().parent}", "make it, or name another file for --report", code=2)
    with tempfile.TemporaryDirectory(prefix="evaluate-") as folder:
        made = Path(folder) / "report.json"
        words = ["evaluate", "--train", *_full(train), "--test", *_full(test), "--horizon", *(horizons or HORIZONS), "--report", str(made)]
        if keep is not None:
            words += ["--out", str(keep.resolve())]
        model_tool.run(home, [*words, *(QUICK if quick else ())], files=[*train, *test])
        if report is not None:
            shutil.copyfile(made, report)
        said = made.read_text()
    print(said if as_json else "\n".join(table(json.loads(said))))
    return 0


def table(said: dict) -> list[str]:
    """The report to read: figures of the months that were not trained on, each forecast beside what needs no model."""
    window, trained, tested = said["training"]["window"], said["trained"], said["tested"]
    lines = [f"trained on {trained['rows']:,} rows ({account(trained)}), {window['history']} to {window['heldTo']}; {window['fitFrom']} to {window['fitTo']} fitted, "
             f"the rest for history, stopping and calibration",
             f"scored on {tested['rows']:,} rows ({account(tested)}), {said['testFrom']} to {said['testTo']}", ""]
    lines.append(f"{'horizon, forecast':28}" + "".join(f"{name:>10}" for _, name, _ in COLUMNS) + f"{'rows':>11}")
    for horizon, figures in said["test"].items():
        for key, name in FORECASTS:
            one = figures[key]
            lines.append(f"{horizon + ' ' + name if key == 'model' else '   ' + name:28}"
                         + "".join(f"{one[column]:10.{digits}f}" for column, _, digits in COLUMNS) + f"{one['rows']:11,}")
    cost = said["training"]["cost"]
    lines += ["", f"late is 15 minutes or more at the gate; ECE of 15 bins; minutes of the median (MAE) and of the interval from 10 to 90 %. "
                  f"Features {cost['featureSeconds']:.0f} s, training {cost['trainingSeconds']:.0f} s."]
    return lines


def account(rows: dict) -> str:
    """What became of the rows that have no delay, where there are any."""
    parts = [f"{rows['delays']:,} with a delay"]
    parts += [f"{rows[key]:,} {words}" for key, words in (("cancelled", "cancelled"), ("diverted", "diverted"), ("unknown", "without an arrival"),
                                                          ("unreadable", "unreadable")) if rows[key]]
    return ", ".join(parts)


def _full(files: list[Path]) -> list[str]:
    return [str(file.resolve()) for file in files]
