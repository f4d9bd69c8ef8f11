"""What CI runs is what a person can run, with no more rights than the job needs."""

import os
import re
import shlex
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def steps(workflow):
    return [(name, step) for name, job in workflow["jobs"].items() for step in job["steps"]]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_each_command_is_there(file):
    for _, step in steps(yaml.safe_load(file.read_text())):
        for script in re.findall(r"(?:^|\s)(?:bash )?(\./\w+|\.ci/\w+)", step.get("run", "")):
            assert os.access(ROOT / script, os.X_OK), f"{file.name} runs {script}"
        for path in re.findall(r"(?:-r|--config-file) (\S+)", step.get("run", "")):
            assert (ROOT / path).exists(), f"{file.name} reads {path}"


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_no_workflow_may_write_but_the_job_that_publishes(file):
    workflow = yaml.safe_load(file.read_text())
    assert "contents" in workflow["permissions"] and "write" not in {v for k, v in workflow["permissions"].items() if k != "id-token"}
    for name, job in workflow["jobs"].items():
        assert job["timeout-minutes"] <= 120
        if "write" in job.get("permissions", {}).values():
            assert (file.stem, name) in {("release", "publish"), ("docs", "publish")}
            assert not any("checkout" in step.get("uses", "") for step in job["steps"]), "it runs nothing that was checked out or downloaded"


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_each_action_is_named_by_its_commit(file):
    """A tag can be moved to other code; dependabot renews commits."""
    for _, step in steps(yaml.safe_load(file.read_text())):
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"]), f"{file.name} uses {step['uses']}"


def test_a_release_has_what_the_script_put_there_and_its_checksums():
    """The script's own words: each zip, the bills of materials and the sums."""
    script = (ROOT / ".ci/release").read_text()
    assert all(word in script for word in ("function.zip", ".cdx.json", "SHA256SUMS", "./offblock sbom", "docs/licences.md"))
    jobs = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())["jobs"]
    assert jobs["publish"]["needs"] == "build"
    words = " ".join(step.get("run", "") for _, step in steps({"jobs": jobs}))
    assert words.index(".ci/run") < words.index(".ci/release") < words.index("sha256sum --check") < words.index("gh release create")


def test_a_release_can_be_deployed_with_what_is_in_it():
    """The foundation, the page and keyed.py were missing: a stage that names them could not be made from a release."""
    script = (ROOT / ".ci/release").read_text().replace("\\\n", " ")
    packed = set(shlex.split(re.search(r"-c \"\$folder/deployment\.zip\" (.+)", script)[1]))
    assert all((ROOT / name).exists() for name in packed)
    read = {"/".join(re.findall(r'"([^"]+)"', place)) for name in ("stages", "deployment")
            for place in re.findall(r'ROOT((?: / "[\w.-]+")+)', (ROOT / f"localstack/launcher/offblock/{name}.py").read_text())}
    assert {"infra/stages", "infra/page.yaml", "infra/openapi.yaml", "state-machines"} <= read
    assert read - packed == {"web/dist"}, "that is page.zip; the functions' zips stand beside it"
    assert set(re.findall(r"\binfra/[\w.]+\.(?:py|yaml)\b", (ROOT / "infra/template.yaml").read_text())) <= packed, "the template names them"
