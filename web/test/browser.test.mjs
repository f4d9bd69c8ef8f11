// The page in a real browser. Against made-up flights of the dev server, or against a running Offblock:
//   OFFBLOCK_ORIGIN=http://localhost:8080 OFFBLOCK_SHOTS=/tmp/shots npm run test:browser
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { KEY, serve } from "../dev/serve.mjs";
import { barriers, openBrowser, openPage, pause, ready } from "./browser.mjs";

const shots = process.env.OFFBLOCK_SHOTS;
const real = process.env.OFFBLOCK_ORIGIN?.replace(/\/$/, "");
const SCREENS = ["statistics", "connections", "model", "operations"];
let server, chromium, origin;
/** What stands on the map or instead of it, and what tells that it is there. */
const ON_THE_MAP = [["/?view=table", ".list tbody tr"], ["/?airport=FRA", "ob-board .timetable tbody tr"], ["/?airport=FRA&tab=delays", "ob-airport-day .cut"]];
/** The page that most tests walk on, loaded once: a start of the map costs seconds where no graphics card draws it. */
let desk;

before(async () => {
  if (shots) mkdirSync(shots, { recursive: true });
  if (!real) server = await serve({ flights: 12_500 });
  origin = real ?? server.origin;
  chromium = await openBrowser();
});

after(async () => {
  await chromium?.close();
  await server?.close();
});

const open = (options) => openPage(chromium, origin, options);

async function shot(page, name) {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
}

function clean(page) {
  assert.deepEqual(page.trouble, [], "requests to other hosts, console errors, exceptions");
}

async function close(page) {
  clean(page);
  await page.context().close();
}

/** The shared page as it is first seen; `still` where the map is not looked at, which then need not be drawn whole. */
async function home({ still = false } = {}) {
  desk ??= await open({ init: timeFrames });
  await desk.evaluate(() => window.offblock?.freeze(undefined));
  await desk.locator(".views a").first().click();
  await desk.keyboard.press("l");
  const all = desk.locator(".show-all");
  if (await all.count()) await all.click();
  if (still) return desk;
  await desk.evaluate(() => window.offblock.go(14, 38, 1.9));
  await ready(desk);
  return desk;
}

/** How far ahead a flight is looked at, seconds: it must still be on its way then. */
const AHEAD = 1200;

/** Holds the clock and brings one flight that is well under way to the middle of the map, with nothing else shown. */
async function single(page) {
  const flight = await page.evaluate((ahead) => {
    const t = window.offblock.now();
    window.offblock.freeze(t);
    const done = (f) => (t - f.off) / (f.on - f.off);
    const seen = window.offblock.flights();
    const lasting = seen.filter((f) => f.on > t + 2 * ahead);
    return { ...(lasting.find((f) => done(f) > 0.3 && done(f) < 0.7) ?? lasting[0] ?? seen[0]), t };
  }, AHEAD);
  await page.evaluate((f) => {
    const [lon, lat] = window.offblock.position(f.id, f.t);
    window.offblock.go(lon, lat, 6);
  }, flight);
  await page.evaluate(() => window.offblock.paint(3));
  return flight;
}

/** Whether the page still knows a flight by the times it was chosen with: an answer may have come in since. */
const unchanged = (page, flight) => page.evaluate((f) => window.offblock.flights().some((g) => g.id === f.id && g.off === f.off && g.on === f.on), flight);

/** Goes to another address as a link of the page does: without loading it anew. */
const show = (page, path) => page.evaluate((p) => { history.pushState(null, "", p); dispatchEvent(new PopStateEvent("popstate")); }, path);

const spot = (page, id, t) => page.evaluate(([i, at]) => window.offblock.project(i, at), [id, t]);
const narrow = (page, text) => page.$eval(".legend input", (i, name) => { i.value = name; i.dispatchEvent(new Event("input", { bubbles: true })); }, text);

/** Runs in the page before its scripts: notes what every animation frame takes in all, MapLibre's own share too. */
function timeFrames() {
  window.frameMs = [];
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (work) => ask((t) => {
    const begin = performance.now();
    work(t);
    window.frameMs.push(performance.now() - begin);
  });
}

