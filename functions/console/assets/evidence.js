// What a reviewer looks at before a decision: the conversation so far, and the photos of a claim.

import { clock, element } from "./dom.js";

const SPEAKERS = { customer: "Customer", assistant: "We" };

/** The turns of a conversation, oldest first. */
export function turns(messages) {
  return element("ol", { class: "turns plain" }, ...messages.map(({ role, at, text }) => element("li", {},
    element("p", { class: "muted" }, SPEAKERS[role] ?? role, " · ", clock(at)),
    element("p", { class: "words" }, text))));
}

/** The photos as pictures, each a link to its full size; their addresses work for some minutes only. */
export function photos(list) {
  return element("ul", { class: "photos plain" }, ...list.map(({ url, replaced }, index) => element("li", {},
    element("a", { href: url, target: "_blank", rel: "noopener noreferrer" },
      element("img", { src: url, alt: `Photo ${index + 1} of the claim (opens in a new tab)`, loading: "lazy" })),
    replaced && element("p", { class: "tag warning" }, "Uploaded again after it was inspected"))));
}
