// A Chromium that may talk to one origin only, and a page in it that remembers what went wrong.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const FLAGS = [
  "--no-sandbox", "--no-first-run", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--disable-default-apps", "--disable-extensions", "--mute-audio", "--force-color-profile=srgb",
  "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
];

/** Starts a browser; `extra` are further flags (`--disable-gpu` and no SwiftShader, say). */
export async function openBrowser({ webgl = true } = {}) {
  const profile = mkdtempSync(join(tmpdir(), "offblock-web-"));
  const args = webgl ? FLAGS : [...FLAGS.filter((f) => !/gl|swiftshader|gpu/.test(f)), "--disable-gpu", "--disable-3d-apis"];
  const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, userDataDir: profile, args, protocolTimeout: 120_000 });
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** A page of a size and a theme. `page.trouble` collects requests to other hosts, console errors and exceptions. */
export async function openPage(browser, origin, { width = 1440, height = 900, theme = "dark", reduced = false, path = "/", touch = false, init } = {}) {
  const page = await browser.newPage();
  page.trouble = [];
  page.expected = [];
  page.on("request", (r) => {
    const url = r.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) page.trouble.push(`request to another host: ${url}`);
  });
  page.on("console", (m) => {
    if (["error", "warn"].includes(m.type()) && !/GPU stall|software WebGL|GL Driver Message/i.test(m.text()) && !page.expected.some((e) => e.test(m.text()))) page.trouble.push(`console ${m.type()}: ${m.text()}`);
  });
  page.on("pageerror", (e) => page.trouble.push(`exception: ${e.stack ?? e.message}`));
  await page.setViewport({ width, height, deviceScaleFactor: 1, hasTouch: touch, isMobile: touch });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }, { name: "prefers-reduced-motion", value: reduced ? "reduce" : "no-preference" }]);
  if (init) await page.evaluateOnNewDocument(init);
  await page.goto(origin + path, { waitUntil: "domcontentloaded" });
  return page;
}

/** Waits for the map's first whole picture and the first flights. */
export async function ready(page, timeout = 60_000) {
  await page.waitForFunction(() => window.offblock?.flights().length > 0, { timeout, polling: 200 });
  await page.waitForFunction(() => window.offblock.idle(), { timeout, polling: 200 });
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
