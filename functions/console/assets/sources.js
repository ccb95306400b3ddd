// The documents that a reply cites, as links with dates; other addresses than web addresses stay plain text.

import { day, element } from "./dom.js";

/** A labelled list of sources, or nothing. */
export function sources(list, label = "Sources") {
  if (!list?.length) return null;
  const entries = list.map((source) => element("li", {}, entry(source), dated(source)));
  return element("div", { class: "sources" }, element("span", { class: "label" }, label), element("ul", {}, ...entries));
}

function dated({ updated_at: instant }) {
  const time = day(instant);
  return time && element("span", { class: "muted" }, " · ", time);
}

function entry({ title, url, document_id: id }) {
  const name = title || id;
  const address = URL.canParse(url) ? new URL(url) : null;
  if (!address || !["https:", "http:"].includes(address.protocol)) return element("span", {}, name);
  return element("a", { href: address.href, target: "_blank", rel: "noopener noreferrer" },
    name, element("span", { class: "unseen" }, " (opens in a new tab)"));
}
