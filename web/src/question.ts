import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ApiError } from "./api";

/** An answer that takes longer than this is said to be slow. */
export const SLOW_SECONDS = 4;

/** What a part of the page asks the API: nothing yet, an answer with its age, or why there is none. */
export class Question<T> implements ReactiveController {
  value: T | undefined;
  problem: ApiError | undefined;
  /** When the answer came, epoch seconds of the page's clock. */
  answeredAt: number | undefined;
  /** Whether an answer is on its way. */
  asking = false;
  /** Since when it waits, epoch seconds of the page's clock. */
  askedAt: number | undefined;
  private key: string | undefined;
  private work: ((signal: AbortSignal) => Promise<T>) | undefined;
  private asked: AbortController | undefined;
  private timer = 0;

  /**
   * @param everyMs how often it is asked again while the part is shown; never, where nothing is said
   * @param retryMs how soon it is asked again after it failed; as often as else, where nothing is said
   */
  constructor(private readonly host: ReactiveControllerHost & Element, private readonly everyMs?: number, private readonly retryMs = everyMs) {
    host.addController(this);
  }

  /** Asks, where the key differs from that of the last question; the answer to another question is forgotten. */
  ask(key: string, work: (signal: AbortSignal) => Promise<T>): void {
    if (key === this.key) return;
    this.key = key;
    this.work = work;
    this.value = this.problem = this.answeredAt = undefined;
    void this.again();
  }

  /** Forgets question and answer. */
  drop(): void {
    this.hostDisconnected();
    this.key = this.work = this.value = this.problem = this.answeredAt = undefined;
    this.asking = false;
  }

  /** Asks the same once more; what is known stays until there is news. */
  async again(): Promise<void> {
    const { work } = this;
    if (!work) return;
    this.hostDisconnected();
    const { signal } = (this.asked = new AbortController());
    this.asking = true;
    this.askedAt = Date.now() / 1000;
    window.setTimeout(() => this.asking && this.host.requestUpdate(), SLOW_SECONDS * 1000);
    this.host.requestUpdate();
    try {
      this.value = await work(signal);
      this.answeredAt = Date.now() / 1000;
      this.problem = undefined;
    } catch (error) {
      if (signal.aborted) return;
      this.problem = error instanceof ApiError ? error : new ApiError("Failed", String(error), 0);
    }
    if (signal.aborted) return;
    this.asking = false;
    this.host.requestUpdate();
    const wait = this.problem ? this.retryMs : this.everyMs;
    if (wait !== undefined) this.timer = window.setTimeout(() => this.host.isConnected && !document.hidden ? void this.again() : this.later(), wait);
  }

  private later(): void {
    document.addEventListener("visibilitychange", () => this.host.isConnected && void this.again(), { once: true });
  }

  hostDisconnected(): void {
    this.asked?.abort();
    clearTimeout(this.timer);
  }
}
