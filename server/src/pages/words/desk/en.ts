/** The words that portal and console share, in English: the record that every other language has to match. */
import type { Piece } from "../piece.ts";

export type DeskWords = typeof deskEn;

export const deskEn = {
  desk: {
    portal: "Developer portal",
    console: "Staff console",
    skip: "Skip to content",
    crumbs: "Where you are",
    account: "Your account",
    organisations: "Your organisations",
    newOrganisation: "Add an organisation",
    guide: "Guide",
    connectedApps: "Connected apps",
    security: "Security",
    toPortal: "Developer portal",
    toConsole: "Staff console",
    cancel: "Cancel",
    copy: "Copy",
    copied: "Copied",
    live: "Live",
    liveSentence: "Real people and real data.",
    never: "Never",
    on: (day: Piece): Piece[] => ["on ", day],
    roles: { viewer: "Viewer", developer: "Developer", owner: "Owner" },
    rolesMean: {
      viewer: "Sees everything, changes nothing.",
      developer: "Registers and changes apps, makes and ends secrets.",
      owner: "Also manages members, the organisation, and takes apps out of service.",
    },
  },
  problems: {
    title: "That did not work",
    fields: "Please check what is marked",
    role_too_low:
      "Your role does not allow this. Ask an owner of the organisation to do it, or for another role.",
    staff_only: "Only staff can do this.",
    conflict:
      "Somebody else changed it in the meantime, or it was done already. Check the page as it is now.",
    changed: "It changed since you looked. Look at it again before you decide.",
    needs_review: "Staff have to see it first. Change it in test, then ask for live access again.",
    suspended: "The app is suspended, so nothing about it can be changed. Ask the company why.",
    invitation_gone: "This invitation was used, taken back, or is too old. Ask for a new one.",
    invitation_other:
      "This invitation was sent to another email address than the verified one of your account.",
    last_owner: "An organisation needs an owner. Make somebody else an owner first.",
    closed: "Registration is by invitation only. Ask the company for one.",
    too_many: "There are too many already. Wait a while, or remove what is not used any more.",
    other: "Something about this was not right. Go back and try again.",
    back: "Go back",
  },
};
