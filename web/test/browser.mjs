// A Chromium that may talk to one origin only, and a page in it that remembers what went wrong.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-first-run", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--disable-default-apps", "--disable-extensions", "--mute-audio", "--force-color-profile=srgb",
  "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Starts a browser, without graphics card and its stand-in where `webgl` is false. */
export async function openBrowser({ webgl = true } = {}) {
  const args = webgl ? FLAGS : [...FLAGS.filter((f) => !/gl|swiftshader|gpu/.test(f)), "--disable-gpu", "--disable-3d-apis"];
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", chromiumSandbox: false, args });
}

/** A page of a size and a theme. `page.trouble` collects requests to other hosts, console errors and exceptions. */
export async function openPage(browser, origin, { width = 1440, height = 900, theme = "dark", reduced = false, path = "/", touch = false, init } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, hasTouch: touch, isMobile: touch, colorScheme: theme, reducedMotion: reduced ? "reduce" : "no-preference" });
  if (init) await context.addInitScript(init);
  const page = await context.newPage();
  page.trouble = [];
  page.expected = [];
  page.on("request", (r) => {
    const url = r.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) page.trouble.push(`request to another host: ${url}`);
  });
  page.on("console", (m) => {
    if (["error", "warning"].includes(m.type()) && !/GPU stall|software WebGL|GL Driver Message/i.test(m.text()) && !page.expected.some((e) => e.test(m.text()))) page.trouble.push(`console ${m.type()}: ${m.text()}`);
  });
  page.on("pageerror", (e) => page.trouble.push(`exception: ${e.stack ?? e.message}`));
  await page.goto(origin + path, { waitUntil: "domcontentloaded" });
  return page;
}

/** Waits for the map's first whole picture and the first flights. */
export async function ready(page, timeout = 60_000) {
  await page.waitForFunction(() => window.offblock?.flights().length > 0 && window.offblock.idle(), undefined, { timeout, polling: 100 });
}

/** What axe finds serious or critical on the page as it stands, one line each. */
export async function barriers(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.filter((v) => v.impact === "serious" || v.impact === "critical").flatMap((v) => v.nodes.slice(0, 4).map((n) => `${v.id} (${v.impact}): ${n.target.join(" ")}: ${n.failureSummary?.split("\n")[1]?.trim() ?? v.help}`));
  });
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
