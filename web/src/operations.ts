import type { paths } from "../target/contract";

/** The operations that are asked with GET, by their paths in the contract. */
export type Path = { [P in keyof paths]: paths[P] extends { get: object } ? P : never }[keyof paths];

/** The operations that are asked with POST. */
export type Action = { [P in keyof paths]: paths[P] extends { post: object } ? P : never }[keyof paths];

type Operation<P extends Path> = paths[P] extends { get: infer O } ? O : never;
type Present<T> = [Exclude<T, undefined>] extends [never] ? unknown : Exclude<T, undefined>;
type Part<O, Where extends string> = O extends { parameters: infer S } ? (Where extends keyof S ? Present<S[Where]> : unknown) : unknown;

/** What an operation may be given: its path's variables and its query's parameters by their names. */
export type Given<P extends Path> = Part<Operation<P>, "path"> & Part<Operation<P>, "query">;

/** What it answers as JSON. */
export type Asked<P extends Path> = Operation<P> extends { responses: { 200: { content: { "application/json": infer T } } } } ? T : never;

/** The address of an operation: what the path has no place for goes into the query. */
export function address<P extends Path>(path: P, given: Given<P>): string {
  const query = new URLSearchParams();
  let filled: string = path;
  for (const [name, value] of Object.entries(given as Record<string, unknown>)) {
    if (value === undefined) continue;
    const place = `{${name}}`;
    if (filled.includes(place)) filled = filled.replace(place, encodeURIComponent(String(value)));
    else query.append(name, String(value));
  }
  const asked = query.toString();
  return asked ? `${filled}?${asked}` : filled;
}
