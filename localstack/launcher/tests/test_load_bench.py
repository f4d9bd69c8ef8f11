import pytest

from offblock import load_bench, ports
from offblock.cloud import STORES
from offblock.faults import Fault
from offblock.home import Home


def test_every_store_has_an_address_a_share_and_a_yardstick():
    for store in STORES:
        assert "127.0.0.1:4242" in load_bench.address(store, 4242)
        assert 0.5 < load_bench.SHARES[store] <= 1 and load_bench.BARE[store]


@pytest.mark.parametrize("rows, file", [(9_999, None), (100_000, "no-such.csv")])
def test_what_cannot_be_measured_is_refused_before_anything_starts(tmp_path, rows, file):
    with pytest.raises(Fault) as refused:
        load_bench.run(Home(tmp_path, tmp_path), ports.from_environment(), rows=rows, file=tmp_path / file if file else None, only=None, as_json=True)
    assert refused.value.code == 2 and not list(tmp_path.iterdir())
