/** What can be wrong with a field, in French, by the sentence that the desk says. */
export const troublesFr: Readonly<Record<string, string>> = {
  "Write the address in plain ASCII, without spaces.": "Écrivez l’adresse en ASCII simple, sans espace.",
  "The address is longer than 2048 characters.": "L’adresse dépasse 2048 caractères.",
  "Wildcards are not possible: register each address.":
    "Les jokers sont impossibles : enregistrez chaque adresse.",
  "Remove the fragment (# and what follows).": "Retirez le fragment (# et ce qui suit).",
  "The address holds a character that no URL may have.":
    "L’adresse contient un caractère interdit dans une URL.",
  "This is not an absolute URL.": "Ce n’est pas une URL absolue.",
  "This scheme can run or read things and is never allowed.":
    "Ce schéma peut exécuter ou lire des choses et n’est jamais permis.",
  "Remove the user name or password before the host.":
    "Retirez le nom d’utilisateur ou le mot de passe avant l’hôte.",
  "Write the address as https:// and a host.": "Écrivez l’adresse avec https, deux barres et un hôte.",
  "Use https. Plain http is only possible for 127.0.0.1, [::1] and localhost.":
    "Utilisez https. Le simple http n’est possible que pour 127.0.0.1, localhost et leur équivalent IPv6.",
  "Write scheme and host in lower case, no default port, and no dot segments.":
    "Écrivez le schéma et l’hôte en minuscules, sans port par défaut ni segments à points.",
  "Use https. Other schemes are for native apps.":
    "Utilisez https. Les autres schémas sont pour les applications installées.",
  "A private scheme must be a reversed domain name of yours, like com.example.app:/callback.":
    "Un schéma privé doit être un de vos domaines écrit à l’envers, comme com.example.app.",
  "Write the scheme in lower case.": "Écrivez le schéma en minuscules.",
  "Give the app a name of 1 to 80 characters.": "Donnez à l’application un nom de 1 à 80 caractères.",
  "Give a name of 1 to 80 characters.": "Donnez un nom de 1 à 80 caractères.",
  "The name holds an invisible character.": "Le nom contient un caractère invisible.",
  "Choose at least one grant.": "Choisissez au moins une façon d’obtenir un jeton.",
  "client_credentials needs an app that can keep a secret.":
    "client_credentials demande une application capable de garder un secret.",
  "refresh_token needs authorization_code or the device grant.":
    "Le renouvellement suppose qu’une personne ait autorisé l’application.",
  "authorization_code needs at least one redirect URI.":
    "Il faut au moins une URI de redirection pour que les personnes reviennent.",
  "A redirect URI is there twice.": "Une URI de redirection figure deux fois.",
  "A scope is not in the catalogue of this API.": "Une autorisation n’existe pas pour cette API.",
  "Give an e-mail address.": "Donnez une adresse e-mail.",
  "This field is needed.": "Ce champ est nécessaire.",
  "Choose one of these.": "Choisissez l’une de ces possibilités.",
  "Say in a sentence what your app does.": "Dites en une phrase ce que fait votre application.",
  "This is not the name of the app. Type it exactly as it stands above.":
    "Ce n’est pas le nom de l’application. Saisissez-le exactement comme ci-dessus.",
  "Remove the query parameter code: the answer brings its own.":
    "Retirez le paramètre code : la réponse apporte le sien.",
  "Remove the query parameter state: the answer brings its own.":
    "Retirez le paramètre state : la réponse apporte le sien.",
  "Remove the query parameter error: the answer brings its own.":
    "Retirez le paramètre error : la réponse apporte le sien.",
  "Remove the query parameter error_description: the answer brings its own.":
    "Retirez le paramètre error_description : la réponse apporte le sien.",
  "Remove the query parameter error_uri: the answer brings its own.":
    "Retirez le paramètre error_uri : la réponse apporte le sien.",
  "Remove the query parameter iss: the answer brings its own.":
    "Retirez le paramètre iss : la réponse apporte le sien.",
  "Remove the query parameter response: the answer brings its own.":
    "Retirez le paramètre response : la réponse apporte le sien.",
  "Write the colour as # and six digits, like #2d49c8.":
    "Écrivez la couleur avec # et six chiffres, comme #2d49c8.",
  "Choose the colour of light pages as well.": "Choisissez aussi la couleur des pages claires.",
  "On light pages text in this colour has a contrast of {ratio}:1, and needs 4.5:1. {colour} has it.":
    "Sur les pages claires, un texte de cette couleur a un contraste de {ratio} pour 1 ; il faut 4,5 pour 1. {colour} convient.",
  "On dark pages text in this colour has a contrast of {ratio}:1, and needs 4.5:1. {colour} has it.":
    "Sur les pages sombres, un texte de cette couleur a un contraste de {ratio} pour 1 ; il faut 4,5 pour 1. {colour} convient.",
  "There is no such picture. Send it again.": "Cette image n’existe pas. Envoyez-la de nouveau.",
  "Take a picture in PNG, JPEG or WebP.": "Prenez une image en PNG, JPEG ou WebP.",
  "Take a picture that does not move.": "Prenez une image qui ne bouge pas.",
  "Each side is 24 to 2048 pixels long, and none eight times as long as the other.":
    "Chaque côté fait de 24 à 2048 pixels, et aucun n’est huit fois plus long que l’autre.",
  "The picture is larger than 200 KiB.": "L’image dépasse 200 Kio.",
  "Write 1 to 128 printable characters without space, quote and backslash.":
    "Écrivez de 1 à 128 caractères imprimables, sans espace, guillemet ni barre inversée.",
  "offline_access belongs to no API: every app may be assigned it.":
    "offline_access n’appartient à aucune API : toute application peut l’avoir.",
  "Give the English words too.": "Donnez aussi les mots en anglais.",
  "There is a scope of this name already.": "Une autorisation porte déjà ce nom.",
  "Give an identifier that is an absolute https address, such as https://api.example.com.":
    "Donnez une adresse https complète, comme celle de votre API.",
  "Take the fragment out of the identifier (RFC 8707 §2).":
    "Retirez le fragment de l’identifiant (RFC 8707 §2).",
  "Take user name and password out of the identifier.":
    "Retirez le nom d’utilisateur et le mot de passe de l’identifiant.",
  "Say what the developer should change.": "Dites ce que le développeur doit changer.",
  "Choose one of the two.": "Choisissez l’un des deux.",
  "Give a day as 2026-11-22.": "Donnez un jour comme 2026-11-22.",
  "The developer asked anew since you looked.": "Le développeur a fait une nouvelle demande depuis.",
  "The name changed since you looked.": "Le nom a changé depuis.",
  "The organisation has another name since you looked.": "L’organisation a changé de nom depuis.",
  "The redirect URIs changed since you looked.": "Les URI de redirection ont changé depuis.",
  "The permissions changed since you looked.": "Les autorisations ont changé depuis.",
  "The ways to a token changed since you looked.": "Les façons d’obtenir un jeton ont changé depuis.",
  "A new host has to be seen by staff: add it in test, then ask for live access again.":
    "Un nouvel hôte doit être vu par le personnel : ajoutez-le en test, puis redemandez l’accès en production.",
  "A new permission has to be seen by staff: add it in test, then ask for live access again.":
    "Une nouvelle autorisation doit être vue par le personnel : ajoutez-la en test, puis redemandez l’accès en production.",
};
