// Single-key shortcuts: ignored while the user is typing, and easy to switch off.

import { byId } from "./dom.js";

const KEPT = "first-contact.shortcuts";

/** `keys` maps a key to its function; `allowed()` says whether shortcuts are active now. */
export function shortcuts(keys, allowed) {
  const choice = byId("keys-on");
  choice.checked = localStorage.getItem(KEPT) !== "off";
  choice.addEventListener("change", () => localStorage.setItem(KEPT, choice.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !allowed()) return;
    const writing = event.target.closest("textarea, input:not([type=checkbox])");
    const act = keys[event.key.toLowerCase()];
    if (!act || (event.key !== "Escape" && (writing || !choice.checked))) return;
    event.preventDefault();
    act();
  });
}