test("the first view comes with little, and soon", async () => {
  const times = [];
  for (const _ of ["by a browser just started", "by one that has drawn a page"]) {
    const page = await open();
    times.push(await (await page.waitForFunction(() => window.offblock?.flights().length > 0 && document.documentElement.dataset.map === "ready" && performance.now(), undefined, { timeout: 60_000, polling: 20 })).jsonValue());
    await close(page);
  }
  desk = await open({ init: timeFrames });
  await ready(desk);
  const loaded = await desk.evaluate(() => performance.getEntriesByType("resource").map((r) => ({ name: new URL(r.name).pathname, bytes: r.encodedBodySize, asked: r.startTime, answered: r.responseEnd })));
  const flights = loaded.find((r) => r.name === "/v1/flights/airborne");
  assert.ok(!loaded.some((r) => r.name === "/v1/status" && r.asked < flights.answered + 1000), "the status, which wakes a function of every store, is asked after the flights");
  const sum = (pattern) => loaded.filter((r) => pattern.test(r.name)).reduce((n, r) => n + r.bytes, 0);
  console.log(`# map and planes after ${times.map((ms) => `${Math.round(ms)} ms`).join(", again ")}; scripts ${sum(/\.m?js$/)} B, styles ${sum(/\.css$/)} B, map data ${sum(/\.json$/)} B, API ${sum(/^\/v1\//)} B as sent`);
  assert.ok(sum(/\.m?js$/) <= 600_000, "at most 600 KB of script for the first view");
  await shot(desk, "desktop-dark");
  clean(desk);
});

test("a frame costs little script", async () => {
  const page = await home();
  await pause(1500);
  const cost = await page.evaluate(async () => {
    window.frameMs.length = 0;
    await window.offblock.paint(15);
    const whole = window.frameMs.toSorted((a, b) => a - b);
    return { planes: window.offblock.flights().length, whole: whole[whole.length >> 1], ...window.offblock.frames() };
  });
  console.log(`# ${cost.planes} planes: ${cost.median.toFixed(3)} ms of script a frame (median), ${cost.p95.toFixed(3)} ms (p95), ${cost.uploads} uploads; ${cost.whole.toFixed(2)} ms with the map's own (median)`);
  assert.ok(cost.median < 2, `${cost.median} ms`);
  clean(page);
});

test("planes move with time along their way", async () => {
  const page = await home();
  const flight = await single(page);
  const points = [];
  for (const seconds of [-600, 0, 600]) points.push(await page.evaluate(([f, s]) => window.offblock.position(f.id, f.t + s), [flight, seconds]));
  const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  assert.ok(apart(points[0], points[2]) > 0.2, `20 minutes move ${flight.flight} by ${apart(points[0], points[2])} degrees`);
  const [x, y] = [await spot(page, flight.id, flight.t), await spot(page, flight.id, flight.t + 900)];
  assert.ok(Math.hypot(x.x - y.x, x.y - y.y) > 5, "and on the screen");
  clean(page);
});

/** Takes pictures of the middle of the map with a flight and without it: where what differs is drawn, and where it was computed. Nothing where an answer has taken the flight away. */
async function drawn(page, flight, t) {
  const known = await page.evaluate(([f, at]) => {
    const place = window.offblock.position(f.id, at);
    if (place) { window.offblock.freeze(at); window.offblock.go(place[0], place[1], 7); }
    return place !== undefined;
  }, [flight, t]);
  if (!known) return undefined;
  await page.waitForFunction(() => window.offblock.idle(), undefined, { timeout: 30_000, polling: 100 });
  await pause(300); // names of places have faded in
  const only = async (words) => { await narrow(page, words); await page.evaluate(() => window.offblock.paint(4)); };
  await only("no flight of this name");
  const at = await spot(page, flight.id, t);
  if (!at) return undefined;
  const clip = { x: Math.round(at.x) - 40, y: Math.round(at.y) - 40, width: 80, height: 80 };
  const without = (await page.screenshot({ clip })).toString("base64");
  await only(`${flight.flight} ${flight.from} ${flight.to}`);
  const picture = (await page.screenshot({ clip })).toString("base64");
  const shape = await page.evaluate(async (pictures) => {
    const [before, after] = await Promise.all(pictures.map(async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 80;
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, 80, 80).data;
    }));
    // What the map shows besides, a coast or a name, is in both. A plane that was last heard of long ago is drawn faintly.
    const differs = Array.from({ length: 6400 }, (_, i) => Math.max(...[0, 1, 2].map((c) => Math.abs(after[4 * i + c] - before[4 * i + c]))));
    const strongest = Math.max(...differs);
    let n = 0, sx = 0, sy = 0;
    differs.forEach((by, i) => { if (by > strongest / 3) { n++; sx += i % 80; sy += Math.floor(i / 80); } });
    return { n, strongest, x: sx / n, y: sy / n };
  }, [without, picture]);
  return { ...shape, at, off: Math.hypot(shape.x + clip.x - at.x, shape.y + clip.y - at.y) };
}

