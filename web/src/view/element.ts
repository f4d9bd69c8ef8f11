import { LitElement } from "lit";

/** A part of the page in the page's own tree, so that one set of style sheets and one heading order hold for all. */
export abstract class PageElement extends LitElement {
  private listening: (() => void)[] = [];

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Listens as long as the element is on the page. */
  protected listen(target: EventTarget, types: string, handler: (event: Event) => void): void {
    for (const type of types.split(" ")) {
      target.addEventListener(type, handler);
      this.listening.push(() => target.removeEventListener(type, handler));
    }
  }

  /** Does it again and again as long as the element is on the page; without work it draws itself anew, for what is told by its age. */
  protected every(ms: number, work: () => void = () => this.requestUpdate()): void {
    const timer = window.setInterval(work, ms);
    this.listening.push(() => clearInterval(timer));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.listening) stop();
    this.listening = [];
  }
}
