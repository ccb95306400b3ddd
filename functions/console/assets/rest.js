// The suite's REST API, addressed relative to this file, so that the page works under any stage path.

import { end, token } from "./session.js";

const ROOT = new URL("../", import.meta.url);

/** An error response with the suite's problem document. */
export class Problem extends Error {
  constructor(status, document = {}) {
    super(document.detail ?? document.message ?? "Something went wrong on our side.");
    this.detail = this.message;
    this.status = status;
    this.code = document.code ?? "";
    this.remedy = document.remedy ?? "";
  }
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);

async function call(method, path, body) {
  const id = token();
  if (!id) throw new Problem(401, { detail: "Please sign in again." });
  const headers = { Authorization: id, ...(body ? { "Content-Type": "application/json" } : {}) };
  let response;
  try {
    response = await fetch(new URL(path, ROOT), { method, headers, body: body && JSON.stringify(body), cache: "no-store" });
  } catch {
    throw new Problem(0, { detail: "We could not reach the service. Please check your connection." });
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  if (response.status === 401) end("Your session has ended. Please sign in again.");
  throw new Problem(response.status, answer);
}
