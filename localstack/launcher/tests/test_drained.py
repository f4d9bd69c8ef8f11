from datetime import UTC, datetime, timedelta

from offblock.drained import MARGIN, Watermark, text

T0 = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def at(seconds):
    return T0 + timedelta(seconds=seconds)


def test_two_empty_looks_in_a_row_move_it_to_the_first(tmp_path):
    mark = Watermark(tmp_path / "drained")
    assert mark.look(0, at(0)) is None
    assert mark.look(0, at(5)) == at(0) - MARGIN
    assert mark.read() == at(0) - MARGIN
    assert mark.look(0, at(10)) == at(5) - MARGIN


def test_work_between_two_looks_begins_anew(tmp_path):
    mark = Watermark(tmp_path / "drained")
    mark.look(0, at(0))
    mark.look(3, at(5))
    assert mark.look(0, at(10)) is None
    assert mark.read() is None


def test_an_unknown_depth_is_not_an_empty_one(tmp_path):
    mark = Watermark(tmp_path / "drained")
    mark.look(0, at(0))
    mark.look(None, at(5))
    assert mark.look(0, at(10)) is None


def test_it_never_goes_back(tmp_path):
    Watermark(tmp_path / "drained").look(0, at(100))
    first = Watermark(tmp_path / "drained")
    first.look(0, at(100)), first.look(0, at(105))
    second = Watermark(tmp_path / "drained")
    second.look(0, at(50))
    assert second.look(0, at(55)) is None
    assert second.read() == at(100) - MARGIN


def test_nothing_known_means_everything_again(tmp_path):
    assert Watermark(tmp_path / "drained").read() is None
    (tmp_path / "drained").write_text("half a l")
    assert Watermark(tmp_path / "drained").read() is None


def test_written_as_the_functions_read_it():
    assert text(T0) == "2026-11-24T08:00:00.000Z"
