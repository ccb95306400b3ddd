// The details of one review: the question, the draft, and all evidence for and against it.

import { clock, element } from "./dom.js";
import { photos, turns } from "./evidence.js";
import { percent } from "./queue.js";
import { sources } from "./sources.js";

const SEVERITIES = { info: "Note", warning: "Warning", hard: "Serious" };

/** The review as an article; its heading receives the focus. */
export function detail(review) {
  const { draft, action, reason } = review;
  return element("article", { class: "detail" },
    element("h2", { id: "case-title", tabindex: "-1" }, "Review"),
    review.unsettled && element("p", { class: "notice", role: "note" }, "The money may have left: the action was begun, and its result is not known yet."),
    part("The customer asks", element("p", { class: "words asked" }, review.question)),
    review.conversation?.length > 0 && part("The conversation so far", turns(review.conversation)),
    review.photos?.length > 0 && part("The photos", photos(review.photos)),
    part(action ? "The action that would be done" : "The reply that would be sent",
      action && element("p", { class: "tag" }, action),
      draft ? element("p", { class: "words drafted" }, draft) : element("p", { class: "muted" }, "There is no draft: please write the reply.")),
    part("Why it waits", element("p", { class: "words" }, reason || "No reason was given.")),
    review.second_approval && part(review.approved_by ? "Approved once, needs a second reviewer" : "Needs two reviewers",
      element("p", { class: "words" }, review.second_approval)),
    element("dl", { class: "facts" },
      fact("Confidence", typeof review.confidence === "number" ? percent(review.confidence) : "not scored"),
      fact("Waiting since", clock(review.created_at)),
      review.customer_id && fact("Customer", review.customer_id),
      review.order_id && fact("Order", review.order_id),
      fact("Case", review.case_id)),
    sources(review.sources),
    review.findings?.length > 0 && part("What the photos showed",
      element("ul", { class: "findings" }, ...review.findings.map(finding))));
}

function part(title, ...children) {
  return element("section", {}, element("h3", {}, title), ...children);
}

function fact(name, value) {
  return element("div", {}, element("dt", {}, name), element("dd", {}, value));
}

function finding({ name, state, severity, evidence }) {
  return element("li", {},
    element("span", { class: `tag ${severity}` }, SEVERITIES[severity] ?? severity), " ",
    element("strong", {}, name.replaceAll("_", " ")), `: ${state}`,
    evidence && element("span", { class: "muted" }, ` (${evidence})`));
}
