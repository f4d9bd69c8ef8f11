"""All captured answers of fourteen real days go in, end to end, and every store agrees with what was stored."""

import os

import pytest
from test_5_kill import july


@pytest.mark.skipif(not os.environ.get("OFFBLOCK_TEST_WHOLE"), reason="skipped: the other thirteen days take some four minutes; OFFBLOCK_TEST_WHOLE=1 takes them in too")
def test_all_captured_answers(started, recording):
    said = started.ok("import", "recording", str(recording), timeout=1800)
    assert "of 3543" in said and "in all four stores" in said, said[-500:]
    verified = started.verified("--from", "2024-07-06", "--to", "2024-07-19")
    days = [day["day"] for day in verified["days"]]
    assert "2024-07-06" in days and "2024-07-19" in days and len(days) >= 14
    started.known["july"] = july(started)
