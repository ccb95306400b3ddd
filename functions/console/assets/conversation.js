// Which conversation is on the page, and how the page and the server's record of it are brought together again.

import { get } from "./rest.js";

const KEPT = "first-contact.conversation";
const AGAIN = 3_000; // milliseconds between looks for a reply that a dropped connection may have lost
const LOOKS = 20;

export class Conversation {
  id = null;
  ready = true; // whether the server's record is on the page, so that new messages can follow it
  #parts; // socket, thread, pending, history, status
  #looks = 0;
  #look = 0;
  #homes = new Map(); // case id → the conversation it belongs to
  #left = new Set(); // conversations this page has left: their events do not belong here

  constructor(parts) {
    this.#parts = parts;
  }

  /** The one that was open before the page was reloaded. */
  get kept() {
    return sessionStorage.getItem(KEPT);
  }

  close() {
    const { pending, thread, status } = this.#parts;
    if (this.id) this.#left.add(this.id);
    this.id = null;
    this.ready = true;
    this.#looks = 0;
    clearTimeout(this.#look);
    pending.clear();
    thread.clear();
    status.stage();
  }

  /** Open one from the list, or with null a new one. */
  async open(id) {
    const { thread } = this.#parts;
    this.close();
    this.adopt(id);
    if (!id || this.resume()) return;
    try {
      const { messages } = await get(`v1/conversations/${id}`);
      if (this.id === id && thread.empty) this.show(messages);
    } catch (problem) {
      thread.trouble(problem);
    }
  }

  /** From now on this is the one. */
  adopt(id) {
    const { history } = this.#parts;
    this.id = id;
    this.#left.delete(id);
    history.mark(id);
    if (id) sessionStorage.setItem(KEPT, id);
    else sessionStorage.removeItem(KEPT);
    if (id && !history.knows(id)) history.refresh();
  }

  /** Ask the server for its record; false if there is nothing to ask for, or nobody to ask. */
  resume() {
    this.ready = this.id === null || !this.#parts.socket.send({ action: "resume", conversation_id: this.id });
    return !this.ready;
  }

  /** The server's record, and after it what the server has not confirmed. */
  show(messages) {
    const { thread, pending } = this.#parts;
    const unsent = pending.articles;
    thread.show(messages);
    thread.append(...unsent);
    const unanswered = messages.at(-1)?.role === "customer";
    this.#looks = unanswered ? this.#looks + 1 : 0;
    clearTimeout(this.#look);
    if (unanswered && this.#looks < LOOKS) this.#look = setTimeout(() => pending.expecting || this.resume(), AGAIN);
    this.follow(messages.findLast(({ role }) => role === "customer")?.text, unanswered);
  }

  /** New messages may follow: `said` is the last the server has of the customer's. */
  follow(said, unanswered = false) {
    const { pending, status } = this.#parts;
    this.ready = true;
    pending.settle(said);
    if (unanswered && !status.busy) status.stage("received");
    if (!unanswered && !pending.expecting) status.stage();
  }

  /** Whether an event is about this conversation; the first one names a new conversation. */
  has({ conversation_id: id, case_id: caseId }) {
    if (id && caseId) this.#homes.set(caseId, id);
    const home = id ?? this.#homes.get(caseId);
    if (!home || home === this.id) return true;
    if (this.id || this.#left.has(home) || !this.#parts.pending.expecting) return false;
    this.adopt(home);
    return true;
  }
}
