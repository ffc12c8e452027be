/** Sentences of the server begin small in English, because they also stand inside of others. */
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
