// The contract as a page to read: one file, no script, nothing from elsewhere. What it says is infra/openapi.yaml's, word for word.
import { readFileSync } from "node:fs";
import { parse } from "yaml";

const escape = (text) => String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const anchor = (ref) => ref.slice("#/components/schemas/".length);

/** The shape of a value in a few words, with links to the schemas that it names. */
function shape(schema) {
  if (!schema) return "";
  if (schema.$ref) return `<a href="#${anchor(schema.$ref)}">${anchor(schema.$ref)}</a>`;
  if (schema.allOf) return schema.allOf.map(shape).filter(Boolean).join(" with ");
  if (schema.type === "array") return `list of ${shape(schema.items) || "any"}`;
  if (schema.enum) return schema.enum.map((word) => `<code>${escape(word)}</code>`).join(" | ");
  if (schema.additionalProperties && schema.additionalProperties !== true) return `map to ${shape(schema.additionalProperties)}`;
  const bounds = [schema.minimum, schema.maximum].some((n) => n !== undefined) ? ` ${schema.minimum ?? ""}…${schema.maximum ?? ""}` : "";
  return escape((schema.format ?? schema.type ?? "") + bounds);
}

/** The fields of an object, those of objects inside indented below them. */
function fields(schema, depth = 0) {
  const parts = schema.allOf ? schema.allOf.filter((part) => !part.$ref) : [schema];
  return parts.flatMap((part) => Object.entries(part.properties ?? {}).map(([name, value]) => {
    const inner = value.type === "array" ? value.items : value;
    const below = inner.$ref ? "" : fields(inner, depth + 1);
    const must = part.required?.includes(name) ? "" : ' <span class="may">may be absent</span>';
    return `<tr><td style="padding-left:${0.6 + depth * 1.2}rem"><code>${escape(name)}</code>${must}</td><td>${shape(value)}</td>`
      + `<td>${escape(value.description ?? inner.description ?? "")}</td></tr>${below}`;
  })).join("\n");
}

const table = (rows) => rows && `<table><tbody>${rows}</tbody></table>`;

function operation(path, method, op) {
  const parameters = (op.parameters ?? []).map((p) => `<tr><td><code>${escape(p.name)}</code>${p.required ? "" : ' <span class="may">may be absent</span>'}</td>`
    + `<td>${shape(p.schema)}</td><td>${escape(p.description)}${p.example === undefined ? "" : `, such as <code>${escape(p.example)}</code>`}</td></tr>`).join("\n");
  const [status, good] = Object.entries(op.responses).find(([code]) => code.startsWith("2"));
  const content = good.content ?? {};
  const answer = Object.keys(content).map((type) => `<code>${escape(type)}</code>`).join(", ");
  const body = op.requestBody ? `<p>Takes <code>application/json</code>: ${shape(op.requestBody.content["application/json"].schema)}.</p>` : "";
  const key = op.security ? "<p>Needs a key in <code>x-api-key</code>.</p>" : "";
  const asked = method === "get" ? `<a href="${escape(example(path, op))}">${escape(example(path, op))}</a>` : "";
  return `<section id="${escape(op.operationId)}"><h3><span class="method">${method.toUpperCase()}</span> <code>${escape(path)}</code></h3>
<p>${escape(op.summary)}.</p>${op.description ? `<p>${escape(op.description)}</p>` : ""}${key}${table(parameters)}${body}
<p>Answers ${answer ? `${answer}: ${shape(Object.values(content)[0].schema)}` : `<code>${status}</code>`}. ${asked}</p></section>`;
}

/** The question with the contract's own examples. */
export function example(path, op) {
  let filled = path;
  const query = new URLSearchParams();
  for (const p of op.parameters ?? []) {
    if (p.in === "path") filled = filled.replace(`{${p.name}}`, encodeURIComponent(p.example));
    else if (p.required) query.append(p.name, p.example);
  }
  return query.size ? `${filled}?${query}` : filled;
}

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{margin:0 auto;max-width:70rem;padding:1rem}
nav ul{columns:18rem;padding-left:1.2rem}h2{border-bottom:1px solid;padding-bottom:.2rem;margin-top:2.5rem}h3{margin-top:2rem;overflow-wrap:anywhere}
.method{font-size:.8em;font-weight:600;border:1px solid;border-radius:.3em;padding:.1em .4em}.may{font-size:.8em;opacity:.75}
table{border-collapse:collapse;width:100%;display:block;overflow-x:auto}td{border-top:1px solid color-mix(in srgb,currentColor 25%,transparent);padding:.3rem .6rem;vertical-align:top}
td:first-child{white-space:nowrap}code{font-family:ui-monospace,monospace;font-size:.92em}`;

/** The whole page. */
export function reference(file) {
  const contract = parse(readFileSync(file, "utf8"));
  const operations = Object.entries(contract.paths).flatMap(([path, item]) => Object.entries(item).map(([method, op]) => ({ path, method, op })));
  const tags = contract.tags.map((tag) => ({ ...tag, operations: operations.filter(({ op }) => op.tags.includes(tag.name)) }));
  const menu = tags.map((tag) => tag.operations.map(({ op }) => `<li><a href="#${escape(op.operationId)}">${escape(op.summary)}</a></li>`).join("")).join("");
  const body = tags.map((tag) => `<h2>${escape(tag.name)}</h2><p>${escape(tag.description)}.</p>`
    + tag.operations.map(({ path, method, op }) => operation(path, method, op)).join("\n")).join("\n");
  const schemas = Object.entries(contract.components.schemas).map(([name, schema]) =>
    `<section id="${name}"><h3>${name}</h3>${schema.description ? `<p>${escape(schema.description)}</p>` : ""}${schema.allOf ? `<p>${shape(schema)}</p>` : ""}${table(fields(schema))}</section>`).join("\n");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Offblock: the API</title>
<style>${STYLE}</style><body><main><h1>The API of Offblock</h1><p>${escape(contract.info.description)}</p><p><a href="/">To the map</a> · <a href="/docs/openapi.yaml">the contract itself</a></p>
<nav aria-label="Operations"><ul>${menu}</ul></nav>${body}<h2>What answers are made of</h2>${schemas}</main></body></html>\n`;
}
