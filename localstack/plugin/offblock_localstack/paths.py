"""JSON paths that are parsed once.

The library behind LocalStack's input transformers builds its parser's tables anew for every path it reads: some ten milliseconds for each
path of each event, half of LocalStack's work while payloads stream in. A parsed path never changes, so the same text gives the same one.
"""

import functools

import jsonpath_rw

DIFFERENT_PATHS = 1024


def apply() -> None:
    """For all who ask the package at each call; LocalStack does."""
    jsonpath_rw.parse = functools.lru_cache(DIFFERENT_PATHS)(jsonpath_rw.parse)
