import json
import re

import pytest

from offblock import licences, sbom
from offblock.build import LOCK, MLFLOW_LOCK
from offblock.home import ROOT
from offblock.licences import Allowed, Part, allowed_by, read, report, rows

LIST = Allowed.read()
REPORT = sbom.REPORT.read_text()
SMALL = Allowed(frozenset({"MIT", "Apache-2.0"}), {"The Apache License": "Apache-2.0"}, {"python silent": {"licence": "MIT", "why": "its file LICENSE"}},
                {"java org.store:*": {"licence": "GPL-3.0-only", "why": "a process of its own"}})


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("expression, held", [
    ("MIT", True), ("GPL-3.0-only", False), ("MIT OR GPL-3.0-only", True), ("MIT AND GPL-3.0-only", False), ("(GPL-3.0-only OR MIT) AND Apache-2.0", True),
    ("(GPL-3.0-only OR MIT) AND BUSL-1.1", False), ("MIT AND (GPL-3.0-only", False), ("MIT)", False), ("MIT MIT", False), ("", False), ("MIT OR", False),
    ("GPL-2.0-only WITH Classpath-exception-2.0", False), ("NOT MIT", False)])
def test_an_expression_is_kept_by_one_side_of_or_and_both_of_and(expression, held):
    assert allowed_by(expression, {"MIT", "Apache-2.0"}) is held


def test_what_says_nothing_is_refused_and_what_is_allowed_beside_us_is_not_shipped():
    part = Part("java", "org.store:server", "1", "GPL-3.0-only")
    assert SMALL.refuses(part) is None
    assert "this one is shipped" in SMALL.refuses(Part("java", "org.store:server", "1", "GPL-3.0-only", shipped=True))
    assert SMALL.refuses(Part("page", "org.store:server", "1", "GPL-3.0-only")) == "page org.store:server 1: GPL-3.0-only"
    assert SMALL.refuses(Part("java", "a:b", "1")) == "java a:b 1: says nothing of its licence"


def test_licences_of_maven_are_a_choice_and_those_of_python_are_all_meant():
    given = [{"license": {"name": "The Apache License"}}, {"license": {"id": "GPL-3.0-only"}}]
    java = {"components": [{"bom-ref": "x", "group": "a", "name": "b", "version": "1", "licenses": given}, {"bom-ref": "y", "group": "io.offblock", "name": "core"}]}
    python = {"components": [{"name": "both", "version": "1", "licenses": given}, {"name": "silent", "version": "2"}, {"name": "pip", "version": "3"}]}
    assert [p.licence for p in read("java", java, SMALL)] == ["Apache-2.0 OR GPL-3.0-only"]
    assert [(p.name, p.licence) for p in read("python", python, SMALL)] == [("both", "Apache-2.0 AND GPL-3.0-only"), ("silent", "MIT")]


def test_what_a_function_stands_on_is_shipped():
    bom = {"components": [{"bom-ref": "ours", "group": "io.offblock", "name": "neo4j"}, {"bom-ref": "store", "group": "io.offblock", "name": "store-neo4j"},
                          *({"bom-ref": r, "group": "g", "name": r, "version": "1"} for r in "abc")],
           "dependencies": [{"ref": "ours", "dependsOn": ["a"]}, {"ref": "a", "dependsOn": ["b"]}, {"ref": "store", "dependsOn": ["c"]}]}
    assert {p.name: p.shipped for p in read("java", bom, SMALL)} == {"g:a": True, "g:b": True, "g:c": False}


def test_the_report_can_be_read_back():
    known = [Part("java", "a:b", "1", "MIT OR Apache-2.0", True), Part("page", "@a/b", "2.0", "MIT"), Part("page", "c", "1", "MIT")]
    assert sorted(rows(report(known, SMALL))) == known


def test_nothing_in_the_report_is_refused():
    known = rows(REPORT)
    assert {part.kind for part in known} == licences.KINDS.keys() and len(known) > 500
    assert [why for part in known if (why := LIST.refuses(part))] == []


def test_every_exception_has_its_reason_and_its_part():
    known = rows(REPORT)
    for key, one in {**LIST.stated, **LIST.beside}.items():
        assert len(one["why"]) > 10 and any(licences.matches(key, part) for part in known), key


@pytest.mark.parametrize("kind, lock", [("python", LOCK), ("mlflow", MLFLOW_LOCK)])
def test_every_locked_package_of_python_is_in_the_report(kind, lock):
    locked = {(normal(name), version) for name, version in re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==(\S+)", lock.read_text(), re.M)}
    told = {(normal(part.name), part.version) for part in rows(REPORT) if part.kind == kind}
    assert locked - told == set() and {name for name, _ in told - locked} <= {"uv"}, "run: ./offblock sbom --write"


def test_every_locked_package_of_the_page_is_in_the_report():
    packages = json.loads((ROOT / "web/package-lock.json").read_text())["packages"]
    locked = {(path.rpartition("node_modules/")[2], one["version"], one.get("license"), not one.get("dev")) for path, one in packages.items() if path}
    told = {(part.name, part.version, part.licence, part.shipped) for part in rows(REPORT) if part.kind == "page"}
    assert told == locked, "run: ./offblock sbom --write"


def test_the_report_is_of_the_java_that_the_poms_ask_for():
    assert f"`{licences.declared()}`" in REPORT, "a dependency in a pom changed: run ./offblock sbom --write"
