// Creates DOM elements. All received text becomes text nodes, so it is never parsed as markup.

const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

/** Creates an element with attributes (functions for `onclick` and the like) and children, elements or text. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

/** A decorative icon that repeats its button's label. */
export function drawing(path, kind = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `drawing ${kind}`.trim());
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** The time of day, with the exact time for machines. */
export function clock(instant) {
  const moment = new Date(instant);
  if (Number.isNaN(moment.getTime())) return null;
  const today = moment.toDateString() === new Date().toDateString();
  const form = today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  return element("time", { datetime: moment.toISOString() }, moment.toLocaleString([], form));
}

/** The date, the same in every time zone: a date without a time is stored as midnight UTC. */
export function day(instant) {
  const moment = new Date(instant ?? NaN);
  if (Number.isNaN(moment.getTime())) return null;
  const form = { dateStyle: "medium", timeZone: "UTC" };
  return element("time", { datetime: moment.toISOString() }, moment.toLocaleDateString([], form));
}
