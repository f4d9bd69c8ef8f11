// The pictures of the documentation, taken of a running Offblock: `npm run pictures`. Exit 1 where the page had any trouble.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openBrowser, openPage, pause, ready } from "../test/browser.mjs";

const origin = (process.env.OFFBLOCK_ORIGIN ?? "http://localhost:8080").replace(/\/$/, "");
const folder = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
const SIZE = { width: 1280, height: 760 };

const get = async (path) => (await fetch(origin + path)).json();

/** One with a forecast and a while to fly yet; any other where there is none. */
async function flight() {
  const { flights, at } = await get("/v1/flights/airborne");
  const { chances } = await get("/v1/forecasts/airborne");
  const lasting = flights.filter((f) => f.on - at > 3600);
  const middle = lasting.filter((f) => at - f.off > 1800);
  return middle.find((f) => f.id in chances) ?? lasting.find((f) => f.id in chances) ?? middle[0] ?? flights[0];
}

const one = await flight();
const PICTURES = [
  ["map", "/?at=47,8,3.4", () => true],
  ["globe", "/?projection=globe&at=44,-30,1.6&colour=airline", () => true],
  ["flight", `/?flight=${one.id}`, (page) => page.locator("ob-flight").first().waitFor()],
  ["airport", "/?airport=FRA&theme=light", (page) => page.locator("ob-board .timetable tbody tr").first().waitFor()],
];

mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
const trouble = [];
for (const [name, path, shown] of PICTURES) {
  const page = await openPage(browser, origin, { ...SIZE, path });
  await ready(page);
  await shown(page);
  await pause(1500);
  await page.screenshot({ path: `${folder}${name}.jpg`, type: "jpeg", quality: 82 });
  trouble.push(...page.trouble.map((words) => `${name}: ${words}`));
  await page.context().close();
  console.log(`${folder}${name}.jpg`);
}
await browser.close();
for (const words of trouble) console.error(words);
process.exitCode = trouble.length ? 1 : 0;
