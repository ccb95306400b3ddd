// The decisions on a review: claim it, then approve, edit or reject, or release it.

import { clock, element } from "./dom.js";

const LONGEST = { text: 8192, reason: 1000 };

/** The buttons that a reviewer, `me`, has for a review; `claim()`, `release()` and `decide(decision)` return promises. */
export class Decision {
  #review;
  #does;
  #form = element("div", { class: "writing" });
  #buttons = {};
  node;

  constructor(review, me, does) {
    this.#review = review;
    this.#does = does;
    this.node = element("section", { class: "decision", "aria-label": "Decision" });
    if (review.claimed_by === me) this.#offerDecisions();
    else if (review.approved_by === me) this.node.append(element("p", { class: "muted" }, "You approved this. A colleague must approve it too."));
    else if (review.claimed_by) this.node.append(element("p", { class: "muted" }, "A colleague has claimed this review", until(review), "."));
    else {
      this.#buttons.claim = this.#button("Claim", "", () => this.#run(does.claim));
      this.node.append(this.#buttons.claim, element("p", { class: "muted" }, "Claim it to decide: then no other reviewer works on it."));
    }
  }

  /** Whether a form is open, so that redrawing would lose its text. */
  get writing() {
    return this.#form.childElementCount > 0;
  }

  /** Handles a keyboard shortcut; a claim is made immediately, a decision only opens its form. */
  press(name) {
    const button = this.#buttons[name];
    if (!button || button.disabled) return;
    button.focus();
    if (name !== "approve") button.click();
  }

  cancel() {
    if (!this.writing) return;
    this.#form.replaceChildren();
    this.#buttons.edit.focus();
  }

  #offerDecisions() {
    const { draft, action, unsettled, conversation } = this.#review;
    this.#buttons.release = this.#button("Release", "quiet", () => this.#run(this.#does.release));
    if (!conversation) { // nobody decides what they have not seen
      this.node.append(element("p", { class: "muted" }, "Loading…"), this.#buttons.release);
      return;
    }
    const approve = () => this.#run(() => this.#does.decide({ decision: "approve" }));
    this.#buttons.approve = this.#button(action ? "Approve the action" : "Approve and send", "", approve);
    this.#buttons.approve.disabled = !draft;
    this.#buttons.edit = this.#button("Edit", "quiet", () => this.#edit());
    this.#buttons.reject = this.#button("Reject", "quiet", () => this.#reject());
    const { approve: first, edit, reject, release } = this.#buttons;
    if (unsettled) {
      const hint = "Approving makes sure that it is done, once. Anything else can be said as soon as the result is known.";
      this.node.append(element("p", { class: "muted" }, hint), element("div", { class: "row" }, first, release));
      return;
    }
    this.node.append(element("div", { class: "row" }, first, edit, reject, release), this.#form);
  }

  #edit() {
    const text = area("edited", 6, LONGEST.text, this.#review.draft);
    this.#write("Send this reply", text, () => text.value.trim() && { decision: "edit", text: text.value.trim() },
      label("edited", "The reply to send instead"), text);
  }

  #reject() {
    const [reason, text] = [area("reason", 2, LONGEST.reason), area("instead", 3, LONGEST.text)];
    const decision = () => reason.value.trim() && {
      decision: "reject", reason: reason.value.trim(), ...(text.value.trim() && { text: text.value.trim() }),
    };
    this.#write("Reject", reason, decision,
      label("reason", "Why you reject it (for us)"), reason,
      label("instead", "Message to the customer (optional)"), text);
  }

  #write(verb, first, decision, ...fields) {
    const missing = element("p", { class: "wrong", role: "alert" });
    const form = element("form", {}, ...fields, missing,
      element("div", { class: "row" }, element("button", { type: "submit" }, verb), this.#button("Cancel", "quiet", () => this.cancel())));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const made = decision();
      if (made) this.#run(() => this.#does.decide(made));
      else {
        missing.textContent = "Please write something here first.";
        first.focus();
      }
    });
    this.#form.replaceChildren(form);
    first.focus();
  }

  #button(text, kind, act) {
    return element("button", { type: "button", class: kind, onclick: act }, text);
  }

  async #run(act) {
    const buttons = [...this.node.querySelectorAll("button:enabled")];
    buttons.forEach((button) => { button.disabled = true; });
    await act();
    buttons.forEach((button) => { button.disabled = false; });
  }
}

function until({ claimed_until: end }) {
  return end && element("span", {}, " until ", clock(end));
}

function label(id, text) {
  return element("label", { for: id }, text);
}

function area(id, rows, maxlength, text = "") {
  return element("textarea", { id, rows, maxlength }, text);
}
