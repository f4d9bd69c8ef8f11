import pytest

from offblock import evaluate, model_bench
from offblock.faults import Fault
from offblock.home import Home

FIGURES = {"rows": 600_123, "auc": 0.8, "averagePrecision": 0.6, "logLoss": 0.4, "brier": 0.12, "ece": 0.01, "mae": 14.2, "coverage": 0.8, "width": 43.0}
ACCOUNT = {"rows": 610_000, "unreadable": 7, "cancelled": 9_000, "diverted": 870, "unknown": 0, "delays": 600_123}
REPORT = {"training": {"window": {"history": "2008-01-01", "heldTo": "2008-03-31", "fitFrom": "2008-01-15", "fitTo": "2008-03-15"},
                       "cost": {"featureSeconds": 200.0, "trainingSeconds": 400.0}},
          "trained": ACCOUNT, "tested": ACCOUNT, "testFrom": "2008-04-01", "testTo": "2008-04-30",
          "test": {"2h": {key: FIGURES for key in ("model", "uncorrected", "routeByHour", "baseRate")}}}
COST = {"flights": 1_791_091, "featureRows": 6_900_000, "featureSeconds": 200.0, "peakMegabytes": 1500.0, "fitRows": 5_000_000, "trainingSeconds": 550.0,
        "modelMegabytes": 4.0, "forecast": {"p50Micros": 80.0, "p95Micros": 120.0, "rows": 100_000, "batchRowsPerSecond": 70_000.0, "allRowsPerSecond": 120_000.0}}


def test_the_table_says_what_became_of_every_row():
    text = "\n".join(evaluate.table(REPORT))
    assert "600,123 with a delay, 9,000 cancelled, 870 diverted, 7 unreadable" in text and "without an arrival" not in text
    assert "2h network" in text and text.count("600,123") == 2 + len(evaluate.FORECASTS)


def test_a_month_is_not_tested_on_what_it_was_trained_on(tmp_path):
    month = tmp_path / "2008-01.csv"
    month.touch()
    with pytest.raises(Fault) as refused:
        evaluate.run(Home(tmp_path, tmp_path), train=[month], test=[month], horizons=[], quick=True, report=None, keep=None, as_json=True)
    assert refused.value.code == 2 and "both" in str(refused.value)


def test_a_missing_file_is_told_before_anything_is_built(tmp_path):
    with pytest.raises(Fault) as refused:
        evaluate.run(Home(tmp_path, tmp_path), train=[tmp_path / "a.csv"], test=[tmp_path / "b.csv"], horizons=[], quick=True, report=None, keep=None, as_json=True)
    assert refused.value.code == 2 and not list(tmp_path.iterdir())


@pytest.mark.parametrize("what, value", [("featureSeconds", 400.0), ("peakMegabytes", 3500.0), ("trainingSeconds", 700.0), ("modelMegabytes", 6.0)])
def test_each_cost_has_its_yardstick(what, value):
    assert all(good for *_, good in model_bench.figures(COST))
    assert [good for *_, good in model_bench.figures({**COST, what: value})].count(False) == 1


def test_what_the_cost_bought_is_told_by_horizon():
    told = model_bench.quality({"horizons": {"D0": {"model": {**FIGURES, "auc": 0.67}}, "2h": {"model": FIGURES}}})
    assert told.splitlines() == ["D0    auc 0.6700  averagePrecision 0.6000  logLoss 0.4000  ece 0.0100", "2h    auc 0.8000  averagePrecision 0.6000  logLoss 0.4000  ece 0.0100"]
