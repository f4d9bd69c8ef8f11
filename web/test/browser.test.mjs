// The page in a real browser. Against made-up flights of the dev server, or against a running Offblock:
//   OFFBLOCK_ORIGIN=http://localhost:8080 OFFBLOCK_SHOTS=/tmp/shots npm run test:browser
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { serve } from "../dev/serve.mjs";
import { openBrowser, openPage, pause, ready } from "./browser.mjs";

const shots = process.env.OFFBLOCK_SHOTS;
const real = process.env.OFFBLOCK_ORIGIN?.replace(/\/$/, "");
let server, chromium, origin;

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

async function open(options) {
  return openPage(chromium.browser, origin, options);
}

async function shot(page, name) {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
}

async function close(page) {
  assert.deepEqual(page.trouble, [], "requests to other hosts, console errors, exceptions");
  await page.close();
}

/** Holds the clock and brings one flight that is well under way to the middle of the map, with nothing else shown. */
async function single(page) {
  const flight = await page.evaluate(() => {
    const t = window.offblock.now();
    window.offblock.freeze(t);
    const done = (f) => (t - f.off) / (f.on - f.off);
    const seen = window.offblock.flights();
    return { ...(seen.find((f) => done(f) > 0.3 && done(f) < 0.7) ?? seen[0]), t };
  });
  await page.evaluate((f) => {
    const [lon, lat] = window.offblock.position(f.id, f.t);
    window.offblock.go(lon, lat, 6);
  }, flight);
  await page.evaluate(() => window.offblock.paint(3));
  return flight;
}

const spot = (page, id, t) => page.evaluate((i, at) => window.offblock.project(i, at), id, t);

test("planes are there, and move with time along their way", async () => {
  const page = await open({});
  await ready(page);
  await shot(page, "desktop-dark");
  const flight = await single(page);
  const points = [];
  for (const seconds of [-600, 0, 600]) points.push(await page.evaluate((f, s) => window.offblock.position(f.id, f.t + s), flight, seconds));
  const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  assert.ok(apart(points[0], points[2]) > 0.2, `20 minutes move ${flight.flight} by ${apart(points[0], points[2])} degrees`);
  const [x, y] = [await spot(page, flight.id, flight.t), await spot(page, flight.id, flight.t + 900)];
  assert.ok(Math.hypot(x.x - y.x, x.y - y.y) > 5, "and on the screen");
  await close(page);
});

test("the graphics card draws a plane where the formula says", async () => {
  const page = await open({});
  await ready(page);
  const flight = await single(page);
  for (const seconds of [0, 1200]) {
    await page.evaluate((f, s) => { window.offblock.freeze(f.t + s); const [lon, lat] = window.offblock.position(f.id, f.t + s); window.offblock.go(lon, lat, 7); }, flight, seconds);
    await page.type(".legend input", ""); // the legend is there
    await page.$eval(".legend input", (i, name) => { i.value = name; i.dispatchEvent(new Event("input", { bubbles: true })); }, `${flight.flight} ${flight.from} ${flight.to}`);
    await page.evaluate(() => window.offblock.paint(4));
    const at = await spot(page, flight.id, flight.t + seconds);
    const clip = { x: Math.round(at.x) - 40, y: Math.round(at.y) - 40, width: 80, height: 80 };
    const picture = await page.screenshot({ clip, encoding: "base64" });
    const centre = await page.evaluate(async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 80;
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      const { data: p } = context.getImageData(0, 0, 80, 80);
      let n = 0, sx = 0, sy = 0;
      for (let i = 0; i < p.length; i += 4) {
        const strong = Math.max(p[i], p[i + 1], p[i + 2]) > 150;
        if (strong) { n++; sx += (i / 4) % 80; sy += Math.floor(i / 320); }
      }
      return { n, x: sx / n, y: sy / n };
    }, picture);
    assert.ok(centre.n > 40, `something is drawn at ${JSON.stringify(at)}: ${centre.n} pixels`);
    const off = Math.hypot(centre.x + clip.x - at.x, centre.y + clip.y - at.y);
    assert.ok(off < 6, `drawn ${off.toFixed(1)} px from where it is computed`);
  }
  await close(page);
});