test("the graphics card draws a plane where the formula says", async () => {
  const page = await home();
  await page.addStyleTag({ content: ".plane-labels { display: none }" }); // its number is not the plane
  for (const seconds of [0, AHEAD]) {
    let flight, seen;
    for (let tries = 0; tries < 5 && !seen; tries++) {
      flight = await single(page);
      const picture = await drawn(page, flight, flight.t + seconds);
      if (picture && await unchanged(page, flight)) seen = picture;
      else await home();
    }
    assert.ok(seen, "a flight that no answer moved while it was looked at");
    const what = `${flight.flight} ${flight.from}-${flight.to}, ${Math.round(flight.t - flight.off)} s of ${flight.on - flight.off} s and ${seconds} s more: ${JSON.stringify(seen)}`;
    assert.ok(seen.strongest > 40 && seen.n > 40 && seen.n < 3200, `a plane is drawn: ${what}`);
    assert.ok(seen.off < 6, `where it is computed: ${what}`);
    await home();
  }
  clean(page);
});

test("pointing tells the flight, pressing opens it", async () => {
  const page = await home();
  const flight = await single(page);
  const { x, y } = await spot(page, flight.id, flight.t);
  await page.mouse.move(x - 3, y);
  await page.mouse.move(x, y);
  await page.waitForSelector(".hover", { timeout: 10_000 });
  assert.match(await page.$eval(".hover", (e) => e.textContent), /[A-Z0-9]{2,3}\d+.*UTC/s);
  await shot(page, "hover");
  await page.mouse.click(x, y);
  await page.waitForSelector("ob-flight .movement", { timeout: 20_000 });
  assert.match(page.url(), /flight=[A-Z0-9]+-\d+[A-Z]?-[A-Z]{3}-[A-Z]{3}-\d{8}T\d{4}/);
  const panel = await page.$eval("ob-flight", (e) => e.textContent);
  for (const word of ["Departure", "Arrival", "Scheduled", "UTC", "seen", "What was said, and when", "estimated from published times"]) assert.ok(panel.includes(word), `the panel says “${word}”`);
  await page.waitForSelector("ob-flight .timeline li", { timeout: 20_000 });
  const link = await page.$eval("ob-flight a[href^='/v1/payloads/']", (a) => a.href);
  assert.equal(await page.evaluate(async (url) => (await fetch(url)).status, link), 200, "the payload's bytes are there");
  await pause(800);
  await shot(page, "panel-dark");
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("ob-flight"));
  clean(page);
});

test("an hour ago is one key away, and now another", async () => {
  const page = await home();
  const now = await page.evaluate(() => window.offblock.now());
  await page.keyboard.press("h");
  await page.waitForSelector("ob-time input[type=range]");
  assert.match(page.url(), /time=\d{4}-\d\d-\d\dT\d\d:\d\d:00Z&speed=30/);
  await page.waitForFunction(() => window.offblock.flights().length > 0, undefined, { timeout: 30_000 });
  const then = await page.evaluate(() => window.offblock.now());
  assert.ok(now - then > 2400 && now - then < 3700, `${now - then} s ago`);
  assert.match(await page.$eval(".strip-state", (e) => e.textContent), /Past/);
  await shot(page, "an-hour-ago");
  await page.keyboard.press("l");
  await page.waitForFunction(() => !document.querySelector("ob-time"));
  assert.ok(!page.url().includes("time="));
  await page.waitForFunction((t) => Math.abs(window.offblock.now() - t) < 600 && window.offblock.flights().some((f) => f.off > t - 3000), now, { timeout: 30_000 });
  clean(page);
});

