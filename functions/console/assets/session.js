// The session: Cognito's ID token, stored for this tab only and removed when the session ends.

const KEY = "first-contact.session";
const TARGET = "AWSCognitoIdentityProviderService.InitiateAuth";
const REFUSALS = {
  NotAuthorizedException: "The e-mail address or the password is not right. Please try again.",
  UserNotFoundException: "The e-mail address or the password is not right. Please try again.",
  UserNotConfirmedException: "This account is not confirmed yet. Please use the link in the e-mail we sent you.",
  PasswordResetRequiredException: "This account needs a new password first. Please ask us to reset it.",
  TooManyRequestsException: "There were too many attempts. Please wait a minute and try again.",
  LimitExceededException: "There were too many attempts. Please wait a minute and try again.",
};

export class SignInError extends Error {}

/** Emits `ended` when a session ends; `detail` is a message for the user, or empty. */
export const session = new EventTarget();

let settings = null;

/** The configuration of this suite; a failed request is repeated at the next call. */
export async function configuration() {
  if (settings) return settings;
  const response = await fetch(new URL("config.json", import.meta.url), { cache: "no-cache" });
  if (!response.ok) throw new SignInError("The page could not read its settings. Please reload it.");
  settings = await response.json();
  return settings;
}

/** Signs in with e-mail and password; throws a `SignInError` whose message can be shown. */
export async function signIn(email, password) {
  const { cognito_endpoint: endpoint, user_pool_client_id: client } = await configuration();
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": TARGET },
    body: JSON.stringify({
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: client,
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    const kind = String(answer.__type ?? "").split("#").pop();
    throw new SignInError(REFUSALS[kind] ?? "Signing in did not work. Please try again in a moment.");
  }
  const tokens = answer.AuthenticationResult;
  if (!tokens?.IdToken) {
    throw new SignInError("This account must set a new password before it can be used here. Please ask us for help.");
  }
  const ends = Date.now() + (tokens.ExpiresIn ?? 3600) * 1000;
  sessionStorage.setItem(KEY, JSON.stringify({ token: tokens.IdToken, ends }));
}

/** The ID token, or null if it has expired. */
export function token() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  if (!kept) return null;
  if (kept.ends > Date.now()) return kept.token;
  end("Your session has ended. Please sign in again.");
  return null;
}

/** The claims of the token. */
export function claims() {
  const [, payload = ""] = (token() ?? "").split(".");
  if (!payload) return {};
  const binary = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0))));
}

/** Removes the session and everything stored with it. */
export function end(note = "") {
  if (sessionStorage.length === 0) return;
  sessionStorage.clear();
  session.dispatchEvent(new CustomEvent("ended", { detail: note }));
}
