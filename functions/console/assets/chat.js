// The chat page: connects its parts and handles the events from the server.

import { compose } from "./composer.js";
import { Conversation } from "./conversation.js";
import { byId } from "./dom.js";
import { History } from "./history.js";
import { PendingMessages } from "./pending_messages.js";
import { post } from "./rest.js";
import { configuration, token } from "./session.js";
import { keepSignedIn } from "./sign_in.js";
import { ChatSocket } from "./socket.js";
import { Status } from "./status.js";
import { Thread } from "./thread.js";

const status = new Status(byId("stage"), byId("line"));
const thread = new Thread(byId("log"), { say, rate });
const socket = new ChatSocket(address, heard, changed);
const pending = new PendingMessages(hand);
const history = new History(pick, () => pick(null), refused);
const conversation = new Conversation({ socket, thread, pending, history, status });

compose(byId("composer"), say);
byId("person").addEventListener("click", () => say("I want to talk to a person"));
keepSignedIn(enter, leave);

function enter() {
  pick(conversation.kept);
  socket.open();
  history.refresh();
}

function leave() {
  socket.close();
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
  pending.add(text, thread.ask(text));
}

function hand(text) {
  const known = conversation.id && { conversation_id: conversation.id };
  return conversation.ready && socket.send({ action: "message", text, ...known });
}

function rate(messageId, feedback) {
  return post(`v1/conversations/${conversation.id}/messages/${messageId}/feedback`, { feedback });
}

/** Handles one event from the server. */
function heard(event) {
  if (!conversation.has(event)) return;
  if (event.type === "status") {
    pending.confirmed();
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
  pending.confirmed();
  status.stage();
}

function failed(problem) {
  if (problem.code === "conversation_not_found") conversation.adopt(null);
  pending.confirmed();
  status.stage();
  thread.trouble(problem);
  if (!conversation.ready) conversation.follow();
}

/** Handles a change of the socket's state; on every connect, the page first fetches missed messages. */
function changed(state, failures) {
  status.line(state);
  if (state === "lost") pending.dropped();
  if (state === "lost" && failures % 3 === 0) history.refresh();
  if (state === "open" && !conversation.resume()) conversation.follow();
}

/** The service refuses this account, so the page does not reconnect. */
function refused(problem) {
  socket.close();
  status.line();
  thread.trouble(problem);
}