test("typing finds Frankfurt and opens its board, and how its day goes", async () => {
  const page = await home();
  await page.keyboard.press("/");
  await page.keyboard.type("Frankfurt", { delay: 20 });
  await page.waitForFunction(() => [...document.querySelectorAll(".hit")].some((h) => h.textContent.includes("FRA")), undefined, { timeout: 20_000 });
  await shot(page, "search");
  for (let i = 0; i < 12 && !(await page.$eval(".hit[aria-selected=true]", (h) => h.textContent.includes("FRA"))); i++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForSelector("ob-board .timetable tbody tr", { timeout: 20_000 });
  assert.match(page.url(), /airport=FRA/);
  await shot(page, "board-dark");
  assert.deepEqual(await barriers(page), []);
  for (const tab of ["arrivals", "routes"]) {
    await page.click(`#tab-${tab}`);
    await page.waitForSelector("ob-board .rows tbody tr", { timeout: 20_000 });
    await shot(page, `board-${tab}`);
  }
  await page.click("#tab-delays");
  await page.waitForSelector("ob-airport-day .columns", { timeout: 20_000 });
  await page.waitForSelector("ob-airport-day .cut", { timeout: 20_000 });
  assert.match(await page.$eval("ob-airport-day", (e) => e.textContent), /of 100.*\d+ flights on \d+ routes/s);
  await shot(page, "board-delays");
  assert.deepEqual(await barriers(page), []);
  await page.click("#tab-departures");
  await page.click("ob-board .timetable tbody tr .link");
  await page.waitForSelector("ob-flight .movement", { timeout: 20_000 });
  await page.goBack();
  await page.waitForSelector("ob-board", { timeout: 10_000 });
  const fits = await page.$eval("ob-board .panel-body", (e) => e.scrollWidth <= e.clientWidth + 1);
  assert.ok(fits, "the board fits its panel");
  clean(page);
});

/** Runs in the page before its scripts: the airport table comes when the test lets it. */
function holdTable() {
  const ask = window.fetch.bind(window);
  const held = new Promise((done) => (window.letTable = done));
  window.fetch = async (path, options) => {
    if (/airports-/.test(path)) await held;
    return ask(path, options);
  };
}

test("a link to an airport's routes draws them, though the airport table comes last", async () => {
  const page = await open({ path: "/?airport=FRA&tab=routes", init: holdTable });
  await page.waitForSelector("ob-board .rows tbody tr", { timeout: 60_000 });
  await ready(page);
  await page.evaluate(() => window.letTable());
  await page.waitForFunction(() => /Frankfurt/.test(document.querySelector(".head-city").textContent));
  await pause(1000);
  assert.ok((await page.evaluate(() => window.offblock.routes())) > 0, "the routes are on the map");
  await close(page);
});

test("from an empty page to when a flight will land, and why, in three clicks", async () => {
  const page = await home({ still: true });
  const flight = (await page.evaluate(() => window.offblock.flights())).find((f) => /^LH\d+$/.test(f.flight)) ?? (await page.evaluate(() => window.offblock.flights()[0]));
  await page.click("#search");
  await page.keyboard.type(flight.flight, { delay: 10 });
  const hit = page.locator(".hit", { hasText: flight.flight }).first();
  await hit.click({ timeout: 20_000 });
  await page.waitForSelector("ob-flight .lands", { timeout: 20_000 });
  assert.match(await page.$eval("ob-flight .lands", (e) => e.textContent), /(Lands|Landed|Should land) \d\d:\d\d .*UTC/s);
  await page.waitForSelector("ob-flight .why", { timeout: 20_000 });
  await shot(page, "three-clicks");
  clean(page);
});

test("filters combine, colours tell something else, and both are in the address", async () => {
  const page = await home();
  const all = await page.evaluate(() => window.offblock.flights().length);
  await page.click('button[aria-label="More filters"]');
  await page.getByLabel("Airline", { exact: true }).fill("lh");
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => window.offblock.flights().every((f) => f.flight.startsWith("LH")));
  const lh = await page.evaluate(() => window.offblock.flights().length);
  await page.locator(".filter-form select").nth(1).selectOption("15");
  await page.waitForFunction((n) => window.offblock.flights().length < n, lh);
  assert.ok(lh < all);
  assert.match(page.url(), /only=airline:LH;delay:15/);
  const counts = async () => (await page.$$eval(".legend-count", (cells) => cells.map((c) => Number(c.textContent.replaceAll(",", ""))))).reduce((a, b) => a + b, 0);
  for (const [name, key] of [["Status", "status"], ["Airline", "airline"], ["Forecast", "forecast"]]) {
    await page.locator(".legend .choice button", { hasText: name }).click();
    assert.match(page.url(), new RegExp(`colour=${key}`));
    await page.waitForFunction((k) => document.querySelectorAll(".legend-row").length >= (k === "airline" ? 6 : 5), key, { timeout: 10_000 });
    assert.ok((await counts()) >= all * 0.9, `every flight has its class by ${key}`);
    await page.evaluate(() => window.offblock.paint(2));
    await shot(page, `colour-${key}`);
  }
  assert.deepEqual(await barriers(page), []);
  await page.locator(".legend .choice button", { hasText: "Delay" }).click();
  await page.click(".chips button");
  await page.waitForFunction(() => !location.search.includes("airline"));
  await page.click('button[aria-label="More filters"]');
  await page.click(".show-all");
  assert.ok(!page.url().includes("only="));
  clean(page);
});

