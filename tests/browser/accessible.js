// What a checker of accessibility would complain about on this page: a list of sentences, empty if all is well.
() => {
  const found = [];
  const shown = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getBoundingClientRect().width > 1;
  const name = (node) => node.tagName + (node.id ? `#${node.id}` : "") + ` "${node.textContent.trim().slice(0, 30)}"`;
  const channels = (text) => text.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, index) => sum + c * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !shown(node) || node.matches(":disabled")) continue;
    const ratio = contrast(channels(getComputedStyle(node).color), behind(node));
    if (ratio < 4.5) found.push(`${name(node)} has a contrast of ${ratio.toFixed(2)}`);
  }
  for (const field of document.querySelectorAll("input, textarea")) {
    if (!shown(field)) continue;
    if (![...field.labels].some(shown)) found.push(`${name(field)} has no label`);
    if (field.type === "checkbox") continue;
    const edge = contrast(channels(getComputedStyle(field).borderTopColor), behind(field.parentElement));
    if (edge < 3) found.push(`${name(field)} has an edge of ${edge.toFixed(2)}`);
  }
  for (const control of document.querySelectorAll("button, a[href], summary")) {
    if (!shown(control)) continue;
    if (!control.textContent.trim() && !control.ariaLabel) found.push(`${name(control)} says nothing`);
    const box = control.getBoundingClientRect();
    if (!control.closest(".sources, .skip") && box.height < 24) found.push(`${name(control)} is ${box.height} px high`);
  }
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  ids.filter((id, index) => ids.indexOf(id) !== index).forEach((id) => found.push(`the id ${id} is there twice`));
  for (const node of document.querySelectorAll("[aria-labelledby], [aria-describedby], [aria-controls]")) {
    for (const kind of ["aria-labelledby", "aria-describedby", "aria-controls"]) {
      (node.getAttribute(kind) ?? "").split(" ").filter((id) => id && !ids.includes(id))
        .forEach((id) => found.push(`${name(node)} points to ${id}, which is not there`));
    }
  }
  const levels = [...document.querySelectorAll("h1, h2, h3")].filter((h) => h.checkVisibility()).map((h) => Number(h.tagName[1]));
  levels.forEach((level, index) => { if (level > (levels[index - 1] ?? 0) + 1) found.push(`a heading skips to level ${level}`); });
  if (document.querySelectorAll("main").length !== 1) found.push("there is not exactly one main part");
  if (document.querySelector("[tabindex]:not([tabindex='0']):not([tabindex='-1'])")) found.push("a tabindex changes the order");
  for (const image of document.querySelectorAll("img:not([alt])")) found.push(`${name(image)} has no alternative`);
  return found;
}
