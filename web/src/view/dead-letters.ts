import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { ApiError, redrive } from "../api";
import { tabKey } from "../logs";
import type { Status } from "../model";
import { course, letters, seen, words, type Sent } from "../redrive";
import { ScreenElement } from "./screen";

/** How soon, and for how long, the status is asked for more often than usual after dead letters were sent back. */
const LOOK_MS = 2000;
const LOOKS = 30;

/** The stores that have dead letters, each with the button that sends them back; and how far those are that were. Says "look" where a newer status is wanted. */
@customElement("ob-dead-letters")
export class DeadLettersPart extends ScreenElement {
  @property({ attribute: false }) status!: Status;
  private readonly sent = new Map<string, Sent>();
  private sending: string | undefined;
  private trouble: string | undefined;
  private looks = 0;
  /** Whether the keyboard goes to the words: the button that it was on may be gone. */
  private toWords = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.every(LOOK_MS, () => {
      if (this.looks <= 0 || ![...this.sent.values()].some((one) => ["moving", "waiting"].includes(course(one, this.status)))) return;
      this.looks--;
      this.look();
    });
  }

  override willUpdate(): void {
    for (const [store, one] of this.sent) this.sent.set(store, seen(one, this.status));
  }

  override updated(): void {
    if (this.toWords) this.querySelector<HTMLElement>("[role=status]")?.focus();
    this.toWords = false;
  }

  override render() {
    const dead = Object.entries(this.status.deadLetters ?? {}).filter(([store, n]) => n > 0 && !this.moving(store));
    return html`${dead.length ? html`<ul class="dead-letters">${dead.map(([store, n]) => html`<li><b>${letters(n)}</b> of ${store}
        <button type="button" class="button" aria-label="Send back ${letters(n)} of ${store}" aria-disabled=${this.sending ? "true" : nothing} @click=${() => void this.send(store)}>${this.sending === store ? "Sending back …" : "Send back"}</button></li>`)}</ul>` : nothing}
      <div class="dead-words" role="status" tabindex="-1">${this.trouble ? html`<p><b class="bad">Not sent back.</b> ${this.trouble}</p>` : nothing}
        ${[...this.sent.values()].map((one) => html`<p data-course=${course(one, this.status)}>${words(one, this.status)}${course(one, this.status) === "back" ? html` <button type="button" class="link" @click=${() => this.put({ function: `load-${one.store}`, level: undefined, request: undefined })}>Show what its loader logged</button>` : nothing}</p>`)}</div>`;
  }

  private moving(store: string): boolean {
    const sent = this.sent.get(store);
    return sent !== undefined && course(sent, this.status) === "moving";
  }

  private async send(store: string): Promise<void> {
    if (this.sending) return;
    const key = tabKey.get();
    this.trouble = undefined;
    if (key === undefined) {
      this.trouble = "It needs the key: give it to the logs below, then press the button again.";
      this.requestUpdate();
      document.querySelector<HTMLElement>("ob-logs input[type=password]")?.focus();
      return;
    }
    this.sending = store;
    this.requestUpdate();
    try {
      const told = (await redrive(store, key)).stores.find((one) => one.store === store);
      if (told?.moving) this.sent.set(store, { store, letters: told.deadLetters ?? 0, gone: false });
      else this.trouble = `${store} has no dead letters any more.`;
      this.looks = LOOKS;
    } catch (error) {
      this.trouble = error instanceof ApiError ? `${error.title}: ${error.detail}. ${error.fix ?? ""}` : String(error);
    }
    this.sending = undefined;
    this.toWords = true;
    this.requestUpdate();
    this.look();
  }

  private look(): void {
    this.dispatchEvent(new Event("look"));
  }
}
