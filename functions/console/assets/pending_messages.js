// Messages that the server has not confirmed: kept while disconnected, and resent only if the customer asks for it.

import { element } from "./dom.js";

export class PendingMessages {
  #messages = []; // { text, article, state: "queued" | "sent" | "doubtful" }
  #post;

  /** `post(text)` returns whether the socket accepted the text. */
  constructor(post) {
    this.#post = post;
  }

  get expecting() {
    return this.#messages.some(({ state }) => state === "sent");
  }

  get articles() {
    return this.#messages.map(({ article }) => article);
  }

  add(text, article) {
    const message = { text, article, state: "queued" };
    this.#messages.push(message);
    this.#hand(message);
  }

  /** The server has confirmed the oldest sent message. */
  confirmed() {
    const first = this.#messages.findIndex(({ state }) => state === "sent");
    if (first < 0) return;
    const [message] = this.#messages.splice(first, 1);
    note(message.article);
  }

  /** The connection was lost: sent messages without a confirmation may or may not have arrived. */
  dropped() {
    for (const message of this.#messages) if (message.state === "sent") message.state = "doubtful";
  }

  /** Called after a reconnect; `said` is the customer's latest message on the server. */
  settle(said) {
    this.#messages = this.#messages.filter(({ text, state, article }) => {
      const arrived = state === "doubtful" && text === said;
      if (arrived) article.remove();
      return !arrived;
    });
    for (const message of this.#messages) {
      if (message.state === "queued") this.#hand(message);
      if (message.state === "doubtful") this.#offer(message);
    }
  }

  clear() {
    this.#messages = [];
  }

  #hand(message) {
    message.state = this.#post(message.text) ? "sent" : "queued";
    note(message.article, message.state === "queued" ? "Will be sent when you are connected again." : "");
  }

  #offer(message) {
    const again = element("button", { type: "button", class: "small", onclick: () => this.#hand(message) }, "Send again");
    note(message.article, "This message may not have arrived.", again);
  }
}

function note(article, text = "", button = null) {
  article.querySelector(".delivery")?.remove();
  if (!text) return;
  article.append(element("p", { class: "delivery" }, text, button && " ", button));
  article.scrollIntoView({ block: "nearest" });
}