test("the list shows the same flights, sorted and filtered", async () => {
  const page = await home({ still: true });
  await page.keyboard.press("t");
  await page.waitForSelector(".list tbody tr", { timeout: 60_000 });
  assert.match(page.url(), /view=table/);
  const delays = async () => page.$$eval(".list tbody tr td:nth-child(7)", (cells) => cells.slice(0, 5).map((c) => c.textContent));
  await page.click(".list thead th:nth-child(7) button");
  assert.equal(await page.$eval(".list thead th:nth-child(7)", (th) => th.getAttribute("aria-sort")), "descending");
  assert.ok((await delays()).length > 0);
  await shot(page, "table");
  const first = await page.$eval(".list tbody tr .link", (b) => b.textContent);
  await page.type(".table-view input", first);
  await page.waitForFunction((name) => [...document.querySelectorAll(".list tbody tr .link")].every((b) => b.textContent.startsWith(name)), first);
  assert.match(page.url(), /filter=/);
  assert.deepEqual(await barriers(page), []);
  await page.$eval(".table-view input", (i) => { i.value = ""; i.dispatchEvent(new Event("input", { bubbles: true })); });
  await page.keyboard.press("Escape");
  clean(page);
});

test("each view has its address and stands on its own, in both themes and on a phone", async () => {
  const page = await home({ still: true });
  const figures = { statistics: ".tiles", connections: ".form", model: ".part", operations: ".tiles" };
  for (const theme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme: theme });
    for (const screen of SCREENS) {
      await page.locator(`.views a[href*="view=${screen}"]`).click();
      await page.waitForSelector(`ob-${screen} ${figures[screen]}`, { timeout: 20_000 });
      await page.waitForFunction(() => !document.querySelector(".screen .loading"), undefined, { timeout: 20_000 });
      assert.match(page.url(), new RegExp(`view=${screen}`));
      assert.equal(await page.$eval(".views [aria-current=page]", (a) => a.textContent.toLowerCase()), screen);
      await shot(page, `${screen}-${theme}`);
      assert.deepEqual(await barriers(page), [], `${screen}, ${theme}`);
    }
  }
  for (const [path, ready_] of ON_THE_MAP) {
    await show(page, path);
    await page.waitForSelector(ready_, { timeout: 20_000 });
    await shot(page, `light${path.replace(/\W+/g, "-")}`);
    assert.deepEqual(await barriers(page), [], `${path}, light`);
  }
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 390, height: 844 });
  for (const screen of SCREENS) {
    await page.locator(`.views a[href*="view=${screen}"]`).click();
    await page.waitForSelector(`ob-${screen} ${figures[screen]}`);
    await page.waitForFunction(() => !document.querySelector(".screen .loading"), undefined, { timeout: 20_000 });
    assert.ok(await page.$eval(".screen", (e) => e.scrollWidth <= e.clientWidth + 1), `${screen} fits a phone`);
    await shot(page, `phone-${screen}`);
    assert.deepEqual(await barriers(page), [], `${screen}, phone`);
  }
  await page.goBack();
  await page.waitForURL(/view=model/);
  await show(page, "/?view=table");
  await page.waitForSelector(".list tbody tr");
  await shot(page, "phone-table");
  assert.deepEqual(await barriers(page), [], "the list, phone");
  await page.setViewportSize({ width: 1440, height: 900 });
  clean(page);
});

