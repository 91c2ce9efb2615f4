// The methods of the official JavaScript SDK whose endpoints a local Notion has not, with arguments.

const id = "00000000-0000-4000-8000-000000000000";
const session = { session_id: id };

export const refused = {
  "agents.retrieve": { agent_id: id },
  "agents.query": {},
  "agents.retrieveInsights": { agent_id: id },
  "agents.updateCreditLimit": { agent_id: id },
  "agents.updateStatus": { agent_id: id },
  "agents.delete": { agent_id: id },
  "agents.batch": {},
  "sessions.retrieve": session,
  "sessions.update": {},
  "sessions.stream": {},
  "sessions.cancel": session,
  "sessions.query": {},
  "sessions.queryEvents": session,
  "blocks.meetingNotes.create": { source: { type: "block", block_id: id } },
  "blocks.meetingNotes.query": {},
};
