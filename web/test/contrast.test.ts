import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const STYLE = "src/style";
const TEXTS = ["text", "dim", "accent", "ontime", "late", "verylate", "bad", "good", "other"];

/** The colours of a theme: those of the dark one where it does not say otherwise. */
function colours(selector: string): Record<string, string> {
  const theme = readFileSync(`${STYLE}/theme.css`, "utf8");
  const block = theme.slice(theme.indexOf(selector)).split("}")[0]!;
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((found) => [found[1], found[2]]));
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

test("black on white is 21 to 1", () => assert.equal(Math.round(contrast("#000000", "#ffffff")), 21));

for (const theme of [":root {", ':root[data-theme="light"]']) {
  test(`every colour of text can be read on a card of ${theme}`, () => {
    const all = colours(theme);
    for (const name of TEXTS) assert.ok(contrast(all[name]!, all["card-solid"]!) >= 4.5, `${name} ${all[name]} on ${all["card-solid"]}`);
  });
}

test("small print is not faded: its colour would fall below what can be read", () => {
  for (const file of readdirSync(STYLE)) {
    for (const rule of readFileSync(`${STYLE}/${file}`, "utf8").matchAll(/([^{}]*\bsmall\b[^{}]*)\{([^}]*)\}/g)) assert.ok(!/opacity/.test(rule[2]!), `${file}: ${rule[1]!.trim()} is faded`);
  }
});