test("statistics are narrowed and compared by pressing", async () => {
  const page = await home({ still: true });
  await page.keyboard.press("2");
  await page.waitForSelector("ob-statistics .figures tbody tr");
  await page.waitForSelector("ob-statistics .tiles");
  assert.match(await page.$eval("ob-statistics .tiles", (e) => e.textContent), /n = [\d,]+/, "a share comes with its sample");
  await page.getByRole("button", { name: "Airlines" }).click();
  await page.waitForFunction(() => location.search.includes("by=carrier"));
  await page.getByRole("button", { name: "At arrival" }).click();
  await page.waitForFunction(() => location.search.includes("side=arrival"));
  await page.waitForFunction(() => !document.querySelector(".screen .loading"));
  const link = page.url();
  const airline = page.locator("ob-statistics .part:last-of-type .figures tbody .link").first();
  const name = await airline.textContent();
  await airline.click();
  await page.waitForFunction((carrier) => location.search.includes(`carrier=${carrier}`), name);
  await page.goBack();
  await page.waitForURL(link);
  clean(page);
});

test("a way from one airport to another is found by city, with what is to spare", async () => {
  const page = await home({ still: true });
  const [from, to] = await page.evaluate(() => { const f = window.offblock.flights().find((x) => x.flight.startsWith("LH")) ?? window.offblock.flights()[0]; return [f.from, f.to]; });
  await page.keyboard.press("3");
  for (const [i, code] of [from, to].entries()) {
    await page.locator("ob-airport-field input").nth(i).fill(code);
    await page.keyboard.press("Tab");
  }
  await page.waitForFunction(([a, b]) => location.search.includes(`origin=${a}`) && location.search.includes(`destination=${b}`), [from, to]);
  await page.waitForSelector("ob-connections .journey, ob-connections p.empty", { timeout: 20_000 });
  if (!real) assert.match(await page.$eval(".journeys", (e) => e.textContent), /55 min in Zurich.*10 min to spare/s);
  await shot(page, "connections-found");
  assert.deepEqual(await barriers(page), []);
  if (await page.locator(".journey .leg .link").count()) {
    await page.locator(".journey .leg .link").first().click();
    await page.waitForSelector("ob-flight");
    assert.ok(!page.url().includes("view="), "a flight opens on the map");
  }
  page.expected.push(/404/);
  await page.keyboard.press("Escape");
  page.trouble = page.trouble.filter((t) => !/404/.test(t)); // the dev server's made-up flights of a journey have no page of their own
  clean(page);
});

test("a kiosk has nothing to press, and wanders", async () => {
  const page = await home({ still: true });
  await show(page, "/?kiosk=1");
  await page.waitForSelector(".kiosk h1 small", { timeout: 20_000 });
  assert.equal(await page.locator("button, input, select").count(), 0);
  assert.deepEqual(await barriers(page), []);
  await shot(page, "kiosk");
  const { zoom } = await page.evaluate(() => window.offblock.view());
  assert.ok(zoom < 3, "where the kiosk wanders is not kept in the address");
  await page.keyboard.press("Escape");
  await page.waitForSelector(".views");
  clean(page);
});

test("light, globe, and a link that brings both back", async () => {
  const page = await home({ still: true });
  await page.emulateMedia({ colorScheme: "light" });
  await ready(page);
  await page.waitForFunction(() => document.documentElement.dataset.theme === "light", undefined, { timeout: 10_000 }); // told by an event
  await shot(page, "desktop-light");
  assert.deepEqual(await barriers(page), []);
  await page.click('button[aria-label="Show the globe"]');
  await page.click('button[aria-label="Dark colours"]');
  await page.evaluate(() => window.offblock.paint(2));
  await page.waitForFunction(() => window.offblock.idle(), undefined, { timeout: 30_000 });
  await shot(page, "globe-dark");
  assert.match(page.url(), /theme=dark/);
  assert.match(page.url(), /projection=globe/);
  await page.reload({ waitUntil: "domcontentloaded" });
  await page.waitForSelector('button[aria-label="Show the flat map"]', { timeout: 30_000 });
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  await close(page);
});

