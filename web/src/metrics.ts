/** One line of Prometheus' text format. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

export interface Metric {
  name: string;
  help: string;
  samples: Sample[];
}

/** Reads the text format 0.0.4: names, help, labels and values; what is no sample is left out. */
export function readMetrics(text: string): Metric[] {
  const metrics = new Map<string, Metric>();
  const of = (name: string): Metric => {
    const known = metrics.get(name) ?? { name, help: "", samples: [] };
    metrics.set(name, known);
    return known;
  };
  for (const line of text.split("\n")) {
    const help = /^# HELP (\S+) (.*)$/.exec(line);
    if (help) of(help[1]!).help = help[2]!.replaceAll("\\n", " ").replaceAll("\\\\", "\\");
    const sample = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})? (NaN|[+-]?(?:Inf|[\d.][\d.eE+-]*))(?: |$)/.exec(line);
    if (!sample) continue;
    const labels: Record<string, string> = {};
    for (const [, name, value] of (sample[2] ?? "").matchAll(/([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g)) labels[name!] = value!.replace(/\\(.)/g, (_, c: string) => (c === "n" ? "\n" : c));
    of(sample[1]!).samples.push({ name: sample[1]!, labels, value: Number(sample[3]!.replace("Inf", "Infinity")) });
  }
  return [...metrics.values()].filter((m) => m.samples.length);
}
