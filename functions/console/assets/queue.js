// The list of waiting reviews, oldest first; redrawn only if it has changed, and the focus is kept.

import { byId, element } from "./dom.js";

const CHANNELS = { chat: "Chat", zendesk: "Ticket", claim: "Damage claim" };
const MINUTE = 60_000;

export class Queue {
  #list = byId("reviews");
  #me;
  #pick;
  #drawn = "";

  /** `me()` is the reviewer's own id; `pick(id)` opens a review. */
  constructor(me, pick) {
    this.#me = me;
    this.#pick = pick;
  }

  show(reviews, selected) {
    byId("nothing").hidden = reviews.length > 0;
    byId("choose").hidden = reviews.length === 0 || Boolean(selected);
    const drawing = JSON.stringify([reviews.map((review) => [review.review_id, review.version, review.claimed_by, age(review.created_at)]), selected]);
    if (drawing === this.#drawn) return;
    this.#drawn = drawing;
    const focused = document.activeElement?.closest("[data-id]")?.dataset.id;
    this.#list.replaceChildren(...reviews.map((review) => element("li", {}, this.#entry(review, selected))));
    if (focused) this.#list.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  }

  clear() {
    this.#drawn = "";
    this.#list.replaceChildren();
  }

  #entry(review, selected) {
    const { review_id: id, question, channel, created_at: at } = review;
    return element("button", {
      type: "button", class: "entry", "data-id": id, "aria-current": id === selected && "true", onclick: () => this.#pick(id),
    },
    element("span", { class: "title" }, question),
    element("span", { class: "muted" }, [CHANNELS[channel] ?? channel, age(at), sure(review)].filter(Boolean).join(" · ")),
    review.unsettled && element("span", { class: "tag warning" }, "Waits for settlement"),
    review.claimed_by && element("span", { class: "tag" }, review.claimed_by === this.#me() ? "Yours" : "Taken"),
    review.approved_by && element("span", { class: "tag" }, "Approved once"));
  }
}

function sure({ confidence }) {
  return typeof confidence === "number" ? `${percent(confidence)} sure` : "";
}

/** Formats a probability; always rounds down. */
export function percent(probability) {
  return `${Math.floor(probability * 100)} %`;
}

function age(instant) {
  const minutes = Math.max(0, Math.floor((Date.now() - new Date(instant)) / MINUTE));
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 2880) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / 1440)} days`;
}
