// The messages on the page, including replies being received and replies that wait for a person.

import { addSentence, answered, asked, closeChoice, complete, draft, trouble } from "./message.js";

const NEAR = 80; // pixels from the end within which the page keeps scrolling to the end

export class Thread {
  #log;
  #actions;
  #drafts = new Map(); // case id → article of the reply being received
  #reading = true; // whether the end is visible; if so, it stays visible
  #waiting = new Map(); // message id → { article, caseId } of replies that a person's reply will replace

  constructor(log, actions) {
    this.#log = log;
    this.#actions = actions;
    log.addEventListener("scroll", () => { this.#reading = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR; });
    new ResizeObserver(() => this.#keepingEnd(() => {})).observe(log);
  }

  get empty() {
    return this.#log.childElementCount === 0;
  }

  clear() {
    this.#log.replaceChildren();
    this.#drafts.clear();
    this.#waiting.clear();
  }

  /** Adds the customer's new message. */
  ask(text) {
    closeChoice(this.#log);
    const article = asked({ text });
    this.#reading = true;
    this.append(article);
    return article;
  }

  sentence({ case_id: caseId, n, text }) {
    if (!this.#drafts.has(caseId)) {
      this.#drafts.set(caseId, draft());
      this.append(this.#drafts.get(caseId));
    }
    this.#keepingEnd(() => addSentence(this.#drafts.get(caseId), n, text));
  }

  /** Adds a reply or a hand-over; returns whether it answers a question that waited for a person. */
  answer(record) {
    const place = this.#place(record);
    const written = this.#drafts.get(record.case_id);
    this.#drafts.delete(record.case_id);
    const article = place ?? written ?? answered(record, this.#actions);
    if (place ?? written) this.#keepingEnd(() => complete(article, record, this.#actions));
    else this.append(article);
    if (record.status === "in_review") this.#waiting.set(record.message_id, { article, caseId: record.case_id });
    return place !== null && record.status !== "in_review";
  }

  trouble(problem) {
    this.append(trouble(problem));
  }

  /** Shows the whole conversation from the server; only its last question can still be answered with yes or no. */
  show(messages) {
    this.clear();
    const articles = messages.map((message, index) => {
      if (message.role === "customer") return asked(message);
      const article = answered(message, this.#actions);
      if (index < messages.length - 1) closeChoice(article);
      if (message.status === "in_review") this.#waiting.set(message.message_id, { article, caseId: message.case_id });
      return article;
    });
    this.#reading = true;
    this.append(...articles);
  }

  append(...articles) {
    this.#keepingEnd(() => this.#log.append(...articles));
  }

  #place({ message_id: id, case_id: caseId }) {
    const key = this.#waiting.has(id) ? id : [...this.#waiting].find(([, place]) => place.caseId === caseId)?.[0];
    const article = this.#waiting.get(key)?.article ?? null;
    this.#waiting.delete(key);
    return article;
  }

  #keepingEnd(change) {
    change();
    if (this.#reading) this.#log.scrollTop = this.#log.scrollHeight;
  }
}
