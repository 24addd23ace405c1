/** The words about agents in English (limits, activity): the record that every other language has to match. */
import type { Piece } from "../piece.ts";

export type AgentWords = typeof agentsEn;

export const agentsEn = {
  limits: {
    title: "Give it less, if you like",
    lead: (host: Piece): Piece[] => ["All we know about this app is where it comes from: ", host, "."],
    time: "For how long?",
    lasting: "Until I disconnect it",
    brief: (length: string): string => `As long as this access lasts (${length})`,
    readOnly: "Read only, change nothing",
    readOnlyMeans: "It gets what is marked “read only” above, and nothing else.",
    reads: "read only",
    calls: "How many calls?",
    callsMean: "When they are used up, it has to ask you again.",
    anyNumber: "Any number",
    number: (count: string): string => `${count} calls`,
    replaces: "A limit also ends what you allowed this app before.",
  },
  activity: {
    title: "Activity",
    heading: (app: Piece): Piece[] => ["What ", app, " did"],
    lead: "Newest first. We are told which part of the API was used and how often, never with what data.",
    none: "Nothing yet",
    noneMeans: "As soon as the API reports calls by this app, they appear here.",
    calls: (count: string): string => `Calls: ${count}`,
    left: (count: string): string => `Calls left: ${count}`,
    ends: (moment: Piece): Piece[] => ["Ends on ", moment],
    ended: (moment: Piece): Piece[] => ["Ended on ", moment],
    noEnd: "Lasts until you stop it",
    readOnly: "It can only read",
    stop: "Stop now",
    stopMeans: "Stopping ends its access at once. It can ask you again.",
    back: "All connected apps",
  },
};
