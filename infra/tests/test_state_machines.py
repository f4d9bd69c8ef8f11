"""Holds the state machines to the rules of their language and to those that keep a failure from going unseen."""
import json
import re

import pytest
from test_template import ROOT, Tagged, functions, of_type, yaml

DEFINITIONS = sorted((ROOT / "state-machines").glob("*.asl.json"))
ENDS = {"Succeed", "Fail"}


@pytest.fixture(scope="module")
def template():
    return yaml.load((ROOT / "infra/template.yaml").read_text(), Tagged)


def machines(definition):
    """A machine and those of its maps and branches."""
    yield definition
    for state in definition["States"].values():
        for inner in [state.get("ItemProcessor"), *state.get("Branches", [])]:
            if inner:
                yield from machines(inner)


def states(definition):
    return [(name, state) for machine in machines(definition) for name, state in machine["States"].items()]


@pytest.fixture(params=DEFINITIONS, ids=lambda file: file.name)
def definition(request):
    return json.loads(request.param.read_text())


def targets(state):
    found = {one["Next"] for key in ("Choices", "Catch") for one in state.get(key, [])}
    return found | {state[key] for key in ("Next", "Default") if key in state}


def test_there_are_state_machines():
    assert DEFINITIONS


def test_every_target_exists_and_every_state_is_reached(definition):
    for machine in machines(definition):
        names = set(machine["States"])
        reached, waiting = set(), [machine["StartAt"]]
        while waiting:
            name = waiting.pop()
            assert name in names, f"there is no state {name}"
            if name not in reached:
                reached.add(name)
                waiting += targets(machine["States"][name])
        assert reached == names, f"never reached: {names - reached}"


def test_every_state_goes_on_or_ends(definition):
    for name, state in states(definition):
        if state["Type"] in ENDS:
            assert not targets(state), name
        elif state["Type"] == "Choice":
            assert state["Choices"] and "Default" in state, f"{name} has no way for what no choice expects"
        else:
            assert ("Next" in state) != state.get("End", False), name


def test_every_task_has_a_timeout_and_its_failures_are_retried_and_caught(definition):
    tasks = [(name, state) for name, state in states(definition) if state["Type"] == "Task"]
    assert tasks and definition["TimeoutSeconds"] > 0
    for name, task in tasks:
        assert 0 < task["TimeoutSeconds"] <= 900, f"{name} may hang for ever"
        for rule in ("Retry", "Catch"):
            last = task[rule][-1]
            assert last["ErrorEquals"] == ["States.ALL"], f"{name}: {rule} does not end with all errors"
            assert all("States.ALL" not in one["ErrorEquals"] for one in task[rule][:-1]), name
        assert task["Retry"][-1]["MaxAttempts"] > 0


def test_every_map_is_bounded_and_caught(definition):
    for name, state in states(definition):
        if state["Type"] == "Map":
            assert state["MaxConcurrency"] > 0, name
            assert state["Catch"][-1]["ErrorEquals"] == ["States.ALL"], name


def test_the_template_names_all_that_is_substituted_and_nothing_else(template):
    deployed = of_type(template, "AWS::StepFunctions::StateMachine")
    assert len(deployed) == len(DEFINITIONS)
    for machine in deployed.values():
        file = ROOT / "state-machines" / f"{machine['StateMachineName'].removeprefix('offblock-')}.asl.json"
        assert set(re.findall(r"\$\{(\w+)\}", file.read_text())) == set(machine["DefinitionSubstitutions"])


def test_the_backfill_role_holds_only_what_the_backfill_uses(template):
    statements = of_type(template, "AWS::IAM::Role")["BackfillRole"]["Policies"][0]["PolicyDocument"]["Statement"]
    allowed = {action: one["Resource"] for one in statements for action in one["Action"]}
    assert set(allowed) == {"lambda:InvokeFunction", "s3:GetObject", "states:StartExecution", "states:DescribeExecution", "states:RedriveExecution"}
    called = of_type(template, "AWS::StepFunctions::StateMachine")["BackfillMachine"]["DefinitionSubstitutions"]
    assert {json.dumps(one) for one in allowed["lambda:InvokeFunction"]} == {json.dumps(called[name]) for name in ("PlanFunction", "ReplayFunction")}
    assert allowed["s3:GetObject"]["Fn::Sub"].endswith("/state/replay/*")
    for action in ("states:StartExecution", "states:DescribeExecution", "states:RedriveExecution"):
        assert ":offblock-backfill" in allowed[action]["Fn::Sub"]


def test_tasks_outlast_their_functions(template, definition):
    """A task that ended before its function would start it a second time beside the first."""
    longest = max(functions(template)[name]["Timeout"] for name in ("PlanReplay", "Replay"))
    assert all(state["TimeoutSeconds"] >= longest for _, state in states(definition) if state["Type"] == "Task")
