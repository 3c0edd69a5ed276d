export interface Piece {
  text: string;
  href?: string;
}

// Direction marks end an address, because they can make it look like another one; so does the punctuation of the
// sentence around it. A bracket belongs to the address only when it is closed inside it.
const CANDIDATE =
  /((?:https?:\/\/|www\.)(?:\([^\s()]*\)|[^\s()<>"'`\p{Cf}])+(?<![.,;:!?…*_~»”’\]}])|[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,63})/iu;

const address = (text: string): string => {
  if (/^http/i.test(text)) return text;
  return (/^www/i.test(text) ? "https://" : "mailto:") + text;
};

/** Cuts a text into plain pieces and links; together they are always exactly the text. */
export const findLinks = (text: string): Piece[] =>
  text
    .split(CANDIDATE)
    .map((piece, index) => (index % 2 ? { text: piece, href: address(piece) } : { text: piece }))
    .filter((piece) => piece.text);
