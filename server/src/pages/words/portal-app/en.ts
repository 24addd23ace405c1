/** The words of the pages about one app, in English: the record that every other language has to match. */
import type { Piece } from "../piece.ts";

export type PortalAppWords = typeof portalAppEn;

export const portalAppEn = {
  app: {
    notLive: "Not live yet",
    notLiveMeans:
      "When the app works in test, ask for live access. It then gets credentials of its own for real data.",
    askLive: "Ask for live access",
    active: "In service",
    redirects: "Redirect URIs",
    noRedirects: "None",
    scopes: "Permissions",
    noScopes: "None",
    secrets: "Working secrets",
    lastUsed: "Last used",
    clientId: "Client ID",
    health: "App health",
    healthy: "Nothing stands out. This is based on what your app does and how it is set up.",
    start: "Get started",
    change: "Addresses and permissions",
    toSecrets: "Secrets",
  },
  health: {
    s256_unseen:
      "No sign-in with PKCE and S256 was seen yet. Send code_challenge with method S256: it protects the code on its way.",
    plain_allowed:
      "This app may still send the plain method of PKCE. Use S256; from its first use on, nothing weaker is accepted.",
    pkce_optional:
      "This app may leave out PKCE. Send it all the same; from its first use on, it is always required.",
    local_redirect:
      "A redirect URI leads to the user’s own machine. Fine for development; remove it before real people use the app.",
    no_state:
      "A sign-in was begun without state. Send a random state and compare it when the person comes back.",
    plain_seen:
      "PKCE was used with the method plain. Use S256: plain shows the verifier to whoever reads the request.",
    challenge_repeated:
      "One code_challenge came with several requests. Make a new verifier for every sign-in: who learns one could use them all.",
    secret_in_query:
      "A secret was sent in an address, where logs keep it. Replace the secret and send it in the body.",
    secret_in_browser:
      "A secret was sent from a web page, where everybody can read it. Replace it and keep it on your server.",
    redirect_unused:
      "None of the latest sign-ins used this redirect URI. Remove it if nothing needs it any more.",
    scope_unused:
      "None of the latest sign-ins asked for this permission. Remove it: a shorter list is allowed more often.",
  },
  access: {
    title: "Addresses and permissions",
    lead: "What this app may ask for, and where people return to.",
    change: "Change",
    redirects: "Redirect URIs",
    noRedirects: "There are none: nobody is sent back to this app.",
    redirectsHint:
      "One address per line, at most 50. We compare character by character: a missing slash is another address. Wildcards are not possible.",
    kinds: {
      https: "Good. It has to be sent exactly like this.",
      loopback:
        "For development and installed apps. The port may be any; the rest has to be exactly like this.",
      localhost:
        "For development only. It has to be sent exactly like this; 127.0.0.1 is safer than localhost.",
      scheme: "Opens your installed app. Only a domain that you own, written backwards, is safe from others.",
    },
    scopes: "Permissions",
    noScopes: "There are none.",
    grants: "Ways to get a token",
    grantsHint: "Switch on only what the app uses.",
    grantNames: {
      authorization_code: "A person signs in and allows it",
      refresh_token: "Renew without asking the person again",
      client_credentials: "The app acts for itself, without a person",
      device_code: "A person allows it on another device",
    },
    warning: "When you change addresses or permissions, every person is asked again.",
    submit: "Save changes",
    policy: "Decided by the company",
    policyHint: "Staff can change these for your app. Ask them when something does not fit.",
    pkce: "PKCE",
    pkceWords: {
      s256_required: "Required, with S256",
      plain_allowed: "Required, plain tolerated",
      optional: "Optional",
    },
    s256Seen: (day: Piece): Piece[] => ["S256 used since ", day, ", so nothing weaker is accepted"],
    accessToken: "Access token",
    lasts: (length: string): string => `valid for ${length}`,
    code: "Authorization code",
    refresh: "Refresh token",
    refreshWords: {
      offline_access: "when the permission offline_access is allowed",
      always: "always",
      never: "never",
    },
    refreshLasts: (idle: string, absolute: string): string =>
      `ends after ${idle} without use, and after ${absolute} at the latest`,
    api: "API",
    method: "How it proves itself",
    methods: {
      client_secret: "With its secret, in the body or with HTTP Basic",
      none: "It cannot keep a secret; PKCE proves it",
      other: "With its own key",
    },
  },
  secrets: {
    title: "Secrets",
    lead: "Several secrets work side by side, so that you can change over without downtime.",
    make: "Make a new secret",
    none: "There is no secret yet",
    noneMeans: "Without one this app cannot prove itself. Make one on a machine where you can keep it safe.",
    public: "This app runs on other people’s devices, so it has no secrets.",
    caption: "The secrets of this environment",
    label: "Label",
    made: (day: Piece): Piece[] => ["Made: ", day],
    used: (day: Piece): Piece[] => ["Last used: ", day],
    ends: (day: Piece): Piece[] => ["Ends: ", day],
    end: "End",
    ended: "Ended",
    safe: "Safe to delete",
    soon: "Ends soon",
    newTitle: "Make a new secret",
    newLead: "It is shown once, on the next page. Have a safe place ready.",
    labelHint: "Where it will be used, so that you recognise it later. For example: production server.",
    life: "How long should it work?",
    lives: { never: "Until you end it", d30: "30 days", d90: "90 days", d365: "One year" },
    others: "What about the other secrets?",
    overlaps: {
      keep: "Leave them as they are",
      d7: "End them in 7 days",
      d1: "End them in 24 hours",
      now: "End them now",
    },
    othersHint: "Give every server time to change over. The page shows when an old secret was last used.",
    submit: "Make secret",
  },
  confirm: {
    end_secret: {
      title: "End this secret?",
      lead: (label: Piece): Piece[] => [
        "Whatever still uses ",
        label,
        " gets no more tokens from this moment on.",
      ],
      submit: "End secret",
    },
    disable: {
      title: "Take out of service?",
      lead: (what: Piece): Piece[] => [
        "All tokens of ",
        what,
        " end at once, and no more are issued. You can put it back into service; what has ended stays ended.",
      ],
      submit: "Take out of service",
    },
    enable: {
      title: "Put back into service?",
      lead: (what: Piece): Piece[] => [what, " can get tokens again. People may have to sign in again."],
      submit: "Put back into service",
    },
    delete_app: {
      title: "Delete this app?",
      lead: (what: Piece): Piece[] => [
        "Everything that ",
        what,
        " holds ends at once, in test and in live. This cannot be undone.",
      ],
      submit: "Delete app for good",
    },
    remove_member: {
      title: "Remove this member?",
      lead: (what: Piece): Piece[] => [
        what,
        " loses access to this organisation and its apps. You can invite them again.",
      ],
      submit: "Remove member",
    },
    leave: {
      title: "Leave this organisation?",
      lead: (what: Piece): Piece[] => [
        "You lose access to ",
        what,
        " and its apps. Only an owner can invite you again.",
      ],
      submit: "Leave organisation",
    },
    withdraw: {
      title: "Take this invitation back?",
      lead: (what: Piece): Piece[] => ["The link that was sent to ", what, " no longer works."],
      submit: "Take back",
    },
    revoke_program: {
      title: "Revoke this test program?",
      lead: (what: Piece): Piece[] => [
        "The secret of ",
        what,
        " and every token that it got end at once. The simulated persons stay.",
      ],
      submit: "Revoke program",
    },
    delete_test_person: {
      title: "Delete this simulated person?",
      lead: (what: Piece): Piece[] => [
        "What your test app was allowed for ",
        what,
        " ends at once, with every token.",
      ],
      submit: "Delete person",
    },
    type: (name: Piece): Piece[] => ["To confirm, type ", name],
  },
  appSettings: {
    title: "Settings",
    name: "Name of the app",
    nameHint: "People read it when they are asked. With another name, every person is asked again.",
    rename: "Rename",
    service: "In service",
    serviceOn: "It gets tokens.",
    serviceOff: "It gets no tokens.",
    disable: "Take out of service",
    enable: "Put back into service",
    danger: "Delete this app",
    dangerMeans: "Ends everything that the app holds, in test and in live, for good.",
    delete: "Delete app",
    onlyOwners: "Only an owner of the organisation can take an app out of service or delete it.",
  },
  live: {
    title: "Go live",
    lead: "Live credentials work with real people and real data. Staff look at every app before it gets them.",
    leadOpen: "Live credentials work with real people and real data. They are there as soon as you ask.",
    checks: "What a reviewer looks at",
    checksHint: "Based on your app as it is in test. A request with everything in place is answered faster.",
    check: {
      token: "It has fetched a token in test",
      pkce: "It has signed a person in with PKCE and S256",
      redirects: "Every redirect URI uses https",
      name: "Its name is one that people will recognise",
      scopes: "It asks for the permissions that it needs",
    },
    fix: {
      token: "Follow the lines on the page “Get started” once.",
      pkce: "Send code_challenge with method S256, and finish one sign-in.",
      redirects: "Remove the addresses for development, and add your own with https.",
      name: "The name sounds like an experiment. Give it the name that people know.",
      scopes: "Choose at least one permission.",
    },
    met: "Done",
    open: "Open",
    about: "About your app",
    purpose: "What does your app do for people?",
    people: "Who will use it, and how many?",
    website: "Website of the app",
    contact: "Contact for security questions",
    contactHint: "An email address that somebody reads on holidays too.",
    optional: "Optional",
    submit: "Ask for live access",
    submitOpen: "Create live credentials",
    waiting: "Your request is being looked at",
    waitingMeans: (day: Piece): Piece[] => [
      "It was sent on ",
      day,
      ". You do not have to do anything, and can go on testing.",
    ],
    declined: "Not granted yet",
    declinedMeans: "Staff gave the reason below. Change what is needed, and ask again.",
    answers: "What you said",
    granted: "This app is live",
    grantedMeans: "Its live credentials are on pages of their own.",
    toLive: "Go to the live credentials",
    viewer: "A developer or an owner of the organisation can ask for live access.",
  },
};
