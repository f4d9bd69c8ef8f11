"""A recording of real days goes in once, wholly, and the stores agree with it."""

import json
import zipfile

import pytest

from offblock.components import DATA_BUCKET


def test_what_the_world_gave_agrees(started):
    assert started.verified()["days"]


def test_a_recording_with_an_error_writes_nothing(started, tmp_path):
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(bad, "w") as file:
        file.writestr("operations/customerflightinformation/departures/FRA/2024-07-06T0000", "{ no json")
        file.writestr("some/other/thing", "{}")
    ran = started.run("import", "recording", str(bad))
    assert ran.returncode == 2 and "nothing of it was stored" in ran.stderr and "operations/" in ran.stderr + ran.stdout
    assert not [key for key in _raw(started) if "2024-07-06" in key or "some/other" in key]


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x05\x06" + bytes(18)])
def test_no_recording_at_all(started, tmp_path, content):
    (tmp_path / "x.zip").write_bytes(content)
    assert started.run("import", "recording", str(tmp_path / "x.zip")).returncode == 2


def test_a_piece_of_the_recording(started, recording, tmp_path):
    """The busy windows of one of its days, so that every later test compares some hundreds of flights within a minute."""
    piece = tmp_path / "piece.zip"
    with zipfile.ZipFile(recording) as whole, zipfile.ZipFile(piece, "w", zipfile.ZIP_DEFLATED) as part:
        names = [n for n in whole.namelist() if any(f"2024-07-06T{window}" in n for window in ("0600", "1000", "1400"))]
        assert len(names) > 100
        for name in names:
            part.writestr(whole.getinfo(name), whole.read(name))  # with its own time, which is when it was captured
    started.known["piece"] = piece
    started.known["names"] = len(names)
    said = started.ok("import", "recording", str(piece), timeout=1200)
    assert f"of {len(names)};" in said and "in all four stores" in said
    assert [key for key in _raw(started) if "2024-07-06" in key]
    verified = started.verified("--from", "2024-07-05", "--to", "2024-07-08")
    assert "2024-07-06" in {day["day"] for day in verified["days"]}
    started.known["july"] = _july(started)


def test_the_same_again_changes_nothing(started, recording):
    said = started.ok("import", "recording", str(started.known["piece"]), timeout=1200)
    assert said.strip().splitlines()[-1].startswith("0 answers stored") or f"{started.known['names']} were there already" in said
    started.quiet()
    assert _july(started) == started.known["july"]


def _july(started) -> str:
    days = {store: {d: v for d, v in said.items() if d.startswith("2024-07")} for store, said in started.digests().items()}
    assert len({json.dumps(one, sort_keys=True) for one in days.values()}) == 1
    return json.dumps(days["postgres"], sort_keys=True)


def _raw(started) -> list[str]:
    return [key for key, _ in started.cloud.objects(DATA_BUCKET, "raw/")]
