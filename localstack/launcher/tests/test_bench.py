from datetime import UTC, datetime

from offblock.bench import percentile, fetched_at, token

KEY = "raw/lufthansa/operations/flightstatus/departures/FRA/2026-11-24T0800/2026/11/24/080102.123Z-0a1b2c3d4e5f.json.gz"


def test_the_key_tells_when():
    assert fetched_at(KEY) == datetime(2026, 11, 24, 8, 1, 2, 123000, UTC)


def test_the_token_is_one_part_of_a_path():
    assert "/" not in token(KEY) and "=" not in token(KEY) and token(KEY).startswith("bHVmdGhhbnNh")


def testpercentiles():
    assert percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95) == 10
    assert percentile(list(range(1, 101)), 0.95) == 95
    assert percentile([7], 0.5) == 7
