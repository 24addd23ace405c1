/** The words of the playground in English: the record that every other language has to match. */
import type { Piece } from "../piece.ts";

export type PlaygroundWords = typeof playgroundEn;

export const playgroundEn = {
  playground: {
    title: "Playground",
    lead: "Run the real flow with your own test app, one request at a time. You see everything that is sent and everything that comes back.",
    invite: "No terminal at hand? Run the whole flow here, one request at a time:",
    choose: "Choose a flow",
    promise:
      "A run makes a secret of its own, labelled Playground, which ends by itself after fifteen minutes. Nothing here touches the live app.",
    obstacles: {
      no_client: "This app has no credentials for testing, so there is nothing to run.",
      out_of_service: "The test credentials are out of service. Put them back into service first.",
      role: "A run makes a secret, so it takes the role of a developer or an owner. What the app did is in the inspector.",
      key: "This app proves itself with a key or certificate that only you have. The playground runs apps that have a secret, or none.",
      no_flow: "This app may use neither sign-in nor client credentials, so there is no flow to run.",
    },
    flows: {
      code: {
        title: "Let a person allow it",
        means:
          "Authorization code with PKCE. You are the person: you sign in and allow your own app, and follow the code until it has become a token.",
        start: "Start with a sign-in",
      },
      machine: {
        title: "The app for itself",
        means: "Client credentials. The app asks with its own secret, and nobody signs in.",
        start: "Start with client credentials",
      },
    },
    address: {
      title: "The way back to the playground",
      missing:
        "A browser only returns to a registered redirect URI. To come back here, your test app needs this one:",
      registered:
        "This is one of the redirect URIs of your test app, so that browsers can come back here. Remove it when you are done.",
      add: "Register it",
      remove: "Remove it",
    },
    left: (time: string): string => `Ends in ${time}`,
    end: "End this run",
    next: (step: string): string => `Next: ${step}`,
    also: "Also possible",
    breakIt: "Break it",
    breakMeans:
      "Make a classic mistake on purpose, and see what the error looks like and how it is explained.",
    route: "Which address?",
    seen: "All of this was sent to the real endpoints, so you find it again here:",
    request: "Request",
    answer: "Answer",
    whole: "Show all of it, with secrets",
    underWay: "The browser is on its way. When you have signed in and decided, it comes back here.",
    unanswered: (why: string): string => `The API could not be asked (${why}).`,
    cameBack: "Your browser brought this back in its address.",
    page: "A page for people. The app gets nothing: nobody is sent to an address that is not proven.",
    empty: "The answer is empty, and that is right.",
    waiting: "On its way",
    noAnswer: "No answer",
    back: "Came back",
    backRefused: "Came back with an error",
    curl: "We know no address at which to call the API for you. This line does it from your terminal.",
    curlShow: "Show the line, with the token",
    steps: {
      authorize: {
        title: "Send the browser to sign in",
        button: "Send the browser",
        means:
          "The app sends the person’s browser to the authorization endpoint. Nothing secret is sent along, because everybody can read an address.",
      },
      token: {
        title: "Ask for a token",
        button: "Ask for a token",
        means: "The app’s server asks by itself, over a connection that no browser sees.",
      },
      refresh: {
        title: "Renew the token",
        button: "Renew it",
        means: "A refresh token gives a new access token without the person, and brings its own successor.",
      },
      call: {
        title: "Call the API",
        button: "Call it",
        means: "The token is sent in the Authorization header, and the API checks it.",
      },
      introspect: {
        title: "Ask what the token means",
        button: "Ask about it",
        means: "The server says whether the token counts at this moment, and for what.",
      },
      revoke: {
        title: "Give the token back",
        button: "Give it back",
        means: "The token ends. The answer is the same for a token that was never known.",
      },
    },
    mistakes: {
      other_redirect: "A redirect URI that is not registered",
      unknown_scope: "A scope that does not exist",
      no_challenge: "No PKCE",
      no_verifier: "No code verifier",
      wrong_secret: "A wrong secret",
      used_code: "The code a second time",
      no_token: "No token",
    },
    parts: {
      response_type: "Asks for a code, and never for a token in an address.",
      client_id: "Which app asks. It is no secret.",
      redirect_uri:
        "Where the browser comes back to, compared character by character with what is registered.",
      scope: "What the app may do: as asked for, or as given.",
      state:
        "Made up by the app for this browser and returned unchanged. The app compares it, so that nobody can slip it another answer.",
      code_challenge: "The digest of a secret that the app made up for this one sign-in.",
      code_challenge_method: "How the digest is made: S256 is SHA-256.",
      code: "The authorization code: good once, for a minute, for this app alone.",
      iss: "Which server answered, so that answers of two servers are not mixed up.",
      error: "What went wrong, as a name for programs.",
      error_description: "The same as a sentence, for the developer.",
      grant_type: "How the app gets its token.",
      code_verifier: "The secret behind the digest: it proves that the same app asks.",
      client_secret: "Proves that it is the app. It travels from server to server only.",
      authorization: "Proves who asks: the app by its secret (Basic), or a call by its token (Bearer).",
      access_token: "What the API is shown. Whoever has it can use it, so it is kept like a password.",
      token_type: "How the token is used: Bearer, in the Authorization header.",
      expires_in: "How many seconds the token lives.",
      refresh_token: "Renews the access token. Each works once.",
      id_token: "Tells the app who signed in.",
      token: "The token that is meant.",
      active: "Whether the token counts at this moment. If not, nothing else is said of it.",
      aud: "The API that the token is for. The ending /test says that it is for testing.",
      sub: "Whom the token speaks for: a person, or the app itself.",
      exp: "When the token ends, in seconds since 1970.",
      www_authenticate: "Says how to authenticate, and what was wrong.",
    },
  },
  playgroundConfirm: {
    play_code: {
      title: "Begin with a sign-in?",
      lead: (what: Piece): Piece[] => [
        "A secret labelled Playground is made for the test credentials of ",
        what,
        ". Only this run knows it, and it ends with the run, after fifteen minutes at the latest. You then sign in and allow the app yourself.",
      ],
      submit: "Begin",
    },
    play_machine: {
      title: "Begin with client credentials?",
      lead: (what: Piece): Piece[] => [
        "A secret labelled Playground is made for the test credentials of ",
        what,
        ". Only this run knows it, and it ends with the run, after fifteen minutes at the latest.",
      ],
      submit: "Begin",
    },
    address_add: {
      title: "Register the way back?",
      lead: (uri: Piece): Piece[] => [
        uri,
        " becomes a redirect URI of the test app, like every other: compared exactly, and listed under its addresses. While it is there, every request has to name its redirect_uri, and people are asked again.",
      ],
      submit: "Register",
    },
    address_remove: {
      title: "Remove the way back?",
      lead: (uri: Piece): Piece[] => [
        "Browsers no longer return to ",
        uri,
        ". People are asked again when they next use the test app.",
      ],
      submit: "Remove",
    },
  },
};
