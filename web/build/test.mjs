// Runs the tests of the page's plain TypeScript: bundles each into a throw-away folder, then hands them to Node's runner.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = mkdtempSync(join(root, "node_modules", ".tests-"));
try {
  const entryPoints = readdirSync(join(root, "test")).filter((f) => f.endsWith(".test.ts")).map((f) => join(root, "test", f));
  await build({ entryPoints, outdir: out, bundle: true, platform: "node", format: "esm", target: "node20", logLevel: "warning" });
  const files = readdirSync(out).filter((f) => f.endsWith(".js")).map((f) => join(out, f));
  process.exitCode = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit", cwd: root }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
