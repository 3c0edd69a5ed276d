import { mapValues } from "./json";

export type Language = "en" | "fr";

/** Side by side, so that a translation is never forgotten. A % stands for what `say` puts there. */
const table = {
  locale: "en-CA|fr-CA",
  chat: "Chat|Clavardage",
  openChat: "Open chat|Ouvrir le clavardage",
  close: "Close chat|Fermer le clavardage",
  unread: "unread messages: %|messages non lus\u00a0: %",
  sound: "Sound|Son",
  openNow: "Open now|Ouvert",
  closed: "Closed|Fermé",
  opens: "Opens %|Ouvre %",
  closedNotice: "We are closed, but you can write here.|Nous sommes fermés, mais vous pouvez écrire ici.",
  write: "Write a message…|Écrivez un message…",
  send: "Send|Envoyer",
  SENDING: "Sending…|Envoi…",
  SENT: "Sent|Envoyé",
  DELAYED: "Not sent yet.|Pas encore envoyé.",
  BUSY: "Not sent yet.|Pas encore envoyé.",
  REFUSED: "Not sent.|Non envoyé.",
  TOO_LONG: "Too long to send.|Trop long.",
  tryAgain: "Try again|Réessayer",
  left: "Characters left: %|Caractères restants\u00a0: %",
  edit: "Edit|Modifier",
  VISITOR: "You|Vous",
  AGENT: "AI receptionist|Réceptionniste IA",
  STAFF: "Team member|Membre de l’équipe",
  isTyping: "% is typing…|% écrit…",
  earlier: "Earlier messages|Messages précédents",
  ended: "This conversation has ended.|Cette conversation est terminée.",
  waitingForStaff: "A team member has been asked to join.|Un membre de l’équipe a été prévenu.",
  nobody: "Nobody can answer at the moment.|Personne ne peut répondre pour le moment.",
  call: "Call %|Appeler le %",
  lost: "Connection lost.|Connexion perdue.",
  unreachable: "The chat is not available right now.|Le clavardage n’est pas offert en ce moment.",
  leaveMessage: "Leave a message|Laisser un message",
  name: "Your name|Votre nom",
  callback: "Phone or email|Téléphone ou courriel",
  matter: "What is it about?|De quoi s’agit-il?",
  urgency: "How urgent is it?|Est-ce urgent?",
  LOW: "It can wait|Peut attendre",
  NORMAL: "Normal|Normal",
  HIGH: "Urgent|Urgent",
  back: "Back|Retour",
  taken: "Thank you. We have your message.|Merci. Nous avons votre message.",
  start: "Start|Commencer",
  optional: "(optional)|(facultatif)",
  required: "Please fill this in.|Veuillez remplir ce champ.",
};

export type Words = Record<keyof typeof table, string>;

export const wordsOf = (language: Language): Words =>
  mapValues(table, (pair) => pair.split("|")[language === "fr" ? 1 : 0]) as Words;

export const say = (words: string, ...values: (string | number)[]): string =>
  words.replace(/%/g, () => `${values.shift()}`);

/** The first language that we speak, among what the page and the browser ask for. */
export const chooseLanguage = (...wanted: unknown[]): Language | undefined =>
  wanted.map((tag) => `${tag}`.slice(0, 2).toLowerCase()).find((tag): tag is Language => /en|fr/.test(tag));
