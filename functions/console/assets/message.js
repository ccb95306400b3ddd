// One message of a conversation, as shown on the page.

import { clock, drawing, element } from "./dom.js";
import { sources } from "./sources.js";

const SHOP = document.querySelector("meta[name=shop]").content;
const TAGS = { acted: "Done", confirm: "Needs your yes", in_review: "With a colleague" };
const WAITING = "We are working on this. The reply will appear here.";
const THUMB = "M7 10v10H3V10h4Zm3 0 4-7a2.4 2.4 0 0 1 2.2 2.9L15.5 9H20a1.5 1.5 0 0 1 1.4 2l-2.5 8a1.5 1.5 0 0 1-1.4 1H10V10Z";

/** A customer's message. */
export function asked({ text, at }) {
  return element("article", { class: "turn mine" }, who("You", at), element("p", { class: "words" }, text));
}

/** A reply; its buttons call `actions.say(text)` and `actions.rate(messageId, thumb)`. */
export function answered(record, actions) {
  const { text, at, status, message_id: id } = record;
  const article = element("article", { class: `turn ours ${status ?? ""}` },
    who(SHOP, at, TAGS[status]),
    element("p", { class: "words" }, text || (status === "in_review" ? WAITING : "")),
    sources(record.sources));
  if (status === "confirm") article.append(choice(actions));
  if (id && (status === "answered" || status === "acted")) article.append(thumbs(record, actions));
  return article;
}

/** A reply that is still being received, sentence by sentence. */
export function draft() {
  return element("article", { class: "turn ours draft" }, who(SHOP), element("p", { class: "words" }));
}

/** Inserts sentence `n` in order; if it exists, its text is replaced. */
export function addSentence(article, n, text) {
  const words = article.querySelector(".words");
  const all = [...words.children];
  const same = all.find((span) => Number(span.dataset.n) === n);
  if (same) same.textContent = `${text} `;
  else words.insertBefore(element("span", { "data-n": n }, `${text} `), all.find((span) => Number(span.dataset.n) > n) ?? null);
}

/** Turns a draft article into the final reply; unchanged text stays in the DOM, so screen readers do not repeat it. */
export function complete(article, record, actions) {
  const fresh = answered(record, actions);
  const [head, words, ...rest] = fresh.children;
  const old = article.querySelector(".words");
  const kept = old.textContent.trim() === words.textContent.trim() ? old : words;
  article.className = fresh.className;
  if (kept === old) [...article.children].filter((child) => child !== old).forEach((child) => child.remove());
  else article.replaceChildren(words);
  kept.before(head);
  kept.after(...rest);
}

/** An error message and its remedy. */
export function trouble({ detail, remedy }) {
  return element("article", { class: "turn trouble" }, who("That did not work"),
    element("p", { class: "words" }, detail || "Something went wrong on our side."),
    remedy && element("p", { class: "muted" }, remedy));
}

/** Removes the yes and no buttons, once the question can no longer be answered. */
export function closeChoice(log) {
  log.querySelectorAll(".choice-buttons").forEach((buttons) => buttons.remove());
}

function who(name, at, tag) {
  return element("p", { class: "who" }, element("strong", {}, name), clock(at ?? Date.now()), tag && element("span", { class: "tag" }, tag));
}

function choice({ say }) {
  const button = (label, kind) => element("button", { type: "button", class: kind, onclick: () => say(label.toLowerCase()) }, label);
  return element("div", { class: "choice-buttons", role: "group", "aria-label": "Your answer" }, button("Yes", ""), button("No", "quiet"));
}

function thumbs({ message_id: id, feedback }, { rate }) {
  const group = element("div", { class: "thumbs", role: "group", "aria-label": "Was this helpful?" });
  const note = element("span", { role: "status", class: "muted" });
  const thumb = (kind, label) => {
    const button = element("button", { type: "button", class: "thumb", "aria-pressed": String(feedback === kind) },
      drawing(THUMB, kind), label);
    button.addEventListener("click", async () => {
      try {
        await rate(id, kind);
        group.querySelectorAll("button").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
        note.textContent = "Thank you.";
      } catch (error) {
        note.textContent = error.message;
      }
    });
    return button;
  };
  group.append(thumb("up", "Helpful"), thumb("down", "Not helpful"), note);
  return group;
}
