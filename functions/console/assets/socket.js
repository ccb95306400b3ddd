// The chat's WebSocket: reconnects automatically, with growing pauses.

const FIRST_WAIT = 500; // milliseconds
const LONGEST_WAIT = 30_000;

export class ChatSocket {
  #address;
  #heard;
  #changed;
  #socket = null;
  #timer = 0;
  #failures = 0;
  #wanted = false;

  /** `address()` returns the URL or null; `heard` receives every event, `changed(state, failures)` every change of state. */
  constructor(address, heard, changed) {
    this.#address = address;
    this.#heard = heard;
    this.#changed = changed;
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#hurry());
  }

  open() {
    this.#wanted = true;
    this.#failures = 0;
    this.#connect();
  }

  close() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.#socket = null;
  }

  /** Whether the socket accepted the event; it may still be lost if the connection fails. */
  send(event) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(event));
    return true;
  }

  async #connect() {
    clearTimeout(this.#timer);
    const address = await this.#address().catch(() => null);
    if (!this.#wanted || this.#socket) return;
    if (!address) {
      this.#again();
      return;
    }
    this.#changed("connecting", this.#failures);
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      if (socket !== this.#socket) return;
      this.#failures = 0;
      this.#changed("open", 0);
    });
    socket.addEventListener("message", ({ data }) => socket === this.#socket && this.#heard(read(data)));
    socket.addEventListener("close", () => {
      if (socket !== this.#socket) return;
      this.#socket = null;
      this.#again();
    });
  }

  #again() {
    if (!this.#wanted) return;
    const wait = Math.min(FIRST_WAIT * 2 ** this.#failures, LONGEST_WAIT);
    this.#failures += 1;
    this.#changed("lost", this.#failures);
    this.#timer = setTimeout(() => this.#connect(), wait * (0.75 + Math.random() / 2));
  }

  #hurry() {
    if (this.#wanted && !this.#socket) this.#connect();
  }
}

function read(data) {
  try {
    return JSON.parse(data);
  } catch {
    return {};
  }
}
