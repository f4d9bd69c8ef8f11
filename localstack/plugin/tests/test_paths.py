import jsonpath_rw
from localstack.utils.json import extract_jsonpath
from offblock_localstack import paths

EVENT = {"detail": {"bucket": {"name": "offblock-data"}, "object": {"key": "raw/a"}, "many": [1, 2]}}


def test_a_path_is_parsed_once_and_finds_the_same(monkeypatch):
    plain = jsonpath_rw.parse
    parsed = []
    monkeypatch.setattr(jsonpath_rw, "parse", lambda path: parsed.append(path) or plain(path))
    paths.apply()
    for _ in range(3):
        assert extract_jsonpath(EVENT, "$.detail.bucket.name") == "offblock-data"
        assert extract_jsonpath(EVENT, "$.detail.many") == [1, 2]
        assert extract_jsonpath(EVENT, "$.detail.absent") == []
        assert extract_jsonpath({"detail": {"bucket": {"name": "other"}}}, "$.detail.bucket.name") == "other"
    assert sorted(parsed) == ["$.detail.absent", "$.detail.bucket.name", "$.detail.many"]
