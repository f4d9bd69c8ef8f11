"""What the dashboard of the compose profile `metrics` asks Prometheus for is what the operations function tells."""

import json
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
BOARD = json.loads((ROOT / "infra/grafana/dashboards/offblock.json").read_text())
EXPRESSIONS = [(panel["title"], target["expr"]) for panel in BOARD["panels"] for target in panel.get("targets", [])]
# PromQL's own words, were one to be used.
FUNCTIONS = {"rate", "increase", "sum", "max", "min", "avg", "by", "without", "time", "absent", "abs", "clamp_min", "max_over_time", "avg_over_time"}


def told():
    """Names and label of each gauge, from the source that writes them."""
    source = (ROOT / "functions/operations/src/main/java/io/offblock/operations/StatusMetrics.java").read_text()
    known = {name: set() for name in re.findall(r'"(offblock_\w+)"', source)}
    for name, label in re.findall(r'"(offblock_\w+)",\s*"[^"]*",\s*"(\w+)",\s*status', source):
        known[name].add(label)
    return known


def test_the_source_is_read_as_it_is_written():
    known = told()
    assert known["offblock_queue_messages"] == {"queue"} and known["offblock_status_age_seconds"] == {"quantile"} and known["offblock_ready"] == set()
    assert len(known) >= 8


@pytest.mark.parametrize("panel, expression", EXPRESSIONS)
def test_each_panel_asks_for_what_is_told(panel, expression):
    known = told()
    bare = re.sub(r'"[^"]*"', "", expression)
    for name, labels in re.findall(r"(offblock_\w+)(?:\{([^}]*)\})?", bare):
        assert name in known, f"{panel}: {name} is told by nobody"
        assert set(re.findall(r"(\w+)\s*(?:=|!)", labels)) <= known[name], f"{panel}: {name} has no such label"
    words = set(re.findall(r"[a-z_]+", re.sub(r"\{[^}]*\}", "", bare)))
    assert words - known.keys() <= FUNCTIONS, panel


def test_nothing_that_is_told_is_without_a_panel():
    assert set(re.findall(r"offblock_\w+", " ".join(e for _, e in EXPRESSIONS))) == told().keys()


def test_the_dashboard_finds_prometheus_and_prometheus_the_metrics():
    source, = yaml.safe_load((ROOT / "infra/grafana/provisioning/datasources/prometheus.yaml").read_text())["datasources"]
    assert {panel["datasource"]["uid"] for panel in BOARD["panels"]} == {source["uid"]}
    scrape, = yaml.safe_load((ROOT / "infra/prometheus/prometheus.yml").read_text())["scrape_configs"]
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert scrape["metrics_path"] in yaml.safe_load((ROOT / "infra/openapi.yaml").read_text())["paths"]
    assert source["url"].split("//")[1].split(":")[0] in compose and scrape["static_configs"][0]["targets"][0].split(":")[0] in compose
