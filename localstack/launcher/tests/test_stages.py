import pytest
import yaml

from offblock.faults import Fault
from offblock.home import ROOT
from offblock.stages import STAGES, Stage, lines


def parameters():
    """Of the template, with whether each has a default."""
    text = (ROOT / "infra/template.yaml").read_text()
    lines = text.partition("\nParameters:\n")[2].partition("\nConditions:\n")[0].splitlines()
    return {line.strip().partition(":")[0]: "Default:" in line for line in lines if line.strip() and not line.strip().startswith("#")}


@pytest.mark.parametrize("name", [f.stem for f in STAGES.glob("*.yaml")])
def test_a_stage_gives_what_the_template_wants(name):
    said = yaml.safe_load((STAGES / f"{name}.yaml").read_text())["parameters"]
    known = parameters()
    assert said.keys() <= known.keys()
    by_upload = {n for n in known if n.endswith("Code") or n.endswith("Definition") or n in ("Contract", "Backfill", "Forecast", "Watch")}
    assert {n for n, default in known.items() if not default} - by_upload <= said.keys()


def test_a_stage_that_is_not_filled_in_is_refused():
    with pytest.raises(Fault, match="staging.yaml is not filled in: bucket"):
        Stage.read("staging")


def test_an_unknown_stage_names_the_known_ones():
    with pytest.raises(Fault, match="known are: production, staging"):
        Stage.read("moon")


def test_what_is_replaced_stands_first():
    changes = [{"Action": "Add", "LogicalResourceId": "A", "ResourceType": "T"}, {"Action": "Modify", "LogicalResourceId": "B", "ResourceType": "T", "Replacement": "True"},
               {"Action": "Remove", "LogicalResourceId": "C", "ResourceType": "T"}]
    assert lines(changes) == ["modify  B (T) REPLACED", "remove  C (T)", "add     A (T)"]
