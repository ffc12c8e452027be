import { z } from 'zod';

/** Everything but control characters and lone surrogates, which no database, log or SMS of ours can hold. */
const ONE_LINE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Z}\p{Cf}\p{Co}\p{Cn}]*$/u;
const LINES = /^[\t\n\r\p{L}\p{M}\p{N}\p{P}\p{S}\p{Z}\p{Cf}\p{Co}\p{Cn}]*$/u;

const NO_CONTROL = 'control characters are not taken';

/** Text as it came, blanks at its ends included; may be empty. Everything somebody sends is made of one of these three. */
export const oneLine = (max: number) => z.string().max(max).regex(ONE_LINE, NO_CONTROL);

/** One line without the blanks at its ends, and never empty. */
export const line = (max: number) => z.string().trim().min(1).max(max).regex(ONE_LINE, NO_CONTROL);

/** What a person writes to be read by a person, over several lines. */
export const paragraph = (max: number) => z.string().trim().max(max).regex(LINES, NO_CONTROL);
