import zipfile

import pytest

from offblock.faults import Fault
from offblock.recording import check, sha256


def zipped(path, *names):
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            file.writestr(name, "{}")
    return path


def test_counts_the_answers(tmp_path):
    assert check(zipped(tmp_path / "a.zip", "operations/", "operations/a", "operations/b")) == 2


@pytest.mark.parametrize("make, says", [
    (lambda p: p / "none.zip", "does not exist"),
    (lambda p: p, "is no file"),
    (lambda p: (p / "text.zip", (p / "text.zip").write_text("hello"))[0], "is no zip"),
    (lambda p: zipped(p / "empty.zip"), "is empty"),
    (lambda p: zipped(p / "out.zip", "../etc/passwd"), "outside of itself"),
    (lambda p: zipped(p / "abs.zip", "/etc/passwd"), "outside of itself"),
])
def test_what_is_no_recording(tmp_path, make, says):
    with pytest.raises(Fault, match=says) as raised:
        check(make(tmp_path))
    assert raised.value.code == 2 and raised.value.fix


def test_a_zip_cut_in_half(tmp_path):
    whole = zipped(tmp_path / "whole.zip", *(f"operations/{i}" for i in range(100))).read_bytes()
    (tmp_path / "half.zip").write_bytes(whole[:len(whole) // 2])
    with pytest.raises(Fault):
        check(tmp_path / "half.zip")


def test_named_by_content(tmp_path):
    (tmp_path / "x").write_bytes(b"abc")
    assert sha256(tmp_path / "x").startswith("ba7816bf")