test("a phone's width holds it all", async () => {
  const page = await open({ width: 390, height: 844, touch: true, reduced: true });
  await ready(page);
  await shot(page, "phone");
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  assert.ok(await fits());
  assert.deepEqual(await barriers(page), []);
  const before_ = await page.evaluate(() => window.offblock.frames().count);
  await pause(3000);
  const frames = (await page.evaluate(() => window.offblock.frames().count)) - before_;
  assert.ok(frames <= 3, `who wants less motion gets it: ${frames} frames in 3 s`);
  const flight = await page.evaluate(() => window.offblock.flights()[0].id);
  await show(page, `/?flight=${flight}`);
  await page.waitForSelector("ob-flight .movement", { timeout: 30_000 });
  await shot(page, "phone-panel");
  assert.ok(await fits());
  assert.deepEqual(await barriers(page), []);
  await page.locator("ob-flight .route .link").first().click();
  await page.waitForSelector("ob-board .timetable tbody tr, ob-board .empty", { timeout: 30_000 });
  assert.ok(await page.$eval("ob-board .panel-body", (e) => e.scrollWidth <= e.clientWidth + 1), "the board fits");
  await shot(page, "phone-board");
  await close(page);
});

test("logs are shown to who has the key, and news move nothing that is read", { skip: real ? "needs the dev server's lines" : false }, async () => {
  const page = await open({ path: "/?view=operations", width: 1280 });
  page.expected.push(/403/);
  const unlock = async (key) => {
    await page.fill("ob-logs input[type=password]", key);
    await page.keyboard.press("Enter");
  };
  await page.waitForSelector("ob-logs input[type=password]");
  assert.deepEqual(await barriers(page), []);
  await unlock("wrong");
  await page.waitForSelector("ob-logs [role=alert]");
  assert.ok(await page.$eval("ob-logs input", (e) => e === document.activeElement), "the key can be typed again at once");
  await unlock(KEY);
  await page.waitForSelector("ob-logs .log-lines li");
  const texts = () => page.$$eval("ob-logs .log-lines li", (all) => all.map((li) => li.textContent));
  assert.equal((await texts()).length, 3);
  assert.match((await texts())[0], /Warning.*ask-neo4j.*StoreUnavailable/s);
  assert.match(await page.$eval("ob-logs", (e) => e.textContent), /Lines are missing:.*load-neo4j/s);
  assert.ok(!page.url().includes(KEY), "the key is in no address");
  await page.click("ob-logs summary");
  assert.match(await page.$eval("ob-logs pre", (e) => e.textContent), /Graph.java:71/);
  assert.deepEqual(await barriers(page), []);
  await shot(page, "logs");
  server.fault.logged = [{ at: new Date().toISOString(), function: "harvest", level: "error", message: "just now" }];
  const top = await page.$eval("ob-logs summary", (e) => e.getBoundingClientRect().top);
  await page.evaluate(() => document.querySelector("ob-logs").logs.again());
  await page.waitForFunction(() => /1 newer line/.test(document.querySelector("ob-logs .log-news").textContent));
  assert.equal(await page.$eval("ob-logs summary", (e) => e.getBoundingClientRect().top), top, "what is read has not moved");
  assert.equal((await texts()).length, 3);
  await page.click("ob-logs .log-news .link");
  assert.match((await texts())[0], /just now/);
  assert.ok(await page.$eval("ob-logs details", (e) => e.open), "an open stack stays open");
  server.fault.logged = [];
  await page.click("ob-logs .log-request");
  await page.waitForFunction(() => document.querySelectorAll("ob-logs .log-lines li").length === 2);
  assert.match(page.url(), /level=all&request=5f0c-4b58/);
  await page.selectOption("ob-logs select", "load-neo4j");
  await page.waitForSelector("ob-logs .empty");
  assert.match(await page.$eval("ob-logs .empty", (e) => e.textContent), /Nothing was logged by load-neo4j for 5f0c-4b58/);
  await page.reload();
  await page.waitForSelector("ob-logs .empty");
  await page.click("ob-logs .part-head .link");
  await page.waitForSelector("ob-logs input[type=password]");
  await page.reload();
  await page.waitForSelector("ob-logs input[type=password]");
  await close(page);
});

