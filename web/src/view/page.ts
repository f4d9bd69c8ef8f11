import { html, nothing, type PropertyValues } from "lit";
import { customElement, state } from "lit/decorators.js";
import { readId } from "../api";
import { App } from "../app";
import { way, type Place } from "../great-circle";
import type { FlightMap, Trip } from "../map/flight-map";
import type { SearchHit } from "../model";
import type { Plane } from "../sky";
import { LIVE, type Screen, type ViewEvent } from "../state";
import { exposeForTests } from "../tests-hook";
import { PageElement } from "./element";
import "./banner";
import "./board";
import "./controls";
import "./flight-panel";
import "./flight-table";
import "./hover";
import "./legend";
import "./search";
import "./status-strip";
import { LOADING } from "./screen";
import "./time-slider";
import { BY_KEY, titleOf } from "./views";

/** The screens, each loaded when it is first opened, so that the map's first view does not carry them. */
interface Part {
  load: () => Promise<unknown>;
  show: (app: App) => unknown;
}
const PARTS: Partial<Record<Screen, Part>> = {
  statistics: { load: () => import("./statistics"), show: (app) => html`<ob-statistics .app=${app}></ob-statistics>` },
  connections: { load: () => import("./connections"), show: (app) => html`<ob-connections .app=${app}></ob-connections>` },
  model: { load: () => import("./model"), show: (app) => html`<ob-model .app=${app}></ob-model>` },
  operations: { load: () => import("./operations"), show: (app) => html`<ob-operations .app=${app}></ob-operations>` },
};

const ALL_AROUND = { left: 0, right: 0, top: 0, bottom: 0 };

/** The page: puts the parts together and carries what one of them says to the others. */
@customElement("ob-page")
export class Page extends PageElement {
  private readonly app = new App();
  @state() private map: FlightMap | undefined;
  @state() private mapProblem = "";
  @state() private hover: { plane?: Plane; airport?: string; x: number; y: number } = { x: 0, y: 0 };
  @state() private loaded = new Set<Screen | "kiosk">();
  @state() private missing = "";
  private trip: Trip | undefined;
  /** Where the routes of an airport end, as its board told last: the map may come later, and is drawn on anew. */
  private routes: { airport: string; ends: Place[] } | undefined;
  private framed = "";
  private theme: "dark" | "light" = "dark";

  override connectedCallback(): void {
    super.connectedCallback();
    const { app } = this;
    this.applyTheme();
    this.listen(app, "theme", () => this.applyTheme());
    this.listen(app, "airports", () => { this.map?.drawAirports(); this.drawAirport(); });
    this.listen(app, "colour", () => this.map?.setLooks(app.colouring.looks));
    this.listen(app.state, "view", (e) => this.viewChanged(e as ViewEvent));
    this.listen(document, "keydown", (e) => this.key(e as KeyboardEvent));
    app.start();
    void this.loadScreen();
    this.nameTab();
    exposeForTests(app, () => this.map);
  }

  protected override firstUpdated(_: PropertyValues): void {
    void this.openMap();
  }

  private async openMap(): Promise<void> {
    const { FlightMap, Undrawable } = await import("../map/flight-map");
    try {
      this.begin(this.mapIn(FlightMap));
    } catch (error) {
      if (!(error instanceof Undrawable)) throw error;
      this.mapProblem = "This browser has no WebGL 2, so there is no map. The list below shows the same flights.";
    }
  }

  /** Brings a map that has just come up to what the page shows already. */
  private begin(map: FlightMap): void {
    this.map = map;
    map.select(this.app.state.view.flight);
    map.showTrip(this.trip);
    this.drawAirport();
    map.setLooks(this.app.colouring.looks);
    map.rest(PARTS[this.app.state.view.screen] !== undefined);
  }

  private mapIn(Drawn: typeof FlightMap): FlightMap {
    return new Drawn(this.querySelector<HTMLElement>("#map")!, this.app.sky, this.app.airports, this.app.state.view, this.theme, this.app.colouring.looks, {
      moved: (view) => !this.app.state.view.kiosk && this.app.state.set(view),
      hover: (plane, airport, x, y) => (this.hover = { plane, airport, x, y }),
      pick: (plane, airport) => this.pick(plane, airport),
    });
  }

