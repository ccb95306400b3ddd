// The panel with the customer's conversations, newest first.

import { byId, clock, element } from "./dom.js";
import { get } from "./rest.js";

/** `pick(id)` opens a conversation; `fresh()` starts a new one; `refused(problem)` is called if the account is not allowed. */
export class History {
  #pick;
  #refused;
  #toggle = byId("history-toggle");
  #list = byId("conversations");
  #current = null;

  constructor(pick, fresh, refused) {
    this.#pick = pick;
    this.#refused = refused;
    this.#toggle.addEventListener("click", () => this.#open(this.#toggle.getAttribute("aria-expanded") !== "true"));
    byId("fresh").addEventListener("click", () => {
      this.#open(false);
      fresh();
    });
    byId("history").addEventListener("keydown", ({ key }) => {
      if (key !== "Escape") return;
      this.#open(false);
      if (this.#toggle.checkVisibility()) this.#toggle.focus();
    });
  }

  /** Loads the list; if the service cannot be reached, the old list stays. */
  async refresh() {
    let conversations;
    try {
      ({ conversations } = await get("v1/conversations"));
    } catch (problem) {
      if (problem.status === 403) this.#refused(problem);
      return;
    }
    this.#list.replaceChildren(...conversations.map((heading) => this.#entry(heading)));
    byId("no-conversations").hidden = conversations.length > 0;
    this.mark(this.#current);
  }

  /** Marks the open conversation. */
  mark(id) {
    this.#current = id;
    for (const button of this.#list.querySelectorAll("button")) {
      if (button.dataset.id === id) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }

  knows(id) {
    return [...this.#list.querySelectorAll("button")].some((button) => button.dataset.id === id);
  }

  clear() {
    this.#list.replaceChildren();
    this.#open(false);
    this.mark(null);
  }

  #entry({ conversation_id: id, title, opened_at: at }) {
    const open = () => {
      this.#open(false);
      this.#pick(id);
    };
    const button = element("button", { type: "button", class: "entry", "data-id": id, onclick: open },
      element("span", { class: "title" }, title || "Conversation"), clock(at));
    return element("li", {}, button);
  }

  #open(open) {
    this.#toggle.setAttribute("aria-expanded", String(open));
    byId("history").classList.toggle("open", open);
  }
}
