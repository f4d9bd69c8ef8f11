"""The steps as they are written down."""

import errno

import pytest
from offblock import progress
from offblock.faults import Fault
from offblock.progress import DOWN, Progress


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path, value):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(progress, "write_json", refuse)


def test_a_stop_goes_on_where_its_steps_cannot_be_written(tmp_path, full, caplog):
    stopping = Progress(tmp_path / "progress.json", phase="stopping")
    stopping.steps = [progress.Step(id, title) for id, title in DOWN.items()]
    stopping.start("drain")
    stopping.finish("drain")
    stopping.become("stopped")
    assert [step.state for step in stopping.steps] == ["done", "waiting"]
    assert "No space left" in caplog.text


def test_what_failed_is_still_the_fault_that_is_told(tmp_path, full):
    starting = Progress(tmp_path / "progress.json")
    starting.fail(Fault("the disk is full", "make room"))
    assert starting.error["what"] == "the disk is full"


def test_a_start_whose_steps_nobody_could_follow_fails(tmp_path, full):
    with pytest.raises(OSError, match="No space left"):
        Progress.begin(tmp_path / "progress.json", DOWN)
