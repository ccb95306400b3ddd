// The chat's status: the stage of the reply and the state of the connection. Short interruptions are not shown.

const STAGES = {
  sending: "Sending", received: "Received", searching: "Searching our articles", drafting: "Writing a reply",
  checking: "Checking every sentence", acting: "Doing it for you", slow: "This takes a little longer than usual",
};
const LINE = { connecting: "Connecting", open: "Connected", lost: "Connection lost, trying again" };
const SLOW = 20_000; // milliseconds without an event from the server
const QUIET = 1_200; // milliseconds before an interruption is shown

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

  /** Shows the stage of the reply; without a name, clears it. */
  stage(name = "") {
    clearTimeout(this.#slow);
    this.say(STAGES[name] ?? "");
    this.#stage.classList.toggle("busy", name in STAGES);
    if (name in STAGES && name !== "slow") this.#slow = setTimeout(() => this.stage("slow"), SLOW);
  }

  get busy() {
    return this.#stage.classList.contains("busy");
  }

  /** Shows a text instead of a stage. */
  say(text) {
    this.#stage.classList.remove("busy");
    this.#stage.textContent = text;
  }

  /** Shows the state of the connection: connecting, open, lost, or none. */
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
