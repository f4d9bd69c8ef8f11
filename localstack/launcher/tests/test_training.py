from datetime import date

import pytest

from offblock import training
from offblock.faults import Fault
from offblock.home import Home
from offblock.ports import from_environment


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201, "two\nlines", "nul\0"])
def test_what_is_no_reason_is_refused_before_anything_is_looked_at(tmp_path, reason):
    with pytest.raises(Fault, match="no reason") as raised:
        training.run(Home(tmp_path, tmp_path), from_environment(), source=None, first=None, last=None, again=False, reason=reason, wait=False, as_json=False)
    assert raised.value.code == 2


def test_a_window_says_why_it_is_trained():
    window = training.Window(("sandbox",), date(2026, 11, 20), date(2026, 11, 27))
    assert window.name == "sandbox_2026-11-20_2026-11-27"
    assert window.input("there was no champion yet", prepared=True)["window"]["reason"] == "there was no champion yet"
