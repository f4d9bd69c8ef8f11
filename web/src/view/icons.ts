import { svg, html, type TemplateResult } from "lit";

const icon = (content: TemplateResult) =>
  html`<svg class="icon" viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${content}</svg>`;

export const ICONS = {
  swap: icon(svg`<path d="M4 8.500h15M15 4.500l4 4-4 4M20 15.500H5M9 11.500l-4 4 4 4"/>`),
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
  bars: icon(svg`<path d="M5 20v-7M10 20V9M15 20v-4M20 20V5"/>`),
  ways: icon(svg`<circle cx="5" cy="17.500" r="2"/><circle cx="19" cy="6.500" r="2"/><circle cx="12" cy="12" r="1.500"/><path d="M6.600 16.300l4.200-3.400M13.200 11l4.200-3.300"/>`),
  curve: icon(svg`<path d="M4 4v16h16"/><path d="M7 17c5-.500 5.500-9.500 12-11"/>`),
  pulse: icon(svg`<path d="M3 12.500h4l2.500-7 4.500 13 2.500-6H21"/>`),
  filter: icon(svg`<path d="M4 6h16M7 12h10M10 18h4"/>`),
  legend: icon(svg`<path d="M10 7h10M10 12h10M10 17h10"/><circle cx="5" cy="7" r="1.300"/><circle cx="5" cy="12" r="1.300"/><circle cx="5" cy="17" r="1.300"/>`),
  plane: html`<svg class="plane" viewBox="0 0 64 64" width="16" height="16" aria-hidden="true"><path d="M32 5l2.600 3.500.8 5.500v10L58 38.500V43l-22.600-6.500L34.600 49l7.400 5.500V58l-10-2.500L22 58v-3.500l7.400-5.500-.8-12.500L6 43v-4.500L28.600 24V14l.8-5.500z" fill="var(--plane-fill, none)" stroke="currentColor" stroke-width="4.500" stroke-linejoin="round"/></svg>`,
};