test("pointing tells the flight, pressing opens it", async () => {
  const page = await open({});
  await ready(page);
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
  await pause(1500);
  await shot(page, "panel-dark");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("ob-flight"));
  await close(page);
});

test("an hour ago is one key away, and now another", async () => {
  const page = await open({});
  await ready(page);
  const now = await page.evaluate(() => window.offblock.now());
  await page.keyboard.press("h");
  await page.waitForSelector("ob-time input[type=range]");
  assert.match(page.url(), /time=\d{4}-\d\d-\d\dT\d\d:\d\d:00Z&speed=30/);
  await page.waitForFunction(() => window.offblock.flights().length > 0, { timeout: 30_000 });
  const then = await page.evaluate(() => window.offblock.now());
  assert.ok(now - then > 2400 && now - then < 3700, `${now - then} s ago`);
  await pause(1500);
  await shot(page, "an-hour-ago");
  const again = await open({ path: new URL(page.url()).search });
  await again.waitForSelector("ob-time");
  assert.match(await again.$eval(".strip-state", (e) => e.textContent), /Past/);
  await close(again);
  await page.keyboard.press("l");
  await page.waitForFunction(() => !document.querySelector("ob-time"));
  assert.ok(!page.url().includes("time="));
  await page.waitForFunction((t) => Math.abs(window.offblock.now() - t) < 600 && window.offblock.flights().some((f) => f.off > t - 3000), { timeout: 30_000 }, now);
  await close(page);
});

test("typing finds Frankfurt and opens its board", async () => {
  const page = await open({});
  await ready(page);
  await page.keyboard.press("/");
  await page.keyboard.type("Frankfurt", { delay: 20 });
  await page.waitForFunction(() => [...document.querySelectorAll(".hit")].some((h) => h.textContent.includes("FRA")), { timeout: 20_000 });
  await shot(page, "search");
  for (let i = 0; i < 12 && !(await page.$eval(".hit[aria-selected=true]", (h) => h.textContent.includes("FRA"))); i++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForSelector("ob-board .timetable tbody tr", { timeout: 20_000 });
  assert.match(page.url(), /airport=FRA/);
  await pause(2500);
  await shot(page, "board-dark");
  for (const tab of ["arrivals", "routes"]) {
    await page.click(`#tab-${tab}`);
    await page.waitForSelector("ob-board .rows tbody tr", { timeout: 20_000 });
    await pause(600);
    await shot(page, `board-${tab}`);
  }
  await page.click("#tab-departures");
  await page.waitForSelector("ob-board .timetable tbody tr .link");
  await page.click("ob-board .timetable tbody tr .link");
  await page.waitForSelector("ob-flight .movement", { timeout: 20_000 });
  await page.goBack();
  await page.waitForSelector("ob-board", { timeout: 10_000 });
  const narrow = await page.$eval("ob-board .panel-body", (e) => e.scrollWidth <= e.clientWidth + 1);
  assert.ok(narrow, "the board fits its panel");
  await close(page);
});

test("the list shows the same flights, sorted and filtered", async () => {
  const page = await open({ path: "/?view=table" });
  await page.waitForSelector(".list tbody tr", { timeout: 60_000 });
  const delays = async () => page.$$eval(".list tbody tr td:nth-child(7)", (cells) => cells.slice(0, 5).map((c) => c.textContent));
  await page.click(".list thead th:nth-child(7) button");
  assert.equal(await page.$eval(".list thead th:nth-child(7)", (th) => th.getAttribute("aria-sort")), "descending");
  assert.ok((await delays()).length > 0);
  const first = await page.$eval(".list tbody tr .link", (b) => b.textContent);
  await page.type(".table-view input", first);
  await page.waitForFunction((name) => [...document.querySelectorAll(".list tbody tr .link")].every((b) => b.textContent.startsWith(name)), {}, first);
  assert.match(page.url(), /filter=/);
  await page.$eval(".table-view input", (i) => { i.value = ""; i.dispatchEvent(new Event("input", { bubbles: true })); });
  await pause(500);
  await shot(page, "table");
  await close(page);
});

test("light, globe, and a link that brings both back", async () => {
  const page = await open({ theme: "light" });
  await ready(page);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "light");
  await shot(page, "desktop-light");
  await page.click('button[aria-label="Show the globe"]');
  await page.click('button[aria-label="Dark colours"]');
  await page.evaluate(() => window.offblock.paint(3));
  await page.waitForFunction(() => window.offblock.idle(), { timeout: 30_000 });
  await pause(1000);
  await shot(page, "globe-dark");
  assert.match(page.url(), /theme=dark/);
  assert.match(page.url(), /projection=globe/);
  const again = await open({ theme: "light", path: new URL(page.url()).search });
  await ready(again);
  assert.equal(await again.evaluate(() => document.documentElement.dataset.theme), "dark");
  assert.ok(await again.$('button[aria-label="Show the flat map"]'));
  await close(again);
  await close(page);
});

