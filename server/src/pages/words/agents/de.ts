/** The words about agents in German. */
import type { AgentWords } from "./en.ts";

export const agentsDe: AgentWords = {
  limits: {
    title: "Auf Wunsch weniger erlauben",
    lead: (host) => ["Bekannt ist von dieser App nur, woher sie kommt: ", host, "."],
    time: "Für wie lange?",
    lasting: "Bis ich die Verbindung trenne",
    brief: (length) => `Solange dieser Zugriff dauert (${length})`,
    readOnly: "Nur lesen, nichts ändern",
    readOnlyMeans: "Sie bekommt, was oben mit „nur lesen“ gekennzeichnet ist, und sonst nichts.",
    reads: "nur lesen",
    calls: "Wie viele Aufrufe?",
    callsMean: "Sind sie verbraucht, muss sie Sie wieder fragen.",
    anyNumber: "Beliebig viele",
    number: (count) => `${count} Aufrufe`,
    replaces: "Eine Begrenzung beendet auch, was Sie dieser App früher erlaubt haben.",
  },
  activity: {
    title: "Aktivität",
    heading: (app) => ["Was ", app, " getan hat"],
    lead: "Das Neueste zuerst. Wir erfahren, welcher Teil der API wie oft benutzt wurde, nie mit welchen Daten.",
    none: "Noch nichts",
    noneMeans: "Sobald die API Aufrufe dieser App meldet, stehen sie hier.",
    calls: (count) => `Aufrufe: ${count}`,
    left: (count) => `Verbleibende Aufrufe: ${count}`,
    ends: (moment) => ["Endet am ", moment],
    ended: (moment) => ["Endete am ", moment],
    noEnd: "Gilt, bis Sie es beenden",
    readOnly: "Sie darf nur lesen",
    stop: "Jetzt beenden",
    stopMeans: "Das beendet ihren Zugriff sofort. Sie kann Sie erneut fragen.",
    back: "Alle verbundenen Apps",
  },
};
