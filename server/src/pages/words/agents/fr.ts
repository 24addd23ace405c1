/** The words about agents in French. */
import type { AgentWords } from "./en.ts";

export const agentsFr: AgentWords = {
  limits: {
    title: "Accorder moins, si vous le souhaitez",
    lead: (host) => ["Tout ce que l’on sait de cette application, c’est d’où elle vient\u00a0: ", host, "."],
    time: "Pour combien de temps\u00a0?",
    lasting: "Jusqu’à ce que je la déconnecte",
    brief: (length) => `Tant que dure cet accès (${length})`,
    readOnly: "Consulter seulement, ne rien modifier",
    readOnlyMeans:
      "Elle reçoit ce qui porte la mention «\u00a0lecture seule\u00a0» ci-dessus, et rien d’autre.",
    reads: "lecture seule",
    calls: "Combien d’appels\u00a0?",
    callsMean: "Une fois épuisés, elle devra vous redemander.",
    anyNumber: "Sans limite",
    number: (count) => `${count} appels`,
    replaces: "Une limite met aussi fin à ce que vous aviez autorisé à cette application auparavant.",
  },
  activity: {
    title: "Activité",
    heading: (app) => ["Ce que ", app, " a fait"],
    lead: "Du plus récent au plus ancien. Nous apprenons quelle partie de l’API a été utilisée et combien de fois, jamais avec quelles données.",
    none: "Rien pour l’instant",
    noneMeans: "Dès que l’API signale des appels de cette application, ils apparaissent ici.",
    calls: (count) => `Appels\u00a0: ${count}`,
    left: (count) => `Appels restants\u00a0: ${count}`,
    ends: (moment) => ["Prend fin le ", moment],
    ended: (moment) => ["A pris fin le ", moment],
    noEnd: "Valable jusqu’à ce que vous l’arrêtiez",
    readOnly: "Elle peut seulement consulter",
    stop: "Arrêter maintenant",
    stopMeans: "Son accès prend fin immédiatement. Elle peut vous redemander.",
    back: "Toutes les applications connectées",
  },
};
