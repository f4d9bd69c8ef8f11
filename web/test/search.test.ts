import "./no-browser";
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Search } from "../src/view/search";
import { settled, unavailable } from "./no-browser";

const hit = (code: string) => ({ kind: "airport", id: code, code, label: code, score: 1 });

/** A search box; each request waits until the test answers it. */
function box() {
  const input = { value: "", blur: () => undefined };
  const search = Object.assign(new Search(), { querySelector: () => input });
  const chosen: string[] = [];
  search.addEventListener("choose", (e) => chosen.push((e as CustomEvent).detail.code));
  const waiting = new Map<string, (body: unknown) => void>();
  const asked: string[] = [];
  globalThis.fetch = (path, init) => {
    const q = new URL(String(path), "http://127.0.0.1").searchParams.get("q")!;
    asked.push(q);
    return new Promise((done, failed) => {
      init!.signal!.addEventListener("abort", () => failed(new Error("aborted")));
      waiting.set(q, (body) => done(body instanceof Response ? body : Response.json(body)));
    });
  };
  const press = (key: string) => search["key"]({ key, preventDefault: () => undefined, stopPropagation: () => undefined } as KeyboardEvent);
  const type = (text: string) => { input.value = text; search["typed"](); };
  const answer = async (q: string, ...codes: string[]) => { waiting.get(q)!({ query: q, hits: codes.map(hit) }); await settled(); };
  return { search, input, chosen, asked, waiting, press, type, answer };
}

test("Enter opens a hit of the words that stand in the box, not of those before", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { chosen, asked, press, type, answer, input } = box();
  type("mun");
  t.mock.timers.tick(120);
  await answer("mun", "MUC", "MUN");
  press("ArrowDown");
  type("fra");
  press("Enter");
  assert.deepEqual(chosen, [], "what is listed is of other words");
  assert.deepEqual(asked, ["mun", "fra"], "and these are asked at once");
  t.mock.timers.tick(500);
  assert.deepEqual(asked, ["mun", "fra"], "once");
  await answer("fra", "FRA", "FRB");
  assert.deepEqual(chosen, ["FRA"]);
  assert.equal(input.value, "");
});

test("Enter while the answer is on its way asks nothing twice", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { chosen, asked, press, type, answer } = box();
  type("fra");
  t.mock.timers.tick(120);
  press("Enter");
  press("Enter");
  assert.deepEqual(asked, ["fra"]);
  await answer("fra", "FRA");
  assert.deepEqual(chosen, ["FRA"]);
});

test("Enter opens the hit that arrows chose", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { chosen, press, type, answer } = box();
  type("fra");
  t.mock.timers.tick(120);
  await answer("fra", "FRA", "FRB");
  press("ArrowDown");
  press("Enter");
  assert.deepEqual(chosen, ["FRB"]);
});

test("who types on, leaves or empties the box opens nothing by an Enter of before", async (t) => {
  for (const [what, act] of [
    ["typing on", (b: ReturnType<typeof box>) => b.type("fran")],
    ["Escape", (b: ReturnType<typeof box>) => b.press("Escape")],
    ["leaving", (b: ReturnType<typeof box>) => b.search["left"]()],
  ] as const) {
    mock.timers.reset();
    mock.timers.enable({ apis: ["setTimeout"] });
    const b = box();
    b.type("fra");
    b.press("Enter");
    act(b);
    await b.answer("fra", "FRA");
    assert.deepEqual(b.chosen, [], what);
  }
  mock.timers.reset();
});

test("a hit that is pressed leaves no late answer in the empty box", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { search, chosen, press, type, answer, waiting, asked } = box();
  type("mun");
  t.mock.timers.tick(120);
  await answer("mun", "MUC");
  type("muni");
  search["choose"](hit("MUC") as never);
  t.mock.timers.tick(500);
  await settled();
  assert.deepEqual(asked, ["mun"]);
  press("Enter");
  assert.deepEqual(chosen, ["MUC"]);
  type("fra");
  press("Enter");
  waiting.get("fra")!(unavailable());
  await settled();
  assert.deepEqual(search["hits"], []);
  assert.match(search["note"], /does not answer now/);
});
