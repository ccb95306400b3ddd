// The chat page: the parts put together, and what each event of the server means for them.

import { compose } from "./composer.js";
import { Conversation } from "./conversation.js";
import { byId } from "./element.js";
import { keepDoor } from "./entrance.js";
import { History } from "./history.js";
import { Line } from "./line.js";
import { Outbox } from "./outbox.js";
import { post } from "./rest.js";
import { configuration, token } from "./session.js";
import { Status } from "./status.js";
import { Thread } from "./thread.js";

const status = new Status(byId("stage"), byId("line"));
const thread = new Thread(byId("log"), { say, rate });
const line = new Line(address, heard, changed);
const outbox = new Outbox(hand);
const history = new History(pick, () => pick(null), refused);
const conversation = new Conversation({ line, thread, outbox, history, status });

compose(byId("composer"), say);
byId("person").addEventListener("click", () => say("I want to talk to a person"));
keepDoor(enter, leave);

function enter() {
  pick(conversation.kept);
  line.open();
  history.refresh();
}

function leave() {
  line.close();
  status.line();
  history.clear();
  conversation.close();
}

async function address() {
  const [{ websocket_url: url }, id] = [await configuration(), token()];
  return id && `${url}?token=${encodeURIComponent(id)}`;
}

function pick(id) {
  conversation.open(id);
  byId("text").focus();
}

function say(text) {
  status.stage("sending");
  outbox.add(text, thread.ask(text));
}

function hand(text) {
  const known = conversation.id && { conversation_id: conversation.id };
  return conversation.ready && line.send({ action: "message", text, ...known });
}

function rate(messageId, feedback) {
  return post(`v1/conversations/${conversation.id}/messages/${messageId}/feedback`, { feedback });
}

/** One event of the server. */
function heard(event) {
  if (!conversation.has(event)) return;
  if (event.type === "status") {
    outbox.confirmed();
    status.stage(event.stage);
  } else if (event.type === "sentence") {
    thread.sentence(event);
  } else if (event.type === "reply" || event.type === "handover") {
    replied({ ...event, text: event.reply });
  } else if (event.type === "resumed") {
    conversation.show(event.messages);
  } else if (event.type === "error" || event.message) {
    failed(event.problem ?? {});
  }
}

function replied(record) {
  const late = thread.answer(record);
  if (late) {
    status.say("Your reply has arrived.");
    return;
  }
  outbox.confirmed();
  status.stage();
}

function failed(problem) {
  if (problem.code === "conversation_not_found") conversation.adopt(null);
  outbox.confirmed();
  status.stage();
  thread.trouble(problem);
  if (!conversation.ready) conversation.follow();
}

/** The line's state; whenever it opens, the page catches up with the server first. */
function changed(state, failures) {
  status.line(state);
  if (state === "lost") outbox.dropped();
  if (state === "lost" && failures % 3 === 0) history.refresh();
  if (state === "open" && !conversation.resume()) conversation.follow();
}

/** The service does not take this account: no use in trying again. */
function refused(problem) {
  line.close();
  status.line();
  thread.trouble(problem);
}
