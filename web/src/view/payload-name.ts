/** "lufthansa/operations/…/FRA/2026/11/24/080102.123Z-0a1b…" -> "… FRA · 08:01:02 UTC". */
export function payloadName(payload: string): string {
  const m = /^[^/]+\/(.*)\/(\d{4}\/\d{2}\/\d{2})\/(\d{2})(\d{2})(\d{2})[^/]*$/.exec(payload);
  return m ? `${m[1]!.replace(/^operations\//, "")} · ${m[3]}:${m[4]}:${m[5]} UTC` : payload;
}
