from offblock.coverage_bench import look


def test_fresh_stale_missing_and_not_in_the_air():
    truth = {"at": "2026-11-26T09:45:06.644Z", "airborne": [{"id": "fresh"}, {"id": "edge"}, {"id": "stale"}, {"id": "missing"}]}
    shown = {"at": 1000, "flights": [{"id": "fresh", "seenAt": 990}, {"id": "edge", "seenAt": 700}, {"id": "stale", "seenAt": 699},
                                     {"id": "landed", "seenAt": 990}]}
    assert look(truth, shown) == {"at": "2026-11-26T09:45:06Z", "airborne": 4, "shown": 3, "fresh": 2, "share": 0.5}


def test_an_empty_sky_misses_nothing():
    assert look({"at": "2026-11-26T09:45:06Z", "airborne": []}, {"at": 1000, "flights": []})["share"] == 1.0
