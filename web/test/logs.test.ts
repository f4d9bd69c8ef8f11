import assert from "node:assert/strict";
import { test } from "node:test";
import { besides, levelOf, logsAsked, named, news, requestId, writtenAt } from "../src/logs";
import type { LoggedLine } from "../src/model";
import { FIRST_VIEW, readView, writeView } from "../src/state";

const NOW = Date.parse("2026-11-27T09:17:04.250Z");
const line = (at: string, message: string, more: Partial<LoggedLine> = {}): LoggedLine => ({ at: `2026-11-27T${at}Z`, function: "harvest", level: "error", message, ...more });

test("the form is asked as the contract has it, and what fits nowhere is left out", () => {
  assert.deepEqual(logsAsked({}, NOW), { function: undefined, level: "warning", request: undefined, since: undefined });
  assert.deepEqual(logsAsked({ function: "ask-postgres", level: "all", request: " seen-1 " }, NOW), { function: "ask-postgres", level: "all", request: "seen-1", since: "2026-11-26T10:00:00.000Z" });
  assert.deepEqual(logsAsked({ function: "../x", level: "loud", request: "a b" }, NOW), logsAsked({}, NOW));
});

test("a request is looked for over no more than the 24 hours that the API takes, by an address that holds for a while", () => {
  for (const minutes of [0, 1, 30, 59]) {
    const now = Date.parse("2026-11-27T09:00:00Z") + minutes * 60_000;
    const since = Date.parse(logsAsked({ request: "r-1" }, now).since!);
    assert.ok(now - since <= 24 * 3_600_000 && now - since >= 23 * 3_600_000, String(minutes));
    assert.equal(since, Date.parse("2026-11-26T10:00:00Z"));
  }
});

test("an id is taken as it is pasted", () => {
  assert.equal(requestId(' "0b7d-2c1e" '), "0b7d-2c1e");
  assert.equal(requestId("a/b"), undefined);
  assert.equal(requestId("x".repeat(65)), undefined);
  assert.equal(levelOf("error"), "error");
  assert.equal(levelOf(undefined), "warning");
});

test("what is new is counted, also where the same is logged twice in a millisecond", () => {
  const old = [line("09:00:01.000", "b"), line("09:00:00.000", "a"), line("09:00:00.000", "a")];
  assert.equal(news(old, old), 0);
  assert.equal(news([line("09:00:02.000", "c"), line("09:00:01.000", "b"), ...old], old), 2);
  assert.equal(news(old.slice(0, 2), old), 0, "what fell off the end is no news");
  assert.equal(new Set(named(old).map((one) => one.name)).size, 3);
});

test("a line keeps its name when others come above it", () => {
  const old = [line("09:00:01.000", "a"), line("09:00:00.000", "b")];
  const then = named([line("09:00:01.000", "a"), ...old]);
  assert.deepEqual(then.slice(1).map((one) => one.name), named(old).map((one) => one.name));
});

test("a line's time is UTC's, with the day where it is another", () => {
  assert.equal(writtenAt("2026-11-27T09:17:04.250Z", "2026-11-27"), "09:17:04.250");
  assert.equal(writtenAt("2026-11-26T23:59:59Z", "2026-11-27"), "2026-11-26 23:59:59");
});

test("what a line says beside its message is told in words", () => {
  assert.equal(besides(line("09:00:00", "answered", { fields: { status: 503, operation: "GET /v1/x", of: { a: 1 } } })), 'status 503 · operation GET /v1/x · of {"a":1}');
  assert.equal(besides(line("09:00:00", "x")), "");
});

test("which logs are shown stands in the address, and the key never does", () => {
  const view = { ...FIRST_VIEW, screen: "operations" as const, ask: { function: "harvest", level: "all", request: "r-1" } };
  assert.equal(writeView(view), "?view=operations&function=harvest&level=all&request=r-1");
  assert.deepEqual(readView(`${writeView(view)}&key=secret`), { ...view, flight: undefined, airport: undefined, theme: undefined, time: undefined });
});
