import pytest

from offblock import tools
from offblock.faults import Fault


def jdk(folder, version, *, compiler=True):
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "java").touch()
    if compiler:
        (folder / "bin" / "javac").touch()
    (folder / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n')
    return folder


def test_java_home_is_looked_at_first(tmp_path):
    mine, other = jdk(tmp_path / "mine", "25.0.1"), tmp_path / "jvm"
    jdk(other / "temurin-25", "25.0.3")
    assert tools.find_java({"JAVA_HOME": str(mine), "PATH": ""}, [other]) == (mine, "25.0.1")


def test_a_wrong_java_home_does_not_hide_the_right_one(tmp_path):
    old = jdk(tmp_path / "old", "17.0.2")
    right = jdk(tmp_path / "jvm" / "temurin-25-jdk-amd64", "25.0.3")
    jdk(tmp_path / "jvm" / "java-17", "17.0.2")
    assert tools.find_java({"JAVA_HOME": str(old), "PATH": ""}, [tmp_path / "jvm"])[0] == right


def test_a_runtime_without_compiler_is_no_jdk(tmp_path):
    jdk(tmp_path / "jvm" / "jre-25", "25.0.3", compiler=False)
    with pytest.raises(Fault) as raised:
        tools.find_java({"PATH": ""}, [tmp_path / "jvm"])
    assert "JAVA_HOME" in raised.value.fix and raised.value.code == 69


def test_what_was_found_instead_is_told(tmp_path):
    jdk(tmp_path / "jvm" / "java-21", "21.0.1")
    with pytest.raises(Fault, match="only 21.0.1 in"):
        tools.find_java({"PATH": ""}, [tmp_path / "jvm"])


def test_without_node(tmp_path):
    with pytest.raises(Fault) as raised:
        tools.find_node({"PATH": str(tmp_path)})
    assert "nodejs.org" in raised.value.fix


def test_an_old_node(tmp_path):
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v16.4.0\n")
        (tmp_path / name).chmod(0o755)
    with pytest.raises(Fault, match="is v16.4.0, the page needs 20"):
        tools.find_node({"PATH": str(tmp_path)})