  private async loadScreen(): Promise<void> {
    const { view } = this.app.state;
    const wanted = view.kiosk ? "kiosk" : view.screen;
    const load = wanted === "kiosk" ? () => import("./kiosk") : PARTS[wanted]?.load;
    if (!load || this.loaded.has(wanted)) return;
    try {
      await load();
      this.missing = "";
      this.loaded = new Set([...this.loaded, wanted]);
    } catch {
      this.missing = "This part of the page could not be loaded. Is Offblock still running?";
    }
  }

  override render() {
    const { app } = this;
    const { screen, kiosk } = app.state.view;
    const wall = kiosk && this.mapProblem === "";
    const part = wall ? undefined : PARTS[screen];
    const list = !part && !wall && (screen === "table" || this.mapProblem !== "");
    this.toggleAttribute("data-kiosk", wall);
    return html`
      <div id="map" role=${list || part || wall ? nothing : "main"} ?inert=${list || wall || part !== undefined}></div>
      <ob-banner .app=${app}></ob-banner>
      ${wall ? this.loaded.has("kiosk") && html`<ob-kiosk .app=${app} @wander=${(e: CustomEvent<{ at: Place; zoom: number }>) => this.map?.fly(e.detail.at, e.detail.zoom, ALL_AROUND, 5000)}></ob-kiosk>` : this.parts(part, list)}
      <ob-status .app=${app}></ob-status>`;
  }

  /** What there is to press beside the map, or instead of it. */
  private parts(part: Part | undefined, list: boolean) {
    const { app } = this;
    const { flight, airport, tab, screen } = app.state.view;
    return html`
      <div class="rail">
        <div class="top card"><a class="brand" href="/" aria-label="Offblock: the whole world"><svg viewBox="0 0 64 64" width="22" height="22" aria-hidden="true"><path d="M32 5l2.600 3.500.8 5.500v10L58 38.500V43l-22.600-6.500L34.600 49l7.400 5.500V58l-10-2.500L22 58v-3.500l7.400-5.500-.8-12.500L6 43v-4.500L28.600 24V14l.8-5.500z" fill="none" stroke="currentColor" stroke-width="4.500" stroke-linejoin="round"/></svg><h1>Offblock</h1></a>
          <ob-search .app=${app} @choose=${(e: CustomEvent<SearchHit>) => this.choose(e.detail)}></ob-search></div>
        ${part ? nothing : flight ? html`<ob-flight .app=${app} .flight=${flight} @trip=${(e: CustomEvent<Trip | undefined>) => this.showTrip(e.detail)}></ob-flight>`
          : airport ? html`<ob-board .app=${app} .airport=${airport} .tab=${tab} @routes=${(e: CustomEvent<Place[]>) => this.routesTold(airport, e.detail)}></ob-board>` : nothing}
      </div>
      <ob-views .app=${app}></ob-views>
      <ob-controls .app=${app} .map=${this.map !== undefined && !part} @zoom=${(e: CustomEvent<number>) => (e.detail > 0 ? this.map?.map.zoomIn() : this.map?.map.zoomOut())}></ob-controls>
      ${part ? html`<main class="screen" data-screen=${screen}>${this.loaded.has(screen) ? part.show(app) : this.missing ? html`<p class="empty" role="alert"><b>${this.missing}</b> <button type="button" class="button" @click=${() => void this.loadScreen()}>Try again</button></p>` : LOADING}</main>` : list ? html`<main class="list-holder" data-beside=${Boolean(flight || airport)}>${this.mapProblem ? html`<p class="banner inline" data-kind="info" role="status">${this.mapProblem}</p>` : nothing}<ob-table .app=${app}></ob-table></main>` : html`<ob-legend .app=${app}></ob-legend>`}
      <ob-hover .app=${app} .plane=${this.hover.plane} .airport=${this.hover.airport} .x=${this.hover.x} .y=${this.hover.y}></ob-hover>
      ${app.state.view.time === undefined || part ? nothing : html`<ob-time .app=${app}></ob-time>`}`;
  }

  private pick(plane: Plane | undefined, airport: string | undefined): void {
    if (plane) this.app.state.set({ flight: plane.data.id });
    else if (airport) this.app.state.set({ airport, flight: undefined });
    else if (this.app.state.view.flight) this.app.state.set({ flight: undefined });
  }

  private choose(hit: SearchHit): void {
    const { state, airports } = this.app;
    if (hit.kind === "flight" || hit.kind === "line") {
      if (readId(hit.id)) state.set({ flight: hit.id, screen: "map" });
    } else if (hit.kind === "airport") {
      state.set({ airport: hit.code, flight: undefined, tab: "departures", screen: "map" });
      const at: Place | undefined = hit.lon !== undefined && hit.lat !== undefined ? [hit.lon, hit.lat] : airports.find(hit.code)?.at;
      if (at) this.map?.fly(at, Math.max(5.5, state.view.zoom), this.padding());
    } else state.set({ filter: hit.code, flight: undefined, screen: PARTS[state.view.screen] ? "map" : state.view.screen });
  }

