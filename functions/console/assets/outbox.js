// What the customer wrote and the server has not confirmed yet: kept across a dropped line, never sent twice unasked.

import { element } from "./element.js";

export class Outbox {
  #letters = []; // { text, article, state: "queued" | "sent" | "doubtful" }
  #post;

  /** `post(text)` says whether the line took it. */
  constructor(post) {
    this.#post = post;
  }

  get expecting() {
    return this.#letters.some(({ state }) => state === "sent");
  }

  get articles() {
    return this.#letters.map(({ article }) => article);
  }

  add(text, article) {
    const letter = { text, article, state: "queued" };
    this.#letters.push(letter);
    this.#hand(letter);
  }

  /** The server showed that it has the oldest letter it was sent. */
  confirmed() {
    const first = this.#letters.findIndex(({ state }) => state === "sent");
    if (first < 0) return;
    const [letter] = this.#letters.splice(first, 1);
    note(letter.article);
  }

  /** The line dropped: what was sent and not confirmed may or may not have arrived. */
  dropped() {
    for (const letter of this.#letters) if (letter.state === "sent") letter.state = "doubtful";
  }

  /** The line is back and the server's own record is known: `said` is the customer's last text in it. */
  settle(said) {
    this.#letters = this.#letters.filter(({ text, state, article }) => {
      const arrived = state === "doubtful" && text === said;
      if (arrived) article.remove();
      return !arrived;
    });
    for (const letter of this.#letters) {
      if (letter.state === "queued") this.#hand(letter);
      if (letter.state === "doubtful") this.#offer(letter);
    }
  }

  clear() {
    this.#letters = [];
  }

  #hand(letter) {
    letter.state = this.#post(letter.text) ? "sent" : "queued";
    note(letter.article, letter.state === "queued" ? "Will be sent when you are connected again." : "");
  }

  #offer(letter) {
    const again = element("button", { type: "button", class: "small", onclick: () => this.#hand(letter) }, "Send again");
    note(letter.article, "This message may not have arrived.", again);
  }
}

function note(article, text = "", button = null) {
  article.querySelector(".delivery")?.remove();
  if (!text) return;
  article.append(element("p", { class: "delivery" }, text, button && " ", button));
  article.scrollIntoView({ block: "nearest" });
}
