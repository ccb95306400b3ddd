// The message input: Enter sends, Shift + Enter inserts a line break, 8 KB is the limit.

export const LIMIT = 8192; // bytes of UTF-8, as the API counts

const bytes = (text) => new TextEncoder().encode(text).length;

/** `send(text)` receives the trimmed text, never empty and never over the limit. */
export function compose(form, send) {
  const field = form.querySelector("textarea");
  const warning = form.querySelector(".wrong");

  function measure() {
    const length = bytes(field.value.trim());
    const over = length > LIMIT;
    const says = over
      ? `Your message is a little too long: ${length.toLocaleString("en")} of ${LIMIT.toLocaleString("en")} bytes. Please shorten it.`
      : "";
    if (warning.textContent !== says) warning.textContent = says;
    field.toggleAttribute("aria-invalid", over);
    return over;
  }

  field.addEventListener("input", measure);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    field.focus();
    if (!text || measure()) return;
    field.value = "";
    send(text);
  });
}