  private showTrip(trip: Trip | undefined): void {
    this.trip = trip;
    this.map?.showTrip(trip);
    if (!trip || !this.map || this.framed === this.app.state.view.flight) return;
    const first = this.framed === "" && location.search.includes("at=");
    this.framed = this.app.state.view.flight ?? "";
    if (!first) this.map.frame(way(trip.from.at, trip.to.at, 0, 1), this.padding());
  }

  /** The room that the panel leaves: beside it on a wide screen, above it on a phone. */
  private padding() {
    const narrow = innerWidth < 720;
    return narrow ? { top: 80, bottom: innerHeight * 0.58, left: 30, right: 60 } : { top: 80, bottom: 110, left: 490, right: 290 };
  }

  private routesTold(airport: string, ends: Place[]): void {
    this.routes = { airport, ends };
    this.drawAirport();
  }

  private drawAirport(): void {
    const { airport, flight, tab } = this.app.state.view;
    if (flight) return;
    const ends = tab === "routes" && this.routes && this.routes.airport === airport ? this.routes.ends : [];
    this.map?.showAirport(airport, this.app.airports.find(airport)?.at, ends);
  }

  private viewChanged(e: ViewEvent): void {
    const { before, travelled } = e.detail;
    const { view } = this.app.state;
    if (before.theme !== view.theme) this.applyTheme();
    if (before.globe !== view.globe) this.map?.setGlobe(view.globe);
    if (travelled) {
      this.framed = location.search.includes("at=") ? (view.flight ?? "-") : "-";
      this.map?.go(view);
    }
    if (before.flight !== view.flight || before.airport !== view.airport || before.tab !== view.tab || before.screen !== view.screen || before.kiosk !== view.kiosk || before.time !== view.time) {
      this.hover = { x: 0, y: 0 };
      this.map?.select(view.flight);
      this.map?.clearRoutes();
      if (!view.flight) {
        this.framed = "-";
        this.showTrip(undefined);
        this.drawAirport();
      }
      const opened = (view.flight && view.flight !== before.flight) || (view.airport && view.airport !== before.airport);
      if (opened) void this.updateComplete.then(() => setTimeout(() => this.querySelector<HTMLElement>(".panel h2")?.focus({ preventScroll: true })));
      this.nameTab();
      this.map?.rest(PARTS[view.screen] !== undefined);
      void this.loadScreen();
      this.requestUpdate();
    }
  }

  private nameTab(): void {
    const { flight, airport, screen } = this.app.state.view;
    const name = PARTS[screen] ? titleOf(screen) : flight ? (readId(flight)?.flight ?? flight) : airport;
    document.title = name ? `${name} · Offblock` : "Offblock";
  }

  private applyTheme(): void {
    const theme = this.app.theme;
    document.documentElement.dataset.theme = theme;
    if (theme !== this.theme) this.map?.setTheme(theme, this.app.state.view.globe);
    this.theme = theme;
  }

  private key(e: KeyboardEvent): void {
    const typing = e.target instanceof HTMLElement && e.target.matches("input, textarea, select");
    if (e.key === "Escape" && !typing) {
      const { flight, airport, screen, kiosk } = this.app.state.view;
      if (kiosk) this.app.state.set({ kiosk: false });
      else if (PARTS[screen]) this.app.state.set({ screen: "map", ask: {} });
      else if (flight) this.app.state.set({ flight: undefined });
      else if (airport) this.app.state.set({ airport: undefined });
      else if (screen === "table") this.app.state.set({ screen: "map" });
    } else if (typing || e.ctrlKey || e.metaKey || e.altKey) return;
    else if (BY_KEY[e.key]) this.app.state.set({ screen: BY_KEY[e.key], ask: {}, flight: undefined, airport: undefined });
    else if (PARTS[this.app.state.view.screen]) return;
    else if (e.key === "l") this.app.state.set(LIVE);
    else if (e.key === "h") this.app.state.set({ time: Math.floor(this.app.sky.now() / 60) * 60 - 3600, speed: 30 });
    else if (e.key === "t") this.app.state.set({ screen: this.app.state.view.screen === "table" ? "map" : "table" });
  }
}
