/** The words of the playground in German. */
import type { PlaygroundWords } from "./en.ts";

export const playgroundDe: PlaygroundWords = {
  playground: {
    title: "Spielwiese",
    lead: "Lassen Sie den echten Ablauf mit Ihrer eigenen Test-App laufen, Anfrage für Anfrage. Sie sehen alles, was gesendet wird, und alles, was zurückkommt.",
    invite: "Kein Terminal zur Hand? Hier läuft der ganze Ablauf, Anfrage für Anfrage:",
    choose: "Einen Ablauf wählen",
    promise:
      "Ein Durchlauf erzeugt einen eigenen geheimen Schlüssel mit der Bezeichnung Playground, der nach fünfzehn Minuten von selbst endet. Nichts hier berührt die produktive App.",
    obstacles: {
      no_client: "Diese App hat keine Zugangsdaten zum Testen, also gibt es nichts auszuprobieren.",
      out_of_service:
        "Die Zugangsdaten zum Testen sind außer Betrieb. Nehmen Sie sie zuerst wieder in Betrieb.",
      role: "Ein Durchlauf erzeugt einen geheimen Schlüssel, dafür braucht es die Rolle Entwickler oder Inhaber. Was die App getan hat, steht im Inspektor.",
      key: "Diese App weist sich mit einem Schlüssel oder Zertifikat aus, das nur Sie haben. Auf der Spielwiese laufen Apps mit einem geheimen Schlüssel oder ohne einen.",
      no_flow:
        "Diese App darf weder anmelden noch mit eigenen Zugangsdaten anfragen, also gibt es keinen Ablauf.",
    },
    flows: {
      code: {
        title: "Eine Person stimmt zu",
        means:
          "Autorisierungscode mit PKCE. Sie sind die Person: Sie melden sich an, stimmen Ihrer eigenen App zu und folgen dem Code, bis aus ihm ein Token geworden ist.",
        start: "Mit einer Anmeldung beginnen",
      },
      machine: {
        title: "Die App für sich selbst",
        means: "Client Credentials. Die App fragt mit ihrem eigenen Schlüssel, niemand meldet sich an.",
        start: "Mit Client Credentials beginnen",
      },
    },
    address: {
      title: "Der Weg zurück zur Spielwiese",
      missing:
        "Ein Browser kehrt nur zu einer registrierten Redirect-URI zurück. Damit er hierher findet, braucht Ihre Test-App diese:",
      registered:
        "Das ist eine der Redirect-URIs Ihrer Test-App, damit Browser hierher zurückfinden. Entfernen Sie sie, wenn Sie fertig sind.",
      add: "Registrieren",
      remove: "Entfernen",
    },
    left: (time) => `Endet in ${time}`,
    end: "Durchlauf beenden",
    next: (step) => `Als Nächstes: ${step}`,
    also: "Auch möglich",
    breakIt: "Etwas falsch machen",
    breakMeans:
      "Machen Sie absichtlich einen klassischen Fehler und sehen Sie, wie die Antwort aussieht und wie sie erklärt wird.",
    route: "Welche Adresse?",
    seen: "All das ging an die echten Endpunkte, Sie finden es deshalb auch hier:",
    request: "Anfrage",
    answer: "Antwort",
    whole: "Alles zeigen, mit Geheimnissen",
    underWay:
      "Der Browser ist unterwegs. Wenn Sie sich angemeldet und entschieden haben, kehrt er hierher zurück.",
    unanswered: (why) => `Die API war nicht zu erreichen (${why}).`,
    cameBack: "Ihr Browser hat das in seiner Adresse mitgebracht.",
    page: "Eine Seite für Menschen. Die App bekommt nichts: Niemand wird zu einer Adresse geschickt, die nicht erwiesen ist.",
    empty: "Die Antwort ist leer, und das ist richtig so.",
    waiting: "Unterwegs",
    noAnswer: "Keine Antwort",
    back: "Zurück",
    backRefused: "Mit einem Fehler zurück",
    curl: "Wir kennen keine Adresse, unter der wir die API für Sie aufrufen könnten. Diese Zeile tut es aus Ihrem Terminal.",
    curlShow: "Die Zeile zeigen, mit dem Token",
    steps: {
      authorize: {
        title: "Den Browser zur Anmeldung schicken",
        button: "Browser losschicken",
        means:
          "Die App schickt den Browser der Person zum Autorisierungsendpunkt. Nichts Geheimes geht mit, denn eine Adresse kann jeder lesen.",
      },
      token: {
        title: "Um ein Token bitten",
        button: "Um ein Token bitten",
        means: "Der Server der App fragt selbst, über eine Verbindung, die kein Browser sieht.",
      },
      refresh: {
        title: "Das Token erneuern",
        button: "Erneuern",
        means:
          "Ein Refresh-Token ergibt ohne die Person ein neues Zugriffstoken und bringt seinen Nachfolger mit.",
      },
      call: {
        title: "Die API aufrufen",
        button: "Aufrufen",
        means: "Das Token geht im Header Authorization mit, und die API prüft es.",
      },
      introspect: {
        title: "Fragen, was das Token bedeutet",
        button: "Danach fragen",
        means: "Der Server sagt, ob das Token in diesem Augenblick gilt, und wofür.",
      },
      revoke: {
        title: "Das Token zurückgeben",
        button: "Zurückgeben",
        means: "Das Token endet. Die Antwort ist dieselbe wie bei einem Token, das es nie gab.",
      },
    },
    mistakes: {
      other_redirect: "Eine Redirect-URI, die nicht registriert ist",
      unknown_scope: "Ein Scope, den es nicht gibt",
      no_challenge: "Ohne PKCE",
      no_verifier: "Ohne Code-Verifier",
      wrong_secret: "Ein falscher Schlüssel",
      used_code: "Den Code ein zweites Mal",
      no_token: "Ohne Token",
    },
    parts: {
      response_type: "Bittet um einen Code, nie um ein Token in einer Adresse.",
      client_id: "Welche App fragt. Das ist kein Geheimnis.",
      redirect_uri: "Wohin der Browser zurückkehrt, Zeichen für Zeichen mit dem Registrierten verglichen.",
      scope: "Was die App darf: wie erbeten oder wie gegeben.",
      state:
        "Von der App für diesen Browser ausgedacht und unverändert zurückgegeben. Die App vergleicht es, damit ihr niemand eine andere Antwort unterschiebt.",
      code_challenge:
        "Der Hashwert eines Geheimnisses, das sich die App für diese eine Anmeldung ausgedacht hat.",
      code_challenge_method: "Wie der Hashwert entsteht: S256 ist SHA-256.",
      code: "Der Autorisierungscode: einmal gültig, eine Minute lang, nur für diese App.",
      iss: "Welcher Server antwortet, damit Antworten zweier Server nicht verwechselt werden.",
      error: "Was schiefging, als Name für Programme.",
      error_description: "Dasselbe als Satz, für Entwickler.",
      grant_type: "Auf welchem Weg die App zu ihrem Token kommt.",
      code_verifier: "Das Geheimnis hinter dem Hashwert: Es beweist, dass dieselbe App fragt.",
      client_secret: "Beweist, dass es die App ist. Es geht nur von Server zu Server.",
      authorization:
        "Beweist, wer fragt: die App mit ihrem Schlüssel (Basic) oder ein Aufruf mit seinem Token (Bearer).",
      access_token:
        "Was der API gezeigt wird. Wer es hat, kann es benutzen, also wird es wie ein Passwort verwahrt.",
      token_type: "Wie das Token benutzt wird: Bearer, im Header Authorization.",
      expires_in: "Wie viele Sekunden das Token lebt.",
      refresh_token: "Erneuert das Zugriffstoken. Jedes wirkt einmal.",
      id_token: "Sagt der App, wer sich angemeldet hat.",
      token: "Das Token, um das es geht.",
      active: "Ob das Token in diesem Augenblick gilt. Wenn nicht, wird nichts weiter gesagt.",
      aud: "Die API, für die das Token ist. Die Endung /test sagt, dass es zum Testen ist.",
      sub: "Für wen das Token spricht: eine Person oder die App selbst.",
      exp: "Wann das Token endet, in Sekunden seit 1970.",
      www_authenticate: "Sagt, wie man sich ausweist und was falsch war.",
    },
  },
  playgroundConfirm: {
    play_code: {
      title: "Mit einer Anmeldung beginnen?",
      lead: (what) => [
        "Für die Test-Zugangsdaten von ",
        what,
        " wird ein geheimer Schlüssel mit der Bezeichnung Playground erzeugt. Nur dieser Durchlauf kennt ihn, und er endet damit, spätestens nach fünfzehn Minuten. Danach melden Sie sich an und stimmen der App selbst zu.",
      ],
      submit: "Beginnen",
    },
    play_machine: {
      title: "Mit Client Credentials beginnen?",
      lead: (what) => [
        "Für die Test-Zugangsdaten von ",
        what,
        " wird ein geheimer Schlüssel mit der Bezeichnung Playground erzeugt. Nur dieser Durchlauf kennt ihn, und er endet damit, spätestens nach fünfzehn Minuten.",
      ],
      submit: "Beginnen",
    },
    address_add: {
      title: "Den Weg zurück registrieren?",
      lead: (uri) => [
        uri,
        " wird eine Redirect-URI der Test-App wie jede andere: genau verglichen und unter ihren Adressen aufgeführt. Solange sie da ist, muss jede Anfrage ihre redirect_uri nennen, und Personen werden erneut gefragt.",
      ],
      submit: "Registrieren",
    },
    address_remove: {
      title: "Den Weg zurück entfernen?",
      lead: (uri) => [
        "Browser kehren nicht mehr zu ",
        uri,
        " zurück. Personen werden erneut gefragt, wenn sie die Test-App das nächste Mal benutzen.",
      ],
      submit: "Entfernen",
    },
  },
};
