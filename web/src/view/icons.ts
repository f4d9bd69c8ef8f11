import { svg, html, type TemplateResult } from "lit";

const icon = (content: TemplateResult) =>
  html`<svg class="icon" viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${content}</svg>`;

export const ICONS = {
  search: icon(svg`<circle cx="11" cy="11" r="6.5"/><path d="m20 20-4.200-4.200"/>`),
  close: icon(svg`<path d="M6 6l12 12M18 6 6 18"/>`),
  plus: icon(svg`<path d="M12 5v14M5 12h14"/>`),
  minus: icon(svg`<path d="M5 12h14"/>`),
  globe: icon(svg`<circle cx="12" cy="12" r="8.500"/><path d="M3.500 12h17M12 3.500c2.600 2.500 3.800 5.300 3.800 8.500s-1.200 6-3.800 8.500c-2.600-2.500-3.800-5.300-3.800-8.500s1.200-6 3.800-8.500z"/>`),
  flat: icon(svg`<path d="M3.500 6.500 9 4.500l6 2 5.500-2v13l-5.500 2-6-2-5.500 2zM9 4.500v13M15 6.500v13"/>`),
  sun: icon(svg`<circle cx="12" cy="12" r="3.800"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600 7 7M17 17l1.400 1.400M18.400 5.600 17 7M7 17l-1.400 1.400"/>`),
  moon: icon(svg`<path d="M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z"/>`),
  clock: icon(svg`<circle cx="12" cy="12" r="8.500"/><path d="M12 7v5l3.500 2"/>`),
  table: icon(svg`<path d="M4 5.500h16v13H4zM4 10h16M4 14.300h16M9.500 10v8.500"/>`),
  map: icon(svg`<path d="M12 21s6.500-5.600 6.500-11a6.500 6.500 0 0 0-13 0c0 5.400 6.500 11 6.500 11z"/><circle cx="12" cy="10" r="2.300"/>`),
  legend: icon(svg`<path d="M10 7h10M10 12h10M10 17h10"/><circle cx="5" cy="7" r="1.300"/><circle cx="5" cy="12" r="1.300"/><circle cx="5" cy="17" r="1.300"/>`),
  plane: html`<svg class="plane" viewBox="0 0 64 64" width="16" height="16" aria-hidden="true"><path d="M32 5l2.600 3.500.8 5.500v10L58 38.500V43l-22.600-6.500L34.600 49l7.400 5.500V58l-10-2.500L22 58v-3.500l7.400-5.500-.8-12.500L6 43v-4.500L28.600 24V14l.8-5.500z" fill="var(--plane-fill, none)" stroke="currentColor" stroke-width="4.500" stroke-linejoin="round"/></svg>`,
};
