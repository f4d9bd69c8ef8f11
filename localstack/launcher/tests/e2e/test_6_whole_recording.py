"""All captured answers of fourteen real days go in, end to end, and every store agrees with what was stored."""

from test_5_kill import july


def test_all_captured_answers(started, recording):
    said = started.ok("import", "recording", str(recording), timeout=1800)
    assert "of 3543" in said and "in all four stores" in said, said[-500:]
    verified = started.verified("--from", "2024-07-06", "--to", "2024-07-19")
    days = [day["day"] for day in verified["days"]]
    assert "2024-07-06" in days and "2024-07-19" in days and len(days) >= 14
    started.known["july"] = july(started)
