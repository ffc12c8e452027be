/** What a run of text is replaced with when it may be a person. */
const DIGITS = '[digits]';
const HAN = '[han]';

/** Eleven digits and more: phone and ID numbers, with single spaces or hyphens between and in full-width form too. */
const LONG_NUMBER = /\p{Nd}(?:[ -]?\p{Nd}){10,}[XxX]?/gu;
/** Names and addresses; our own messages are English, so a Chinese word in a log line came from outside. */
const HAN_RUN = /\p{Script=Han}[\p{Script=Han}·•]*/gu;
/** The same, escaped by somebody's JSON or URL encoder. */
const ESCAPED_RUN = /(?:\\+u[0-9a-f]{4})+|(?:%[0-9a-f]{2}){2,}/gi;
/** Queries carry form fields, fragments carry one-time links. */
const URL_TAIL = /([a-z][a-z0-9+.-]*:\/\/[^\s?#"'<>]*)[?#][^\s"'<>]*/gi;

/** Replaces whatever may be a person in free text, query strings included. Rather too much than too little. */
export function scrub(text: string): string {
  return text.replace(URL_TAIL, '$1').replace(ESCAPED_RUN, HAN).replace(LONG_NUMBER, DIGITS).replace(HAN_RUN, HAN);
}

/** The path of a request target, without query and fragment. */
export function scrubPath(target: string): string {
  return scrub(target.replace(/[?#].*$/s, ''));
}