test("a phone's width holds it all", async () => {
  const page = await open({ width: 390, height: 844, touch: true });
  await ready(page);
  await shot(page, "phone");
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  assert.ok(await fits());
  const flight = await page.evaluate(() => window.offblock.flights()[0].id);
  await page.goto(`${origin}/?flight=${flight}`, { waitUntil: "domcontentloaded" });
  await page.waitForSelector("ob-flight .movement", { timeout: 30_000 });
  await ready(page);
  await pause(1500);
  await shot(page, "phone-panel");
  assert.ok(await fits());
  await page.goto(`${origin}/?airport=FRA`, { waitUntil: "domcontentloaded" });
  await page.waitForSelector("ob-board .timetable tbody tr", { timeout: 30_000 });
  assert.ok(await page.$eval("ob-board .panel-body", (e) => e.scrollWidth <= e.clientWidth + 1), "the board fits");
  await shot(page, "phone-board");
  await close(page);
});

test("who wants less motion gets it", async () => {
  const page = await open({ reduced: true });
  await ready(page);
  await pause(2500);
  const before_ = await page.evaluate(() => window.offblock.frames().count);
  await pause(3000);
  const frames = (await page.evaluate(() => window.offblock.frames().count)) - before_;
  assert.ok(frames <= 3, `${frames} frames in 3 s`);
  await close(page);
});

test("without WebGL the list takes the map's place", async () => {
  const { browser, close: shut } = await openBrowser({ webgl: false });
  try {
    const page = await openPage(browser, origin, {});
    await page.waitForSelector(".list tbody tr", { timeout: 30_000 });
    assert.match(await page.$eval(".list-holder", (e) => e.textContent), /no WebGL/);
    await shot(page, "without-webgl");
    await close(page);
  } finally {
    await shut();
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
  } finally {
    server.fault.api = false;
  }
  await page.click(".banner button");
  await page.waitForFunction(() => !document.querySelector(".banner"), { timeout: 10_000 });
  await close(page);
});

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
  const page = await open({});
  await page.waitForFunction(() => window.offblock?.flights().length > 0 && document.documentElement.dataset.map === "ready", { timeout: 60_000 });
  const at = await page.evaluate(() => performance.now());
  await ready(page);
  const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map((r) => ({ name: new URL(r.name).pathname, bytes: r.encodedBodySize })));
  const sum = (pattern) => loaded.filter((r) => pattern.test(r.name)).reduce((n, r) => n + r.bytes, 0);
  console.log(`# map and planes after ${Math.round(at)} ms; scripts ${sum(/\.m?js$/)} B, styles ${sum(/\.css$/)} B, map data ${sum(/\.json$/)} B, API ${sum(/^\/v1\//)} B as sent`);
  await close(page);
});

test("a frame costs little script", async () => {
  const page = await open({ init: timeFrames });
  await ready(page);
  await pause(3000);
  const cost = await page.evaluate(async () => {
    window.frameMs.length = 0;
    await window.offblock.paint(60);
    const whole = window.frameMs.toSorted((a, b) => a - b);
    return { planes: window.offblock.flights().length, whole: whole[whole.length >> 1], ...window.offblock.frames() };
  });
  console.log(`# ${cost.planes} planes: ${cost.median.toFixed(3)} ms of script a frame (median), ${cost.p95.toFixed(3)} ms (p95), ${cost.uploads} uploads; ${cost.whole.toFixed(2)} ms with the map's own (median)`);
  assert.ok(cost.median < 2, `${cost.median} ms`);
  await close(page);
});
