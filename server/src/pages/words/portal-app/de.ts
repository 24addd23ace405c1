/** The words of the pages about one app, in German. */
import type { PortalAppWords } from "./en.ts";

export const portalAppDe: PortalAppWords = {
  app: {
    notLive: "Noch nicht produktiv",
    notLiveMeans:
      "Wenn die App im Test läuft, beantragen Sie den produktiven Zugang. Sie bekommt dann eigene Zugangsdaten für echte Daten.",
    askLive: "Produktiven Zugang beantragen",
    active: "In Betrieb",
    redirects: "Redirect-URIs",
    noRedirects: "Keine",
    scopes: "Rechte",
    noScopes: "Keine",
    secrets: "Gültige Schlüssel",
    lastUsed: "Zuletzt benutzt",
    clientId: "Client-ID",
    health: "Zustand der App",
    healthy: "Nichts fällt auf. Das ergibt sich daraus, was Ihre App tut und wie sie eingerichtet ist.",
    start: "Loslegen",
    change: "Adressen und Rechte",
    toSecrets: "Geheime Schlüssel",
  },
  health: {
    s256_unseen:
      "Bisher wurde keine Anmeldung mit PKCE und S256 gesehen. Senden Sie code_challenge mit der Methode S256: Das schützt den Code unterwegs.",
    plain_allowed:
      "Diese App darf noch die Methode plain von PKCE nutzen. Nehmen Sie S256; ab dem ersten Mal gilt nichts Schwächeres mehr.",
    pkce_optional:
      "Diese App darf PKCE weglassen. Senden Sie es trotzdem; ab dem ersten Mal wird es immer verlangt.",
    local_redirect:
      "Eine Redirect-URI führt auf den eigenen Rechner. Zum Entwickeln ist das gut; entfernen Sie sie, bevor echte Menschen die App nutzen.",
    no_state:
      "Eine Anmeldung begann ohne state. Senden Sie einen zufälligen Wert und vergleichen Sie ihn bei der Rückkehr.",
    plain_seen:
      "PKCE wurde mit der Methode plain benutzt. Nehmen Sie S256: plain zeigt den Verifier jedem, der die Anfrage liest.",
    challenge_repeated:
      "Dieselbe code_challenge kam mit mehreren Anfragen. Erzeugen Sie für jede Anmeldung einen neuen Verifier: Wer einen kennt, kennt sonst alle.",
    secret_in_query:
      "Ein geheimer Schlüssel wurde in einer Adresse gesendet, wo Protokolle ihn behalten. Ersetzen Sie ihn und senden Sie ihn im Body.",
    secret_in_browser:
      "Ein geheimer Schlüssel wurde von einer Webseite gesendet, wo ihn jeder lesen kann. Ersetzen Sie ihn und behalten Sie ihn auf Ihrem Server.",
    redirect_unused:
      "Keine der letzten Anmeldungen benutzte diese Redirect-URI. Entfernen Sie sie, wenn nichts sie mehr braucht.",
    scope_unused:
      "Keine der letzten Anmeldungen verlangte dieses Recht. Entfernen Sie es: Eine kürzere Liste wird öfter zugelassen.",
  },
  access: {
    title: "Adressen und Rechte",
    lead: "Worum diese App bitten darf und wohin Menschen zurückkehren.",
    change: "Ändern",
    redirects: "Redirect-URIs",
    noRedirects: "Es gibt keine: Niemand wird zu dieser App zurückgeschickt.",
    redirectsHint:
      "Eine Adresse je Zeile, höchstens 50. Wir vergleichen Zeichen für Zeichen: Ein fehlender Schrägstrich ist eine andere Adresse. Platzhalter gehen nicht.",
    kinds: {
      https: "Gut. Sie muss genau so gesendet werden.",
      loopback:
        "Zum Entwickeln und für installierte Apps. Der Port darf beliebig sein, der Rest muss genau so sein.",
      localhost:
        "Nur zum Entwickeln. Sie muss genau so gesendet werden; 127.0.0.1 ist sicherer als localhost.",
      scheme:
        "Öffnet Ihre installierte App. Nur eine eigene Domain, rückwärts geschrieben, ist vor anderen sicher.",
    },
    scopes: "Rechte",
    noScopes: "Es gibt keine.",
    grants: "Wege zu einem Token",
    grantsHint: "Schalten Sie nur ein, was die App benutzt.",
    grantNames: {
      authorization_code: "Ein Mensch meldet sich an und lässt sie zu",
      refresh_token: "Verlängern, ohne erneut zu fragen",
      client_credentials: "Die App handelt für sich, ohne einen Menschen",
      device_code: "Ein Mensch lässt sie an einem anderen Gerät zu",
    },
    warning: "Wenn Sie Adressen oder Rechte ändern, wird jeder Mensch neu gefragt.",
    submit: "Änderungen speichern",
    policy: "Vom Unternehmen festgelegt",
    policyHint: "Das kann das Unternehmen für Ihre App ändern. Fragen Sie nach, wenn etwas nicht passt.",
    pkce: "PKCE",
    pkceWords: {
      s256_required: "Nötig, mit S256",
      plain_allowed: "Nötig, plain wird geduldet",
      optional: "Freigestellt",
    },
    s256Seen: (day) => ["S256 benutzt seit ", day, ", daher gilt nichts Schwächeres mehr"],
    accessToken: "Access-Token",
    lasts: (length) => `gültig für ${length}`,
    code: "Autorisierungscode",
    refresh: "Refresh-Token",
    refreshWords: {
      offline_access: "wenn das Recht offline_access zugelassen ist",
      always: "immer",
      never: "nie",
    },
    refreshLasts: (idle, absolute) => `endet nach ${idle} ohne Nutzung, spätestens nach ${absolute}`,
    api: "Schnittstelle (API)",
    method: "Wie sie sich ausweist",
    methods: {
      client_secret: "Mit ihrem Schlüssel, im Body oder mit HTTP Basic",
      none: "Sie kann keinen Schlüssel bewahren; PKCE weist sie aus",
      other: "Mit einem eigenen Schlüsselpaar",
    },
  },
  secrets: {
    title: "Geheime Schlüssel",
    lead: "Mehrere Schlüssel gelten nebeneinander, damit Sie ohne Ausfall wechseln können.",
    make: "Neuen Schlüssel erzeugen",
    none: "Es gibt noch keinen Schlüssel",
    noneMeans:
      "Ohne einen kann sich diese App nicht ausweisen. Erzeugen Sie ihn an einem Rechner, an dem Sie ihn sicher aufbewahren können.",
    public: "Diese App läuft auf Geräten anderer, deshalb hat sie keine Schlüssel.",
    caption: "Die Schlüssel dieser Umgebung",
    label: "Bezeichnung",
    made: (day) => ["Erzeugt: ", day],
    used: (day) => ["Zuletzt benutzt: ", day],
    ends: (day) => ["Endet: ", day],
    end: "Beenden",
    ended: "Beendet",
    safe: "Gefahrlos löschbar",
    soon: "Endet bald",
    newTitle: "Neuen Schlüssel erzeugen",
    newLead: "Er wird einmal gezeigt, auf der nächsten Seite. Halten Sie einen sicheren Ort bereit.",
    labelHint: "Wo er benutzt wird, damit Sie ihn später erkennen. Zum Beispiel: Produktionsserver.",
    life: "Wie lange soll er gelten?",
    lives: { never: "Bis Sie ihn beenden", d30: "30 Tage", d90: "90 Tage", d365: "Ein Jahr" },
    others: "Was wird aus den anderen Schlüsseln?",
    overlaps: {
      keep: "Sie bleiben, wie sie sind",
      d7: "Sie enden in 7 Tagen",
      d1: "Sie enden in 24 Stunden",
      now: "Sie enden jetzt",
    },
    othersHint:
      "Geben Sie jedem Server Zeit zum Wechseln. Die Seite zeigt, wann ein alter Schlüssel zuletzt benutzt wurde.",
    submit: "Schlüssel erzeugen",
  },
  confirm: {
    end_secret: {
      title: "Diesen Schlüssel beenden?",
      lead: (label) => ["Was noch ", label, " benutzt, bekommt von diesem Augenblick an keine Tokens mehr."],
      submit: "Schlüssel beenden",
    },
    disable: {
      title: "Außer Betrieb nehmen?",
      lead: (what) => [
        "Alle Tokens von ",
        what,
        " enden sofort, und es gibt keine neuen. Sie können es wieder in Betrieb nehmen; was beendet ist, bleibt beendet.",
      ],
      submit: "Außer Betrieb nehmen",
    },
    enable: {
      title: "Wieder in Betrieb nehmen?",
      lead: (what) => ["Für ", what, " gibt es wieder Tokens. Menschen müssen sich vielleicht neu anmelden."],
      submit: "Wieder in Betrieb nehmen",
    },
    delete_app: {
      title: "Diese App löschen?",
      lead: (what) => [
        "Alles, was ",
        what,
        " hat, endet sofort, im Test und produktiv. Das lässt sich nicht rückgängig machen.",
      ],
      submit: "App endgültig löschen",
    },
    remove_member: {
      title: "Dieses Mitglied entfernen?",
      lead: (what) => [
        what,
        " verliert den Zugang zu dieser Organisation und ihren Apps. Sie können erneut einladen.",
      ],
      submit: "Mitglied entfernen",
    },
    leave: {
      title: "Diese Organisation verlassen?",
      lead: (what) => [
        "Sie verlieren den Zugang zu ",
        what,
        " und den Apps dort. Nur ein Inhaber kann Sie wieder einladen.",
      ],
      submit: "Organisation verlassen",
    },
    withdraw: {
      title: "Diese Einladung zurückziehen?",
      lead: (what) => ["Der Link, der an ", what, " ging, funktioniert dann nicht mehr."],
      submit: "Zurückziehen",
    },
    revoke_program: {
      title: "Dieses Testprogramm widerrufen?",
      lead: (what) => [
        "Das Secret von ",
        what,
        " und jedes Token, das es bekam, enden sofort. Die simulierten Personen bleiben.",
      ],
      submit: "Programm widerrufen",
    },
    delete_test_person: {
      title: "Diese simulierte Person löschen?",
      lead: (what) => ["Was Ihrer Test-App für ", what, " erlaubt wurde, endet sofort, mit jedem Token."],
      submit: "Person löschen",
    },
    type: (name) => ["Geben Sie zur Bestätigung ein: ", name],
  },
  appSettings: {
    title: "Einstellungen",
    name: "Name der App",
    nameHint: "Menschen lesen ihn, wenn sie gefragt werden. Mit einem anderen Namen wird jeder neu gefragt.",
    rename: "Umbenennen",
    service: "In Betrieb",
    serviceOn: "Es gibt Tokens.",
    serviceOff: "Es gibt keine Tokens.",
    disable: "Außer Betrieb nehmen",
    enable: "Wieder in Betrieb nehmen",
    danger: "Diese App löschen",
    dangerMeans: "Beendet alles, was die App hat, im Test und produktiv, für immer.",
    delete: "App löschen",
    onlyOwners: "Nur ein Inhaber der Organisation kann eine App außer Betrieb nehmen oder löschen.",
  },
  live: {
    title: "Produktiv gehen",
    lead: "Produktive Zugangsdaten gelten für echte Menschen und echte Daten. Das Unternehmen sieht sich vorher jede App an.",
    leadOpen:
      "Produktive Zugangsdaten gelten für echte Menschen und echte Daten. Sie sind da, sobald Sie darum bitten.",
    checks: "Worauf geachtet wird",
    checksHint: "Das ergibt sich aus Ihrer App, wie sie im Test ist. Ist alles erfüllt, geht es schneller.",
    check: {
      token: "Sie hat im Test ein Token geholt",
      pkce: "Sie hat jemanden mit PKCE und S256 angemeldet",
      redirects: "Jede Redirect-URI nutzt https",
      name: "Ihr Name ist einer, den Menschen erkennen",
      scopes: "Sie bittet um die Rechte, die sie braucht",
    },
    fix: {
      token: "Gehen Sie einmal die Zeilen auf der Seite „Loslegen“ durch.",
      pkce: "Senden Sie code_challenge mit der Methode S256, und schließen Sie eine Anmeldung ab.",
      redirects: "Entfernen Sie die Adressen zum Entwickeln, und tragen Sie eigene mit https ein.",
      name: "Der Name klingt nach einem Versuch. Geben Sie ihr den Namen, den Menschen kennen.",
      scopes: "Wählen Sie mindestens ein Recht.",
    },
    met: "Erfüllt",
    open: "Offen",
    about: "Über Ihre App",
    purpose: "Was tut Ihre App für die Menschen?",
    people: "Wer wird sie nutzen, und wie viele?",
    website: "Website der App",
    contact: "Kontakt für Fragen zur Sicherheit",
    contactHint: "Eine E-Mail-Adresse, die auch in den Ferien jemand liest.",
    optional: "Freiwillig",
    submit: "Produktiven Zugang beantragen",
    submitOpen: "Produktive Zugangsdaten anlegen",
    waiting: "Ihre Anfrage wird geprüft",
    waitingMeans: (day) => [
      "Sie wurde am ",
      day,
      " gesendet. Sie müssen nichts tun und können weiter testen.",
    ],
    declined: "Noch nicht gewährt",
    declinedMeans: "Der Grund steht unten. Ändern Sie, was nötig ist, und fragen Sie erneut.",
    answers: "Was Sie gesagt haben",
    granted: "Diese App ist produktiv",
    grantedMeans: "Ihre produktiven Zugangsdaten haben eigene Seiten.",
    toLive: "Zu den produktiven Zugangsdaten",
    viewer: "Ein Entwickler oder Inhaber der Organisation kann den produktiven Zugang beantragen.",
  },
};
