"""Which flights of a day does a store hold differently from the raw payloads, and in which facts?

Only of days whose digests differ; a page of ids and hashes first, then the facts of those that are named.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from offblock.cloud import Cloud
from offblock.faults import Fault

MOST_NAMED = 20  # of a day and a store
MOST_DAYS = 31  # whose flights are looked at in one run
EVERYTHING = "everything"  # how a store holds history that holds it like all other flights
RAW = "raw"

Hashes = dict[str, str]
Facts = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Flight:
    """A flight that one has and the other has not, or both with other facts: by name, what raw says and what the store says (None: nothing).
    A line of history that stands for flights has an id that begins with `line:`."""

    id: str
    what: str
    facts: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)

    def as_json(self) -> dict:
        facts = {name: {"raw": raw, "store": store} for name, (raw, store) in self.facts.items()}
        return {"id": self.id, "what": self.what} | ({"facts": facts} if facts else {})

    def text(self, store: str) -> str:
        told = "; ".join(f"{name}: raw {_quoted(raw)}, {store} {_quoted(said)}" for name, (raw, said) in self.facts.items())
        return f"{self.id} {self.what}{f' ({told})' if told else ''}"


@dataclass(frozen=True)
class Difference:
    """How many flights of a day a store lacks, has beyond the raw payloads, or has otherwise, and some of them by name."""

    missing: int
    extra: int
    different: int
    named: list[Flight]

    @property
    def rest(self) -> int:
        return self.missing + self.extra + self.different - len(self.named)

    def as_json(self) -> dict:
        return {"missing": self.missing, "extra": self.extra, "different": self.different, "named": [one.as_json() for one in self.named], "rest": self.rest}

    def lines(self, day: str, store: str) -> list[str]:
        said = ", ".join(f"{number} {what}" for what, number in (("missing", self.missing), ("extra", self.extra), ("different", self.different)) if number)
        return [f"{day} {store}: {said or 'it agrees by now'}", *(f"  {one.text(store)}" for one in self.named),
                *([f"  … and {self.rest} more"] if self.rest else [])]


def named(cloud: Cloud, days: list, holds: dict[str, str] | None = None) -> dict[str, dict[str, Difference]]:
    """By day and store, for the first differing days (each with `day` and `differs`, the stores that do). `holds` tells how a store holds
    history: where it holds lines, these are looked for in place of their flights."""
    found: dict[str, dict[str, Difference]] = {}
    for one in [day for day in days if day.differs][:MOST_DAYS]:
        with ThreadPoolExecutor(len(one.differs) + 1) as pool:
            held = {store: (holds or {}).get(store, EVERYTHING) for store in one.differs}
            raw = {way: pool.submit(hashes, cloud, RAW, one.day, way) for way in set(held.values())}
            stores = {store: pool.submit(hashes, cloud, store, one.day) for store in one.differs}
            found[one.day] = {store: difference(raw[held[store]].result(), said.result(), lambda who, ids, d=one.day, s=store, h=held[store]: facts(cloud, RAW if who == RAW else s, d, ids, h))
                              for store, said in stores.items()}
    return found


def difference(raw: Hashes, store: Hashes, ask) -> Difference:
    """`ask(who, ids)` tells the facts, `who` being "raw" or "store"."""
    missing, extra = sorted(raw.keys() - store.keys()), sorted(store.keys() - raw.keys())
    different = sorted(one for one in raw.keys() & store.keys() if raw[one] != store[one])
    shown = different[:MOST_NAMED]
    flights = []
    if shown:
        said, held = ask(RAW, shown), ask("store", shown)
        flights += [Flight(one, "different", otherwise(said.get(one, {}), held.get(one, {}))) for one in shown]
    flights += [*(Flight(one, "missing") for one in missing), *(Flight(one, "extra") for one in extra)][:MOST_NAMED - len(flights)]
    return Difference(len(missing), len(extra), len(different), flights)


def otherwise(raw: dict[str, str], store: dict[str, str]) -> dict[str, tuple[str | None, str | None]]:
    """The facts that are not the same, in the order of the names."""
    return {name: (raw.get(name), store.get(name)) for name in sorted(raw.keys() | store.keys()) if raw.get(name) != store.get(name)}


def hashes(cloud: Cloud, who: str, day: str, holds: str = EVERYTHING) -> Hashes:
    """All flights of a day, whatever number of answers that takes."""
    found: Hashes = {}
    after = None
    while True:
        said = _ask(cloud, who, day, {"after": after} if after else {}, holds)
        found |= {one["id"]: one["hash"] for one in said["flights"]}
        onward = said.get("next")
        if onward is None:
            return found
        if after is not None and onward <= after:
            raise Fault(f"{who} does not get beyond {onward} of {day}", "see: ./offblock logs")
        after = onward


def facts(cloud: Cloud, who: str, day: str, ids: list[str], holds: str = EVERYTHING) -> Facts:
    said = _ask(cloud, who, day, {"facts": ids}, holds)
    return {one["id"]: one["facts"] for one in said["flights"]}


def _ask(cloud: Cloud, who: str, day: str, more: dict, holds: str) -> dict:
    if who == RAW:
        said = cloud.invoke("offblock-digest-raw", {"day": day, "holds": holds, **more})
        if isinstance(said, dict) and "flights" in said:
            return said
        raise Fault(f"offblock-digest-raw did not name the flights of {day}", "see: ./offblock logs digest-raw")
    query = {name: ",".join(value) if isinstance(value, list) else value for name, value in more.items()}
    status, said = cloud.ask(f"ask-{who}", f"/v1/stores/{who}/digest/{{day}}", {"day": day}, query)
    if status != 200 or not isinstance(said, dict):
        detail = said.get("detail", "") if isinstance(said, dict) else str(said)[:200]
        raise Fault(f"{who} could not name its flights of {day}: {status} {detail}", f"see: ./offblock logs ask-{who}")
    return said


def _quoted(value: str | None) -> str:
    return "nothing" if value is None else value
