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
const PAGE = 50; // reviews
const RENEW = 10 * 60_000; // milliseconds before a claim ends in which an open page renews it

const CONFLICTS = { // what to say about a conflict that no faster reviewer caused
  no_draft: "That did not work", not_claimed: "That did not work", approved_by_you: "That did not work",
  claim_expired: "That did not work", action_performed: "That would not be true", unsettled: "Not yet", case_closed: "There is nothing left to decide",
  review_replaced: "This review was replaced",
};

let reviews = [];
let [wanted, more] = [PAGE, false]; // how many reviews to load, and whether there are others
let selected = null; // the selected review, as drawn; whole once its details have arrived
let decision = null;
let [timer, failures, inside] = [0, 0, false];
const queue = new Queue(() => claims().sub, open);

keepSignedIn(() => { inside = true; look(); }, leave);
shortcuts({
  j: () => step(1), k: () => step(-1), escape: () => decision?.cancel(),
  c: () => decision?.press("claim"), a: () => decision?.press("approve"), e: () => decision?.press("edit"), r: () => decision?.press("reject"),
}, () => inside);
byId("more").addEventListener("click", () => { wanted += PAGE; look(); });
document.addEventListener("visibilitychange", () => inside && document.visibilityState === "visible" && look());

function leave() {
  inside = false;
  clearTimeout(timer);
  [reviews, failures, wanted, more] = [[], 0, PAGE, false];
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
    const found = await load();
    if (!inside) return;
    [reviews, failures] = [found, 0];
    await renew();
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

/** The reviews up to the number wanted, page by page; one that moved between two pages is there once. */
async function load() {
  const found = new Map();
  let cursor = "";
  do {
    const page = await get(`v1/reviews${cursor && `?cursor=${encodeURIComponent(cursor)}`}`);
    page.reviews.forEach((review) => found.set(review.review_id, review));
    cursor = page.cursor ?? "";
  } while (cursor && found.size < wanted);
  more = Boolean(cursor);
  return [...found.values()];
}

/** Renews the claim on the selected review before it ends, so that nobody takes it over from an open page. */
async function renew() {
  if (!selected || !mine(selected) || new Date(selected.claimed_until) - Date.now() > RENEW) return;
  try {
    const claimed = await post(`v1/reviews/${selected.review_id}/claim`);
    selected = { ...selected, ...claimed, findings: selected.findings };
    reviews = reviews.map((review) => (review.review_id === claimed.review_id ? { ...review, ...held(claimed) } : review));
  } catch (problem) {
    notice(told("Your claim could not be renewed", problem));
  }
}

function held({ state, version, claimed_by, claimed_until }) {
  return { state, version, claimed_by, claimed_until };
}

function arrange() {
  const count = reviews.length;
  tell(count === 1 && !more ? "1 review waits" : `${count || "No"}${more ? "+" : ""} reviews wait`);
  byId("more").hidden = !more;
  document.title = `${count ? `(${count}) ` : ""}Review desk · ${SHOP}`;
  const now = reviews.find(({ review_id: id }) => id === selected?.review_id) ?? null;
  if (selected && !now) {
    const later = reviews.some(({ case_id: id }) => id === selected.case_id);
    notice(later ? "A later review of the same case has replaced this one. Choose it from the list." : "This review was decided elsewhere.");
    draw(null);
  } else if (selected && isNews(now) && !(decision.writing && mine(now))) {
    read(now);
  }
  queue.show(reviews, selected?.review_id);
}

function isNews({ version, claimed_by: holder }) {
  return version !== selected.version || holder !== selected.claimed_by;
}

function open(id) {
  notice("");
  const entry = reviews.find((review) => review.review_id === id) ?? null;
  draw(entry);
  queue.show(reviews, id);
  byId("case-title")?.focus();
  if (entry) read(entry);
}

/** Loads a review with its conversation and photos, and draws it unless something else is selected by then. */
async function read({ review_id: id }) {
  try {
    const whole = await get(`v1/reviews/${id}`);
    if (selected?.review_id !== id || whole.version < selected.version) return;
    const focused = byId("case").contains(document.activeElement) && document.activeElement.id;
    draw(whole);
    if (focused) byId(focused)?.focus();
    else if (focused === "") byId("case").querySelector(".decision button:enabled")?.focus();
  } catch (problem) {
    if (selected?.review_id === id) notice(told("We could not read all of this review", problem));
  }
}

function step(by) {
  const at = reviews.findIndex(({ review_id: id }) => id === selected?.review_id);
  const next = reviews[at < 0 ? 0 : Math.min(Math.max(at + by, 0), reviews.length - 1)];
  if (next) open(next.review_id);
}

function draw(review) {
  selected = review;
  decision = review && new Decision(review, claims().sub, { claim, release, decide });
  byId("case").replaceChildren(...(review ? [detail(review), decision.node] : []));
}

function mine(review) {
  return Boolean(review.claimed_by) && review.claimed_by === claims().sub;
}

function claim() {
  return change("claim", {}, (claimed) => {
    hold(claimed);
    decision.node.querySelector("button:enabled")?.focus();
    if (!selected.conversation) read(selected);
  });
}

function release() {
  return change("release", {}, (free) => {
    hold(free);
    tell(`Released. ${byId("line").textContent}.`);
    byId("case-title")?.focus();
  });
}

/** Draws the selected review with the new state of its claim. */
function hold(changed) {
  reviews = reviews.map((review) => (review.review_id === changed.review_id ? { ...review, ...held(changed) } : review));
  draw({ ...selected, ...changed, findings: selected.findings });
  queue.show(reviews, changed.review_id);
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
    const faster = problem.status === 409 ? "Another reviewer was faster" : "That did not work";
    notice(told(CONFLICTS[problem.code] ?? faster, problem));
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
