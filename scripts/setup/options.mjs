import { parseArgs } from 'node:util';
import { Trouble } from './trouble.mjs';

/**
 * What was asked for on the command line, in the form of `parseArgs`. Throws Trouble, which names every option there is,
 * where an option is unknown, lacks its value or stands alone.
 */
export function optionsOf({ args, options, allowPositionals = false }) {
  try {
    return parseArgs({ args, options, allowPositionals });
  } catch (error) {
    if (!error.code?.startsWith('ERR_PARSE_ARGS')) throw error;
    // Node goes on for sentences about positional arguments, which nobody wanted here.
    const [what] = error.message.split(/\.\s/);
    const names = Object.entries(options).map(([name, { type }]) => `--${name}${type === 'string' ? ' VALUE' : ''}`);
    throw new Trouble(`${what.replace(/\.$/, '')}: the options are ${names.join(', ')}.`);
  }
}

/** The whole number an option was given, or Trouble that names the range. */
export function wholeNumber(name, text, { least, most }) {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Trouble(`--${name} wants a whole number from ${least} to ${most}, not "${text}".`);
}
