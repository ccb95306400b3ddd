// The review page: the list of waiting reviews, one selected review, and regular polling.

import { Decision } from "./decision.js";
import { detail } from "./detail.js";
import { byId } from "./dom.js";
import { Queue } from "./queue.js";
import { get, post } from "./rest.js";
import { claims } from "./session.js";
import { shortcuts } from "./shortcuts.js";
import { keepSignedIn } from "./sign_in.js";

const SHOP = document.querySelector("meta[name=shop]").content;
const PAUSE = 10_000; // milliseconds between two polls; doubled after each failure
const LONGEST_PAUSE = 120_000;
const DONE = { approve: "Approved.", edit: "Your reply was sent.", reject: "Rejected." };
const APPROVED_ONCE = "Approved. A colleague must approve it too.";

const MINE_TO_FIX = ["no_draft", "not_claimed", "approved_by_you"]; // conflicts that no other reviewer caused

let reviews = [];
let selected = null; // the selected review, as drawn
let decision = null;
let [timer, failures, inside] = [0, 0, false];
const queue = new Queue(() => claims().sub, open);

keepSignedIn(() => { inside = true; look(); }, leave);
shortcuts({
  j: () => step(1), k: () => step(-1), escape: () => decision?.cancel(),
  c: () => decision?.press("claim"), a: () => decision?.press("approve"), e: () => decision?.press("edit"), r: () => decision?.press("reject"),
}, () => inside);
document.addEventListener("visibilitychange", () => inside && document.visibilityState === "visible" && look());

function leave() {
  inside = false;
  clearTimeout(timer);
  [reviews, failures] = [[], 0];
  queue.clear();
  draw(null);
  notice("");
  tell("");
}

/** Loads the list repeatedly, with a pause in between; a hidden page does not poll. */
async function look() {
  clearTimeout(timer);
  if (document.visibilityState === "hidden") return;
  try {
    const answer = await get("v1/reviews");
    if (!inside) return;
    [reviews, failures] = [answer.reviews, 0];
    arrange();
  } catch (problem) {
    failures += 1;
    if (!inside) return;
    tell(problem.status === 403 ? "" : "We could not read the list, trying again");
    if (problem.status === 403) {
      notice(told("This account may not", problem));
      return;
    }
  }
  clearTimeout(timer);
  if (inside) timer = setTimeout(look, Math.min(PAUSE * 2 ** failures, LONGEST_PAUSE));
}

function arrange() {
  const count = reviews.length;
  tell(count === 1 ? "1 review waits" : `${count || "No"} reviews wait`);
  document.title = `${count ? `(${count}) ` : ""}Review desk · ${SHOP}`;
  const now = reviews.find(({ review_id: id }) => id === selected?.review_id) ?? null;
  if (selected && !now) {
    notice("This review was decided elsewhere.");
    draw(null);
  } else if (selected && now.version !== selected.version && !(decision.writing && mine(now))) {
    draw(now);
  }
  queue.show(reviews, selected?.review_id);
}

function open(id) {
  notice("");
  draw(reviews.find((review) => review.review_id === id) ?? null);
  queue.show(reviews, id);
  byId("case-title")?.focus();
}

function step(by) {
  const at = reviews.findIndex(({ review_id: id }) => id === selected?.review_id);
  const next = reviews[at < 0 ? 0 : Math.min(Math.max(at + by, 0), reviews.length - 1)];
  if (next) open(next.review_id);
}

function draw(review) {
  selected = review;
  decision = review && new Decision(review, claims().sub, { claim, decide });
  byId("case").replaceChildren(...(review ? [detail(review), decision.node] : []));
}

function mine(review) {
  return Boolean(review.claimed_by) && review.claimed_by === claims().sub;
}

function claim() {
  return change("claim", {}, (claimed) => {
    reviews = reviews.map((review) => (review.review_id === claimed.review_id ? { ...review, ...claimed, findings: review.findings } : review));
    draw(reviews.find(({ review_id: id }) => id === claimed.review_id));
    decision.node.querySelector("button:enabled")?.focus();
    queue.show(reviews, claimed.review_id);
  });
}

function decide(made) {
  const at = reviews.indexOf(reviews.find(({ review_id: id }) => id === selected.review_id));
  return change("decision", made, (answer) => {
    const waits = answer.state !== "decided";
    reviews = waits ? reviews.map((review, index) => (index === at ? { ...answer, findings: review.findings } : review))
      : reviews.filter((_, index) => index !== at);
    draw(null);
    arrange();
    tell(`${waits ? APPROVED_ONCE : DONE[made.decision]} ${byId("line").textContent}.`);
    const next = reviews[Math.min(at, reviews.length - 1)];
    if (next) open(next.review_id);
    else byId("main").focus();
  });
}

/** Runs one operation on the selected review; on a conflict with another reviewer, shows a note and reloads. */
async function change(call, body, done) {
  notice("");
  try {
    done(await post(`v1/reviews/${selected.review_id}/${call}`, body));
  } catch (problem) {
    await look();
    const quicker = problem.status === 409 && !MINE_TO_FIX.includes(problem.code);
    notice(told(quicker ? "Another reviewer was faster" : "That did not work", problem));
  }
}

function told(what, { detail: why, remedy }) {
  return [`${what}: ${why.replace(/\.$/, "")}.`, remedy].filter(Boolean).join(" ");
}

function notice(text) {
  byId("notice").textContent = text;
  byId("notice").hidden = !text;
}

function tell(text) {
  byId("line").textContent = text;
}
