from moto.logs.models import LogGroup
from offblock_localstack.loglines import drop_oldest


def group(*streams: list[int]) -> LogGroup:
    made = LogGroup("000000000000", "us-east-1", "/aws/lambda/offblock-harvest")
    for number, moments in enumerate(streams):
        made.create_log_stream(f"environment-{number}")
        made.put_log_events(f"environment-{number}", [{"timestamp": moment, "message": f"line at {moment}"} for moment in moments])
    return made


def moments(of: LogGroup) -> dict[str, list[int]]:
    return {name: [event.timestamp for event in stream.events] for name, stream in of.streams.items()}


def test_a_group_within_its_measure_keeps_all():
    one = group([1, 2, 3], [4])
    assert drop_oldest(one, 4, 2) == 0
    assert moments(one) == {"environment-0": [1, 2, 3], "environment-1": [4]}


def test_the_oldest_go_first_whatever_their_stream():
    one = group([1, 4, 7], [2, 3, 8])
    assert drop_oldest(one, 4, 1) == 3
    assert moments(one) == {"environment-0": [4, 7], "environment-1": [8]}


def test_an_empty_stream_is_forgotten_and_made_anew_by_a_write():
    one = group([1, 2], [5, 6])
    drop_oldest(one, 2, 0)
    assert moments(one) == {"environment-1": [5, 6]}


def test_what_is_read_meanwhile_stays_whole():
    one = group([1, 2], [5, 6])
    reading = iter(one.streams.items())
    next(reading)
    drop_oldest(one, 2, 0)
    assert next(reading)[0] == "environment-1"


def test_a_hundred_thousand_lines_never_fill_it():
    one, most = group([0]), 0
    for moment in range(1, 2_000):
        one.put_log_events("environment-0", [{"timestamp": moment, "message": "line"}] * 50)
        drop_oldest(one, 1_000, 100)
        most = max(most, len(one.streams["environment-0"].events))
    assert most <= 1_050