test("dead letters are sent back by who has the key, with the keyboard alone", { skip: real ? "needs the dev server's dead letters" : false }, async () => {
  const page = await open({ path: "/?view=operations", width: 1280 });
  page.expected.push(/403/);
  const said = (words) => page.waitForFunction((source) => new RegExp(source, "s").test(document.querySelector("ob-dead-letters [role=status]")?.textContent ?? ""), words.source, { timeout: 20_000 });
  const button = page.getByRole("button", { name: "Send back 3 dead letters of mongodb" });
  const look = () => page.evaluate(() => document.querySelector("ob-operations").status.again());
  try {
    await page.waitForSelector("ob-dead-letters", { state: "attached" });
    assert.equal(await page.locator("ob-dead-letters button").count(), 0, "nothing to press while there are none");
    server.fault.dead = { mongodb: 3 };
    await look();
    await button.waitFor();
    assert.deepEqual(await barriers(page), []);
    await shot(page, "dead-letters");
    await button.focus();
    await page.keyboard.press("Enter");
    await said(/needs the key/);
    assert.ok(await page.$eval("ob-logs input", (e) => e === document.activeElement), "the key can be typed at once");
    await page.evaluate(() => sessionStorage.setItem("offblock-key", "wrong"));
    await button.press("Enter");
    await said(/Not sent back.*Send the key/);
    await page.fill("ob-logs input", KEY);
    await page.press("ob-logs input", "Enter");
    await page.waitForSelector("ob-logs .log-lines li");
    await button.press("Space");
    await said(/3 dead letters of mongodb sent back; 3 payloads wait to be loaded/);
    assert.ok(await page.$eval("ob-dead-letters [role=status]", (e) => e === document.activeElement), "the keyboard is at the words, since the button is gone");
    assert.equal(await page.locator("ob-dead-letters button").count(), 0);
    server.fault.queued = { mongodb: 0 };
    await said(/nothing waits any more/);
    server.fault.dead = { mongodb: 1 };
    await look();
    await said(/1 dead letter of mongodb after 3 were sent back/);
    assert.deepEqual(await barriers(page), []);
    await page.getByRole("button", { name: "Show what its loader logged" }).press("Enter");
    assert.match(page.url(), /function=load-mongodb/);
  } finally {
    server.fault.dead = server.fault.queued = undefined;
  }
  await close(page);
});

test("without WebGL the list takes the map's place", async () => {
  const browser = await openBrowser({ webgl: false });
  try {
    const page = await openPage(browser, origin, {});
    await page.waitForSelector(".list tbody tr", { timeout: 30_000 });
    assert.match(await page.$eval(".list-holder", (e) => e.textContent), /no WebGL/);
    await shot(page, "without-webgl");
    await close(page);
  } finally {
    await browser.close();
  }
});

test("a silent API is said, with the age of what is shown", { skip: real ? "needs the dev server's fault" : false }, async () => {
  const page = await open({});
  await ready(page);
  page.expected.push(/503/);
  server.fault.api = true;
  try {
    await page.waitForSelector('.banner[data-kind="bad"]', { timeout: 20_000 });
    assert.match(await page.$eval(".banner", (e) => e.textContent), /does not answer.*\d+ s ago/s);
    await shot(page, "api-down");
    await page.keyboard.press("5");
    await page.waitForSelector("ob-operations .empty");
    assert.match(await page.$eval("ob-operations", (e) => e.textContent), /Unavailable.*Ask again/s);
  } finally {
    server.fault.api = false;
  }
  await page.locator("ob-operations .empty .button").first().click();
  await page.waitForSelector("ob-operations .tiles");
  await page.click(".banner button");
  await page.waitForFunction(() => !document.querySelector(".banner"), undefined, { timeout: 10_000 });
  await close(page);
});
