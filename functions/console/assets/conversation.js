// The current conversation, and how the page is synchronised with the server's copy of it.

import { get } from "./rest.js";

const KEPT = "first-contact.conversation";
const AGAIN = 3_000; // milliseconds between checks for a reply that may have been lost with the connection
const LOOKS = 20;

export class Conversation {
  id = null;
  ready = true; // whether the page shows the server's copy, so that new messages may be sent
  #parts; // socket, thread, pending, history, status
  #looks = 0;
  #look = 0;
  #homes = new Map(); // case id → conversation id
  #left = new Set(); // conversations that this page has left; their events are ignored

  constructor(parts) {
    this.#parts = parts;
  }

  /** The id of the conversation that was open before the page was reloaded. */
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

  /** Opens a conversation from the list, or a new one if the id is null. */
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

  /** Makes this the current conversation. */
  adopt(id) {
    const { history } = this.#parts;
    this.id = id;
    this.#left.delete(id);
    history.mark(id);
    if (id) sessionStorage.setItem(KEPT, id);
    else sessionStorage.removeItem(KEPT);
    if (id && !history.knows(id)) history.refresh();
  }

  /** Requests the server's copy; returns false if there is no conversation or no connection. */
  resume() {
    this.ready = this.id === null || !this.#parts.socket.send({ action: "resume", conversation_id: this.id });
    return !this.ready;
  }

  /** Shows the server's messages, followed by those the server has not confirmed. */
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

  /** Allows new messages; `said` is the customer's latest message on the server. */
  follow(said, unanswered = false) {
    const { pending, status } = this.#parts;
    this.ready = true;
    pending.settle(said);
    if (unanswered && !status.busy) status.stage("received");
    if (!unanswered && !pending.expecting) status.stage();
  }

  /** Whether an event belongs to this conversation; the first event of a new conversation sets its id. */
  has({ conversation_id: id, case_id: caseId }) {
    if (id && caseId) this.#homes.set(caseId, id);
    const home = id ?? this.#homes.get(caseId);
    if (!home || home === this.id) return true;
    if (this.id || this.#left.has(home) || !this.#parts.pending.expecting) return false;
    this.adopt(home);
    return true;
  }
}
