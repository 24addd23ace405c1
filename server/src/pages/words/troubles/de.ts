/** What can be wrong with a field, in German, by the sentence that the desk says. */
export const troublesDe: Readonly<Record<string, string>> = {
  "Write the address in plain ASCII, without spaces.":
    "Schreiben Sie die Adresse in reinem ASCII, ohne Leerzeichen.",
  "The address is longer than 2048 characters.": "Die Adresse ist länger als 2048 Zeichen.",
  "Wildcards are not possible: register each address.":
    "Platzhalter gehen nicht: Registrieren Sie jede Adresse einzeln.",
  "Remove the fragment (# and what follows).": "Entfernen Sie das Fragment (# und alles danach).",
  "The address holds a character that no URL may have.":
    "Die Adresse enthält ein Zeichen, das in keiner URL stehen darf.",
  "This is not an absolute URL.": "Das ist keine vollständige URL.",
  "This scheme can run or read things and is never allowed.":
    "Dieses Schema kann etwas ausführen oder lesen und ist nie erlaubt.",
  "Remove the user name or password before the host.":
    "Entfernen Sie Benutzername oder Passwort vor dem Host.",
  "Write the address as https:// and a host.":
    "Schreiben Sie die Adresse als https mit zwei Schrägstrichen und einem Host.",
  "Use https. Plain http is only possible for 127.0.0.1, [::1] and localhost.":
    "Nehmen Sie https. Einfaches http geht nur bei 127.0.0.1, [::1] und localhost.",
  "Write scheme and host in lower case, no default port, and no dot segments.":
    "Schreiben Sie Schema und Host klein, ohne Standardport und ohne Punkt-Segmente.",
  "Use https. Other schemes are for native apps.":
    "Nehmen Sie https. Andere Schemata sind für installierte Apps.",
  "A private scheme must be a reversed domain name of yours, like com.example.app:/callback.":
    "Ein eigenes Schema muss eine Ihrer Domains rückwärts sein, wie com.example.app:/callback.",
  "Write the scheme in lower case.": "Schreiben Sie das Schema klein.",
  "Give the app a name of 1 to 80 characters.": "Geben Sie der App einen Namen mit 1 bis 80 Zeichen.",
  "Give a name of 1 to 80 characters.": "Geben Sie einen Namen mit 1 bis 80 Zeichen an.",
  "The name holds an invisible character.": "Der Name enthält ein unsichtbares Zeichen.",
  "Choose at least one grant.": "Wählen Sie mindestens einen Weg zu einem Token.",
  "client_credentials needs an app that can keep a secret.":
    "client_credentials braucht eine App, die ein Geheimnis bewahren kann.",
  "refresh_token needs authorization_code or the device grant.":
    "Verlängern geht nur, wenn ein Mensch die App zugelassen hat.",
  "authorization_code needs at least one redirect URI.":
    "Damit Menschen zurückkehren können, braucht es mindestens eine Redirect-URI.",
  "A redirect URI is there twice.": "Eine Redirect-URI steht zweimal da.",
  "A scope is not in the catalogue of this API.": "Ein Recht gibt es bei dieser API nicht.",
  "Give an e-mail address.": "Geben Sie eine E-Mail-Adresse an.",
  "This field is needed.": "Dieses Feld wird gebraucht.",
  "Choose one of these.": "Wählen Sie eines davon.",
  "Say in a sentence what your app does.": "Sagen Sie in einem Satz, was Ihre App tut.",
  "This is not the name of the app. Type it exactly as it stands above.":
    "Das ist nicht der Name der App. Geben Sie ihn genau so ein, wie er oben steht.",
  "Remove the query parameter code: the answer brings its own.":
    "Entfernen Sie den Query-Parameter code: Die Antwort bringt ihren eigenen mit.",
  "Remove the query parameter state: the answer brings its own.":
    "Entfernen Sie den Query-Parameter state: Die Antwort bringt ihren eigenen mit.",
  "Remove the query parameter error: the answer brings its own.":
    "Entfernen Sie den Query-Parameter error: Die Antwort bringt ihren eigenen mit.",
  "Remove the query parameter error_description: the answer brings its own.":
    "Entfernen Sie den Query-Parameter error_description: Die Antwort bringt ihren eigenen mit.",
  "Remove the query parameter error_uri: the answer brings its own.":
    "Entfernen Sie den Query-Parameter error_uri: Die Antwort bringt ihren eigenen mit.",
  "Remove the query parameter iss: the answer brings its own.":
    "Entfernen Sie den Query-Parameter iss: Die Antwort bringt ihren eigenen mit.",
  "Remove the query parameter response: the answer brings its own.":
    "Entfernen Sie den Query-Parameter response: Die Antwort bringt ihren eigenen mit.",
  "Write the colour as # and six digits, like #2d49c8.":
    "Schreiben Sie die Farbe als # und sechs Ziffern, wie #2d49c8.",
  "Choose the colour of light pages as well.": "Wählen Sie auch die Farbe für helle Seiten.",
  "On light pages text in this colour has a contrast of {ratio}:1, and needs 4.5:1. {colour} has it.":
    "Auf hellen Seiten hat Text in dieser Farbe einen Kontrast von {ratio}:1, nötig sind 4,5:1. {colour} hat ihn.",
  "On dark pages text in this colour has a contrast of {ratio}:1, and needs 4.5:1. {colour} has it.":
    "Auf dunklen Seiten hat Text in dieser Farbe einen Kontrast von {ratio}:1, nötig sind 4,5:1. {colour} hat ihn.",
  "There is no such picture. Send it again.": "Dieses Bild gibt es nicht. Senden Sie es noch einmal.",
  "Take a picture in PNG, JPEG or WebP.": "Nehmen Sie ein Bild in PNG, JPEG oder WebP.",
  "Take a picture that does not move.": "Nehmen Sie ein Bild, das sich nicht bewegt.",
  "Each side is 24 to 2048 pixels long, and none eight times as long as the other.":
    "Jede Seite ist 24 bis 2048 Pixel lang, und keine achtmal so lang wie die andere.",
  "The picture is larger than 200 KiB.": "Das Bild ist größer als 200 KiB.",
  "Write 1 to 128 printable characters without space, quote and backslash.":
    "Schreiben Sie 1 bis 128 druckbare Zeichen ohne Leerzeichen, Anführungszeichen und Rückstrich.",
  "offline_access belongs to no API: every app may be assigned it.":
    "offline_access gehört zu keiner API: Jede App kann es haben.",
  "Give the English words too.": "Geben Sie auch die englischen Worte an.",
  "There is a scope of this name already.": "Ein Recht mit diesem Namen gibt es schon.",
  "Give an identifier that is an absolute https address, such as https://api.example.com.":
    "Geben Sie eine vollständige https-Adresse an, etwa die Ihrer API.",
  "Take the fragment out of the identifier (RFC 8707 §2).":
    "Entfernen Sie das Fragment aus der Adresse (RFC 8707 §2).",
  "Take user name and password out of the identifier.":
    "Entfernen Sie Benutzername und Passwort aus der Adresse.",
  "Say what the developer should change.": "Sagen Sie, was der Entwickler ändern soll.",
  "Choose one of the two.": "Wählen Sie eines von beiden.",
  "Give a day as 2026-11-22.": "Geben Sie einen Tag an wie 2026-11-22.",
  "The developer asked anew since you looked.": "Der Entwickler hat seitdem neu gefragt.",
  "The name changed since you looked.": "Der Name hat sich seitdem geändert.",
  "The organisation has another name since you looked.": "Die Organisation heißt seitdem anders.",
  "The redirect URIs changed since you looked.": "Die Redirect-URIs haben sich seitdem geändert.",
  "The permissions changed since you looked.": "Die Rechte haben sich seitdem geändert.",
  "The ways to a token changed since you looked.": "Die Wege zu einem Token haben sich seitdem geändert.",
  "A new host has to be seen by staff: add it in test, then ask for live access again.":
    "Einen neuen Host müssen Mitarbeitende sehen: Ergänzen Sie ihn im Test, und beantragen Sie dann erneut den produktiven Zugang.",
  "A new permission has to be seen by staff: add it in test, then ask for live access again.":
    "Ein neues Recht müssen Mitarbeitende sehen: Ergänzen Sie es im Test, und beantragen Sie dann erneut den produktiven Zugang.",
};
