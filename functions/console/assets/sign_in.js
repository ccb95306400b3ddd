// Sign-in and sign-out on both pages: shows the form when signed out, the page's content when signed in.

import { byId, element } from "./dom.js";
import { SignInError, end, session, signIn, token } from "./session.js";

/** Shows the form if there is no session; calls `entered` at sign-in or for an existing session, `left` when it ends. */
export function keepSignedIn(entered, left) {
  const email = element("input", {
    id: "email", type: "email", autocomplete: "username", required: true, "aria-describedby": "sign-in-note",
  });
  const password = element("input", {
    id: "password", type: "password", autocomplete: "current-password", required: true, "aria-describedby": "sign-in-note",
  });
  const note = element("p", { id: "sign-in-note", class: "wrong", role: "alert" });
  const button = element("button", { type: "submit" }, "Sign in");
  const form = element("form", { class: "credentials", novalidate: true },
    element("label", { for: "email" }, "E-mail"), email,
    element("label", { for: "password" }, "Password"), password,
    note, button);
  byId("sign-in").append(form);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const missing = [email, password].find((field) => !field.value);
    if (missing) {
      note.textContent = "Please enter your e-mail address and your password.";
      missing.focus();
      return;
    }
    note.textContent = "";
    button.disabled = true;
    try {
      await signIn(email.value.trim(), password.value);
      password.value = "";
      open();
    } catch (error) {
      note.textContent = error instanceof SignInError ? error.message
        : "We could not reach the sign-in service. Please check your connection and try again.";
      if (error instanceof SignInError) password.select();
    } finally {
      button.disabled = false;
    }
  });
  byId("sign-out").addEventListener("click", () => end());
  session.addEventListener("ended", ({ detail }) => {
    show(false);
    left();
    note.textContent = detail;
    email.focus();
  });

  function open() {
    show(true);
    entered();
  }

  if (token()) open();
  else show(false);
}

function show(inside) {
  byId("sign-in").hidden = inside;
  byId("inside").hidden = !inside;
  byId("tools").hidden = !inside;
}
