"""The two reports say the same, and what they count is counted."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, FRENCH = ((ROOT / "docs" / name).read_text() for name in ("report.md", "rapport.md"))


def shape(text):
    """Of each section: how many rows its tables have and how many drawings there are."""
    return [(sum(line.startswith("|") for line in section.splitlines()), section.count("```mermaid"), section.count("\n- ")) for section in re.split(r"^## ", text, flags=re.M)]


def test_both_have_the_same_sections_tables_drawings_and_points():
    assert shape(ENGLISH) == shape(FRENCH)


def test_both_lead_to_the_same_places():
    def places(text):
        return sorted(set(re.findall(r"\]\(([^)]+)\)", text)) - {"report.md", "rapport.md"})

    assert places(ENGLISH) == places(FRENCH)


def test_as_many_alarms_are_told_as_there_are():
    there = len(re.findall(r"Type: AWS::CloudWatch::Alarm$", (ROOT / "infra/template.yaml").read_text(), re.M))
    assert re.findall(r"(\d+) alarms", ENGLISH) == re.findall(r"(\d+) alarmes", FRENCH) == [str(there)]


def test_the_figures_of_the_model_are_those_of_its_page():
    """The network's rows there, to three places here."""
    page = (ROOT / "docs/model.md").read_text().partition("<!-- figures -->")[2].partition("<!-- /figures -->")[0]
    rows = re.findall(r"^\| (?:D0|6h|2h|45m), \*\*network\*\* \| ([\d.]+) \| [\d.]+ \| ([\d.]+) \|.*\n(?:\|.*\n)?\| route by hour \| ([\d.]+) \| [\d.]+ \| ([\d.]+)", page, re.M)
    assert len(rows) == 4
    for auc, loss, route_auc, route_loss in rows:
        told = [f"{float(one):.3f}" for one in (auc, route_auc, loss, route_loss)]
        assert " | ".join(one.removeprefix("0") for one in told) in ENGLISH, told
        assert " | ".join(told).replace(".", ",") in FRENCH, told
