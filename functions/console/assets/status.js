// What the chat says of itself: how far the reply has come, and whether the connection holds. Short interruptions stay unsaid.

const STAGES = {
  sending: "Sending", received: "Received", searching: "Searching our articles", drafting: "Writing a reply",
  checking: "Checking every sentence", acting: "Doing it for you", slow: "This takes a little longer than usual",
};
const LINE = { connecting: "Connecting", open: "Connected", lost: "Connection lost, trying again" };
const SLOW = 20_000; // milliseconds without a word from the server
const QUIET = 1_200; // milliseconds an interruption may last before it is mentioned

export class Status {
  #stage;
  #line;
  #slow = 0;
  #mention = 0;
  #state = "";

  constructor(stage, line) {
    this.#stage = stage;
    this.#line = line;
  }

  /** The reply has come this far; no stage, no status. */
  stage(name = "") {
    clearTimeout(this.#slow);
    this.say(STAGES[name] ?? "");
    this.#stage.classList.toggle("busy", name in STAGES);
    if (name in STAGES && name !== "slow") this.#slow = setTimeout(() => this.stage("slow"), SLOW);
  }

  get busy() {
    return this.#stage.classList.contains("busy");
  }

  /** One sentence in place of a stage. */
  say(text) {
    this.#stage.classList.remove("busy");
    this.#stage.textContent = text;
  }

  /** The connection is being made, open, lost, or not wanted. */
  line(state = "") {
    const again = this.#state === "lost" && state === "connecting";
    this.#state = again ? "lost" : state;
    if (this.#state === "lost" && this.#line.textContent) {
      this.#mention ||= setTimeout(() => this.#tell(), QUIET);
      return;
    }
    this.#tell();
  }

  #tell() {
    clearTimeout(this.#mention);
    this.#mention = 0;
    this.#line.textContent = LINE[this.#state] ?? "";
    this.#line.dataset.state = this.#state;
  }
}
