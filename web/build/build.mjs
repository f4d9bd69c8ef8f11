// Builds web/dist: hashed scripts and styles, map data, one index.html. Nothing in it names another host.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { airportTable } from "./airports.mjs";
import { countryNames, landAndBorders } from "./land.mjs";
import { reference } from "./reference.mjs";

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL("..", import.meta.url));
const dist = `${root}dist/`;
const sizes = [];

function emit(name, extension, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
  const file = `assets/${name}-${hash}.${extension}`;
  writeFileSync(dist + file, content);
  sizes.push({ file, bytes: Buffer.byteLength(content), gzip: gzipSync(content, { level: 9 }).length });
  return `/${file}`;
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(`${dist}assets`, { recursive: true });

const data = {
  __LAND_COARSE__: emit("land-110m", "json", JSON.stringify(landAndBorders("110m", 2))),
  __LAND_FINE__: emit("land-50m", "json", JSON.stringify(landAndBorders("50m", 3))),
  __COUNTRY_NAMES__: emit("country-names", "json", JSON.stringify(countryNames())),
  __AIRPORTS__: emit("airports", "json", JSON.stringify(airportTable())),
  __MAP_WORKER__: emit("map-worker", "mjs", withoutSourceMap(readFileSync(require.resolve("maplibre-gl/dist/maplibre-gl-worker.mjs"), "utf8"))),
};

function withoutSourceMap(script) {
  return script.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, "\n");
}

const result = await build({
  absWorkingDir: root,
  entryPoints: ["src/main.ts", "src/style/page.css"],
  outdir: "dist/assets",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  metafile: true,
  define: Object.fromEntries(Object.entries(data).map(([name, url]) => [name, JSON.stringify(url)])),
});

let main, map, style;
for (const [file, output] of Object.entries(result.metafile.outputs)) {
  const content = readFileSync(root + file);
  sizes.push({ file: file.slice("dist/".length), bytes: content.length, gzip: gzipSync(content, { level: 9 }).length });
  if (output.entryPoint === "src/main.ts") main = file.slice("dist".length);
  if (output.entryPoint === "src/map/flight-map.ts") map = file.slice("dist".length);
  if (output.entryPoint === "src/style/page.css") style = file.slice("dist".length);
}
writeFileSync(`${dist}index.html`, readFileSync(`${root}src/index.html`, "utf8").replace("{{main}}", main).replace("{{map}}", map).replace("{{style}}", style));
copyFileSync(`${root}src/icon.svg`, `${dist}icon.svg`);
copyFileSync(`${root}LICENSES.txt`, `${dist}LICENSES.txt`);
const contract = `${root}../infra/openapi.yaml`;
mkdirSync(`${dist}docs`);
writeFileSync(`${dist}docs/index.html`, reference(contract));
copyFileSync(contract, `${dist}docs/openapi.yaml`);
sizes.sort((a, b) => b.gzip - a.gzip);
for (const s of sizes) console.log(`${String(s.gzip).padStart(8)} B gzip ${String(s.bytes).padStart(9)} B  ${s.file}`);
