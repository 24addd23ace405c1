/** The words of the pages about an organisation and its members, in English: the record that every other language has to match. */
import type { Piece } from "../piece.ts";

export type PortalTeamWords = typeof portalTeamEn;

export const portalTeamEn = {
  team: {
    title: "Members",
    lead: "Who looks after the apps of this organisation.",
    invite: "Invite somebody",
    members: "Members",
    you: "You",
    since: (day: Piece): Piece[] => ["Member since ", day],
    change: "Change",
    leave: "Leave",
    invitations: "Pending invitations",
    until: (day: Piece): Piece[] => ["Valid until ", day],
    withdraw: "Take back",
    none: "Nobody is invited at the moment.",
  },
  invite: {
    title: "Invite somebody",
    lead: "They get an email with a link. It works once, for a week, and only for this address.",
    email: "Email address",
    emailHint: "They need an account with this address, or create one on the way.",
    role: "What may they do?",
    submit: "Send invitation",
  },
  member: {
    title: "Change a role",
    role: "What may they do?",
    submit: "Save role",
    handOver: "To hand the organisation over, make somebody an owner first; they can then change your role.",
    remove: "Remove from the organisation",
    removeMeans: "They lose access to its apps at once. You can invite them again.",
    removeSubmit: "Remove member",
  },
  accept: {
    title: "Join an organisation",
    lead: (organisation: Piece): Piece[] => ["You are invited to ", organisation, "."],
    as: "You join with this account",
    submit: "Accept invitation",
    later: "Not now",
    otherAccount: "Use another account",
  },
  organisation: {
    title: "Organisation settings",
    name: "Name",
    verified: (company: Piece): Piece[] => [
      company,
      " has verified this organisation. People see this when they are asked to allow your apps.",
    ],
    unverified: (company: Piece): Piece[] => [
      company,
      " has not verified this organisation yet. People see this when they are asked to allow your apps.",
    ],
    rename: "Rename",
    renameTitle: "Rename the organisation",
    renameLead:
      "People read this name when they are asked to allow your apps. A verified organisation has to be verified again.",
    leave: "Leave this organisation",
    leaveMeans: "You lose access to its apps. The last owner cannot leave.",
  },
};
